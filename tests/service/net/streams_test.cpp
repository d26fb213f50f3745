#include "service/net/http_client.hpp"
#include "tests/service/net/raw_client.hpp"
#include "tests/service/net/test_server.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::streams {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

std::string get(const std::string& target, const std::string& version = "1.1") {
  return "GET " + target + " HTTP/" + version + "\r\nHost: a\r\n\r\n";
}

TEST(ServerStream, GoesOutInChunksAndTheConnectionIsKept) {
  TestServer server;
  RawClient client(server.port());
  client.send(get("/stream/3"));
  const auto reply = client.read_reply();
  EXPECT_EQ(reply.headers.at("transfer-encoding"), "chunked");
  EXPECT_EQ(reply.headers.at("content-type"), "text/event-stream");
  EXPECT_FALSE(reply.headers.contains("content-length"));
  EXPECT_EQ(reply.body, "piece 1\npiece 2\npiece 3\n");
  client.send(get("/a"));
  EXPECT_EQ(client.read_reply().body, "ok /a");
}

TEST(ServerStream, ARequestBehindItIsServedAfterIt) {
  TestServer server;
  RawClient client(server.port());
  client.send(get("/stream/gate") + get("/b"));
  EXPECT_NE(client.read_until("piece 1\n"), "");
  server.open_gate();
  EXPECT_NE(client.read_until("piece 2\n\r\n0\r\n\r\n"), "");
  EXPECT_EQ(client.read_reply().body, "ok /b");
}

TEST(ServerStream, AnOldClientGetsItUntilTheConnectionEnds) {
  TestServer server;
  RawClient client(server.port());
  client.send(get("/stream/2", "1.0"));
  const auto head = client.read_until("\r\n\r\n");
  EXPECT_EQ(head.find("chunked"), std::string::npos);
  EXPECT_NE(head.find("Connection: close"), std::string::npos);
  EXPECT_EQ(client.read_until("piece 2\n"), "piece 1\npiece 2\n");
  EXPECT_TRUE(client.is_closed_by_server());
}

TEST(ServerStream, HeadGetsNone) {
  TestServer server;
  RawClient client(server.port());
  client.send("HEAD /stream/3 HTTP/1.1\r\nHost: a\r\n\r\n" + get("/a"));
  EXPECT_EQ(client.read_reply(true).status, 200);
  EXPECT_EQ(client.read_reply().body, "ok /a");
}

TEST(ServerStream, OneThatBreaksOffIsNotEndedInOrder) {
  TestServer server;
  for (const auto* target : {"/stream/breaks", "/stream/throws"}) {
    RawClient client(server.port());
    client.send(get(target));
    EXPECT_NE(client.read_until("\r\n\r\n"), "");
    EXPECT_EQ(client.read_until("\r\n0\r\n"), "") << target;
  }
  EXPECT_EQ(server.reports().size(), 1U) << "what is thrown is reported";
}

TEST(ServerStream, AClientThatGoesStopsWhoMakesIt) {
  TestServer server;
  RawClient client(server.port());
  client.send(get("/stream/gate"));
  ASSERT_NE(client.read_until("piece 1\n"), "");
  server.await_waiting();
  client.close();
  server.await_dropped_stream();
}

TEST(ServerStream, ADrainThatRunsOutOfPatienceStopsIt) {
  TestServer server;
  RawClient client(server.port());
  client.send(get("/stream/gate"));
  server.await_waiting();
  server.drain(0ms).get();
  server.await_dropped_stream();
}

TEST(ServerStream, SilenceIsFilledWithHeartbeats) {
  ServerConfig config;
  config.heartbeat = 10ms;
  TestServer server(config);
  RawClient client(server.port());
  client.send(get("/stream/gate"));
  EXPECT_NE(client.read_until(": beat\n\n\r\n"), "");
  EXPECT_NE(client.read_until(": beat\n\n\r\n"), "");
  server.open_gate();
  EXPECT_NE(client.read_until("piece 2\n\r\n0\r\n\r\n"), "");
}

TEST(ServerStream, ASlowReaderHoldsUpWhoMakesItAndIsGivenUp) {
  ServerConfig config;
  config.write_timeout = 50ms;
  TestServer server(config);
  RawClient client(server.port());
  client.send(get("/stream/endless"));
  server.await_dropped_stream();
  EXPECT_LT(server.pieces(), 1'000) << "64 KiB each: what the system takes, not all there is";
}

class ClientStreamTest : public ::testing::Test {
 protected:
  ClientStreamTest() : client_(context_, tls()) {}
  ~ClientStreamTest() override { run_close(); }

  static std::shared_ptr<TlsContext> tls() {
    static const auto tls = make_tls_context();
    return *tls;
  }
  void run_close() {
    auto done = asio::co_spawn(context_, client_.close(), asio::use_future);
    context_.restart();
    context_.run();
    done.get();
  }
  Result<HttpStream> open(const std::string& url, Duration deadline = 10s) {
    return run(context_, client_.open({.url = url, .headers = {}, .deadline = deadline}));
  }
  Result<std::string> next(const HttpStream& stream) { return run(context_, stream.body->next()); }
  /// Until the body has ended.
  std::string rest(const HttpStream& stream) {
    std::string all;
    while (true) {
      const auto piece = next(stream);
      EXPECT_TRUE(piece) << piece.error().detail;
      if (!piece || piece->empty()) return all;
      all += *piece;
    }
  }

  asio::io_context context_{1};
  PooledHttpClient client_;
};

TEST_F(ClientStreamTest, GivesPiecesAsTheyComeAndKeepsTheConnection) {
  TestServer server;
  const auto stream = open(server.url("/stream/gate"));
  ASSERT_TRUE(stream);
  EXPECT_EQ(stream->status, 200);
  EXPECT_EQ(*next(*stream), "piece 1\n");
  server.open_gate();
  EXPECT_EQ(rest(*stream), "piece 2\n");
  EXPECT_EQ(rest(*open(server.url("/stream/2"))), "piece 1\npiece 2\n");
  EXPECT_EQ(rest(*open(server.url("/a"))), "ok /a") << "a body with a length too";
  EXPECT_EQ(client_.counters().opened, 1U);
}

TEST_F(ClientStreamTest, OneThatIsDroppedClosesItsConnection) {
  TestServer server;
  {
    const auto stream = open(server.url("/stream/gate"));
    EXPECT_EQ(*next(*stream), "piece 1\n");
  }
  server.await_dropped_stream();
  EXPECT_EQ(rest(*open(server.url("/a"))), "ok /a");
  EXPECT_EQ(client_.counters().opened, 2U);
}

TEST_F(ClientStreamTest, TheDeadlineHoldsForTheBody) {
  TestServer server;
  const auto stream = open(server.url("/stream/gate"), 200ms);
  ASSERT_TRUE(stream);
  EXPECT_EQ(*next(*stream), "piece 1\n");
  EXPECT_EQ(next(*stream).error().code, "http.timeout");
}

TEST_F(ClientStreamTest, ABodyThatBreaksOffIsAnError) {
  TestServer server;
  const auto stream = open(server.url("/stream/breaks"));
  ASSERT_TRUE(stream);
  EXPECT_EQ(*next(*stream), "piece 1\n");
  EXPECT_EQ(next(*stream).error().code, "http.connection");
}

TEST_F(ClientStreamTest, WhatCannotBeOpenedSaysSo) {
  EXPECT_EQ(open("http://127.0.0.1:1/").error().code, "http.connect");
  EXPECT_EQ(open("http://example.com/").error().code, "http.url");
}

}  // namespace
}  // namespace callwright::tests::streams
