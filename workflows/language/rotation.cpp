#include "workflows/language/rotation.hpp"

#include <cstdint>

namespace callwright {
namespace {

using std::chrono::days;
using std::chrono::local_days;

local_days first_handoff(const Rotation& rotation) {
  if (!rotation.weekday) return rotation.start;
  return rotation.start + (*rotation.weekday - std::chrono::weekday{rotation.start});
}

TimePoint begin_of(const Rotation& rotation, const ZoneTable& zone, std::int64_t turn) {
  const LocalTime date{first_handoff(rotation) + days{turn * rotation.every}};
  return to_utc(zone, date + std::chrono::minutes{rotation.handoff}).first;
}

std::int64_t number_of_turn(const Rotation& rotation, const ZoneTable& zone, TimePoint time) {
  const auto today = std::chrono::floor<days>(to_local(zone, time));
  auto turn = (today - first_handoff(rotation)).count() / rotation.every;
  while (begin_of(rotation, zone, turn) > time) --turn;
  while (begin_of(rotation, zone, turn + 1) <= time) ++turn;
  return turn;
}

}  // namespace

Turn turn_at(const Rotation& rotation, const ZoneTable& zone, TimePoint time, int later) {
  if (rotation.members.empty() || rotation.every < 1) return {};
  const auto count = static_cast<std::int64_t>(rotation.members.size());
  const auto turn = number_of_turn(rotation, zone, time) + later;
  const auto member = static_cast<std::size_t>(((turn % count) + count) % count);
  return {.person = rotation.members[member],
          .from = begin_of(rotation, zone, turn),
          .until = begin_of(rotation, zone, turn + 1)};
}

}  // namespace callwright
