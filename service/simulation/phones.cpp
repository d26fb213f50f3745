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
    if (is_it) add_legs(caller, legs);
  }
  return legs;
}

void Phones::add_legs(const Caller& caller, std::vector<LegView>& legs) const {
  if (caller.leg) {
    if (auto leg = stage_.telnyx.leg(caller.leg)) legs.push_back(std::move(*leg));
    return;
  }
  for (auto& leg : stage_.telnyx.legs()) {
    if (is_of_caller(leg) && leg.to == caller.number) legs.push_back(std::move(leg));
  }
}

bool Phones::is_called_by_us(std::string_view number) const {
  return std::ranges::any_of(
      callers_, [&](const Caller& caller) { return caller.leg.empty() && caller.number == number; });
}

const Call* Phones::first_call(const std::vector<Call>& calls) const {
  if (callers_.empty()) return nullptr;
  const auto& first = callers_.front();
  const auto found = std::ranges::find_if(calls, [&](const Call& call) {
    if (!first.leg) return is_outgoing(call) && call.to == first.number;
    return !call.legs.empty() && call.legs.front().call_control_id == first.leg;
  });
  return found == calls.end() ? nullptr : &*found;
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
  for (const auto& caller : callers_) {
    std::vector<LegView> legs;
    add_legs(caller, legs);
    for (const auto& leg : legs) {
      if (caller.leg || leg.state == "answered") stage_.telnyx.hang_up(stage_.now, leg.id);
    }
  }
}

}  // namespace callwright::simulation
