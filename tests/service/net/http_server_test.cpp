#include "tests/service/net/raw_client.hpp"
#include "tests/service/net/test_server.hpp"

#include <vector>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace callwright::tests::http_server {
namespace {

using namespace std::chrono_literals;

std::string get(const std::string& target, const std::string& headers = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

TEST(HttpServer, GivesTheHandlerWhatArrived) {
  TestServer server;
  RawClient client(server.port());
  client.send("POST /echo?a=1+2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
  const auto reply = client.read_reply();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(
      reply.body,
      R"({"method":"POST","path":"/echo","body":"hi","remote":"127.0.0.1","at":"2026-11-24T16:00:00.000Z",)"
      R"("query":{"a":"1 2"}})");
  EXPECT_EQ(reply.headers.at("date"), "Tue, 24 Nov 2026 16:00:00 GMT");
  EXPECT_EQ(reply.headers.at("content-type"), "application/json");
}

TEST(HttpServer, KeepsTheConnection) {
  TestServer server;
  RawClient client(server.port());
  for (int i = 0; i < 100; ++i) {
    client.send(get("/a"));
    ASSERT_EQ(client.read_reply().body, "ok /a");
  }
  EXPECT_EQ(server.connections(), 1U);
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  TestServer server;
  RawClient client(server.port());
  std::string requests = get("/wait");
  for (int i = 0; i < 200; ++i) requests += get("/" + std::to_string(i));
  client.send(requests);
  server.await_waiting();
  server.open_gate();
  EXPECT_EQ(client.read_reply().body, "ok /wait");
  for (int i = 0; i < 200; ++i) ASSERT_EQ(client.read_reply().body, "ok /" + std::to_string(i));
}

TEST(HttpServer, AnswersHeadWithTheLengthAlone) {
  TestServer server;
  RawClient client(server.port());
  client.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n" + get("/b"));
  const auto head = client.read_reply(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.at("content-length"), "5");
  EXPECT_EQ(client.read_reply().body, "ok /b");
}

TEST(HttpServer, ClosesWhenTheClientWantsItSo) {
  TestServer server;
  for (const auto& request : {get("/a", "Connection: close\r\n"), std::string("GET /a HTTP/1.0\r\n\r\n")}) {
    RawClient client(server.port());
    client.send(request);
    const auto reply = client.read_reply();
    EXPECT_EQ(reply.body, "ok /a");
    EXPECT_EQ(reply.headers.at("connection"), "close");
    EXPECT_TRUE(client.is_closed_by_server());
  }
}

TEST(HttpServer, KeepsAnHttp10ConnectionThatAsksForIt) {
  TestServer server;
  RawClient client(server.port());
  for (int i = 0; i < 2; ++i) {
    client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(client.read_reply().headers.at("connection"), "keep-alive");
  }
}

TEST(HttpServer, AnExceptionOfTheHandlerIsA500AndIsReported) {
  TestServer server;
  RawClient client(server.port());
  client.send(get("/throw"));
  const auto reply = client.read_reply();
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.headers.at("content-type"), "application/problem+json");
  EXPECT_EQ(reply.body.find("the handler broke"), std::string::npos)
      << "the client learns nothing of the inside";
  client.send(get("/a"));
  EXPECT_EQ(client.read_reply().body, "ok /a");
  ASSERT_EQ(server.reports().size(), 1U);
  EXPECT_EQ(server.reports()[0].code, "http.handler_failed");
  EXPECT_EQ(server.reports()[0].detail, "the handler broke");
}

TEST(HttpServer, AReplyThatWouldBreakTheStreamIsA500) {
  TestServer server;
  RawClient client(server.port());
  client.send(get("/bad-header"));
  const auto reply = client.read_reply();
  EXPECT_EQ(reply.status, 500);
  EXPECT_FALSE(reply.headers.contains("x-evil"));
  EXPECT_EQ(server.reports().size(), 1U);
}

TEST(HttpServer, TellsConnectionsBeyondTheLimitToComeLater) {
  TestServer server(ServerConfig{.connections_max = 2});
  RawClient first(server.port());
  RawClient second(server.port());
  for (auto* client : {&first, &second}) {
    client->send(get("/a"));
    ASSERT_EQ(client->read_reply().status, 200);
  }
  RawClient third(server.port());
  const auto refusal = third.read_reply();
  EXPECT_EQ(refusal.status, 503);
  EXPECT_EQ(refusal.headers.at("retry-after"), "1");
  EXPECT_TRUE(third.is_closed_by_server());
  first.send(get("/a"));
  EXPECT_EQ(first.read_reply().status, 200);
}

TEST(HttpServer, GivesAFreedPlaceToTheNext) {
  TestServer server(ServerConfig{.connections_max = 1});
  {
    RawClient first(server.port());
    first.send(get("/a", "Connection: close\r\n"));
    ASSERT_EQ(first.read_reply().status, 200);
    ASSERT_TRUE(first.is_closed_by_server());
  }
  int status = 503;  // the server learns of the end of the first connection by its own read
  for (int i = 0; i < 1'000 && status != 200; ++i) {
    RawClient next(server.port());
    next.send(get("/a"));
    status = next.read_reply().status;
  }
  EXPECT_EQ(status, 200);
}

TEST(HttpServer, DrainClosesIdleConnectionsAndFinishesRequests) {
  TestServer server;
  RawClient idle(server.port());
  idle.send(get("/a"));
  ASSERT_EQ(idle.read_reply().status, 200);
  RawClient busy(server.port());
  busy.send(get("/wait") + get("/never"));
  server.await_waiting();

  auto drained = server.drain(60s);
  EXPECT_TRUE(idle.is_closed_by_server());
  EXPECT_THROW(RawClient{server.port()}, std::runtime_error);
  server.open_gate();
  const auto reply = busy.read_reply();
  EXPECT_EQ(reply.body, "ok /wait");
  EXPECT_EQ(reply.headers.at("connection"), "close");
  EXPECT_TRUE(busy.is_closed_by_server());
  busy.end_sending();
  drained.get();
  EXPECT_EQ(server.connections(), 0U);
  EXPECT_EQ(server.requests(), 2);
}

TEST(HttpServer, DrainStopsWhatDoesNotFinishInTime) {
  TestServer server;
  RawClient busy(server.port());
  busy.send(get("/wait"));
  server.await_waiting();
  server.drain(0ms).get();
  EXPECT_EQ(server.connections(), 0U);
  EXPECT_TRUE(busy.is_closed_by_server());
  EXPECT_TRUE(server.reports().empty()) << "being told to stop is no failure";
}

TEST(HttpServer, SharesAPortWithOthersWhenToldSo) {
  boost::asio::io_context context;
  const ServerHooks hooks{.handler = {}, .now = [] { return kServerTime; }, .report = [](const Error&) {}};
  HttpServer first(context, ServerConfig{.port = 0, .reuse_port = true}, hooks);
  ASSERT_TRUE(first.start());
  HttpServer second(context, ServerConfig{.port = first.port(), .reuse_port = true}, hooks);
  EXPECT_TRUE(second.start());
  HttpServer third(context, ServerConfig{.port = first.port()}, hooks);
  const auto refused = third.start();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "http.listen");
}

TEST(HttpServer, TellsWhyItCannotListen) {
  boost::asio::io_context context;
  const ServerHooks hooks{.handler = {}, .now = [] { return kServerTime; }, .report = [](const Error&) {}};
  for (const auto& config :
       {ServerConfig{.address = "localhost"}, ServerConfig{.address = "192.0.2.1", .port = 0},
        ServerConfig{.listening_fd = -1}, ServerConfig{.listening_fd = STDERR_FILENO}}) {
    const auto started = HttpServer(context, config, hooks).start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, "http.listen");
  }
}

TEST(HttpServer, AdoptsAListeningSocketAndItsQueue) {
  const int listening = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(listening, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listening, 8), 0);
  socklen_t length = sizeof address;
  ASSERT_EQ(::getsockname(listening, reinterpret_cast<sockaddr*>(&address), &length), 0);
  RawClient queued(ntohs(address.sin_port));
  queued.send(get("/a"));
  {
    TestServer server(ServerConfig{.listening_fd = listening});
    EXPECT_EQ(server.port(), ntohs(address.sin_port));
    EXPECT_EQ(queued.read_reply().body, "ok /a");
  }
  RawClient later(
      ntohs(address.sin_port));  // the socket is still the caller's: the next process finds the queue
  later.send(get("/b"));
  TestServer next(ServerConfig{.listening_fd = listening});
  EXPECT_EQ(later.read_reply().body, "ok /b");
  ::close(listening);
}

}  // namespace
}  // namespace callwright::tests::http_server
