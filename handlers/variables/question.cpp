#include "handlers/variables/question.hpp"

#include <string_view>

namespace callwright {
namespace {

/// One sample of Telnyx's writes `assistant_`, everything else `assistant-`.
std::string assistant_id(std::string id) {
  constexpr std::string_view kOther = "assistant_";
  if (id.starts_with(kOther)) id[kOther.size() - 1] = '-';
  return id;
}

}  // namespace

bool is_question(const Event& event) {
  if (event.type == EventType::AssistantInitialization) return true;
  const auto payload = JsonDocument::of(event.payload);
  return payload.root()["telnyx_agent_target"].exists() ||
         payload.root()["telnyx_conversation_channel"].exists();
}

VariablesQuestion read_question(const Event& event) {
  const auto document = JsonDocument::of(event.payload);
  const auto payload = document.root();
  return {.channel = payload["telnyx_conversation_channel"].str(),
          .agent = payload["telnyx_agent_target"].str(),
          .end_user = payload["telnyx_end_user_target"].str(),
          .assistant_id = assistant_id(payload["assistant_id"].str()),
          .is_verified = payload["telnyx_end_user_target_verified"].boolean().value_or(false)};
}

}  // namespace callwright
