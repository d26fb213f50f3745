#include "workflows/simulator/assistants/conversation_json.hpp"
#include "workflows/simulator/assistants/conversation_list.hpp"
#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/metadata.hpp"
#include "workflows/simulator/assistants/responses.hpp"

namespace callwright::simulator::assistants {
namespace {

ApiResponse create_conversation(const Query& query) {
  auto& conversation = query.world.add_conversation();
  conversation.name = query.body["name"].str();
  merge_metadata(conversation, query.body["metadata"]);
  return plain(conversation_json(conversation));
}

ApiResponse get_conversation(const Query& query) {
  const auto* conversation = conversation_of(query);
  return conversation == nullptr ? unknown(query, "conversation") : in_data(conversation_json(*conversation));
}

ApiResponse update_conversation(const Query& query) {
  auto* conversation = conversation_of(query);
  if (conversation == nullptr) return unknown(query, "conversation");
  const auto metadata = query.body["metadata"];
  const bool is_merged = query.world.settings.unstated.conversation_metadata_is_merged;
  if (metadata.exists() && !is_merged) conversation->metadata.clear();
  merge_metadata(*conversation, metadata);
  return in_data(conversation_json(*conversation));
}

ApiResponse delete_conversation(const Query& query) {
  auto* conversation = conversation_of(query);
  if (conversation == nullptr) return unknown(query, "conversation");
  conversation->is_deleted = true;
  return without_body();
}

}  // namespace

Handlers conversation_handlers() {
  return {{"create_conversation", create_conversation},
          {"list_conversations", list_conversations},
          {"get_conversation", get_conversation},
          {"update_conversation", update_conversation},
          {"delete_conversation", delete_conversation}};
}

}  // namespace callwright::simulator::assistants
