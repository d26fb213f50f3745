#include "workflows/model/call.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>

namespace callwright {
namespace {

template <class Items>
auto find_number(const Items& items, int number) -> decltype(&items.front()) {
  const auto found = std::ranges::find_if(items, [&](const auto& item) { return item.number == number; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

bool is_webhook(const Intent& intent) { return intent.operation == kWebhookOperation; }
bool is_awaited(const Intent& intent) {
  return intent.purpose != Purpose::Deliver && intent.purpose != Purpose::HangupStray;
}
int identity_of(const Intent& intent) { return intent.identity != 0 ? intent.identity : intent.number; }

bool is_outgoing(const Call& call) { return call.direction == "outgoing"; }
const std::string& our_number(const Call& call) { return is_outgoing(call) ? call.from : call.to; }
const std::string& their_number(const Call& call) { return is_outgoing(call) ? call.to : call.from; }
std::string start_key(const std::string& idempotency_key) { return "start:" + idempotency_key; }

bool is_closed(const Call& call) {
  if (call.state == CallState::Settled) return true;
  if (call.state != CallState::Failed) return false;
  const bool silent = std::ranges::all_of(call.legs, [](const Leg& leg) {
    return leg.number == 0 || leg.state == LegState::Ended || leg.state == LegState::Planned;
  });
  return silent && std::ranges::none_of(call.intents, is_awaited);
}

std::optional<TimePoint> next_due(const Call& call) {
  std::optional<TimePoint> due;
  const auto consider = [&](TimePoint time) {
    if (!due || time < *due) due = time;
  };
  for (const auto& timer : call.timers) consider(timer.due);
  for (const auto& intent : call.intents) consider(std::max(intent.created_at, intent.not_before));
  return due;
}

const Leg* find_leg(const Call& call, int number) { return find_number(call.legs, number); }

const Leg* find_leg(const Call& call, const CallControlId& id) {
  if (!id) return nullptr;
  const auto found = std::ranges::find(call.legs, id, &Leg::call_control_id);
  return found == call.legs.end() ? nullptr : &*found;
}

const Attempt* find_attempt(const Call& call, int number) { return find_number(call.attempts, number); }
const Run* find_run(const Call& call, int number) { return find_number(call.runs, number); }
std::optional<TimePoint> released_at(const Call& call, std::string_view address) {
  std::optional<TimePoint> latest;
  for (const auto& leg : call.legs) {
    if (leg.address == address && leg.ended_at && (!latest || *latest < *leg.ended_at)) latest = leg.ended_at;
  }
  return latest;
}

const Intent* find_intent(const Call& call, int number) { return find_number(call.intents, number); }

const Run* live_run(const Call& call) {
  const auto found = std::ranges::find_if(call.runs, [](const Run& run) {
    return run.state == RunState::Ringing || run.state == RunState::Joining || run.state == RunState::Joined;
  });
  return found == call.runs.end() ? nullptr : &*found;
}

bool has_seen(const Call& call, const EventId& id) {
  return id && std::ranges::find(call.seen, fingerprint(id.text())) != call.seen.end();
}

}  // namespace callwright
