#include "workflows/analysis/promises.hpp"

#include <algorithm>
#include <map>

namespace callwright::analysis {
namespace {

bool is_armed(const Call& call, TimerKind kind) {
  return std::ranges::any_of(call.timers, [&](const Timer& timer) { return timer.kind == kind; });
}

bool is_asked(const Call& call, Purpose purpose) {
  return std::ranges::any_of(call.intents, [&](const Intent& intent) { return intent.purpose == purpose; });
}

bool is_alive(const Line& line) {
  return line.state == Line::State::Rings || line.state == Line::State::Talks;
}

void look_for_two_joined(const Point& point, std::vector<Breach>& breaches) {
  if (std::ranges::count(point.outside.lines, true, &Line::is_connected) > 1) {
    breaches.push_back({Promise::OneJoined, "two people talk with the caller at once"});
  }
  std::map<std::pair<int, int>, int> joined;
  for (const auto& attempt : point.call.attempts) {
    if (attempt.outcome != AttemptOutcome::Joined) continue;
    if (++joined[{attempt.run, attempt.round}] == 2)
      breaches.push_back({Promise::OneJoined, "two people were joined in one round"});
  }
}

void look_for_legs_left(const Point& point, std::vector<Breach>& breaches) {
  if (!is_over(point) || goes_on_elsewhere(point.call)) return;
  for (std::size_t i = 1; i < point.outside.lines.size(); ++i) {
    if (!is_alive(point.outside.lines[i])) continue;
    breaches.push_back(
        {Promise::NoLegLeft, "the escalation is over, and leg " + std::to_string(i) + " lives"});
  }
  const bool is_ended = point.call.state == CallState::Ended || point.call.state == CallState::Settled;
  if (is_ended && is_alive(line_of(point, 0)))
    breaches.push_back({Promise::NoLegLeft, "the call is over, and the caller's leg lives"});
}

bool has_caller(const Point& point) {
  const auto* caller = find_leg(point.call, 0);
  return line_of(point, 0).state == Line::State::Talks && caller->hangups == 0 && !caller->end_wanted;
}

/// Somebody or something is with a caller outside of the search for people.
bool is_attended(const Point& point) {
  const auto& call = point.call;
  if (point.outside.conversation_lives || !call.lists.empty() || !call.occupied_by.empty()) return true;
  if (point.outside.end_is_a_persons || point.outside.is_transferred) return true;
  if (is_armed(call, TimerKind::ConversationEnd) || is_asked(call, Purpose::Bridge)) return true;
  if (is_asked(call, Purpose::RestartAssistant)) return true;
  return std::ranges::any_of(point.outside.lines, &Line::is_bridged);
}

/// The person who was joined is being hung up, which the engine goes on from.
bool winner_leaves(const Point& point, const Run& run) {
  const auto* attempt = find_attempt(point.call, run.winner);
  const auto* leg = attempt == nullptr ? nullptr : find_leg(point.call, attempt->leg);
  return leg == nullptr || leg->state == LegState::Ended || leg->hangups > 0;
}

void look_for_silence(const Point& point, std::vector<Breach>& breaches) {
  const auto& call = point.call;
  if (!has_caller(point) || is_searching(call) || is_attended(point)) return;
  if (call.state != CallState::Conversing && call.state != CallState::Joined) return;
  const auto* run = live_run(call);
  if (run != nullptr && winner_leaves(point, *run)) return;
  breaches.push_back({Promise::NoSilence, "nobody and nothing speaks to the caller"});
}

/// Between two things that are spoken to the caller no more time may pass than silence_limit: a timer sees to
/// it, or something is being spoken.
void look_for_untold(const Scene& scene, const Point& point, std::vector<Breach>& breaches) {
  if (!has_caller(point) || !is_searching(point.call) || is_told_in_time(scene, point)) return;
  breaches.push_back({Promise::NoSilence, "the caller will hear nothing for longer than silence_limit"});
}

}  // namespace

std::string_view name_of(Promise promise) {
  switch (promise) {
    case Promise::PathsEnd: return "every path reaches an end";
    case Promise::NoLegLeft: return "no leg is left alive";
    case Promise::OneJoined: return "at most one person is joined per round";
    case Promise::NoSilence: return "the caller is not left in silence past silence_limit";
    case Promise::NoEarlyText: return "nobody hears the caller's words before taking the call";
  }
  return "";
}

std::string_view code_of(Promise promise) {
  switch (promise) {
    case Promise::PathsEnd: return "paths_end";
    case Promise::NoLegLeft: return "no_leg_left";
    case Promise::OneJoined: return "one_joined";
    case Promise::NoSilence: return "no_silence";
    case Promise::NoEarlyText: return "no_early_text";
  }
  return "";
}

std::vector<Breach> breaches_at(const Scene& scene, const Point& point) {
  std::vector<Breach> breaches;
  look_for_untold(scene, point, breaches);
  look_for_two_joined(point, breaches);
  look_for_legs_left(point, breaches);
  look_for_silence(point, breaches);
  return breaches;
}

std::optional<Breach> breach_of_text(const Scene& scene, const Point& point, const Intent& intent) {
  if (intent.leg <= 0 || intent.purpose == Purpose::Dial || line_of(point, intent.leg).has_accepted)
    return std::nullopt;
  const auto& text = intent.body.text();
  if (text.find(kCallerWords) == std::string::npos && text.find(kCallerNumber) == std::string::npos)
    return std::nullopt;
  return Breach{Promise::NoEarlyText,
                name_of_leg(scene, point, intent.leg) +
                    " hears what the caller said or who calls, and has not taken the call"};
}

}  // namespace callwright::analysis
