#include "service/app/time_zones.hpp"

#include <algorithm>
#include <exception>

#include <date/tz.h>

namespace callwright {
namespace {

/// Null where the system has no database: the library says so by an exception.
const date::tzdb* database() {
  try {
    return &date::get_tzdb();
  } catch (const std::exception&) {
    return nullptr;
  }
}

const date::time_zone* find_zone(std::string_view name) {
  const auto* all = database();
  if (all == nullptr) return nullptr;
  const auto found =
      std::ranges::find(all->zones, name, [](const auto& zone) { return std::string_view(zone.name()); });
  return found == all->zones.end() ? nullptr : &*found;
}

ZoneTable table_of(const date::time_zone& zone, TimePoint from, TimePoint until) {
  ZoneTable table{.name = zone.name()};
  for (auto at = std::chrono::floor<std::chrono::seconds>(from); at < until;) {
    const auto info = zone.get_info(at);
    const bool is_repeated = !table.transitions.empty() &&
                             table.transitions.back().offset == info.offset;  // only its name changes
    if (!is_repeated) table.transitions.push_back({.utc = at, .offset = info.offset});
    at = info.end;
  }
  return table;
}

class SystemZones final : public ZoneSource {
 public:
  [[nodiscard]] std::optional<ZoneTable> table(std::string_view name, TimePoint from,
                                               TimePoint until) const override {
    const auto* zone = find_zone(name);
    if (zone == nullptr) return std::nullopt;
    return table_of(*zone, from, until);
  }
  [[nodiscard]] std::vector<std::string> names() const override {
    std::vector<std::string> names;
    const auto* all = database();
    if (all == nullptr) return names;
    for (const auto& zone : all->zones) names.push_back(zone.name());
    return names;
  }
};

}  // namespace

const ZoneSource& system_zones() {
  static const SystemZones zones;
  return zones;
}

}  // namespace callwright
