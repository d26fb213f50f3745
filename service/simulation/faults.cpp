#include "service/simulation/faults.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace callwright::simulation {
namespace {

struct Kind {
  std::string_view name;
  int highest;  ///< in thousandths
  enum class In { Every, Process, Api } in;
};

// In the order of Fault.
constexpr auto kKinds = std::to_array<Kind>({
    {"crash", 60, Kind::In::Process},
    {"crash_by_time", 100, Kind::In::Process},
    {"commit_fails", 60, Kind::In::Process},
    {"read_fails", 100, Kind::In::Process},
    {"slow_disk", 50, Kind::In::Process},
    {"clock_step", 60, Kind::In::Process},
    {"reload", 60, Kind::In::Process},
    {"webhook_doubled", 400, Kind::In::Every},
    {"webhook_late", 100, Kind::In::Every},
    {"webhook_lost", 30, Kind::In::Api},
    {"attempt_lost", 60, Kind::In::Api},
    {"request_lost", 60, Kind::In::Api},
    {"request_doubled", 40, Kind::In::Api},
    {"request_late", 30, Kind::In::Api},
    {"answer_lost", 60, Kind::In::Api},
    {"error_before", 40, Kind::In::Api},
    {"error_after", 40, Kind::In::Api},
    {"rate_limited", 40, Kind::In::Api},
    {"not_sent", 40, Kind::In::Api},
    {"never_answered", 30, Kind::In::Api},
    {"dial_never_answered", 150, Kind::In::Api},
    {"receiver_fails", 150, Kind::In::Api},
});
static_assert(kKinds.size() == kFaultCount);

}  // namespace

std::string_view name_of(Fault fault) { return kKinds[static_cast<std::size_t>(fault)].name; }

std::optional<Fault> fault_of(std::string_view name) {
  const auto found = std::ranges::find(kKinds, name, &Kind::name);
  if (found == kKinds.end()) return std::nullopt;
  return static_cast<Fault>(found - kKinds.begin());
}

std::string text_of(const Strike& strike) {
  return std::string(name_of(strike.fault)) + "." + std::to_string(strike.occasion);
}

std::optional<Strike> strike_of(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto fault = fault_of(text.substr(0, dot));
  const auto number = text.substr(dot + 1);
  std::uint32_t occasion = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), occasion);
  if (!fault || read.ec != std::errc{} || read.ptr != number.data() + number.size()) return std::nullopt;
  return Strike{*fault, occasion};
}

Faults Faults::drawn(Dice& dice) {
  Faults faults;
  faults.webhook_delay = dice.between(Duration{50}, Duration{3000});
  const bool only_disorder = dice.chance(100);
  const bool only_ours = dice.chance(250);
  for (std::size_t fault = 0; fault < kFaultCount; ++fault) {
    const auto& kind = kKinds[fault];
    const bool is_left_out =
        kind.in != Kind::In::Every && (only_disorder || (kind.in == Kind::In::Api && only_ours));
    if (!is_left_out && dice.chance(600))
      faults.per_mille[fault] = static_cast<int>(dice.below(static_cast<std::size_t>(kind.highest))) + 1;
  }
  return faults;
}

}  // namespace callwright::simulation
