#include "workflows/engine/attempt_legs.hpp"

#include "workflows/engine/legs.hpp"
#include "workflows/engine/outgoing.hpp"

#include <algorithm>
#include <array>

namespace callwright::engine {
namespace {

/// Of several legs the first of these that one of them came to: what says most of the person, and what keeps
/// a phone from being rung twice.
constexpr std::array kMostTelling = {
    AttemptOutcome::Declined, AttemptOutcome::NoKey,    AttemptOutcome::Machine,
    AttemptOutcome::Unknown,  AttemptOutcome::Rejected, AttemptOutcome::Busy,
    AttemptOutcome::NoAnswer, AttemptOutcome::Failed,   AttemptOutcome::NoCapacity};

}  // namespace

std::vector<int> legs_of(const Call& call, const Attempt& attempt) {
  std::vector<int> numbers;
  for (const auto& leg : call.legs) {
    if (leg.number != 0 && leg.attempt == attempt.number) numbers.push_back(leg.number);
  }
  return numbers;
}

bool address_out(Decision& d, int leg_number, AttemptOutcome outcome) {
  if (leg_number == 0) return called_out(d, outcome), true;
  auto& attempt = d.attempt(d.leg(leg_number).attempt);
  if (attempt.outcome != AttemptOutcome::Open || d.leg(leg_number).outcome != AttemptOutcome::Open)
    return false;
  d.leg(leg_number).outcome = outcome;
  const auto legs = legs_of(d.call, attempt);
  const auto has = [&](AttemptOutcome wanted) {
    return std::ranges::any_of(legs, [&](int number) { return d.leg(number).outcome == wanted; });
  };
  if (has(AttemptOutcome::Open)) {
    d.decide("address_out", {{"person", attempt.person},
                             {"leg", std::to_string(leg_number)},
                             {"outcome", std::string(name_of(outcome))}});
    return false;
  }
  const auto* most_telling = std::ranges::find_if(kMostTelling, has);
  d.set_outcome(attempt, most_telling == kMostTelling.end() ? outcome : *most_telling);
  return true;
}

void keep_leg(Decision& d, int leg_number, const Template& reason) {
  auto& attempt = d.attempt(d.leg(leg_number).attempt);
  attempt.leg = leg_number;
  release_attempt(d, attempt.number, reason, leg_number);
}

void release_attempt(Decision& d, int attempt_number, const Template& reason, int except) {
  for (const int number : legs_of(d.call, d.attempt(attempt_number))) {
    auto& leg = d.leg(number);
    if (number == except || leg.state == LegState::Ended) continue;
    if (leg.outcome == AttemptOutcome::Open) leg.outcome = AttemptOutcome::Cancelled;
    release(d, number, reason);
  }
}

const Template& not_needed() {
  static const Template text = Template::parse("You are not needed any more. Thank you.").value();
  return text;
}

}  // namespace callwright::engine
