#include "workflows/simulator/errors.hpp"
#include "workflows/simulator/queries.hpp"

#include <map>
#include <vector>

namespace callwright::simulator {
namespace {

void write_conversation(JsonWriter& writer, const Conversation& conversation) {
  writer.begin_object().member("id", conversation.id).member("name", conversation.name);
  writer.member("created_at", format_time(conversation.started_at));
  writer.member("last_message_at", format_time(conversation.ended_at.value_or(conversation.started_at)));
  writer.key("metadata").begin_object();
  for (const auto& [name, value] : conversation.metadata) writer.member(name, value);
  writer.end_object().end_object();
}

/// The filters that Telnyx documents, `eq.` only; what is not a filter (`order`, `limit`) lets everything
/// pass.
bool passes_filters(const Query& query, const Conversation& conversation) {
  for (const auto& [name, condition] : query.request.query) {
    std::string_view value;
    if (name == "id") {
      value = conversation.id;
    } else if (name == "name") {
      value = conversation.name;
    } else if (name.starts_with("metadata->")) {
      const auto found = conversation.metadata.find(name.substr(10));
      if (found != conversation.metadata.end()) value = found->second;
    } else {
      continue;
    }
    if (condition != "eq." + std::string(value)) return false;
  }
  return true;
}

ApiResponse list_conversations(const Query& query) {
  std::vector<const Conversation*> found;
  for (const auto& conversation : query.world.conversations) {
    const auto& unstated = query.world.settings.unstated;
    const bool is_listed = query.world.now - conversation.started_at >= unstated.listed_after;
    if (is_listed && passes_filters(query, conversation)) found.push_back(&conversation);
  }
  if (query.option("order").value_or("").ends_with(".desc")) found = {found.rbegin(), found.rend()};
  const auto limit = query.option("limit");
  JsonWriter writer;
  writer.begin_object().key("data").begin_array();
  std::size_t written = 0;
  for (const auto* conversation : found) {
    if (limit && std::to_string(written) == *limit) break;
    write_conversation(writer, *conversation);
    ++written;
  }
  return {200, writer.end_array().end_object().finish(), {}};
}

const Conversation* conversation_of(const Query& query) {
  return query.world.find_conversation(query.parameter("conversation_id"));
}

ApiResponse unknown_conversation() { return not_found("The conversation was not found."); }

ApiResponse get_conversation(const Query& query) {
  const auto* conversation = conversation_of(query);
  if (conversation == nullptr) return unknown_conversation();
  JsonWriter writer;
  writer.begin_object().key("data");
  write_conversation(writer, *conversation);
  return {200, writer.end_object().finish(), {}};
}

void write_insights(JsonWriter& writer, const World& world, const Conversation& conversation) {
  writer.begin_object().member("id", conversation.insights_id);
  writer.member("status", conversation.insights_done ? "completed" : "pending");
  writer.member("created_at", format_time(conversation.ended_at.value_or(conversation.started_at)));
  writer.key("conversation_insights").begin_array();
  if (conversation.insights_done) {
    for (const auto& insight : world.settings.insights) {
      const auto document = JsonDocument::of(insight);
      writer.begin_object().member("insight_id", document.root()["insight_id"].str());
      writer.member("result", document.root()["result"].display()).end_object();
    }
  }
  writer.end_array().end_object();
}

ApiResponse list_conversation_insights(const Query& query) {
  const auto* conversation = conversation_of(query);
  if (conversation == nullptr) return unknown_conversation();
  const bool some = conversation->ended_at && !query.world.settings.insights.empty();
  JsonWriter writer;
  writer.begin_object().key("data").begin_array();
  if (some) write_insights(writer, query.world, *conversation);
  writer.end_array().member("meta", page_meta(page_of(query, some ? 1 : 0), some ? 1 : 0));
  return {200, writer.end_object().finish(), {}};
}

void write_insight(JsonWriter& writer, const JsonNode& insight) {
  const auto id = insight["insight_id"].str();
  const auto name = insight["insight_name"].str();
  writer.begin_object().member("id", id).member("name", name.empty() ? id : name);
  writer.member("insight_type", "custom").member("instructions", "What the account asks for.");
  writer.member("webhook", "").end_object();
}

ApiResponse get_insight(const Query& query) {
  for (const auto& insight : query.world.settings.insights) {
    const auto document = JsonDocument::of(insight);
    if (document.root()["insight_id"].str() != query.parameter("insight_id")) continue;
    JsonWriter writer;
    writer.begin_object().key("data");
    write_insight(writer, document.root());
    return {200, writer.end_object().finish(), {}};
  }
  return not_found("The insight was not found.");
}

ApiResponse list_insights(const Query& query) {
  const auto& insights = query.world.settings.insights;
  const auto page = page_of(query, insights.size());
  JsonWriter writer;
  writer.begin_object().key("data").begin_array();
  for (auto i = page.begin; i < page.end; ++i) write_insight(writer, JsonDocument::of(insights[i]).root());
  writer.end_array().member("meta", page_meta(page, insights.size()));
  return {200, writer.end_object().finish(), {}};
}

Conversation& add_chat(const Query& query) {
  auto& conversation = query.world.add_conversation();
  conversation.name = query.body["name"].str();
  for (const auto field : {"metadata", "conversation_metadata"}) {
    for (const auto& [name, value] : query.body[field].members()) {
      conversation.metadata.insert_or_assign(std::string(name), value.display());
    }
  }
  return conversation;
}

void note(const Query& query) {
  query.world.effects.push_back(
      {query.world.now, query.route.operation->name, "", query.body.exists() ? query.body.json() : Json()});
}

ApiResponse create_conversation(const Query& query) {
  note(query);
  JsonWriter writer;
  write_conversation(writer, add_chat(query));
  return {200, writer.finish(), {}};
}

/// The assistant of the model repeats what it is told.
ApiResponse chat(const Query& query) {
  const auto content = query.body["content"].str();
  if (content.empty()) {
    return response_of({400, "10015", "Bad Request", "The content must not be empty.", "/content"});
  }
  auto* conversation = query.world.find_conversation(query.body["conversation_id"].str());
  if (conversation == nullptr) return unknown_conversation();
  note(query);
  conversation->messages.push_back(json_object({{"role", "user"}, {"content", content}}));
  return {200, json_object({{"content", "You said: " + content}}), {}};
}

ApiResponse chat_sms(const Query& query) {
  note(query);
  auto& conversation = add_chat(query);
  conversation.assistant_id = query.parameter("assistant_id");
  conversation.metadata["assistant_id"] = conversation.assistant_id;
  conversation.metadata["telnyx_agent_target"] = query.body["from"].str();
  conversation.metadata["telnyx_end_user_target"] = query.body["to"].str();
  conversation.metadata["telnyx_conversation_channel"] = "sms_chat";
  return {200, json_object({{"conversation_id", conversation.id}}), {}};
}

}  // namespace

QueryAnswer conversation_query(std::string_view name) {
  static const std::map<std::string_view, QueryAnswer> answers = {
      {"list_conversations", list_conversations},
      {"get_conversation", get_conversation},
      {"list_conversation_insights", list_conversation_insights},
      {"get_insight", get_insight},
      {"list_insights", list_insights},
      {"create_conversation", create_conversation},
      {"chat", chat},
      {"chat_sms", chat_sms}};
  const auto found = answers.find(name);
  return found == answers.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
