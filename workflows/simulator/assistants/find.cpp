#include "workflows/simulator/assistants/find.hpp"

namespace callwright::simulator::assistants {

Assistant* assistant_of(const Query& query) {
  return find_by_id(query.world.account.assistants, query.parameter("assistant_id"));
}

Resource* tool_of(const Query& query) {
  return find_by_id(query.world.account.tools, query.parameter("tool_id"));
}

Conversation* conversation_of(const Query& query) {
  return query.world.find_conversation(query.parameter("conversation_id"));
}

Resource* test_of(const Query& query) {
  return find_by_id(query.world.account.tests, query.parameter("test_id"));
}

Resource* insight_of(const Query& query) {
  return find_by_id(query.world.account.insights, query.parameter("insight_id"));
}

}  // namespace callwright::simulator::assistants
