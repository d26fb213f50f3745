#include "tests/service/net/raw_client.hpp"
#include "tests/service/net/test_server.hpp"

#include <vector>

#include <gtest/gtest.h>

// What the wire brings to a real server. The table of single requests is in request_reader_test.cpp; here it
// is about the connection: that the reply can be read, that it is closed, and that others are served
// meanwhile.
namespace callwright::tests::http_server_bytes {
namespace {

const std::string kGet = "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n";

std::string post(const std::string& headers, const std::string& body = "") {
  return "POST /echo HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
}

TEST(HttpServerBytes, RefusedRequestsGetTheirReplyAndTheConnectionEnds) {
  TestServer server;
  const std::vector<std::pair<std::string, int>> cases = {
      {post("Content-Length: 1048577\r\n"), 413},
      {post("Content-Length: 2000000\r\n", std::string(2'000'000, 'x')), 413},
      {post("Transfer-Encoding: chunked\r\n", "200000\r\n" + std::string(2'000'000, 'x')), 413},
      {"GET / HTTP/1.1\r\nX: " + std::string(17'000, 'x') + "\r\n\r\n", 431},
      {post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {post("Transfer-Encoding: br\r\n"), 501},
      {"\r\nnonsense\r\n\r\n", 400},
  };
  for (const auto& [bytes, status] : cases) {
    SCOPED_TRACE(bytes.substr(0, 90));
    RawClient client(server.port());
    client.send(bytes);
    const auto reply = client.read_reply();
    EXPECT_EQ(reply.status, status);
    EXPECT_EQ(reply.headers.at("content-type"), "application/problem+json");
    EXPECT_EQ(reply.headers.at("connection"), "close");
    EXPECT_TRUE(client.is_closed_by_server());
  }
  EXPECT_EQ(server.requests(), 0);
  EXPECT_TRUE(server.reports().empty());
}

TEST(HttpServerBytes, TwentyThousandHeadersThatTrickleInAreRefused) {
  TestServer server;
  RawClient client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\n");
  for (int i = 0; i < 20'000; ++i) {
    if (!client.send("a: b\r\n")) break;  // the server has closed
  }
  EXPECT_EQ(client.read_reply().status, 431);
}

TEST(HttpServerBytes, ALengthThatLiesMakesTheRestAnotherRequest) {
  TestServer server;
  RawClient client(server.port());
  client.send(post("Content-Length: 2\r\n", "hi\x01more"));
  EXPECT_NE(client.read_reply().body.find(R"("body":"hi")"), std::string::npos);
  EXPECT_EQ(client.read_reply().status, 400);
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_EQ(server.requests(), 1);
}

TEST(HttpServerBytes, APartialRequestIsAnsweredWhenItsTimeIsOver) {
  TestServer server(ServerConfig{.read_timeout = std::chrono::milliseconds{20}});
  for (const auto& bytes : {std::string("GET / HT"), post("Content-Length: 5\r\n", "hi")}) {
    RawClient client(server.port());
    client.send(bytes);
    EXPECT_EQ(client.read_reply().status, 408);
    EXPECT_TRUE(client.is_closed_by_server());
  }
}

TEST(HttpServerBytes, AnIdleConnectionIsClosedWithoutAWord) {
  TestServer server(ServerConfig{.idle_timeout = std::chrono::milliseconds{20}});
  RawClient silent(server.port());
  EXPECT_TRUE(silent.is_closed_by_server());
  RawClient used(server.port());
  used.send(kGet);
  EXPECT_EQ(used.read_reply().status, 200);
  EXPECT_TRUE(used.is_closed_by_server());
}

TEST(HttpServerBytes, HalfOpenConnectionsDoNotHoldUpOthers) {
  TestServer server;
  std::vector<RawClient> half_open;
  for (int i = 0; i < 50; ++i) half_open.emplace_back(server.port()).send(i % 2 == 0 ? "" : "POST /echo HT");
  RawClient client(server.port());
  for (int i = 0; i < 20; ++i) {
    client.send(kGet);
    ASSERT_EQ(client.read_reply().status, 200);
  }
  EXPECT_EQ(server.connections(), 51U);
}

TEST(HttpServerBytes, AClientThatVanishesInTheMiddleHarmsNobody) {
  TestServer server;
  {
    RawClient gone(server.port());
    gone.send("GET /long HTTP/1.1\r\nHost: a\r\n\r\n");
  }
  RawClient client(server.port());
  client.send(kGet);
  EXPECT_EQ(client.read_reply().status, 200);
  EXPECT_TRUE(server.reports().empty());
}

TEST(HttpServerBytes, AClientThatHasEndedItsSideStillGetsItsReply) {
  TestServer server;
  RawClient client(server.port());
  client.send(kGet);
  client.end_sending();
  EXPECT_EQ(client.read_reply().status, 200);
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(HttpServerBytes, ExpectContinueIsAnsweredBeforeTheBody) {
  TestServer server;
  RawClient client(server.port());
  client.send(post("Expect: 100-continue\r\nContent-Length: 2\r\n"));
  EXPECT_EQ(client.read_reply().status, 100);
  client.send("hi");
  EXPECT_NE(client.read_reply().body.find(R"("body":"hi")"), std::string::npos);
}

TEST(HttpServerBytes, ExpectContinueWithTooLargeABodyIsRefusedInstead) {
  TestServer server;
  RawClient client(server.port());
  client.send(post("Expect: 100-continue\r\nContent-Length: 2000000\r\n"));
  EXPECT_EQ(client.read_reply().status, 413);
}

}  // namespace
}  // namespace callwright::tests::http_server_bytes
