#include "service/simulation/phones.hpp"

#include <algorithm>
#include <utility>

namespace callwright::simulation {

std::vector<Phones::LegView> Phones::legs_of(std::string_view who) const {
  std::vector<LegView> legs;
  if (const auto* person = bundle_.person(who)) {
    for (auto& leg : stage_.telnyx.legs()) {
      if (leg.direction == "outgoing" && leg.to == person->address) legs.push_back(std::move(leg));
    }
    return legs;
  }
  for (const auto& caller : callers_) {
    const bool is_it = who == "caller" ? &caller == &callers_.front() : caller.number == who;
    if (!is_it) continue;
    if (auto leg = stage_.telnyx.leg(caller.leg)) legs.push_back(std::move(*leg));
  }
  return legs;
}

std::optional<Phones::LegView> Phones::live_leg_of(std::string_view who) const {
  auto legs = legs_of(who);
  std::erase_if(legs, [](const LegView& leg) { return leg.state == "ended"; });
  if (legs.empty()) return std::nullopt;
  return std::move(legs.back());
}

const Person* Phones::person_at(std::string_view address) const {
  const auto found = std::ranges::find_if(
      bundle_.people, [&](const auto& person) { return person.second.address == address; });
  return found == bundle_.people.end() ? nullptr : &found->second;
}

void Phones::hang_up_callers() {
  for (const auto& caller : callers_) stage_.telnyx.hang_up(stage_.now, caller.leg);
}

}  // namespace callwright::simulation
