#include "workflows/language/deadline.hpp"

#include "workflows/language/calendar.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

namespace callwright::language {
namespace {

constexpr Duration kVerdict{3500};                      // a verdict comes at most this long after the answer
constexpr Duration kPrompt = std::chrono::seconds{10};  // speaking the prompt once
constexpr Duration kTimerLead = std::chrono::seconds{2};  // our timer is that much later than Telnyx's
constexpr Duration kLongest = std::chrono::hours{24};

Duration after_answer(const Escalation& escalation) {
  const Duration gate = escalation.accept.prompts * (escalation.accept.within + kPrompt);
  return kVerdict + (escalation.accept.none ? Duration{0} : gate);
}

/// How many phones each person of a step has, in order. A rotation stands for one person at a time.
std::vector<int> phones_of(const Bundle& bundle, const RingStep& step) {
  auto others = step;
  std::vector<int> phones;
  std::erase_if(others.ring, [&](const auto& name) {
    const auto* rotation = bundle.rotation(rotation_name(name).rotation);
    if (rotation == nullptr) return false;
    int most = 1;
    for (const auto& member : rotation->members) {
      if (const auto* person = bundle.person(member))
        most = std::max(most, static_cast<int>(addresses_of(*person).size()));
    }
    phones.push_back(most);
    return true;
  });
  for (const auto& key : people_of(bundle, others))
    phones.push_back(static_cast<int>(addresses_of(*bundle.person(key)).size()));
  return phones;
}

/// `parallel` phones ring at once; whoever's do not fit waits until all others have rung out.
int waves(const std::vector<int>& phones, int parallel) {
  int count = 1;
  int ringing = 0;
  for (const int wanted : phones) {
    if (ringing > 0 && ringing + wanted > parallel) {
      ++count;
      ringing = 0;
    }
    ringing += wanted;
  }
  return count;
}

Duration worst_walk(const RingStep& step, const std::vector<int>& phones, Duration gate, int parallel) {
  const Duration attempt = step.ring_time + kTimerLead + gate;
  const auto people = std::max<std::int64_t>(static_cast<std::int64_t>(phones.size()), 1);
  switch (step.order) {
    case RingStep::Order::Sequence: return people * attempt;
    case RingStep::Order::Stagger: return (people - 1) * step.every + attempt;
    case RingStep::Order::All: break;
  }
  return waves(phones, parallel) * attempt;
}

Duration worst_case(const RingStep& step, const std::vector<int>& phones, Duration gate, int parallel) {
  return step.tries * worst_walk(step, phones, gate, parallel) + (step.tries - 1) * step.gap;
}

Duration worst_case(const Bundle& bundle, const Escalation& escalation, int parallel) {
  Duration lap{0};
  for (const auto& step : escalation.steps) {
    lap += worst_case(step, phones_of(bundle, step), after_answer(escalation), parallel);
  }
  return std::min(kLongest, (escalation.repeat + 1) * lap);
}

}  // namespace

void set_deadlines(Bundle& bundle) {
  int parallel = Limits{}.parallel;
  for (const auto& workflow : bundle.workflows) parallel = std::min(parallel, workflow.limits.parallel);
  for (auto& [key, escalation] : bundle.escalations) {
    if (escalation.deadline == Duration{0}) escalation.deadline = worst_case(bundle, escalation, parallel);
  }
}

}  // namespace callwright::language
