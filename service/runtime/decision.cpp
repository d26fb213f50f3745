#include "service/runtime/decision.hpp"

#include "workflows/engine/outgoing.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace callwright::runtime {
namespace {

template <class Item>
void append(std::vector<Item>& to, std::vector<Item> from) {
  std::ranges::move(from, std::back_inserter(to));
}

void add_once(std::vector<std::string>& to, const std::string& item) {
  if (std::ranges::find(to, item) == to.end()) to.push_back(item);
}

/// Claims and releases of several steps as those of one: the last word on each address counts.
void merge_claims(StoreEntry& entry, const Step& step) {
  // Of one step, an address in both is claimed: a person's leg has ended and they are rung again.
  for (const auto& address : step.releases) {
    std::erase(entry.claims, address);
    add_once(entry.releases, address);
  }
  for (const auto& address : step.claims) {
    std::erase(entry.releases, address);
    add_once(entry.claims, address);
  }
}

bool is_stale(const Call& call, const Input& input) {
  if (const auto* timer = std::get_if<input::TimerDue>(&input.what)) {
    return std::ranges::find(call.timers, timer->timer, &Timer::number) == call.timers.end();
  }
  if (const auto* replied = std::get_if<input::Replied>(&input.what)) {
    return find_intent(call, replied->intent) == nullptr;
  }
  if (const auto* held = std::get_if<input::Held>(&input.what)) {
    return find_intent(call, held->intent) == nullptr;
  }
  if (const auto* failed = std::get_if<input::AttemptFailed>(&input.what)) {
    return find_intent(call, failed->intent) == nullptr;
  }
  return false;
}

bool begins_call(const Input& input) {
  if (std::holds_alternative<input::StartRequested>(input.what)) return true;
  const auto* arrived = std::get_if<input::Arrived>(&input.what);
  return arrived != nullptr && arrived->event.type == EventType::CallInitiated;
}

class Stepper {
 public:
  Stepper(const StepFunction& step, const Call& call, const Bundle& bundle)
      : step_(step), bundle_(bundle), stored_(call) {}

  void take(Waiting waiting) {
    if (is_new() && !begins_call(waiting.input)) return respond(waiting, Outcome::Unavailable);
    if (const auto* start = std::get_if<input::StartRequested>(&waiting.input.what);
        start != nullptr && stored_.version > 0) {
      // The call is on disk, and asking for it again changes nothing.
      return decision_.at_once.push_back(
          {waiting.request, Outcome::Answered, engine::answer_to_repetition(stored_, *start)});
    }
    if (is_stale(stored_, waiting.input)) return;
    if (is_stale(call(), waiting.input)) {
      // Only because of what is not stored yet: should the commit fail, it still counts.
      decision_.stepped.push_back(std::move(waiting));
      return;
    }
    if (waiting.tool_leg && find_leg(call(), waiting.tool_leg) == nullptr) {
      return respond(waiting, Outcome::Conflict);
    }
    if (const auto* arrived = std::get_if<input::Arrived>(&waiting.input.what)) {
      if (has_seen(stored_, arrived->event.id)) return respond(waiting, Outcome::Duplicate);
      waiting.duplicate = stepped_ && has_seen(*stepped_, arrived->event.id);
    }
    if (!waiting.duplicate && !run(waiting)) return;
    if (waiting.adopted != 0) entry_.adopted.push_back(waiting.adopted);
    decision_.stepped.push_back(std::move(waiting));
  }

  Decision finish() {
    if (!stepped_) return std::move(decision_);
    entry_.seen_version = stored_.version;
    entry_.snapshot = write_snapshot(*stepped_);
    entry_.next_due_at = next_due(*stepped_);
    entry_.first_seq = decision_.records.empty() ? stored_.next_seq : decision_.records.front().seq;
    entry_.records = write_records(decision_.records);
    entry_.call = std::make_shared<const Call>(*std::move(stepped_));
    decision_.entry = std::move(entry_);
    return std::move(decision_);
  }

 private:
  [[nodiscard]] bool is_new() const { return stored_.version == 0 && !stepped_; }
  [[nodiscard]] const Call& call() const { return stepped_ ? *stepped_ : stored_; }

  void respond(const Waiting& waiting, Outcome outcome) {
    if (waiting.request != 0) decision_.at_once.push_back({waiting.request, outcome, {}});
  }

  bool run(const Waiting& waiting) {
    try {
      merge(step_(bundle_, call(), waiting.input));
      return true;
    } catch (const std::exception& bug) {
      decision_.failures.push_back({stored_.id, bug.what()});
      respond(waiting, Outcome::Unavailable);
      return false;
    }
  }

  void merge(Step step) {
    merge_claims(entry_, step);
    for (const auto& key : step.keys) add_once(entry_.keys, key);
    for (const auto& letter : step.dead_letters) entry_.dead_letters.push_back(letter.text());
    append(entry_.settled_letters, std::move(step.settled_letters));
    append(decision_.records, std::move(step.records));
    append(decision_.answers, std::move(step.answers));
    stepped_ = std::move(step.call);
  }

  const StepFunction& step_;
  const Bundle& bundle_;
  const Call& stored_;
  std::optional<Call> stepped_;  ///< what the inputs so far made of it
  StoreEntry entry_;
  Decision decision_;
};

}  // namespace

Waiting waiting_for(TimePoint now, message::StartCall wanted) {
  const auto request = wanted.start.request;
  return {.input = {now, std::move(wanted.start)}, .request = request, .tool_leg = {}};
}

Decision decide(const StepFunction& step, const Call& call, const Bundle& bundle,
                std::vector<Waiting> inputs) {
  Stepper stepper(step, call, bundle);
  for (auto& waiting : inputs) stepper.take(std::move(waiting));
  return stepper.finish();
}

std::string write_records(const std::vector<Record>& records) {
  JsonWriter writer;
  writer.begin_array();
  for (const auto& record : records) {
    writer.begin_object()
        .member("seq", record.seq)
        .member("at", format_time(record.at))
        .member("kind", record.kind)
        .member("data", record.data)
        .end_object();
  }
  return writer.end_array().take();
}

}  // namespace callwright::runtime
