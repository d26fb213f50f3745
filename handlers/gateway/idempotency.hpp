#pragma once

#include "handlers/ports/http.hpp"
#include "workflows/model/message.hpp"
#include "workflows/model/result.hpp"

#include <string>
#include <string_view>

namespace callwright {

/// The client's Idempotency-Key, or empty text where it sends none. InvalidInput `idempotency.key`: not 1 to
/// 255 letters, digits, `_` and `-`, or more than one. Source: Telnyx's own rule for the same header.
Result<std::string> read_idempotency_key(const Request& request);

/// What a key stands for: the body as it came, and what `path` it came to.
std::string request_fingerprint(std::string_view path, std::string_view body);

/// What to do with a request whose key an earlier one holds.
enum class Repetition {
  Replay,      ///< the same request, answered: give that answer again
  InProgress,  ///< the same request is at work
  InDoubt,     ///< the same request, and nobody knows what became of it
  OtherBody,   ///< the key was meant for something else
};
Repetition repetition_of(const Message& earlier, std::string_view fingerprint);

/// 409 and 422 for all but Replay.
HttpReply refuse_repetition(Repetition repetition, const Message& earlier);

/// The header that tells a replayed answer from a new one.
void mark_replayed(HttpReply& reply);

}  // namespace callwright
