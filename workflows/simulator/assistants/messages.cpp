#include "workflows/simulator/assistants/messages.hpp"

#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/pages.hpp"
#include "workflows/simulator/assistants/responses.hpp"
#include "workflows/simulator/assistants/serving.hpp"

namespace callwright::simulator::assistants {
namespace {

/// The history shows these; instructions in between (system, developer) are in it, but not in the list.
bool is_listed_role(std::string_view role) { return role == "user" || role == "assistant" || role == "tool"; }

Json message_json(const ConversationMessage& stored) {
  const auto document = JsonDocument::of(stored.message);
  const auto message = document.root();
  JsonWriter writer;
  writer.begin_object().member("role", message["role"].str()).key("text");
  const auto text = message["content"].str();
  if (text.empty() && message["tool_calls"].size() > 0) {
    writer.null();
  } else {
    writer.string(text);
  }
  for (const auto* name : {"tool_calls", "metadata"}) {
    if (message[name].exists()) writer.key(name).node(message[name]);
  }
  writer.member("sent_at", format_time(stored.sent_at)).member("created_at", format_time(stored.created_at));
  return writer.end_object().finish();
}

ApiResponse list_messages(const Query& query) {
  const auto* conversation = conversation_of(query);
  if (conversation == nullptr) return unknown(query, "conversation");
  std::vector<Json> objects;
  for (const auto& stored : conversation->messages) {
    const auto document = JsonDocument::of(stored.message);
    if (is_listed_role(document.root()["role"].str())) objects.push_back(message_json(stored));
  }
  return paged_list(query, objects);
}

ApiResponse create_message(const Query& query) {
  auto* conversation = conversation_of(query);
  if (conversation == nullptr) return unknown(query, "conversation");
  add_message(query.world, *conversation, query.body);
  return without_body();
}

}  // namespace

void add_message(const World& world, Conversation& conversation, const JsonNode& message) {
  if (!keeps_data(world, conversation)) return;
  const auto sent_at = parse_time(message["sent_at"].str()).value_or(world.now);
  conversation.messages.push_back({world.now, sent_at, message.json()});
}

void add_message(const World& world, Conversation& conversation, std::string_view role,
                 std::string_view text) {
  const auto message = JsonDocument::of(json_object({{"role", role}, {"content", text}}));
  add_message(world, conversation, message.root());
}

Handlers message_handlers() { return {{"list_messages", list_messages}, {"create_message", create_message}}; }

}  // namespace callwright::simulator::assistants
