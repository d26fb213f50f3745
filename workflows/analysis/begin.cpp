#include "workflows/analysis/begin.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace callwright::analysis {
namespace {

void note_targets(const std::vector<Action>& actions, std::vector<std::string>& targets) {
  for (const auto& action : actions) {
    if (action.kind == Action::Kind::Escalate && std::ranges::find(targets, action.target) == targets.end())
      targets.push_back(action.target);
  }
}

/// With what follows when nobody comes.
std::vector<std::string> with_followers(const Bundle& bundle, std::vector<std::string> targets) {
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const auto* escalation = bundle.escalation(targets[i]);
    if (escalation != nullptr) note_targets(escalation->otherwise, targets);
  }
  return targets;
}

std::vector<std::string> targets_of(const Bundle& bundle, const Workflow& workflow) {
  std::vector<std::string> targets;
  note_targets(workflow.start, targets);
  for (const auto& rule : workflow.rules) note_targets(rule.actions, targets);
  note_targets(workflow.assistant_if_fails, targets);
  return with_followers(bundle, std::move(targets));
}

bool starts_assistant(const Workflow& workflow) {
  return std::ranges::any_of(workflow.start,
                             [](const Action& action) { return action.operation == "ai_assistant_start"; });
}

/// The escalations that are begun while no assistant is on the call.
std::vector<std::string> targets_without_assistant(const Bundle& bundle, const Workflow& workflow) {
  std::vector<std::string> targets;
  note_targets(workflow.assistant_if_fails, targets);
  if (!starts_assistant(workflow)) note_targets(workflow.start, targets);
  for (const auto& rule : workflow.rules) {
    if (rule.on == "assistant.failed" || rule.on == "assistant.ended" || !starts_assistant(workflow))
      note_targets(rule.actions, targets);
  }
  return with_followers(bundle, std::move(targets));
}

/// Values of the caller's making that people's texts may hold.
void mark_values(Call& call, const Escalation& escalation) {
  const auto& accept = escalation.accept;
  for (const auto* text : {&accept.prompt, &accept.briefing, &accept.lost, &accept.caller_gone}) {
    for (const auto& part : text->parts()) {
      constexpr std::string_view kVars = "vars.";
      if (part.is_path && part.text.starts_with(kVars))
        call.vars[part.text.substr(kVars.size())] = std::string(kCallerWords);
    }
  }
}

Json marked_with(const Escalation& escalation) {
  std::set<std::string> names;
  const auto& accept = escalation.accept;
  for (const auto* text : {&accept.prompt, &accept.briefing, &accept.lost, &accept.caller_gone}) {
    for (const auto& part : text->parts()) {
      constexpr std::string_view kWith = "run.with.";
      if (part.is_path && part.text.starts_with(kWith)) names.insert(part.text.substr(kWith.size()));
    }
  }
  JsonWriter out;
  out.begin_object();
  for (const auto& name : names) out.member(name, kCallerWords);
  return out.end_object().finish();
}

Leg caller_leg(TimePoint now) {
  return Leg{.number = 0,
             .address = std::string(kCallerNumber),
             .state = LegState::Answered,
             .call_control_id = CallControlId(call_control_id_of(0)),
             .call_leg_id = CallLegId("leg-0"),
             .answered_at = now};
}

std::string number_of(const Workflow& workflow) {
  if (!workflow.outgoing.from.empty()) return workflow.outgoing.from;
  const bool calls_out = workflow.match.direction == "outgoing";
  const auto& ours = calls_out ? workflow.match.from : workflow.match.to;
  const auto found =
      std::ranges::find_if(ours, [](const std::string& number) { return !number.ends_with('*'); });
  return found == ours.end() ? "+12025550100" : *found;
}

}  // namespace

std::vector<Start> starts_of(const Bundle& bundle) {
  std::vector<Start> starts;
  std::set<std::string> named;
  for (const auto& workflow : bundle.workflows) {
    const auto without = targets_without_assistant(bundle, workflow);
    for (const auto& target : targets_of(bundle, workflow)) {
      named.insert(target);
      if (starts_assistant(workflow)) starts.push_back({workflow.key, target, true});
      if (!starts_assistant(workflow) || std::ranges::find(without, target) != without.end())
        starts.push_back({workflow.key, target, false});
    }
  }
  for (const auto& [key, escalation] : bundle.escalations) {
    if (!named.contains(key) && !bundle.workflows.empty())
      starts.push_back({bundle.workflows.front().key, key, true});
  }
  return starts;
}

Point point_before(const Bundle& bundle, const Start& start, TimePoint now) {
  const auto& workflow = *bundle.workflow(start.workflow);
  Point point;
  point.now = now;
  auto& call = point.call;
  call.id = CallId("call_check");
  call.token = "call_check";
  call.bundle = bundle.id;
  call.workflow = start.workflow;
  call.state = start.has_assistant ? CallState::Conversing : CallState::Starting;
  call.direction = workflow.match.direction;
  call.from = kCallerNumber;
  call.to = number_of(workflow);
  if (is_outgoing(call)) std::swap(call.from, call.to);
  call.opened_at = now;
  call.assistant = start.has_assistant ? AssistantState::Running : AssistantState::Failed;
  call.legs.push_back(caller_leg(now));
  call.legs.front().verdict_waited = is_outgoing(call);
  call.timers.push_back(Timer{
      .number = call.next_timer++, .kind = TimerKind::DurationEnd, .due = now + workflow.limits.duration});
  mark_values(call, *bundle.escalation(start.escalation));
  auto& outside = point.outside;
  outside.lines = {Line{.state = Line::State::Talks}};
  outside.silent_since = now;
  if (start.has_assistant) {
    outside.conversation_lives = true;
    outside.conversations = 1;
    call.conversation = ConversationId(conversation_of(1));
  }
  return point;
}

Input request_of(const Bundle& bundle, const Start& start, TimePoint now) {
  JsonWriter out;
  out.begin_object().member("to", start.escalation).member("reason", kCallerWords);
  out.member("with", marked_with(*bundle.escalation(start.escalation)));
  input::OperatorCommand command{.request = 1, .name = "escalate", .arguments = {}, .by = "check"};
  command.arguments = out.end_object().finish();
  return Input{.at = now, .what = std::move(command)};
}

}  // namespace callwright::analysis
