#include "workflows/language/schedule.hpp"

#include <algorithm>

namespace callwright {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

constexpr days kHorizon{400};
constexpr int kDayMinutes = 1440;

bool is_closed(const Schedule& schedule, local_days date) {
  return std::ranges::binary_search(schedule.closed, date);
}

bool begins_on(const Schedule::Hours& hours, local_days date) {
  return hours.days[std::chrono::weekday{date}.iso_encoding() - 1];
}

bool is_overnight(const Schedule::Hours& hours) { return hours.to < hours.from; }

bool is_within(const Schedule::Hours& hours, local_days date, Duration clock) {
  const bool has_begun = clock >= minutes{hours.from};
  return begins_on(hours, date) && has_begun && (is_overnight(hours) || clock < minutes{hours.to});
}

/// Still open from the evening before.
bool is_night_of(const Schedule::Hours& hours, local_days evening, Duration clock) {
  return is_overnight(hours) && begins_on(hours, evening) && clock < minutes{hours.to};
}

/// Every moment of a date at which the schedule may open or close.
std::vector<TimePoint> edges_of(const Schedule& schedule, const ZoneTable& zone, local_days date) {
  std::vector<TimePoint> edges;
  const auto add = [&](int minute) {
    const auto [first, last] = to_utc(zone, LocalTime{date} + minutes{minute});
    edges.insert(edges.end(), {first, last});
  };
  add(0);
  for (const auto& hours : schedule.open) {
    add(hours.from);
    add(hours.to % kDayMinutes);
  }
  const auto from = to_utc(zone, LocalTime{date}).first;
  const auto until = to_utc(zone, LocalTime{date + days{1}}).last;
  for (const auto& transition : zone.transitions) {
    if (transition.utc >= from && transition.utc < until) edges.push_back(transition.utc);
  }
  std::ranges::sort(edges);
  return edges;
}

}  // namespace

bool is_open(const Schedule& schedule, const ZoneTable& zone, TimePoint time) {
  const auto local = to_local(zone, time);
  const auto date = std::chrono::floor<days>(local);
  if (is_closed(schedule, date)) return false;
  const bool has_night = !is_closed(schedule, date - days{1});
  return std::ranges::any_of(schedule.open, [&](const Schedule::Hours& hours) {
    const Duration clock = local - date;
    return is_within(hours, date, clock) || (has_night && is_night_of(hours, date - days{1}, clock));
  });
}

std::optional<TimePoint> next_change(const Schedule& schedule, const ZoneTable& zone, TimePoint time) {
  if (schedule.open.empty()) return std::nullopt;
  const bool now = is_open(schedule, zone, time);
  const auto today = std::chrono::floor<days>(to_local(zone, time));
  for (auto date = today; date <= today + kHorizon; date += days{1}) {
    for (const auto edge : edges_of(schedule, zone, date)) {
      if (edge > time && is_open(schedule, zone, edge) != now) return edge;
    }
  }
  return std::nullopt;
}

}  // namespace callwright
