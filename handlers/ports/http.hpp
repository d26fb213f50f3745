#pragma once

#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// One HTTP request as a handler sees it. The body is the raw bytes: signatures cover exactly those.
struct Request {
  std::string method;                                        ///< upper case
  std::string target;                                        ///< as sent, with the query
  std::string path;                                          ///< decoded, without the query
  std::vector<std::pair<std::string, std::string>> query;    ///< decoded, in order
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case, in order
  std::string body;
  std::string remote_address;  ///< text of the peer's IP address
  TimePoint received_at{};

  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;  ///< first one, or empty
  [[nodiscard]] std::string_view query_value(std::string_view name) const;        ///< first one, or empty
};

/// A body that comes piece by piece. Destroyed before its end: nobody wants the rest.
class BodyStream {
 public:
  BodyStream() = default;
  BodyStream(const BodyStream&) = delete;
  BodyStream& operator=(const BodyStream&) = delete;
  virtual ~BodyStream() = default;
  /// The next bytes as soon as there are some; empty text at the end of the body. An error: the rest will not
  /// come. Called again only after the answer, and not after the end or an error.
  virtual boost::asio::awaitable<Result<std::string>> next() = 0;
  /// What is sent while nothing comes for a while, so that nobody between the two parties takes the
  /// connection for dead; empty: nothing is.
  [[nodiscard]] virtual std::string_view heartbeat() const { return {}; }
};

/// In place of a status: the connection ends without an answer. Only the simulator's faults use it.
inline constexpr int kNoReply = 0;

/// What goes back. Errors are made by `problem`.
struct HttpReply {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<BodyStream> stream = nullptr;  ///< instead of `body`: pulled while the client takes it
};

/// RFC 9457 problem details: `{"type","title","status","detail","code"}` as application/problem+json.
HttpReply problem(int status, std::string_view code, std::string_view detail);
/// The same for a failed Result: 400, 404, 409, and 503 for what may work later.
HttpReply problem(const Error& error);

/// An outgoing request. `url` is absolute; `https`, or `http` to a loopback address only.
struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  Duration deadline = std::chrono::seconds{2};  ///< for the whole exchange, connecting included
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;
  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;
};

/// The beginning of a response whose body is read as it comes.
struct HttpStream {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::shared_ptr<BodyStream> body;
};

/// Outgoing HTTP over kept connections.
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  /// Timeout `http.timeout`: no complete response within the deadline, whether the request took effect is
  /// unknown. Unavailable `http.connect`: the request certainly did not leave. Unavailable `http.connection`:
  /// it may have. InvalidInput `http.url`: not absolute, or plain http to a host that is not loopback.
  virtual boost::asio::awaitable<Result<HttpResponse>> exchange(HttpRequest request) = 0;
};

/// Outgoing HTTP whose responses may take long to come whole.
class HttpStreamClient {
 public:
  virtual ~HttpStreamClient() = default;
  /// Returns with the headers of the response. The deadline holds for the body too, which ends with the
  /// errors of HttpClient::exchange.
  virtual boost::asio::awaitable<Result<HttpStream>> open(HttpRequest request) = 0;
};

}  // namespace callwright
