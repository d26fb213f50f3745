#pragma once

#include "handlers/ports/http.hpp"

#include <cstddef>
#include <memory>
#include <string_view>

namespace callwright::net {

/// Turns the bytes that answer one request into a response, without I/O. Interim responses (1xx) are passed
/// over.
class ResponseReader {
 public:
  enum class State {
    Partial,
    Complete,  ///< `take` it
    Broken,    ///< not HTTP/1.1, or larger than allowed
  };

  /// `to_head`: the response answers a HEAD and has no body whatever its headers say.
  ResponseReader(bool to_head, std::size_t body_bytes_max);
  ~ResponseReader();
  ResponseReader(const ResponseReader&) = delete;
  ResponseReader& operator=(const ResponseReader&) = delete;

  State feed(std::string_view bytes);
  /// The peer has ended the stream: completes a response whose body lasts until then.
  State end_of_stream();
  /// What is wrong when Broken, as half a sentence.
  [[nodiscard]] std::string_view why_broken() const;
  /// Status and headers are known: the response may be taken as far as it has come.
  [[nodiscard]] bool has_head() const;
  HttpResponse take();
  /// What has come of the body since the last `take` or `take_body`.
  std::string take_body();
  /// True when the connection may carry another request: the peer keeps it and sent nothing more than asked.
  [[nodiscard]] bool keep_alive() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace callwright::net
