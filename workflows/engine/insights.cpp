#include "workflows/engine/insights.hpp"

#include "workflows/engine/assistant.hpp"
#include "workflows/engine/inquiry.hpp"
#include "workflows/engine/rules.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace callwright::engine {
namespace {

using std::chrono::seconds;

constexpr std::string_view kGenerated = "call.conversation_insights.generated";
/// After the end of the call. Insights come 10 to 20 s after the conversation (observed).
constexpr std::array kQuestions = {seconds{30}, seconds{90}};
constexpr std::size_t kNamesMax = 10;

struct Insight {
  std::string id;
  std::string name;
  Json result;
};

/// An object in the order of its names, so that two spellings of one result are equal.
void write_sorted(JsonWriter& out, const JsonNode& node) {
  if (node.is_array()) {
    out.begin_array();
    for (const auto& element : node.elements()) write_sorted(out, element);
    out.end_array();
  } else if (node.is_object()) {
    auto members = node.members();
    std::ranges::sort(members, {}, [](const auto& member) { return member.first; });
    out.begin_object();
    for (const auto& [name, value] : members) write_sorted(out.key(name), value);
    out.end_object();
  } else {
    out.node(node);
  }
}

/// The JSON that a text holds, when it holds an object or a list.
std::optional<JsonDocument> parsed_text(const JsonNode& result) {
  if (!result.is_string()) return std::nullopt;
  auto document = JsonDocument::parse(*result.string(), JsonDocument::kOutsideDepthMax);
  if (!document || !(document->root().is_object() || document->root().is_array())) return std::nullopt;
  return std::move(*document);
}

/// What two deliveries of one result have in common: the event brings an object, the question a text with it.
std::string content_of(const Json& result) {
  const auto document = JsonDocument::of(result);
  const auto inner = parsed_text(document.root());
  JsonWriter out;
  write_sorted(out, inner ? inner->root() : document.root());
  return out.take();
}

std::vector<Insight> read(const JsonNode& list) {
  std::vector<Insight> insights;
  for (const auto& item : list.elements()) {
    auto name = item["insight_name"].display();
    insights.push_back({item["insight_id"].display(), std::move(name), item["result"].json()});
  }
  return insights;
}

std::vector<Insight> known(const Call& call) {
  if (call.insights.is_null()) return {};
  return read(JsonDocument::of(call.insights).root());
}

Json write(const std::vector<Insight>& insights) {
  JsonWriter out;
  out.begin_array();
  for (const auto& insight : insights) {
    out.begin_object().member("insight_id", insight.id);
    if (!insight.name.empty()) out.member("insight_name", insight.name);
    out.member("result", insight.result).end_object();
  }
  return out.end_array().finish();
}

/// Adds what is new; how many.
std::size_t merge(Call& call, const std::vector<Insight>& arrived) {
  auto all = known(call);
  const auto before = all.size();
  for (const auto& insight : arrived) {
    const auto same = std::ranges::find_if(all, [&](const Insight& other) {
      return other.id == insight.id && content_of(other.result) == content_of(insight.result);
    });
    if (same == all.end()) {
      all.push_back(insight);
    } else if (same->name.empty()) {
      same->name = insight.name;
    }
  }
  call.insights = write(all);
  return all.size() - before;
}

std::vector<std::string> conversations(const Call& call) {
  auto all = call.older_conversations;
  if (call.conversation) all.push_back(call.conversation.text());
  return all;
}

bool has_come(const Call& call, const std::string& conversation) {
  return std::ranges::find(call.insights_of, conversation) != call.insights_of.end();
}

/// The first conversation without insights; empty when there is none.
std::string next_awaited(const Call& call) {
  for (const auto& id : conversations(call)) {
    if (!has_come(call, id)) return id;
  }
  return "";
}

bool names_are_used(const Bundle& bundle) {
  return bundle.content.find("${insights.") != std::string::npos ||
         bundle.content.find("\"insights.") != std::string::npos;
}

bool is_asked(const Call& call, std::string_view insight) {
  return std::ranges::any_of(call.intents, [&](const Intent& intent) {
    return intent.purpose == Purpose::AskInsightName &&
           JsonDocument::of(intent.body).root()["insight_id"].string() == insight;
  });
}

void ask_for_names(Decision& d) {
  if (!names_are_used(d.bundle)) return;
  auto all = known(d.call);
  std::size_t asked = 0;
  for (auto& insight : all) {
    if (!insight.name.empty() || insight.id.empty()) continue;
    const auto named = std::ranges::find_if(
        all, [&](const Insight& other) { return other.id == insight.id && !other.name.empty(); });
    if (named != all.end()) {
      insight.name = named->name;
    } else if (!is_asked(d.call, insight.id) && ++asked <= kNamesMax) {
      d.send("get_insight", kNoLeg, json_object({{"insight_id", insight.id}}), Purpose::AskInsightName, 0,
             Priority::Question);
    }
  }
  d.call.insights = write(all);
}

/// The rules run when everything is there that they may read.
void tell_rules(Decision& d) {
  const bool waits = std::ranges::any_of(
      d.call.intents, [](const Intent& intent) { return intent.purpose == Purpose::AskInsightName; });
  if (waits) return;
  for (; d.call.insights_told < static_cast<int>(d.call.insights_of.size()); ++d.call.insights_told) {
    const auto& conversation = d.call.insights_of.at(static_cast<std::size_t>(d.call.insights_told));
    JsonWriter event;
    event.begin_object().member("call_control_id", d.caller().call_control_id.text());
    event.member("conversation_id", conversation).member("results", d.call.insights).end_object();
    start_rules(d, matching_rules(d, kGenerated, event.finish()));
  }
}

/// `is_another`: if they name no conversation and are known, they may still be those of another one.
void take(Decision& d, const std::string& named, const std::vector<Insight>& arrived, bool is_another) {
  auto& call = d.call;
  const bool is_known = merge(call, arrived) == 0 && !arrived.empty();
  if (named.empty() && is_known && !(is_another && !next_awaited(call).empty())) {
    d.decide("insights_known_already");
    return;
  }
  const auto conversation = named.empty() ? next_awaited(call) : named;
  const bool counts = !conversation.empty() || conversations(call).empty();
  if (counts && !has_come(call, conversation) && !is_closed(call)) call.insights_of.push_back(conversation);
  call.insights_awaited = !next_awaited(call).empty();
  if (is_closed(call)) return;
  ask_for_names(d);
  tell_rules(d);
}

/// The conversation that an event names, which becomes one of the call's when it was not known as such.
std::string named_conversation(Decision& d, const ConversationId& id) {
  const auto all = conversations(d.call);
  if (!id || std::ranges::find(all, id.text()) != all.end()) return id.text();
  if (d.call.conversation.empty()) {
    conversation_known(d, id);
  } else {
    d.call.older_conversations.push_back(id.text());
    d.add_key("conversation:" + id.text());
  }
  return id.text();
}

bool is_final(const JsonNode& set) {
  const auto status = set["status"].str();
  return status != "pending" && status != "in_progress";
}

}  // namespace

void insights_arrived(Decision& d, const Event& event) {
  const auto payload = JsonDocument::of(event.payload);
  const auto results = payload.root()["results"];
  const auto list = results.exists() ? results : payload.root()["insights"];
  const auto conversation = named_conversation(d, event.conversation_id);
  // Two conversations may have the same results; then two events of different times bring them.
  auto& latest = d.call.insights_at;
  const bool is_another = latest && event.occurred_at != *latest;
  if (conversation.empty()) latest = event.occurred_at;
  take(d, conversation, read(list), is_another);
}

void await_insights(Decision& d) {
  if (!d.is_armed(TimerKind::InsightsAsk, 0)) d.arm(TimerKind::InsightsAsk, 0, kQuestions.front());
}

void ask_for_insights(Decision& d, int round) {
  for (const auto& id : conversations(d.call)) {
    if (has_come(d.call, id)) continue;
    d.send("list_conversation_insights", kNoLeg, json_object({{"conversation_id", id}}), Purpose::AskInsights,
           round, Priority::Question);
  }
  const auto next = static_cast<std::size_t>(round) + 1;
  if (next < kQuestions.size()) {
    d.arm(TimerKind::InsightsAsk, round + 1, kQuestions.at(next) - kQuestions.at(next - 1));
  }
}

void insights_asked(Decision& d, const Intent& question, const Reply& reply) {
  const auto conversation = JsonDocument::of(question.body).root()["conversation_id"].str();
  if (has_come(d.call, conversation) || reply.kind != Reply::Kind::Accepted) return;
  const auto document = JsonDocument::of(reply.data);
  std::vector<Insight> found;
  for (const auto& set : document.root().elements()) {
    if (!is_final(set)) return;
    std::ranges::move(read(set["conversation_insights"]), std::back_inserter(found));
  }
  if (found.empty()) return;
  record_healed(d, "conversation_insights", {{"conversation_id", conversation}});
  take(d, conversation, found, false);
}

void insight_name_asked(Decision& d, const Intent& question, const Reply& reply) {
  const auto id = JsonDocument::of(question.body).root()["insight_id"].str();
  const auto name = JsonDocument::of(reply.data).root()["name"].display();
  auto all = known(d.call);
  for (auto& insight : all) {
    if (insight.id == id && insight.name.empty()) insight.name = name;
  }
  d.call.insights = write(all);
  tell_rules(d);
}

void give_up_insights(Decision& d) {
  d.call.insights_awaited = false;
  std::erase_if(d.call.intents, [](const Intent& intent) { return intent.purpose == Purpose::AskInsights; });
}

std::optional<std::string> insight_value(const Json& insights, std::string_view path) {
  const auto document = JsonDocument::of(insights);
  auto items = document.root().elements();
  std::ranges::reverse(items);
  for (const auto& item : items) {
    for (const auto* key : {"insight_name", "insight_id"}) {
      const auto name = item[key].display();
      if (name.empty() || !path.starts_with(name)) continue;
      const auto rest = path.substr(name.size());
      if (!rest.empty() && rest.front() != '.') continue;
      const auto result = item["result"];
      if (rest.empty()) return result.display();
      const auto inner = parsed_text(result);
      const auto value = (inner ? inner->root() : result).at_path(rest.substr(1));
      if (value.exists() && !value.is_null()) return value.display();
    }
  }
  return std::nullopt;
}

}  // namespace callwright::engine
