#include "service/simulation/phones.hpp"

#include <algorithm>
#include <utility>

namespace callwright::simulation {

std::vector<Phones::LegView> Phones::legs_of(std::string_view who) const {
  std::vector<LegView> legs;
  if (const auto* person = bundle_.person(who)) {
    for (auto& leg : stage_.telnyx.legs()) {
      const bool is_theirs = std::ranges::any_of(
          addresses_of(*person), [&](const Address& address) { return address.text == leg.to; });
      if (leg.direction == "outgoing" && is_theirs) legs.push_back(std::move(leg));
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
  const auto* person = bundle_.person(who);
  const auto is_first_phone = [&](const LegView& leg) {
    return person != nullptr && leg.to == person->address;
  };
  const auto found = std::find_if(legs.rbegin(), legs.rend(), is_first_phone);
  return std::move(found == legs.rend() ? legs.back() : *found);
}

const Person* Phones::person_at(std::string_view address) const {
  const auto found = std::ranges::find_if(bundle_.people, [&](const auto& person) {
    return std::ranges::any_of(addresses_of(person.second),
                               [&](const Address& one) { return one.text == address; });
  });
  return found == bundle_.people.end() ? nullptr : &found->second;
}

void Phones::hang_up_callers() {
  for (const auto& caller : callers_) stage_.telnyx.hang_up(stage_.now, caller.leg);
}

}  // namespace callwright::simulation
