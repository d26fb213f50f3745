#pragma once

#include <expected>
#include <string>
#include <utility>

namespace callwright {

/// What the caller of a function has to decide about a failure.
enum class Errc { InvalidInput, NotFound, Conflict, Unavailable, Timeout, Cancelled };

/// A failure on an expected path. `code` is stable and may be shown to users and tests
/// (`webhook.signature_missing`); `detail` is one sentence that says what to do next and holds no secret.
struct Error {
  Errc kind;
  std::string code;
  std::string detail;
  Error(Errc the_kind, std::string the_code, std::string the_detail)
      : kind(the_kind), code(std::move(the_code)), detail(std::move(the_detail)) {}
  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Errc kind, std::string code, std::string detail) {
  return std::unexpected<Error>(Error(kind, std::move(code), std::move(detail)));
}

}  // namespace callwright
