#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/messages.hpp"
#include "workflows/simulator/assistants/metadata.hpp"
#include "workflows/simulator/assistants/responses.hpp"
#include "workflows/simulator/assistants/serving.hpp"
#include "workflows/simulator/assistants/sms.hpp"

#include <algorithm>

namespace callwright::simulator::assistants {
namespace {

bool is_ai_disabled(const Conversation& conversation) {
  const auto found = conversation.metadata.find("ai_disabled");
  return found != conversation.metadata.end() && found->second == "true";
}

/// Word by word, each with the blank before it.
ApiResponse streamed(const std::string& reply) {
  const auto event = [](const std::string& name, const Json& data) {
    return "event: " + name + "\ndata: " + data.text() + "\n\n";
  };
  JsonWriter writer;
  writer.begin_object().member("content", reply).key("whatsapp_template").null();
  const auto done = writer.end_object().finish();
  std::string events;
  for (std::size_t at = 0; at < reply.size();) {
    const auto end = std::min(reply.find(' ', at + 1), reply.size());
    events += event("delta", json_object({{"content", reply.substr(at, end - at)}}));
    at = end;
  }
  return as_text(events + event("done", done), "text/event-stream");
}

/// The assistant of the model repeats what it is told.
ApiResponse chat(const Query& query) {
  const auto assistant_id = query.parameter("assistant_id");
  if (is_unknown(query.world, assistant_id)) return unknown(query, "assistant");
  const auto content = query.body["content"].str();
  if (content.empty()) return bad_request("The content must not be empty.", "/content");
  auto* conversation = query.world.find_conversation(query.body["conversation_id"].str());
  if (conversation == nullptr) return unknown(query, "conversation");
  if (is_ai_disabled(*conversation)) return bad_request("The conversation has ai_disabled set.");
  if (conversation->assistant_id.empty()) conversation->assistant_id = assistant_id;
  const auto reply = "You said: " + content;
  add_message(query.world, *conversation, "user", content);
  add_message(query.world, *conversation, "assistant", reply);
  if (query.body["stream"].boolean().value_or(false)) return streamed(reply);
  return plain(json_object({{"content", reply}}));
}

ApiResponse chat_sms(const Query& query) {
  const auto assistant_id = query.parameter("assistant_id");
  if (is_unknown(query.world, assistant_id)) return unknown(query, "assistant");
  const SmsPair pair{
      .assistant_id = assistant_id, .agent = query.body["from"].str(), .user = query.body["to"].str()};
  auto* conversation = query.body["should_create_conversation"].boolean().value_or(false)
                           ? nullptr
                           : find_sms_conversation(query.world, pair);
  if (conversation == nullptr) conversation = &add_sms_conversation(query.world, pair);
  merge_metadata(*conversation, query.body["conversation_metadata"]);
  send_sms(query.world, *conversation, query.body["text"].str());
  return plain(json_object({{"conversation_id", conversation->id}}));
}

}  // namespace

Handlers chat_handlers() { return {{"chat", chat}, {"chat_sms", chat_sms}}; }

}  // namespace callwright::simulator::assistants
