#include "handlers/ports/http_text.hpp"
#include "tests/e2e/api_rows.hpp"

#include <fmt/core.h>

namespace callwright::tests {
namespace api_rows_conversations {
namespace {

using Words = std::vector<std::string>;
using Make = std::function<ApiUse(ApiWorkshop&)>;

ApiUse use(std::string id, const Words& words, std::string sent) {
  ApiUse made{.words = {std::move(id)}, .sent = std::move(sent)};
  made.words.insert(made.words.end(), words.begin(), words.end());
  return made;
}

Make on_conversation(Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) { return use(w.conversation(), words, sent); };
}
Make on_insight(Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) { return use(w.insight(), words, sent); };
}
Make on_group(Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) { return use(w.insight_group(), words, sent); };
}

/// Of a call that is over.
ApiUse insights_of_call(ApiWorkshop& w) {
  const auto leg = w.in_conversation();
  const auto conversation = w.conversation_of_call(leg);
  w.simulator().steer("POST", "calls/" + percent_encode(leg) + "/hangup");
  w.ask_until("/ai/conversations/" + conversation + "/conversations-insights",
              "data.0.conversation_insights.0.result");
  return {.words = {conversation}};
}

ApiUse create_insight(ApiWorkshop& w) {
  const auto name = w.name("insight");
  return {.words = {"--name", name, "--instructions", "Summarise the call.", "--json_schema",
                    R"({"type":"object","properties":{"mood":{"type":"string"}}})"},
          .sent = fmt::format(
              R"({{"name":"{}","instructions":"Summarise the call.",)"
              R"("json_schema":{{"type":"object","properties":{{"mood":{{"type":"string"}}}}}}}})",
              name)};
}

ApiUse unassign(ApiWorkshop& w) {
  const auto group = w.insight_group();
  const auto insight = w.insight();
  w.ask("POST", "/ai/conversations/insight-groups/" + group + "/insights/" + insight + "/assign");
  return {.words = {group, insight}};
}

}  // namespace
}  // namespace api_rows_conversations

ApiRows api_conversation_rows() {
  using namespace api_rows_conversations;
  return {
      {"create_conversation",
       [](ApiWorkshop&) {
         return ApiUse{
             .words = {"--name", "Order 17", "--set", "metadata.order=17", "--set", "metadata[\"a.b\"]=c"},
             .sent = R"({"name":"Order 17","metadata":{"order":"17","a.b":"c"}})"};
       }},
      {"list_conversations",
       [](ApiWorkshop& w) {
         w.conversation();
         return ApiUse{.words = {"--metadata->assistant_id", "eq.assistant-1", "--limit", "5", "--order",
                                 "last_message_at.desc"},
                       .query = "metadata->assistant_id=eq.assistant-1&limit=5&order=last_message_at.desc"};
       }},
      {"get_conversation", on_conversation()},
      {"update_conversation",
       on_conversation({"--metadata", R"({"order":"18"})"}, R"({"metadata":{"order":"18"}})")},
      {"delete_conversation", on_conversation()},
      {"list_messages", on_conversation()},
      {"create_message", on_conversation({"--role", "user", "--content", "-5 degrees\nand \"more\""},
                                         R"({"role":"user","content":"-5 degrees\nand \"more\""})")},
      {"list_conversation_insights", insights_of_call},
      {"aggregate_conversation_insights",
       [](ApiWorkshop&) {
         return ApiUse{.words = {"--group_by", "insight_id", "--group_by", "status", "--created_at",
                                 "gte.2026-01-01T00:00:00Z"},
                       .query = "group_by=insight_id,status&created_at=gte.2026-01-01T00:00:00Z"};
       }},
      {"list_insights",
       [](ApiWorkshop& w) {
         w.insight();
         return ApiUse{.words = {"--page[size]=5"}, .query = "page[size]=5"};
       }},
      {"create_insight", create_insight},
      {"get_insight", on_insight()},
      {"update_insight",
       on_insight({"--instructions", "In one sentence."}, R"({"instructions":"In one sentence."})")},
      {"delete_insight", on_insight()},
      {"list_insight_groups", [](ApiWorkshop& w) { return w.insight_group(), ApiUse{}; }},
      {"create_insight_group",
       [](ApiWorkshop& w) {
         const auto name = w.name("group");
         return ApiUse{
             .words = {"--name", name, "--webhook", "https://example.com/insights"},
             .sent = fmt::format(R"({{"name":"{}","webhook":"https://example.com/insights"}})", name)};
       }},
      {"get_insight_group", on_group()},
      {"update_insight_group",
       on_group({"--description", "After each call"}, R"({"description":"After each call"})")},
      {"delete_insight_group", on_group()},
      {"assign_insight",
       [](ApiWorkshop& w) {
         const auto group = w.insight_group();
         return ApiUse{.words = {group, w.insight()}};
       }},
      {"unassign_insight", unassign},
  };
}

}  // namespace callwright::tests
