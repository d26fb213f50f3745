#include "handlers/gateway/idempotency.hpp"

#include "handlers/gateway/admission.hpp"
#include "handlers/gateway/upstream.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <chrono>

namespace callwright {
namespace {

constexpr std::size_t kKeyBytesMax = 255;
constexpr std::chrono::seconds kStillAtWork{1};

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

}  // namespace

Result<std::string> read_idempotency_key(const Request& request) {
  const auto is_key_header = [](const auto& header) { return header.first == "idempotency-key"; };
  const auto count = std::ranges::count_if(request.headers, is_key_header);
  if (count == 0) return std::string();
  const auto key = request.header("idempotency-key");
  if (count > 1 || key.empty() || key.size() > kKeyBytesMax || !std::ranges::all_of(key, is_key_character)) {
    return fail(Errc::InvalidInput, "idempotency.key",
                "Idempotency-Key is one header of 1 to 255 letters, digits, _ and -.");
  }
  return std::string(key);
}

std::string request_fingerprint(std::string_view path, std::string_view body) {
  std::string text(path);
  text.append("\n").append(body);
  return sha256_hex(text);
}

Repetition repetition_of(const Message& earlier, std::string_view fingerprint) {
  if (earlier.fingerprint != fingerprint) return Repetition::OtherBody;
  switch (earlier.end.state) {
    case MessageState::Answered: return Repetition::Replay;
    case MessageState::Asked: return Repetition::InProgress;
    case MessageState::Failed:  // it would have given the key up
    case MessageState::Unknown: break;
  }
  return Repetition::InDoubt;
}

HttpReply refuse_repetition(Repetition repetition, const Message& earlier) {
  HttpReply reply;
  switch (repetition) {
    case Repetition::OtherBody:
      return problem(422, "idempotency.other_body",
                     "This Idempotency-Key was sent with another request within the last 24 hours; take a "
                     "new key for a new request.");
    case Repetition::InProgress:
      reply = problem(409, "idempotency.in_progress",
                      "The first request with this Idempotency-Key is still at work; ask again in a moment.");
      add_retry_after(reply, kStillAtWork);
      break;
    case Repetition::InDoubt:
    case Repetition::Replay:
      reply = problem(409, "idempotency.in_doubt",
                      "Whether the first request with this Idempotency-Key reached the assistant is not "
                      "known; look at the conversation, and send it again with a new key if it did not.");
      break;
  }
  return with_conversation(std::move(reply), earlier.conversation_id);
}

void mark_replayed(HttpReply& reply) { reply.headers.emplace_back("Idempotent-Replayed", "true"); }

}  // namespace callwright
