#include "workflows/engine/again.hpp"

#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

/// Each takes a window of its own: after this many the flow goes on without it.
constexpr int kRepeatsMax = 5;

bool is_stop(std::string_view operation) { return operation.ends_with("_stop"); }

/// A later command of the leg begins anew what the stop was to end.
bool is_begun_again(const Call& call, const Intent& stop) {
  const auto subject = stop.operation.substr(0, stop.operation.rfind('_'));
  return std::ranges::any_of(call.intents, [&](const Intent& later) {
    if (later.leg != stop.leg || later.number < stop.number) return false;
    return later.operation == subject || later.operation == subject + "_start" ||
           later.operation.starts_with(subject + "_using");
  });
}

bool is_wanted(const Decision& d, const Intent& intent) {
  const auto* leg = find_leg(d.call, intent.leg);
  if (leg == nullptr || leg->state == LegState::Ended || leg->end_wanted || leg->hangups > 0) return false;
  const auto assistant = d.call.assistant;
  if (intent.operation == "answer") return leg->state < LegState::Answered;
  if (intent.operation == "ai_assistant_start") return assistant == AssistantState::Starting;
  if (intent.purpose == Purpose::StopAssistant) return assistant == AssistantState::Stopping;
  return !is_stop(intent.operation) || !is_begun_again(d.call, intent);
}

bool has_own_repetition(Purpose purpose) {
  return purpose == Purpose::Hangup || purpose == Purpose::Dial || is_question(purpose);
}

}  // namespace

int send_again(Decision& d, const Intent& intent) {
  const auto* operation = Catalogue::get().operation(intent.operation);
  if (operation == nullptr || operation->in_doubt != InDoubt::Repeat) return 0;
  if (has_own_repetition(intent.purpose) || intent.repeats >= kRepeatsMax || !is_wanted(d, intent)) return 0;
  d.decide("sent_again", {{"operation", intent.operation}, {"intent", std::to_string(intent.number)}});
  const int number =
      d.send(intent.operation, intent.leg, intent.body, intent.purpose, intent.ref, intent.priority);
  d.call.intents.back().repeats = intent.repeats + 1;
  for (auto& list : d.call.lists) {
    if (list.intent == intent.number) list.intent = number;
  }
  return number;
}

}  // namespace callwright::engine
