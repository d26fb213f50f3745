#include "workflows/simulator/assistants/filters.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/responses.hpp"

#include <map>

namespace callwright::simulator::assistants {
namespace {

constexpr std::string_view kMetadata = "metadata.";

/// The values of a list option: repeated, with or without `[]`, or with commas.
std::vector<std::string> list_option(const Query& query, const std::string& name) {
  std::vector<std::string> values;
  for (const auto& [given, text] : query.request.query) {
    if (given != name && given != name + "[]") continue;
    for (auto& value : comma_parts(text)) values.push_back(std::move(value));
  }
  return values;
}

/// A field of a row: of the conversation's metadata, else of a result that is an object.
Json value_in(const Conversation& conversation, const JsonNode& result, const std::string& field) {
  if (!field.starts_with(kMetadata)) {
    return result[field].exists() ? result[field].json() : Json();
  }
  const auto found = conversation.metadata.find(field.substr(kMetadata.size()));
  if (found == conversation.metadata.end()) return {};
  return JsonWriter().string(found->second).finish();
}

/// Conditions on one column; the operator may be left out for equality.
bool passes(const Query& query, std::string_view option, const std::optional<std::string>& value) {
  for (const auto& [name, text] : query.request.query) {
    if (name != option) continue;
    const auto condition = parse_condition(name, text);
    if (!holds(condition.value_or(Condition{name, "eq", text}), value)) return false;
  }
  return true;
}

bool is_counted(const Query& query, const Conversation& conversation) {
  if (!conversation.insights_done || conversation.is_deleted) return false;
  const auto found = conversation.metadata.find("assistant_id");
  const auto assistant = found == conversation.metadata.end() ? std::nullopt : std::optional(found->second);
  return passes(query, "created_at", format_time(conversation.ended_at.value_or(conversation.started_at))) &&
         passes(query, "metadata.assistant_id", assistant) &&
         passes(query, "metadata[assistant_id]", assistant);  // as the SDK writes it
}

std::string row_of(const Conversation& conversation, const Json& result,
                   const std::vector<std::string>& fields) {
  auto document = JsonDocument::of(result);
  if (const auto inner = Json::parse(document.root().str())) document = JsonDocument::of(*inner);
  JsonWriter writer;
  for (const auto& field : fields) writer.member(field, value_in(conversation, document.root(), field));
  return writer.take();
}

ApiResponse aggregate_conversation_insights(const Query& query) {
  auto fields = list_option(query, "group_by");
  for (auto& field : list_option(query, "show")) {
    if (std::ranges::find(fields, field) == fields.end()) fields.push_back(std::move(field));
  }
  std::map<std::string, std::int64_t> rows;
  for (const auto& conversation : query.world.conversations) {
    if (!is_counted(query, conversation)) continue;
    for (const auto& insight : conversation.insight_results) {
      if (insight.insight_id != query.option("insight_id").value_or(insight.insight_id)) continue;
      ++rows[row_of(conversation, insight.result, fields)];
    }
  }
  std::vector<Json> objects;
  for (const auto& [members, count] : rows) {
    const auto counted = "\"record_count\":" + std::to_string(count);
    objects.push_back(Json::trusted("{" + members + (members.empty() ? "" : ",") + counted + "}"));
  }
  return whole_list(objects);
}

}  // namespace

Handlers insight_aggregate_handlers() {
  return {{"aggregate_conversation_insights", aggregate_conversation_insights}};
}

}  // namespace callwright::simulator::assistants
