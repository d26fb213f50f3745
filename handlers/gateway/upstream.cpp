#include "handlers/gateway/upstream.hpp"

#include "handlers/gateway/admission.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/text.hpp"

#include <chrono>
#include <utility>

namespace callwright {
namespace {

constexpr std::size_t kDetailBytesMax = 300;
constexpr std::chrono::seconds kUnreachableFor{5};

UpstreamFailure failure(int status, std::string code, const std::string& detail, MessageState state) {
  UpstreamFailure made{.reply = problem(status, code, detail), .state = state, .code = {}};
  made.code = std::move(code);
  return made;
}

/// What Telnyx says itself, as the end of a sentence of ours.
std::string in_its_words(const ApiOutcome& outcome) {
  if (outcome.detail.empty()) return ".";
  std::string words;
  for (const char c : cut_utf8(outcome.detail, kDetailBytesMax)) {
    words += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return "; Telnyx says: " + words;
}

UpstreamFailure refused(const ApiOutcome& outcome) {
  using enum MessageState;
  switch (outcome.status) {
    case 401:
      return failure(502, "telnyx.unauthorized",
                     "Telnyx refuses the API key of this service; whoever runs it sets TELNYX_API_KEY to a "
                     "valid key of the account (portal: API Keys).",
                     Failed);
    case 403:
      return failure(502, "telnyx.forbidden",
                     "The API key of this service may not use AI assistants; whoever runs it gives the key "
                     "that permission in the Telnyx portal, or sets TELNYX_API_KEY to another one.",
                     Failed);
    case 404:
      return failure(404, "telnyx.not_found",
                     "Telnyx does not know the assistant or the conversation: check assistant_id (default: "
                     "TELNYX_ASSISTANT_ID) and conversation_id" +
                         in_its_words(outcome),
                     Failed);
    case 400:
    case 422:
      return failure(400, "telnyx.bad_request",
                     "Telnyx refuses the message: check its fields, and whether the conversation's metadata "
                     "has ai_disabled set, which stops the assistant until it is false" +
                         in_its_words(outcome),
                     Failed);
    case 0:
      return failure(400, outcome.code.empty() ? "telnyx.not_sent" : outcome.code,
                     "The request cannot be sent to Telnyx: check assistant_id and conversation_id.", Failed);
    default:
      return failure(
          502, "telnyx.refused",
          "Telnyx refuses the request with status " + std::to_string(outcome.status) + in_its_words(outcome),
          Failed);
  }
}

UpstreamFailure no_answer(const ApiOutcome& outcome) {
  if (outcome.code == "timeout") {
    return failure(504, "telnyx.timeout",
                   "Telnyx did not answer in time; the assistant may have got the message. Look at the "
                   "conversation, then ask again; chat.timeout says how long is waited.",
                   MessageState::Unknown);
  }
  return failure(502, "telnyx.connection",
                 "The connection to Telnyx broke before its answer; the assistant may have got the message. "
                 "Look at the conversation, then ask again.",
                 MessageState::Unknown);
}

UpstreamFailure server_error(const ApiOutcome& outcome) {
  const bool names_time = outcome.retry_after > Duration(0);
  auto made = failure(names_time ? 503 : 502, "telnyx.server_error",
                      "Telnyx failed with status " + std::to_string(outcome.status) +
                          "; whether the assistant got the message is not known. Look at the conversation, "
                          "then ask again.",
                      MessageState::Unknown);
  if (names_time) add_retry_after(made.reply, outcome.retry_after);
  return made;
}

}  // namespace

UpstreamFailure upstream_failure(const ApiOutcome& outcome) {
  switch (outcome.result) {
    case ApiResult::RateLimited: {
      auto made =
          failure(429, "telnyx.rate_limited",
                  "Telnyx limits the requests of this account; wait as long as Retry-After says, then send "
                  "the same again.",
                  MessageState::Failed);
      add_retry_after(made.reply, outcome.retry_after);
      return made;
    }
    case ApiResult::NotSent: {
      auto made = failure(503, "telnyx.unreachable",
                          "Telnyx cannot be reached from this service; nothing was sent. Ask again later, "
                          "and check the network of the service and TELNYX_API_BASE.",
                          MessageState::Failed);
      add_retry_after(made.reply, kUnreachableFor);
      return made;
    }
    case ApiResult::ServerError: return server_error(outcome);
    case ApiResult::NoAnswer: return no_answer(outcome);
    case ApiResult::Accepted: return malformed_answer("it is not complete");
    case ApiResult::Refused: break;
  }
  return refused(outcome);
}

UpstreamFailure malformed_answer(std::string_view what) {
  return failure(502, "telnyx.malformed",
                 "Telnyx took the message, but its answer is of no use: " + std::string(what) +
                     ". The conversation may have the reply.",
                 MessageState::Unknown);
}

HttpReply with_conversation(HttpReply reply, std::string_view conversation_id) {
  if (conversation_id.empty() || !reply.body.ends_with('}')) return reply;
  const auto member = json_object({{"conversation_id", conversation_id}}).text();
  reply.body.pop_back();
  reply.body.append(",").append(member, 1);
  return reply;
}

}  // namespace callwright
