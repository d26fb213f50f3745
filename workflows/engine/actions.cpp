#include "workflows/engine/actions.hpp"

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/engine/assistant.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/missing_events.hpp"
#include "workflows/engine/occupation.hpp"
#include "workflows/engine/outside.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/engine/scope.hpp"
#include "workflows/engine/telling.hpp"
#include "workflows/engine/tools.hpp"

#include <algorithm>
#include <optional>

namespace callwright::engine {
namespace {

using std::chrono::seconds;

ActionList* find_list(Decision& d, int number) {
  const auto found = std::ranges::find(d.call.lists, number, &ActionList::number);
  return found == d.call.lists.end() ? nullptr : &*found;
}

const Action& current_action(const Decision& d, const ActionList& list) {
  return find_actions(d.bundle, d.call.workflow, list.source)->at(static_cast<std::size_t>(list.next));
}

/// The leg that an action means; empty when it is not there (any more).
std::optional<int> leg_of(const Decision& d, const ActionList& list, const Action& action) {
  const auto alive = [](const Leg* leg) { return leg != nullptr && leg->state != LegState::Ended; };
  if (action.leg.empty() || action.leg == "caller") {
    const bool is_ours = caller_is_there(d.call) && d.call.state != CallState::Transferred;
    return is_ours ? std::optional(0) : std::nullopt;
  }
  if (action.leg == "event") {
    const auto document = JsonDocument::of(list.event);
    const auto* leg = find_leg(d.call, CallControlId(document.root()["call_control_id"].str()));
    return alive(leg) ? std::optional(leg->number) : std::nullopt;
  }
  if (action.leg == "winner") {
    const auto* run = find_run(d.call, list.run != 0 ? list.run : static_cast<int>(d.call.runs.size()));
    const auto* attempt = run == nullptr ? nullptr : find_attempt(d.call, run->winner);
    const auto* leg = attempt == nullptr ? nullptr : find_leg(d.call, attempt->leg);
    return alive(leg) ? std::optional(leg->number) : std::nullopt;
  }
  const auto found = std::ranges::find_if(
      d.call.legs, [&](const Leg& leg) { return leg.person == action.leg && leg.state != LegState::Ended; });
  return found == d.call.legs.end() ? std::nullopt : std::optional(found->number);
}

enum class Progress {
  Done,
  Waiting,
  Failed,  ///< its leg is gone: after the caller's end the list goes on with what needs no leg
  Refused  ///< cannot be done, whoever is there
};

/// `answer` on an answered leg and a second assistant start have nothing left to do.
bool is_fulfilled(const Decision& d, const Action& action, int leg) {
  if (action.operation == "answer") return find_leg(d.call, leg)->state >= LegState::Answered;
  if (action.operation == "ai_assistant_start") return d.call.assistant == AssistantState::Running;
  return false;
}

/// Text that takes longer to speak than the command is usually waited for is waited for.
Duration effect_timeout(const Operation& operation, const Intent& intent) {
  const auto body = JsonDocument::of(intent.body);
  const auto text = body.root()["payload"].str();
  return std::max(operation.effect_timeout, text.empty() ? Duration{0} : speaking_time(text) + seconds{10});
}

Progress run_command(Decision& d, ActionList& list, const Action& action) {
  const auto leg = leg_of(d, list, action);
  if (!leg) {
    d.decide("action_skipped", {{"operation", action.operation}, {"why", "its leg is not there"}});
    return Progress::Failed;
  }
  if (action.operation == "hangup") {
    end_leg(d, *leg);
    return Progress::Done;
  }
  if (is_fulfilled(d, action, *leg)) return Progress::Done;
  const CallScope scope(d, {.leg = *leg, .run = list.run, .event = &list.event});
  auto body = action.operation == "ai_assistant_start" ? assistant_start_body(d, action.body)
                                                       : render_json(action.body, scope);
  if (action.operation == "ai_assistant_start") assistant_starting(d);
  if (action.operation == "ai_assistant_stop" && has_assistant(d.call))
    d.call.assistant = AssistantState::Stopping;
  if (action.operation == "speak" || action.operation == "gather_using_speak") {
    body = with_voice(d, *leg, body);
  }
  const int intent = d.send(action.operation, *leg, std::move(body), Purpose::Action, list.number);
  if (action.operation == "speak") note_speech(d, *leg, intent);
  if (action.no_wait) return Progress::Done;
  const auto* operation = Catalogue::get().operation(action.operation);
  list.intent = intent;
  list.effect = operation == nullptr || is_endless(d.call.intents.back()) ? "" : operation->effect;
  list.effect_leg = *leg;
  return Progress::Waiting;
}

/// What the texts of a list mean: `person.*` is whoever the list's event is about.
Subject subject_of(const Decision& d, const ActionList& list) {
  const auto event = JsonDocument::of(list.event);
  const auto* leg = find_leg(d.call, CallControlId(event.root()["call_control_id"].str()));
  return {.leg = leg == nullptr ? 0 : leg->number, .run = list.run, .event = &list.event};
}

Progress run_set(Decision& d, const ActionList& list, const Action& action) {
  const auto values = JsonDocument::of(render_json(action.with, CallScope(d, subject_of(d, list))));
  for (const auto& [name, value] : values.root().members()) d.call.vars[std::string(name)] = value.display();
  return Progress::Done;
}

/// A timer that is set again starts anew.
Progress run_timer(Decision& d, const Action& action) {
  std::erase_if(d.call.timers, [&](const Timer& timer) {
    return timer.kind == TimerKind::Named && timer.name == action.target;
  });
  d.arm(TimerKind::Named, 0, action.after, action.target);
  return Progress::Done;
}

Progress run_escalate(Decision& d, const ActionList& list, const Action& action) {
  const CallScope scope(d, subject_of(d, list));
  auto reason = action.text.render(scope);
  if (action.text.empty()) reason = scope.value("event.arguments.reason").value_or("");
  start_run(d, action.target, reason, render_json(action.with, scope), list.request != 0);
  return Progress::Done;
}

Progress run_sms(Decision& d, ActionList& list, const Action& action) {
  const auto intent = send_sms(d, action, subject_of(d, list), list.number);
  if (!intent) return Progress::Refused;
  if (action.no_wait) return Progress::Done;
  list.intent = *intent;
  list.effect.clear();
  list.effect_leg = kNoLeg;
  return Progress::Waiting;
}

Progress run_action(Decision& d, ActionList& list, const Action& action) {
  const Subject subject = subject_of(d, list);
  switch (action.kind) {
    case Action::Kind::Command: return run_command(d, list, action);
    case Action::Kind::Escalate: return run_escalate(d, list, action);
    case Action::Kind::CancelEscalation: return cancel_run(d, "workflow"), Progress::Done;
    case Action::Kind::Reply:
      answer_tool(d, list.request, action.status, action.text.render(CallScope(d, subject)));
      return Progress::Done;
    case Action::Kind::TellAssistant:
      tell_assistant(d, action.text, subject, action.say, Purpose::Action, 0);
      return Progress::Done;
    case Action::Kind::Goodbye: goodbye(d, action.text.render(CallScope(d, subject))); return Progress::Done;
    case Action::Kind::Set: return run_set(d, list, action);
    case Action::Kind::Timer: return run_timer(d, action);
    case Action::Kind::Log:
      d.record("fact", json_object({{"log", action.text.render(CallScope(d, subject))}}));
      return Progress::Done;
    case Action::Kind::Webhook: return send_webhook(d, action, subject) ? Progress::Done : Progress::Refused;
    case Action::Kind::Sms: return run_sms(d, list, action);
  }
  return Progress::Done;
}

void run_list(Decision& d, int number);

/// The list is over: the one of the same event that waits for it begins.
void remove_list(Decision& d, int number) {
  d.disarm(TimerKind::ActionEffect, number);
  std::erase_if(d.call.lists, [&](const ActionList& list) { return list.number == number; });
  const auto next = std::ranges::find(d.call.lists, number, &ActionList::after);
  if (next == d.call.lists.end()) return;
  next->after = 0;
  run_list(d, next->number);
}

/// Runs actions until one waits or the list is over.
void run_list(Decision& d, int number) {
  for (auto* list = find_list(d, number); list != nullptr; list = find_list(d, number)) {
    const auto* actions = find_actions(d.bundle, d.call.workflow, list->source);
    if (actions == nullptr || static_cast<std::size_t>(list->next) >= actions->size()) break;
    const auto& action = (*actions)[static_cast<std::size_t>(list->next)];
    // The action may begin other lists, which moves this one: it works on a copy that is written back.
    auto copy = *list;
    const auto progress = run_action(d, copy, action);
    list = find_list(d, number);
    if (list == nullptr) return;
    *list = copy;
    if (progress == Progress::Waiting) return;
    const bool caller_is_ours = caller_is_there(d.call) && d.call.state != CallState::Transferred;
    const bool fails = progress == Progress::Refused || (progress == Progress::Failed && caller_is_ours);
    if (fails && !action.on_error_continue) break;
    ++list->next;
  }
  remove_list(d, number);
}

/// The action under way is over: the list goes on, or stops.
void finish_action(Decision& d, ActionList& list, bool failed) {
  const int number = list.number;
  const bool stops = failed && !current_action(d, list).on_error_continue;
  list.intent = 0;
  list.effect.clear();
  list.timer = 0;
  d.disarm(TimerKind::ActionEffect, number);
  ++list.next;
  if (stops) {
    d.decide("actions_stopped", {{"source", list.source}});
    remove_list(d, number);
  } else {
    run_list(d, number);
  }
}

}  // namespace

int start_list(Decision& d, std::string source, const Json& event, int run, std::uint64_t request,
               int after) {
  const int number = d.call.next_list++;
  const bool waits = find_list(d, after) != nullptr;
  d.call.lists.push_back(ActionList{.number = number,
                                    .source = std::move(source),
                                    .after = waits ? after : 0,
                                    .run = run,
                                    .event = event,
                                    .request = request});
  if (!waits) run_list(d, number);
  return number;
}

void list_replied(Decision& d, const Intent& intent, const Reply& reply) {
  auto* list = find_list(d, intent.ref);
  if (list == nullptr || list->intent != intent.number) return;
  if (reply.kind != Reply::Kind::Accepted) {
    finish_action(d, *list, true);
    return;
  }
  list->intent = 0;
  if (list->effect.empty()) {
    finish_action(d, *list, false);
    return;
  }
  const auto* operation = Catalogue::get().operation(intent.operation);
  list->timer = d.arm(TimerKind::ActionEffect, list->number, effect_timeout(*operation, intent));
}

void list_effect(Decision& d, std::string_view event_name, int leg) {
  const auto found = std::ranges::find_if(d.call.lists, [&](const ActionList& list) {
    return list.effect == event_name && list.effect_leg == leg;
  });
  if (found == d.call.lists.end()) return;
  if (found->intent != 0) d.drop_intent(found->intent);  // its reply can only confirm what has happened
  finish_action(d, *found, false);
}

void list_effect_overdue(Decision& d, int number) {
  auto* list = find_list(d, number);
  if (list == nullptr) return;
  d.decide("effect_overdue", {{"source", list->source}, {"effect", list->effect}});
  if (list->effect_leg >= 0) ask_for_events(d, list->effect_leg);
  finish_action(d, *list, false);
}

void fail_lists_of_leg(Decision& d, int leg) {
  while (true) {
    const auto found = std::ranges::find_if(d.call.lists, [&](const ActionList& list) {
      return list.effect_leg == leg && (list.intent != 0 || !list.effect.empty());
    });
    if (found == d.call.lists.end()) return;
    finish_action(d, *found, true);
  }
}

}  // namespace callwright::engine
