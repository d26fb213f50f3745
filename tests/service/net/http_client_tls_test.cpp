#include "service/net/http_client.hpp"
#include "tests/service/net/test_server.hpp"
#include "tests/support/tls_identity.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <gtest/gtest.h>
#include <unistd.h>

namespace callwright::tests::http_client_tls {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using namespace std::chrono_literals;

/// The certificate as a file for `extra_ca_file`, removed with this object.
class AuthorityFile {
 public:
  explicit AuthorityFile(const std::string& certificate)
      : path_(std::filesystem::temp_directory_path() /
              ("callwright_test_ca_" + std::to_string(::getpid()) + ".pem")) {
    std::ofstream(path_) << certificate;
  }
  ~AuthorityFile() { std::filesystem::remove(path_); }
  AuthorityFile(const AuthorityFile&) = delete;
  AuthorityFile& operator=(const AuthorityFile&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// A TLS server on the client's own loop: answers every request of every connection with `200`.
class TlsPeer {
 public:
  TlsPeer(asio::io_context& context, const TlsIdentity& identity, int tls_version_max = TLS1_3_VERSION)
      : tls_(ssl::context::tls_server),
        acceptor_(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    tls_.use_certificate_chain(asio::buffer(identity.certificate));
    tls_.use_private_key(asio::buffer(identity.key), ssl::context::pem);
    SSL_CTX_set_min_proto_version(tls_.native_handle(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(tls_.native_handle(), tls_version_max);
    SSL_CTX_set_security_level(tls_.native_handle(), 0);
    asio::co_spawn(context, accept_all(), [](const std::exception_ptr&) {});
  }
  void close() { acceptor_.close(); }
  [[nodiscard]] std::string url(const std::string& host) const {
    return "https://" + host + ":" + std::to_string(acceptor_.local_endpoint().port()) + "/";
  }
  int requests = 0;

 private:
  asio::awaitable<void> accept_all() {
    while (true) {
      auto socket = co_await acceptor_.async_accept(asio::use_awaitable);
      asio::co_spawn(acceptor_.get_executor(), serve(std::move(socket)), [](const std::exception_ptr&) {});
    }
  }
  asio::awaitable<void> serve(tcp::socket socket) {
    ssl::stream<tcp::socket> stream(std::move(socket), tls_);
    co_await stream.async_handshake(ssl::stream_base::server, asio::use_awaitable);
    std::string buffer;
    while (true) {
      const auto size = co_await asio::async_read_until(stream, asio::dynamic_buffer(buffer), "\r\n\r\n",
                                                        asio::use_awaitable);
      buffer.erase(0, size);
      ++requests;
      co_await asio::async_write(stream, asio::buffer(kAnswer), asio::use_awaitable);
    }
  }
  static constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret";
  ssl::context tls_;
  tcp::acceptor acceptor_;
};

class HttpClientTls : public ::testing::Test {
 protected:
  void make(bool trusting) {
    client_ = std::make_unique<PooledHttpClient>(
        context_, *make_tls_context(trusting ? authority_.path() : std::string{}));
  }
  /// One request by a client that trusts `identity_` when `trusting`.
  Result<HttpResponse> get(const std::string& url, bool trusting = true) {
    if (!client_) make(trusting);
    return run(context_, client_->exchange(HttpRequest{.url = url, .headers = {}, .deadline = 10s}));
  }
  void expect_unsent(const Result<HttpResponse>& response, const TlsPeer& peer) {
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, "http.connect") << response.error().detail;
    EXPECT_EQ(peer.requests, 0);
  }
  asio::io_context context_{1};
  TlsIdentity identity_{"DNS:localhost"};
  AuthorityFile authority_{identity_.certificate};
  std::unique_ptr<PooledHttpClient> client_;
};

TEST_F(HttpClientTls, TrustsTheExtraAuthorityAndKeepsTheConnection) {
  TlsPeer peer(context_, identity_);
  for (int i = 0; i < 5; ++i) {
    const auto response = get(peer.url("localhost"));
    ASSERT_TRUE(response) << response.error().detail;
    EXPECT_EQ(response->body, "secret");
  }
  EXPECT_EQ(client_->counters().opened, 1U);
  peer.close();
}

TEST_F(HttpClientTls, AWarmedConnectionIsGoodAlthoughSessionTicketsLieInIt) {
  TlsPeer peer(context_, identity_);
  make(true);
  ASSERT_TRUE(run(context_, client_->warm(peer.url("localhost"), 1)));
  context_.restart();
  context_.poll();  // the server's tickets arrive
  ASSERT_TRUE(get(peer.url("localhost")));
  EXPECT_EQ(client_->counters().opened, 1U);
  EXPECT_EQ(client_->counters().reused, 1U);
  peer.close();
}

TEST_F(HttpClientTls, RefusesACertificateForAnotherHost) {
  TlsPeer peer(context_, identity_);
  expect_unsent(get(peer.url("127.0.0.1")), peer);
  peer.close();
}

TEST_F(HttpClientTls, RefusesACertificateThatNobodyVouchesFor) {
  TlsPeer peer(context_, identity_);
  const auto response = get(peer.url("localhost"), false);
  expect_unsent(response, peer);
  EXPECT_NE(response.error().detail.find("certificate verify failed"), std::string::npos)
      << "a refusal by another address of localhost must not hide it: " << response.error().detail;
  peer.close();
}

TEST_F(HttpClientTls, RefusesOlderVersions) {
  TlsPeer peer(context_, identity_, TLS1_1_VERSION);
  expect_unsent(get(peer.url("localhost")), peer);
  peer.close();
}

TEST_F(HttpClientTls, SpeaksTls12) {
  TlsPeer peer(context_, identity_, TLS1_2_VERSION);
  EXPECT_TRUE(get(peer.url("localhost")));
  peer.close();
}

TEST_F(HttpClientTls, AServerThatSpeaksNoTlsWasNotSentTo) {
  TestServer plain;
  const auto response = get("https://127.0.0.1:" + std::to_string(plain.port()) + "/");
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, "http.connect");
  EXPECT_EQ(plain.requests(), 0);
}

}  // namespace
}  // namespace callwright::tests::http_client_tls
