#include "service/net/response_reader.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::response_reader {
namespace {

using net::ResponseReader;
using State = ResponseReader::State;

/// `status [body] kept|dropped`, or why there is no response. The stream ends behind the bytes.
std::string reading_of(const std::string& bytes, std::size_t step, bool to_head) {
  ResponseReader reader(to_head, 32);
  auto state = State::Partial;
  std::size_t at = 0;
  for (; at < bytes.size() && state == State::Partial; at += step) {
    state = reader.feed(std::string_view(bytes).substr(at, step));
  }
  const bool ended = state == State::Partial;
  if (ended) state = reader.end_of_stream();
  if (state == State::Broken) return std::string(reader.why_broken());
  const bool kept = reader.keep_alive() && !ended;
  const auto response = reader.take();
  return std::to_string(response.status) + " [" + response.body + "] " + (kept ? "kept" : "dropped");
}

struct Case {
  std::string bytes;
  std::string reading;
  bool to_head = false;
};

TEST(ResponseReader, ReadsWholeAndByteByByteTheSame) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string broken_end = "the connection ended inside it";
  const std::vector<Case> cases = {
      {ok + "Content-Length: 2\r\n\r\nhi", "200 [hi] kept"},
      {ok + "Content-Length: 0\r\n\r\n", "200 [] kept"},
      {ok + "Content-Length: 2\r\nConnection: close\r\n\r\nhi", "200 [hi] dropped"},
      {ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "200 [hi] kept"},
      {ok + "\r\nuntil the end", "200 [until the end] dropped"},
      {"HTTP/1.1 204 No Content\r\n\r\n", "204 [] kept"},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + ok +
           "Content-Length: 1\r\n\r\na",
       "200 [a] kept"},
      {ok + "Content-Length: 500\r\n\r\n", "200 [] kept", true},
      {ok + "Content-Length: 5\r\n\r\nhi", broken_end},
      {ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhi", broken_end},
      {ok + "Content-Le", broken_end},
      {"", broken_end},
      {ok + "Content-Length: 33\r\n\r\n", "it is larger than 32 bytes"},
      {ok + "\r\n" + std::string(33, 'x'), "it is larger than 32 bytes"},
      {"HTTP/1.1 101 Switching\r\n\r\n", "it changes the protocol unasked"},
      {ok + "X: " + std::string(70'000, 'x'), "its headers are too large"},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(reading_of(each.bytes, each.bytes.size() + 1, each.to_head), each.reading)
        << each.bytes.substr(0, 90);
    EXPECT_EQ(reading_of(each.bytes, 1, each.to_head), each.reading) << each.bytes.substr(0, 90);
  }
}

TEST(ResponseReader, RefusesWhatIsNotHttp) {
  for (const auto* bytes : {"SSH-2.0-x\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n",
                            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
    ResponseReader reader(false, 32);
    EXPECT_EQ(reader.feed(bytes), State::Broken) << bytes;
    EXPECT_FALSE(reader.why_broken().empty());
  }
}

TEST(ResponseReader, DropsAConnectionThatSaysMoreThanAsked) {
  ResponseReader reader(false, 32);
  ASSERT_EQ(reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n"), State::Complete);
  EXPECT_FALSE(reader.keep_alive());
}

TEST(ResponseReader, GivesHeadersInLowerCase) {
  ResponseReader reader(false, 32);
  ASSERT_EQ(reader.feed("HTTP/1.1 429 Too Many\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n"),
            State::Complete);
  EXPECT_EQ(reader.take().header("retry-after"), "3");
}

}  // namespace
}  // namespace callwright::tests::response_reader
