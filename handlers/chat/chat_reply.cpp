#include "handlers/chat/chat_reply.hpp"

#include "workflows/model/json.hpp"

namespace callwright {

std::expected<std::string, UpstreamFailure> read_chat_reply(const ApiOutcome& outcome) {
  if (outcome.result != ApiResult::Accepted) return std::unexpected(upstream_failure(outcome));
  const auto document = JsonDocument::of(outcome.data);
  const auto content = document.root()["content"].string();
  if (!content) return std::unexpected(malformed_answer("it has no text in `content`"));
  return std::string(*content);
}

std::expected<std::string, UpstreamFailure> read_new_conversation(const ApiOutcome& outcome) {
  auto failure = upstream_failure(outcome);
  if (outcome.result == ApiResult::Accepted) {
    const auto document = JsonDocument::of(outcome.data);
    auto id = document.root()["id"].str();
    if (!id.empty()) return id;
    failure = malformed_answer("the new conversation has no `id`");
  }
  failure.state = MessageState::Failed;
  return std::unexpected(std::move(failure));
}

HttpReply chat_reply(std::string_view conversation_id, std::string_view reply) {
  return HttpReply{.status = 200,
                   .body = json_object({{"conversation_id", conversation_id}, {"reply", reply}}).text(),
                   .headers = {}};
}

}  // namespace callwright
