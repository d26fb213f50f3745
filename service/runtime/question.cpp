#include "service/runtime/question.hpp"

#include "workflows/model/event_text.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

namespace callwright::runtime {
namespace {

/// Telnyx pages are larger than what a call keeps of one answer.
constexpr std::size_t kEventsTextMax = std::size_t{60} * 1024;
/// What events without an id are known by.
constexpr std::string_view kMadeId = "body-";

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

bool is_of(const Call& call, const Event& event) {
  return std::ranges::any_of(call.legs, [&](const Leg& leg) {
    return (event.call_control_id && leg.call_control_id == event.call_control_id) ||
           (event.call_leg_id && leg.call_leg_id == event.call_leg_id);
  });
}

/// A delivery shows its event as `webhook`.
std::string text_of_entry(const JsonNode& entry) {
  return (entry["webhook"].is_object() ? entry["webhook"] : entry).json().text();
}

}  // namespace

bool lists_events(const Operation& question) {
  return question.name == "list_call_events" || question.name == "list_webhook_deliveries";
}

Json events_missing(const Call& call, const Json& data, const ReadEvent& read) {
  std::string text;
  if (read != nullptr) {
    const auto document = JsonDocument::of(data);
    for (const auto& entry : document.root().elements()) {
      const auto event = read(text_of_entry(entry));
      if (!event || event->id.text().starts_with(kMadeId) || has_seen(call, event->id) ||
          !is_of(call, *event))
        continue;
      const auto stored = write_event(*event);
      if (text.size() + stored.size() < kEventsTextMax) text += (text.empty() ? "" : ",") + stored;
    }
  }
  return Json::trusted("[" + text + "]");
}

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
