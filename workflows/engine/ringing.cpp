#include "workflows/engine/ringing.hpp"

#include "workflows/engine/dial.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/whom_to_ring.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

using std::chrono::seconds;

constexpr seconds kBusyRetry{2};  // before a phone that was on another call is tried again
/// Before somebody for whom no channel was free is dialled again; it doubles.
constexpr seconds kCapacityRetry{2};
constexpr seconds kCapacityRetryMax{8};

int legs_alive(const Call& call) {
  return static_cast<int>(
      std::ranges::count_if(call.legs, [](const Leg& leg) { return leg.state != LegState::Ended; }));
}

/// Phones that ring and are not answered yet.
int phones_ringing(const Call& call) {
  return static_cast<int>(std::ranges::count_if(
      call.legs, [](const Leg& leg) { return leg.number != 0 && leg.state < LegState::Answered; }));
}

/// Whoever passed, stayed silent or was a machine is not rung again in the same lap.
bool is_done_in_lap(const Call& call, const Run& run, const std::string& person) {
  return std::ranges::any_of(call.attempts, [&](const Attempt& attempt) {
    if (attempt.run != run.number || attempt.person != person) return false;
    if (attempt.outcome == AttemptOutcome::Open) return true;
    return attempt.lap == run.lap &&
           (attempt.outcome == AttemptOutcome::Declined || attempt.outcome == AttemptOutcome::NoKey ||
            attempt.outcome == AttemptOutcome::Machine || attempt.outcome == AttemptOutcome::Unknown);
  });
}

/// The person's latest attempt in the step that the run is in; null when there is none.
const Attempt* latest_in_step(const Call& call, const Run& run, const std::string& person) {
  const auto found = std::find_if(call.attempts.rbegin(), call.attempts.rend(), [&](const Attempt& attempt) {
    return attempt.run == run.number && attempt.step == run.step && attempt.lap == run.lap &&
           attempt.person == person;
  });
  return found == call.attempts.rend() ? nullptr : &*found;
}

/// Whom the step has rung in this lap, in order and each once.
std::vector<std::string> rung_in_step(const Call& call, const Run& run) {
  std::vector<std::string> people;
  for (const auto& attempt : call.attempts) {
    if (attempt.run != run.number || attempt.step != run.step || attempt.lap != run.lap) continue;
    if (std::ranges::find(people, attempt.person) == people.end()) people.push_back(attempt.person);
  }
  return people;
}

/// Later walks are for those whom nobody reached; who answered in any way is not rung again.
bool is_worth_another_try(const Call& call, const Run& run, const std::string& person) {
  const auto* latest = latest_in_step(call, run, person);
  return latest != nullptr &&
         (latest->outcome == AttemptOutcome::NoAnswer || latest->outcome == AttemptOutcome::Busy ||
          latest->outcome == AttemptOutcome::Failed);
}

Json body_of(const Decision& d, const Escalation& escalation, const RingStep& step, const Address& address) {
  return dial_body(d.call, {.to = address.text,
                            .from = escalation.from.empty() ? our_number(d.call) : escalation.from,
                            .ring_time = step.ring_time,
                            .longest = kLegTimeLimit,
                            .detection = escalation.machine_detection});
}

/// How many more phones may ring.
int room(Decision& d, const Run& run) {
  const auto& limits = d.workflow().limits;
  const int parallel = run.parallel == 0 ? limits.parallel : run.parallel;
  return std::min(limits.legs - legs_alive(d.call), parallel - phones_ringing(d.call));
}

/// A person's phones ring together, so they wait until there is room for all; with nobody else to wait for,
/// those ring that there is room for.
bool has_room_for(Decision& d, const Run& run, const std::string& person) {
  return phones_ringing(d.call) == 0 ||
         room(d, run) >= static_cast<int>(addresses_of(d.person(person)).size());
}

std::vector<Address> addresses_to_ring(Decision& d, const Run& run, const std::string& person) {
  auto addresses = addresses_of(d.person(person));
  const auto room_for = static_cast<std::size_t>(std::max(1, room(d, run)));
  if (addresses.size() > room_for) addresses.resize(room_for);
  return addresses;
}

void ring(Decision& d, int run_number, const std::string& person_key) {
  const auto& run = d.run(run_number);
  const auto& escalation = d.escalation(run);
  const int first_leg = static_cast<int>(d.call.legs.size());
  const int attempt = static_cast<int>(d.call.attempts.size()) + 1;
  d.call.attempts.push_back(Attempt{.number = attempt,
                                    .run = run.number,
                                    .round = run.round,
                                    .step = run.step,
                                    .lap = run.lap,
                                    .walk = run.walk,
                                    .person = person_key,
                                    .leg = first_leg,
                                    .started_at = d.now});
  for (const auto& address : addresses_to_ring(d, run, person_key)) {
    const int leg = static_cast<int>(d.call.legs.size());
    d.call.legs.push_back(
        Leg{.number = leg, .person = person_key, .address = address.text, .attempt = attempt});
    d.decide("ring",
             {{"person", person_key}, {"leg", std::to_string(leg)}, {"attempt", std::to_string(attempt)}});
    d.raise(d.leg(leg), LegState::Dialing);
    d.step.claims.push_back(address.text);
    d.send("dial", leg, body_of(d, escalation, step_of(escalation, run.step), address), Purpose::Dial, leg,
           Priority::Dial);
  }
}

bool has_attempts_left(Decision& d) {
  return static_cast<int>(d.call.attempts.size()) < d.workflow().limits.attempts;
}

bool may_ring(Decision& d, const Run& run) {
  if (run.state != RunState::Ringing || run.waiting.empty() || d.now >= run.deadline) return false;
  if (d.is_armed(TimerKind::CapacityRetry, run.number) || !has_attempts_left(d)) return false;
  if (room(d, run) <= 0) return false;
  const auto order = step_of(d.escalation(run), run.step).order;
  const bool nobody_is_rung = open_attempts(d.call, run.number) == 0;
  if (order == RingStep::Order::Sequence) return nobody_is_rung;
  if (order == RingStep::Order::Stagger) return nobody_is_rung || !d.is_armed(TimerKind::StepGap, run.number);
  return true;
}

bool is_busy(const Call& call, const std::string& address, TimePoint now) {
  const auto is_alive = [&](const Leg& leg) {
    return leg.address == address && leg.state != LegState::Ended;
  };
  return std::ranges::any_of(call.legs, is_alive) ||
         std::ranges::any_of(
             call.busy, [&](const BusyAddress& busy) { return busy.address == address && busy.until > now; });
}

/// On another call with one of their phones, or still on an earlier leg of this one that is not known to have
/// ended.
bool is_busy(const Decision& d, const std::string& person) {
  return std::ranges::any_of(addresses_of(d.person(person)),
                             [&](const Address& address) { return is_busy(d.call, address.text, d.now); });
}

/// Whoever cannot be reached within the time that their phone would have rung is passed over.
TimePoint end_of_waiting(Decision& d, const Run& run) {
  return run.step_started_at + step_of(d.escalation(run), run.step).ring_time;
}

template <class Predicate>
void pass_over(Decision& d, int run_number, std::string_view why, Predicate is_passed) {
  std::erase_if(d.run(run_number).waiting, [&](const std::string& person) {
    if (!is_passed(person)) return false;
    d.decide("person_skipped", {{"person", person}, {"why", std::string(why)}});
    return true;
  });
}

void pass_over_busy(Decision& d, int run_number) {
  const auto& run = d.run(run_number);
  const bool waits = step_of(d.escalation(run), run.step).busy == RingStep::Busy::Wait;
  if (waits && d.now < end_of_waiting(d, run)) {
    if (!d.is_armed(TimerKind::BusyRetry, run_number)) d.arm(TimerKind::BusyRetry, run_number, kBusyRetry);
    return;
  }
  pass_over(d, run_number, "on the phone", [&](const std::string& person) { return is_busy(d, person); });
}

void pass_over_without_capacity(Decision& d, int run_number) {
  if (d.now < end_of_waiting(d, d.run(run_number))) return;
  pass_over(d, run_number, "no channel free", [&](const std::string& person) {
    const auto* latest = latest_in_step(d.call, d.run(run_number), person);
    return latest != nullptr && latest->outcome == AttemptOutcome::NoCapacity;
  });
}

/// The next person who is not on the phone; empty when there is none.
std::string next_to_ring(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  std::erase_if(run.waiting, [&](const std::string& person) { return is_done_in_lap(d.call, run, person); });
  const auto found =
      std::ranges::find_if(run.waiting, [&](const std::string& person) { return !is_busy(d, person); });
  return found == run.waiting.end() ? std::string() : *found;
}

/// `people` wait to be rung in a walk over the step's list.
void begin_walk(Decision& d, int run_number, std::vector<std::string> people) {
  auto& run = d.run(run_number);
  run.between_walks = false;
  run.step_started_at = d.now;
  run.waiting = std::move(people);
  d.disarm(TimerKind::StepGap, run_number);
  ring_waiting(d, run_number);
}

/// Those whom the walk that is over did not reach; empty after the last walk.
std::vector<std::string> people_of_next_walk(const Decision& d, const Run& run) {
  const auto& step = step_of(d.escalation(run), run.step);
  if (run.walk + 1 >= step.tries) return {};
  auto people = rung_in_step(d.call, run);
  std::erase_if(people, [&](const auto& person) { return !is_worth_another_try(d.call, run, person); });
  return people;
}

/// True when another walk begins now or after the gap.
bool walk_again(Decision& d, int run_number) {
  auto& run = d.run(run_number);
  auto people = people_of_next_walk(d, run);
  if (people.empty()) return false;
  const auto gap = step_of(d.escalation(run), run.step).gap;
  if (gap > Duration{0} && !run.between_walks) {
    run.between_walks = true;
    d.disarm(TimerKind::StepGap, run_number);
    d.arm(TimerKind::StepGap, run_number, gap);
    return true;
  }
  if (d.is_armed(TimerKind::StepGap, run_number) && run.between_walks) return true;
  ++run.walk;
  d.decide("next_try", {{"step", std::to_string(run.step + 1)}, {"try", std::to_string(run.walk + 1)}});
  begin_walk(d, run_number, std::move(people));
  return true;
}

}  // namespace

bool is_open(const Attempt& attempt, int run) {
  return attempt.run == run && attempt.outcome == AttemptOutcome::Open;
}

int open_attempts(const Call& call, int run) {
  return static_cast<int>(
      std::ranges::count_if(call.attempts, [&](const Attempt& a) { return is_open(a, run); }));
}

const RingStep& step_of(const Escalation& escalation, int index) {
  return escalation.steps.at(static_cast<std::size_t>(index));
}

void ring_waiting(Decision& d, int run_number) {
  follow_rotations(d, run_number, step_of(d.escalation(d.run(run_number)), d.run(run_number).step));
  pass_over_without_capacity(d, run_number);
  while (may_ring(d, d.run(run_number))) {
    const auto person = next_to_ring(d, run_number);
    if (person.empty()) {
      if (!d.run(run_number).waiting.empty()) pass_over_busy(d, run_number);
      return;
    }
    if (!has_room_for(d, d.run(run_number), person)) return;
    std::erase(d.run(run_number).waiting, person);
    ring(d, run_number, person);
    const auto& step = step_of(d.escalation(d.run(run_number)), d.run(run_number).step);
    if (step.order != RingStep::Order::Stagger) continue;
    d.disarm(TimerKind::StepGap, run_number);
    d.arm(TimerKind::StepGap, run_number, step.every);
  }
}

void begin_step(Decision& d, int run_number, int index) {
  auto& run = d.run(run_number);
  run.step = index;
  run.walk = 0;
  d.disarm(TimerKind::BusyRetry, run_number);
  const auto& step = step_of(d.escalation(run), index);
  auto why_skipped = why_closed(d, step);
  auto people = why_skipped.empty() ? whom_to_ring(d, step) : std::vector<std::string>();
  std::erase_if(people, [&](const std::string& person) { return is_done_in_lap(d.call, run, person); });
  if (why_skipped.empty() && people.empty()) why_skipped = "nobody left to ring in this lap";
  if (!why_skipped.empty()) {
    d.decide("step_skipped", {{"step", std::to_string(index + 1)}, {"why", std::move(why_skipped)}});
  }
  run.listed = has_rotation(d, step) ? people : std::vector<std::string>();
  begin_walk(d, run_number, std::move(people));
}

bool step_goes_on(Decision& d, int run_number) {
  if (open_attempts(d.call, run_number) > 0) return true;
  if (d.now >= d.run(run_number).deadline || !has_attempts_left(d)) return false;
  if (!d.run(run_number).waiting.empty()) return true;
  return walk_again(d, run_number);
}

void wait_for_capacity(Decision& d, const Attempt& attempt) {
  auto& run = d.run(attempt.run);
  if (run.state != RunState::Ringing || attempt.step != run.step || attempt.lap != run.lap) return;
  const int parallel = run.parallel == 0 ? d.workflow().limits.parallel : run.parallel;
  run.parallel = std::max(1, parallel / 2);
  run.waiting.insert(run.waiting.begin(), attempt.person);
  const auto refused = std::ranges::count_if(d.call.attempts, [&](const Attempt& other) {
    return other.run == run.number && other.outcome == AttemptOutcome::NoCapacity;
  });
  d.decide("no_channel_free", {{"person", attempt.person}, {"phones_at_once", std::to_string(run.parallel)}});
  if (d.is_armed(TimerKind::CapacityRetry, run.number)) return;
  d.arm(
      TimerKind::CapacityRetry, run.number,
      std::min<Duration>(kCapacityRetry * (1 << std::min<std::int64_t>(refused - 1, 3)), kCapacityRetryMax));
}

void step_gap_due(Decision& d, int run) {
  if (find_run(d.call, run) != nullptr) ring_waiting(d, run);
}

void address_busy(Decision& d, const std::string& address) {
  d.record("fact", json_object({{"busy", address}}));
  std::erase_if(d.call.busy,
                [&](const BusyAddress& busy) { return busy.address == address || busy.until <= d.now; });
  d.call.busy.push_back(BusyAddress{.address = address, .until = d.now + kBusyRetry});
}

}  // namespace callwright::engine
