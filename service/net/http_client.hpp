#pragma once

#include "handlers/ports/http.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace callwright {

struct ClientConfig {
  std::size_t connections_per_origin_max = 16;     ///< further requests wait in line, within their deadline
  std::size_t response_bytes_max = 8'388'608;      ///< of a body
  std::chrono::milliseconds idle_timeout{55'000};  ///< a kept connection older than this is not used again
  bool plain_http_allowed = false;                 ///< to hosts that are not loopback
  std::function<void(const Error&)> report = [](const Error&) {};  ///< failures of background work
};

/// TLS 1.2 or newer and the certificate authorities to trust. Reading those takes tens of milliseconds, so
/// one is made at start and shared by the clients of all threads.
class TlsContext;
/// The system's authorities, and those of `extra_ca_file` (PEM) when it is not empty. InvalidInput
/// `http.ca_file`.
Result<std::shared_ptr<TlsContext>> make_tls_context(const std::string& extra_ca_file = {});

struct ClientCounters {
  std::uint64_t opened = 0;  ///< connections opened
  std::uint64_t reused = 0;  ///< exchanges on a connection that was there already
};

/// HTTP/1.1 over kept connections, for one io_context with one thread. Redirects are not followed: the
/// headers of a request hold a key that no other host may see. A request is never sent twice; a kept
/// connection is looked at before it is used, and one that breaks afterwards is reported, because what it
/// carried may have taken effect.
class PooledHttpClient final : public HttpClient, public HttpStreamClient {
 public:
  PooledHttpClient(boost::asio::io_context& context, std::shared_ptr<TlsContext> tls,
                   ClientConfig config = {});
  ~PooledHttpClient() override;
  PooledHttpClient(const PooledHttpClient&) = delete;
  PooledHttpClient& operator=(const PooledHttpClient&) = delete;

  /// See HttpClient. Also InvalidInput `http.header` for a header or method that cannot be sent.
  boost::asio::awaitable<Result<HttpResponse>> exchange(HttpRequest request) override;

  /// See HttpStreamClient; errors of `exchange`. A stream that is dropped before its end closes its
  /// connection. A stream holds one of the connections and must go before the io_context does.
  boost::asio::awaitable<Result<HttpStream>> open(HttpRequest request) override;

  /// Opens connections to the origin of `url` until `count` are there, so that the next requests need no
  /// handshake. Errors as those of `exchange` before sending.
  boost::asio::awaitable<Result<void>> warm(std::string url, std::size_t count);
  /// Does so again every `period` until `close`; a failure is reported and tried again. Also drops
  /// connections that the server has closed.
  void keep_warm(std::string url, std::size_t count, std::chrono::milliseconds period);
  /// Stops the background work and closes idle connections. Exchanges that run are their callers' to join.
  boost::asio::awaitable<void> close();

  [[nodiscard]] ClientCounters counters() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace callwright
