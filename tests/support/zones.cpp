#include "tests/support/zones.hpp"

#include <stdexcept>

namespace callwright::tests {
namespace {

using std::chrono::hours;
using std::chrono::sys_days;
using std::chrono::year;

/// When a zone leaves and comes back to its standard time in a year.
struct Summer {
  TimePoint from;
  TimePoint until;
};

Summer chicago_in(year of) {
  using namespace std::chrono;
  return {sys_days{of / March / Sunday[2]} + hours{8}, sys_days{of / November / Sunday[1]} + hours{7}};
}

Summer berlin_in(year of) {
  using namespace std::chrono;
  return {sys_days{of / March / Sunday[last]} + hours{1}, sys_days{of / October / Sunday[last]} + hours{1}};
}

ZoneTable table_of(std::string_view name, TimePoint from, TimePoint until, hours standard,
                   Summer (*summer_in)(year)) {
  ZoneTable zone{.name = std::string(name), .transitions = {{.utc = from, .offset = standard}}};
  const auto first = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(from)}.year();
  for (auto of = first; summer_in(of).from < until; ++of) {
    const auto summer = summer_in(of);
    if (summer.until <= from) continue;
    if (summer.from <= from) zone.transitions.front().offset = standard + hours{1};
    if (summer.from > from) zone.transitions.push_back({.utc = summer.from, .offset = standard + hours{1}});
    if (summer.until < until) zone.transitions.push_back({.utc = summer.until, .offset = standard});
  }
  return zone;
}

class TestZones final : public ZoneSource {
 public:
  [[nodiscard]] std::optional<ZoneTable> table(std::string_view name, TimePoint from,
                                               TimePoint until) const override {
    if (name == "America/Chicago") return table_of(name, from, until, hours{-6}, chicago_in);
    if (name == "Europe/Berlin") return table_of(name, from, until, hours{1}, berlin_in);
    if (name == "UTC") return ZoneTable{.name = "UTC", .transitions = {{.utc = from}}};
    return std::nullopt;
  }
  [[nodiscard]] std::vector<std::string> names() const override {
    return {"America/Chicago", "Europe/Berlin", "UTC"};
  }
};

}  // namespace

const ZoneSource& test_zones() {
  static const TestZones zones;
  return zones;
}

LoadOptions test_load_options() { return {.zones = &test_zones(), .now = time_of("2026-11-20T12:00:00Z")}; }

TimePoint time_of(std::string_view text) {
  const auto time = parse_time(text);
  if (!time) throw std::invalid_argument("no time: " + std::string(text));
  return *time;
}

}  // namespace callwright::tests
