#include "workflows/simulator/assistants/conversation_json.hpp"

#include <algorithm>

namespace callwright::simulator::assistants {
namespace {

TimePoint last_message_at(const Conversation& conversation) {
  return conversation.messages.empty() ? conversation.started_at : conversation.messages.back().created_at;
}

/// The key of `metadata->key`; PostgREST also writes `metadata->>key`.
std::string_view metadata_key(std::string_view name) {
  for (const std::string_view prefix : {"metadata->>", "metadata->"}) {
    if (name.starts_with(prefix)) return name.substr(prefix.size());
  }
  return {};
}

}  // namespace

Json conversation_json(const Conversation& conversation) {
  JsonWriter writer;
  writer.begin_object().member("id", conversation.id).member("name", conversation.name);
  writer.member("created_at", format_time(conversation.started_at));
  writer.member("last_message_at", format_time(last_message_at(conversation)));
  writer.key("metadata").begin_object();
  for (const auto& [name, value] : conversation.metadata) writer.member(name, value);
  return writer.end_object().end_object().finish();
}

bool is_column(std::string_view name) {
  constexpr std::string_view kColumns[] = {"id", "name", "created_at", "last_message_at"};
  return !metadata_key(name).empty() || std::ranges::find(kColumns, name) != std::end(kColumns);
}

std::optional<std::string> column_of(const Conversation& conversation, std::string_view name) {
  if (name == "id") return conversation.id;
  if (name == "name") return conversation.name;
  if (name == "created_at") return format_time(conversation.started_at);
  if (name == "last_message_at") return format_time(last_message_at(conversation));
  const auto found = conversation.metadata.find(std::string(metadata_key(name)));
  if (found == conversation.metadata.end()) return std::nullopt;
  return found->second;
}

}  // namespace callwright::simulator::assistants
