#include "service/net/reply_writer.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::reply_writer {
namespace {

using net::reply_head;
using net::ReplyFraming;

TEST(ReplyWriter, WritesTheHead) {
  const HttpReply reply{
      .status = 404, .content_type = "text/plain", .body = "none", .headers = {{"X-A", "b"}}};
  EXPECT_EQ(
      reply_head(reply, {.date = "D"}),
      "HTTP/1.1 404 Not Found\r\nDate: D\r\nContent-Type: text/plain\r\nContent-Length: 4\r\nX-A: b\r\n\r\n");
  EXPECT_TRUE(net::has_body(reply, {}));
}

TEST(ReplyWriter, TellsTheLengthToAHeadAndKeepsTheBody) {
  const HttpReply reply{.body = "none", .headers = {}};
  const ReplyFraming framing{.without_body = true, .date = "D"};
  EXPECT_NE(reply_head(reply, framing)->find("Content-Length: 4\r\n"), std::string::npos);
  EXPECT_FALSE(net::has_body(reply, framing));
}

TEST(ReplyWriter, GivesNoBodyWhereHttpAllowsNone) {
  const HttpReply reply{.status = 204, .body = "none", .headers = {}};
  EXPECT_EQ(reply_head(reply, {.date = "D"}), "HTTP/1.1 204 No Content\r\nDate: D\r\n\r\n");
  EXPECT_FALSE(net::has_body(reply, {}));
}

TEST(ReplyWriter, SaysWhatBecomesOfTheConnection) {
  const HttpReply reply{.status = 204, .headers = {}};
  EXPECT_NE(reply_head(reply, {.keep_alive = false})->find("Connection: close\r\n"), std::string::npos);
  EXPECT_NE(reply_head(reply, {.is_http10 = true})->find("Connection: keep-alive\r\n"), std::string::npos);
}

TEST(ReplyWriter, RefusesWhatWouldBreakTheStream) {
  for (const auto& header :
       std::vector<std::pair<std::string, std::string>>{{"X", "a\r\nY: b"},
                                                        {"X", "a\n"},
                                                        {"X Y", "a"},
                                                        {"", "a"},
                                                        {"Content-Length", "1"},
                                                        {"transfer-encoding", "chunked"}}) {
    EXPECT_EQ(reply_head(HttpReply{.headers = {header}}, {}), std::nullopt) << header.first << header.second;
  }
  EXPECT_EQ(reply_head(HttpReply{.content_type = "a\r\nb", .headers = {}}, {}), std::nullopt);
  EXPECT_EQ(reply_head(HttpReply{.status = 100, .headers = {}}, {}), std::nullopt);
  EXPECT_EQ(reply_head(HttpReply{.status = 0, .headers = {}}, {}), std::nullopt);
}

}  // namespace
}  // namespace callwright::tests::reply_writer
