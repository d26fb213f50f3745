#include "service/runtime/question.hpp"

#include <map>
#include <string_view>
#include <vector>

namespace callwright::runtime {
namespace {

using Members = std::vector<std::string_view>;

const Members* members_of(std::string_view question) {
  static const std::map<std::string_view, Members> kept = {
      {"retrieve_call_status",
       {"call_control_id", "call_leg_id", "call_session_id", "is_alive", "start_time", "end_time"}},
      {"list_conversations", {"id", "created_at"}},
      {"list_conversation_insights", {"id", "status", "conversation_insights"}},
      {"get_insight", {"id", "name"}}};
  const auto found = kept.find(question);
  return found == kept.end() ? nullptr : &found->second;
}

void write_kept(JsonWriter& out, const JsonNode& node, const Members& members) {
  out.begin_object();
  for (const auto name : members) {
    if (node[name].exists()) out.key(name).node(node[name]);
  }
  out.end_object();
}

}  // namespace

Json kept_of_answer(const Operation& question, const Json& data) {
  const auto* members = members_of(question.name);
  if (members == nullptr) return data;
  const auto document = JsonDocument::of(data);
  const auto root = document.root();
  JsonWriter out;
  if (root.is_array()) {
    out.begin_array();
    for (const auto& element : root.elements()) write_kept(out, element, *members);
    out.end_array();
  } else if (root.is_object()) {
    write_kept(out, root, *members);
  } else {
    return {};
  }
  return out.finish();
}

}  // namespace callwright::runtime
