#pragma once

#include "handlers/ports/http.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace callwright::net {

struct RequestLimits {
  std::size_t body_bytes_max = 1'048'576;
  std::size_t header_bytes_max = 16'384;  ///< request line and all header lines together
};

/// A request with what its connection needs to know to answer it.
struct ReceivedRequest {
  Request request;          ///< without address and time; a HEAD is given as GET
  bool keep_alive = false;  ///< the client will use the connection again
  bool is_head = false;     ///< the reply goes without its body
  bool is_http10 = false;
};

/// Turns the bytes of one connection into requests, without I/O. It refuses what two parties on the way could
/// read differently (RFC 9112 section 11.2): both Transfer-Encoding and Content-Length, doubled framing
/// headers, broken chunks, bare line feeds, a missing or doubled Host.
class RequestReader {
 public:
  enum class State {
    Empty,          ///< nothing of the next request is there
    Partial,        ///< part of it
    WantsContinue,  ///< the header is there and the client waits for `100 Continue`; reported until
                    ///< `continued`
    Complete,       ///< `take` it
    Refused,        ///< answer `refusal` and close: where the next request begins is not known
  };

  explicit RequestReader(RequestLimits limits);
  ~RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  /// Takes the next bytes of the connection. Bytes behind a complete request are kept for the next one.
  State feed(std::string_view bytes);
  [[nodiscard]] State state() const;
  /// `100 Continue` has been sent.
  void continued();
  /// The complete request; then reading goes on with the bytes kept, so `state` speaks of the next one.
  ReceivedRequest take();
  [[nodiscard]] const HttpReply& refusal() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace callwright::net
