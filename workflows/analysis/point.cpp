#include "workflows/analysis/point.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>

namespace callwright::analysis {
namespace {

constexpr std::chrono::hours kFar{1000};

bool people_are_gone(const Call& call) {
  return std::ranges::all_of(call.legs,
                             [](const Leg& leg) { return leg.number == 0 || leg.state == LegState::Ended; });
}

bool is_at_rest(const Call& call) {
  return call.lists.empty() && std::ranges::none_of(call.intents, is_awaited);
}

}  // namespace

const Line& line_of(const Point& point, int leg) {
  static const Line none;
  const auto index = static_cast<std::size_t>(leg);
  return index < point.outside.lines.size() ? point.outside.lines[index] : none;
}

bool has_open_answer(const Intent& intent) {
  return intent.purpose == Purpose::Dial || intent.purpose == Purpose::Join ||
         intent.purpose == Purpose::Bridge || intent.operation == "ai_assistant_start";
}

std::vector<Debt> debts_of(const Point& point) {
  std::vector<Debt> debts;
  for (const auto& intent : point.call.intents) {
    if (has_open_answer(intent)) debts.push_back({Debt::Kind::Reply, intent.number});
  }
  for (const auto& leg : point.call.legs) {
    if (leg.state != LegState::Ended && line_of(point, leg.number).state == Line::State::Dead)
      debts.push_back({Debt::Kind::HangupReport, leg.number});
  }
  for (const int conversation : point.outside.ends_untold) {
    debts.push_back({Debt::Kind::EndReport, conversation});
  }
  return debts;
}

std::optional<Debt> next_debt(const Point& point) {
  const auto& late = point.outside.late;
  for (const auto& debt : debts_of(point)) {
    if (std::ranges::find(late, debt) == late.end()) return debt;
  }
  return std::nullopt;
}

bool goes_on_elsewhere(const Call& call) { return call.runs.size() > 1; }

bool is_searching(const Call& call) {
  const auto* run = live_run(call);
  return run != nullptr && run->state != RunState::Joined;
}

bool is_over(const Point& point) {
  const auto& call = point.call;
  if (goes_on_elsewhere(call)) return true;
  if (live_run(call) != nullptr || !people_are_gone(call)) return false;
  switch (call.state) {
    case CallState::Transferred:
    case CallState::Failed:
    case CallState::Ended:
    case CallState::Settled: return true;
    case CallState::Conversing: {
      const bool is_served = call.assistant == AssistantState::Running && point.outside.conversation_lives;
      return is_at_rest(call) && (is_served || !call.occupied_by.empty());
    }
    default: return false;
  }
}

bool is_detected(const Scene& scene, const Point& point, const Leg& leg) {
  const auto* attempt = find_attempt(point.call, leg.attempt);
  if (attempt == nullptr || is_sip_uri(leg.address)) return false;
  const auto* run = find_run(point.call, attempt->run);
  const auto* escalation = run == nullptr ? nullptr : scene.bundle.escalation(run->escalation);
  return escalation != nullptr && escalation->machine_detection != MachineDetection::None;
}

bool falls_at_any_time(const Scene& scene, TimerKind kind) {
  if (kind == TimerKind::RunDeadline) return !scene.is_timed;
  return kind == TimerKind::DurationEnd || kind == TimerKind::DurationWarning || kind == TimerKind::Silence;
}

bool is_told_in_time(const Scene& scene, const Point& point) {
  const auto* caller = find_leg(point.call, 0);
  const auto* run = live_run(point.call);
  if (caller->speaking != 0 || caller->on_hold || run == nullptr) return true;
  const auto since = std::max(point.outside.silent_since, run->started_at);
  return std::ranges::any_of(point.call.timers, [&](const Timer& timer) {
    return timer.kind == TimerKind::Silence && timer.due - since <= scene.workflow.silence_limit;
  });
}

void put_deadlines_far(const Scene& scene, Point& point) {
  for (auto& timer : point.call.timers) {
    if (timer.kind == TimerKind::Silence || !falls_at_any_time(scene, timer.kind)) continue;
    timer.due = point.now + kFar;
    for (auto& run : point.call.runs) {
      if (timer.kind == TimerKind::RunDeadline && run.number == timer.ref) run.deadline = timer.due;
    }
  }
}

std::string name_of_leg(const Scene& scene, const Point& point, int number) {
  if (number == 0) return "the caller";
  const auto* leg = find_leg(point.call, number);
  const auto* person = leg == nullptr ? nullptr : scene.bundle.person(leg->person);
  return person == nullptr ? "leg " + std::to_string(number) : person->name;
}

std::string call_control_id_of(int leg) { return "v3:" + std::to_string(leg); }
std::string conversation_of(int number) { return "conversation-" + std::to_string(number); }

}  // namespace callwright::analysis
