#include "service/net/http_client.hpp"

#include "tests/service/net/raw_client.hpp"
#include "tests/service/net/test_server.hpp"

#include <optional>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>

namespace callwright::tests::http_client {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

class HttpClientTest : public ::testing::Test {
 protected:
  void make(ClientConfig config = {}) {
    static const auto tls = make_tls_context();
    client_ = std::make_unique<PooledHttpClient>(context_, *tls, std::move(config));
  }
  Result<HttpResponse> get(const std::string& url, Duration deadline = 10s) {
    return send(HttpRequest{.url = url, .headers = {}, .deadline = deadline});
  }
  Result<HttpResponse> send(HttpRequest request) {
    return run(context_, client_->exchange(std::move(request)));
  }
  void SetUp() override { make(); }
  void TearDown() override { run_void(client_->close()); }
  void run_void(asio::awaitable<void> task) {
    auto done = asio::co_spawn(context_, std::move(task), asio::use_future);
    context_.restart();
    context_.run();
    done.get();
  }
  asio::io_context context_{1};
  std::unique_ptr<PooledHttpClient> client_;
};

/// Takes connections one after another and answers each with the given bytes, then closes it. Runs on the
/// client's own loop, so every step is ordered.
class ScriptedPeer {
 public:
  ScriptedPeer(asio::io_context& context, std::vector<std::string> answers)
      : acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    asio::co_spawn(context, serve(std::move(answers)), [](const std::exception_ptr&) {});
  }
  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/";
  }
  std::vector<std::string> heads;

 private:
  asio::awaitable<void> serve(std::vector<std::string> answers) {
    for (const auto& answer : answers) {
      auto socket = co_await acceptor_.async_accept(asio::use_awaitable);
      std::string head;
      co_await asio::async_read_until(socket, asio::dynamic_buffer(head), "\r\n\r\n", asio::use_awaitable);
      heads.push_back(head);
      co_await asio::async_write(socket, asio::buffer(answer), asio::use_awaitable);
    }
    acceptor_.close();
  }
  tcp::acceptor acceptor_;
};

TEST_F(HttpClientTest, SendsEverythingAndReadsEverything) {
  TestServer server;
  const auto response = send(HttpRequest{.method = "POST",
                                         .url = server.url("/echo?a=b%20c"),
                                         .headers = {{"Content-Type", "application/json"}},
                                         .body = "{}",
                                         .deadline = 10s});
  ASSERT_TRUE(response) << response.error().detail;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->header("content-type"), "application/json");
  EXPECT_NE(response->body.find(R"("method":"POST","path":"/echo","body":"{}")"), std::string::npos);
  EXPECT_NE(response->body.find(R"({"a":"b c"})"), std::string::npos);
}

TEST_F(HttpClientTest, WritesTheFramingItself) {
  ScriptedPeer peer(context_, {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 204 No\r\n\r\n"});
  ASSERT_TRUE(
      send(HttpRequest{.method = "POST", .url = peer.url(), .headers = {{"X-A", "b"}}, .deadline = 10s}));
  EXPECT_EQ(peer.heads[0],
            "POST / HTTP/1.1\r\nHost: " + peer.url().substr(7, peer.url().size() - 8) +
                "\r\nUser-Agent: callwright\r\nAccept: */*\r\nX-A: b\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(get(peer.url()));
  EXPECT_EQ(peer.heads[1].find("Content-Length"), std::string::npos);
}

TEST_F(HttpClientTest, UsesAConnectionAgain) {
  TestServer server;
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(get(server.url()));
  EXPECT_EQ(client_->counters().opened, 1U);
  EXPECT_EQ(client_->counters().reused, 19U);
  EXPECT_EQ(server.connections(), 1U);
}

TEST_F(HttpClientTest, OpensNoMoreThanAllowedAndServesAllInLine) {
  make({.connections_per_origin_max = 2});
  TestServer server;
  std::vector<std::future<Result<HttpResponse>>> responses;
  for (int i = 0; i < 20; ++i) {
    HttpRequest request{.url = server.url(), .headers = {}, .deadline = 10s};
    responses.push_back(asio::co_spawn(context_, client_->exchange(std::move(request)), asio::use_future));
  }
  context_.restart();
  context_.run();
  for (auto& response : responses) EXPECT_TRUE(response.get());
  EXPECT_EQ(client_->counters().opened, 2U);
}

TEST_F(HttpClientTest, WhoWaitsInLineTooLongWasNotSent) {
  make({.connections_per_origin_max = 1});
  TestServer server;
  HttpRequest holding{.url = server.url("/wait"), .headers = {}, .deadline = 60s};
  auto held = asio::co_spawn(context_, client_->exchange(std::move(holding)), asio::use_future);
  const auto second = get(server.url("/second"), 20ms);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "http.connect");
  server.open_gate();
  context_.restart();
  context_.run();
  EXPECT_TRUE(held.get());
  EXPECT_TRUE(get(server.url())) << "the place in line was given back";
  EXPECT_EQ(server.requests(), 2);
}

TEST_F(HttpClientTest, WithoutAnAnswerInTimeTheOutcomeIsUnknown) {
  TestServer server;
  const auto response = get(server.url("/wait"), 50ms);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, Errc::Timeout);
  EXPECT_EQ(response.error().code, "http.timeout");
  ASSERT_TRUE(get(server.url()));
  EXPECT_EQ(client_->counters().reused, 0U) << "a connection with an answer on its way is not used again";
}

TEST_F(HttpClientTest, ARefusedConnectionWasNotSent) {
  unsigned short port = 0;
  {
    const TestServer gone;
    port = gone.port();
  }
  const auto response = get("http://127.0.0.1:" + std::to_string(port) + "/");
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, Errc::Unavailable);
  EXPECT_EQ(response.error().code, "http.connect");
}

TEST_F(HttpClientTest, PlainHttpLeavesOnlyForLoopback) {
  for (const auto* url :
       {"http://api.telnyx.com/v2", "http://192.0.2.1/", "http://localhost.example/", "/v2", ""}) {
    const auto response = get(url);
    ASSERT_FALSE(response) << url;
    EXPECT_EQ(response.error().kind, Errc::InvalidInput) << url;
    EXPECT_EQ(response.error().code, "http.url") << url;
  }
}

TEST_F(HttpClientTest, HeadersCannotBreakOutOfTheirLine) {
  TestServer server;
  const std::vector<std::pair<std::string, std::string>> headers = {{"X", "a\r\nY: b"},
                                                                    {"X\r\n", "a"},
                                                                    {"Host", "other"},
                                                                    {"content-length", "5"},
                                                                    {"Transfer-Encoding", "chunked"}};
  for (const auto& header : headers) {
    const auto response = send(HttpRequest{.url = server.url(), .headers = {header}});
    ASSERT_FALSE(response) << header.first;
    EXPECT_EQ(response.error().code, "http.header") << header.first;
  }
  EXPECT_EQ(
      send(HttpRequest{.method = "GET / HTTP/1.1\r\nX:", .url = server.url(), .headers = {}}).error().code,
      "http.header");
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(HttpClientTest, AConnectionThatBreaksMayHaveTakenEffect) {
  const std::vector<std::string> answers = {"", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal",
                                            "nonsense\r\n\r\n"};
  ScriptedPeer peer(context_, answers);
  for (const auto& answer : answers) {
    const auto response = get(peer.url());
    ASSERT_FALSE(response) << answer;
    EXPECT_EQ(response.error().code, "http.connection") << answer;
  }
  EXPECT_EQ(peer.heads.size(), 3U) << "nothing was sent twice";
}

TEST_F(HttpClientTest, AConnectionThatTheServerClosedIsSeenBeforeItIsUsed) {
  const std::string kept = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
  ScriptedPeer peer(context_, {kept + "ok", kept + "ok", kept + "ok"});  // promises to keep, and closes
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(get(peer.url())) << i;
  EXPECT_EQ(client_->counters().opened, 3U);
}

TEST_F(HttpClientTest, AResponseBeyondTheLimitIsGivenUp) {
  make({.response_bytes_max = 1'000});
  TestServer server;
  const auto response = get(server.url("/long"));
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, "http.connection");
  make();
  EXPECT_EQ(get(server.url("/long"))->body.size(), 4U << 20U);
}

TEST_F(HttpClientTest, ReadsNoBodyAfterHead) {
  TestServer server;
  const auto response =
      send(HttpRequest{.method = "HEAD", .url = server.url(), .headers = {}, .deadline = 10s});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "");
  EXPECT_EQ(get(server.url())->body, "ok /");
  EXPECT_EQ(client_->counters().opened, 1U);
}

TEST_F(HttpClientTest, WarmConnectionsWaitForTheFirstRequest) {
  TestServer server;
  ASSERT_TRUE(run(context_, client_->warm(server.url(), 3)));
  EXPECT_EQ(client_->counters().opened, 3U);
  ASSERT_TRUE(get(server.url()));
  EXPECT_EQ(client_->counters().opened, 3U);
  EXPECT_EQ(client_->counters().reused, 1U);
  ASSERT_TRUE(run(context_, client_->warm(server.url(), 3)));
  EXPECT_EQ(client_->counters().opened, 3U);
}

TEST_F(HttpClientTest, KeepWarmOpensAgainWhatTheServerClosed) {
  TestServer server(ServerConfig{.idle_timeout = 20ms});
  client_->keep_warm(server.url(), 1, 5ms);
  context_.restart();
  while (client_->counters().opened < 3) context_.run_one();
  run_void(client_->close());
  EXPECT_GE(client_->counters().opened, 3U);
}

TEST_F(HttpClientTest, AnOldIdleConnectionIsNotUsed) {
  make({.idle_timeout = 0ms});
  TestServer server;
  ASSERT_TRUE(get(server.url()));
  ASSERT_TRUE(get(server.url()));
  EXPECT_EQ(client_->counters().opened, 2U);
}

TEST(HttpClient, NeedsAReadableAuthorityFile) {
  const auto tls = make_tls_context("/nonexistent/ca.pem");
  ASSERT_FALSE(tls);
  EXPECT_EQ(tls.error().code, "http.ca_file");
}

}  // namespace
}  // namespace callwright::tests::http_client
