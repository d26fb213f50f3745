#include "workflows/simulator/assistants/answer.hpp"

#include "workflows/simulator/assistants/check_query.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/idempotency.hpp"
#include "workflows/simulator/errors.hpp"

namespace callwright::simulator::assistants {
namespace {

Handlers all_handlers() {
  Handlers all;
  for (const auto table :
       {assistant_handlers, assistant_text_handlers, assistant_tool_handlers, canary_handlers, chat_handlers,
        conversation_handlers, insight_aggregate_handlers, insight_group_handlers, insight_handlers,
        mcp_server_handlers, message_handlers, scheduled_event_handlers, tag_handlers, test_handlers,
        test_run_handlers, tool_handlers, version_handlers}) {
    all.merge(table());
  }
  return all;
}

const Handlers& handlers() {
  static const auto table = all_handlers();
  return table;
}

void note_effect(const Query& query) {
  query.world.effects.push_back(
      {query.world.now, query.route.operation->name, "", query.body.exists() ? query.body.json() : Json()});
}

ApiResponse perform_query(const Query& query) {
  const auto& operation = *query.route.operation;
  auto response = handlers().at(operation.name)(query);
  if (response.status < 300 && !operation.is_question()) note_effect(query);
  return response;
}

ApiResponse answer_ai_query(const Query& query) {
  const auto problems = check_query(*query.route.operation, query.request.query);
  if (!problems.empty()) return validation_response(problems, "query");
  return answer_once(query, perform_query);
}

}  // namespace

QueryAnswer assistants_query(std::string_view name) {
  return handlers().contains(name) ? answer_ai_query : nullptr;
}

}  // namespace callwright::simulator::assistants
