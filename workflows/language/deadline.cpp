#include "workflows/language/deadline.hpp"

#include "workflows/language/calendar.hpp"

#include <algorithm>
#include <chrono>

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

/// `parallel` phones ring at once; the others of an `all` step wait their turn.
Duration worst_walk(const RingStep& step, std::int64_t people, Duration gate, int parallel) {
  const Duration attempt = step.ring_time + kTimerLead + gate;
  switch (step.order) {
    case RingStep::Order::Sequence: return people * attempt;
    case RingStep::Order::Stagger: return (people - 1) * step.every + attempt;
    case RingStep::Order::All: break;
  }
  return (people + parallel - 1) / parallel * attempt;
}

Duration worst_case(const RingStep& step, std::int64_t people, Duration gate, int parallel) {
  return step.tries * worst_walk(step, people, gate, parallel) + (step.tries - 1) * step.gap;
}

/// A rotation stands for one person at a time.
std::int64_t most_people(const Bundle& bundle, const RingStep& step) {
  auto others = step;
  const auto rotations = std::erase_if(others.ring, [&](const auto& name) {
    return bundle.rotation(rotation_name(name).rotation) != nullptr;
  });
  return static_cast<std::int64_t>(people_of(bundle, others).size() + rotations);
}

Duration worst_case(const Bundle& bundle, const Escalation& escalation, int parallel) {
  Duration lap{0};
  for (const auto& step : escalation.steps) {
    const auto people = std::max<std::int64_t>(most_people(bundle, step), 1);
    lap += worst_case(step, people, after_answer(escalation), parallel);
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
