#include "workflows/engine/missing_events.hpp"

#include "workflows/engine/events.hpp"
#include "workflows/engine/inquiry.hpp"
#include "workflows/model/event_text.hpp"

#include <algorithm>
#include <utility>

namespace callwright::engine {
namespace {

using std::chrono::seconds;

/// How long a decision waits for the answer to what became of a webhook.
constexpr seconds kAskPatience{3};
/// An answer stands for so long: how soon Telnyx shows an event in its lists is not documented.
constexpr seconds kAnswerStands{10};
/// What has ended may be listed for a while.
constexpr seconds kListedAfterEnd{60};
/// Telnyx: the largest page of call events and of deliveries.
constexpr int kPageSize = 250;

bool is_asked(const Call& call, Purpose purpose, int leg) {
  return std::ranges::any_of(
      call.intents, [&](const Intent& intent) { return intent.purpose == purpose && intent.ref == leg; });
}

Json events_filter(const Leg& leg) {
  return JsonWriter()
      .begin_object()
      .member("filter[leg_id]", leg.call_leg_id.text())
      .member("filter[type]", "webhook")
      .member("page[size]", kPageSize)
      .end_object()
      .finish();
}

/// Deliveries are of the whole account: those that name the leg.
Json deliveries_filter(const Leg& leg) {
  return JsonWriter()
      .begin_object()
      .member("filter[status][eq]", "failed")
      .member("filter[webhook][contains]", leg.call_leg_id.text())
      .member("page[size]", kPageSize)
      .end_object()
      .finish();
}

void ask(Decision& d, std::string_view operation, Json body, Purpose purpose, int leg) {
  d.send(operation, leg, std::move(body), purpose, leg, Priority::Question);
}

/// Steps what Telnyx shows and this call has not seen, in order of time. False: there is nothing of the kind.
bool take_missing(Decision& d, std::string_view by, const Reply& reply) {
  if (reply.kind != Reply::Kind::Accepted) return false;
  std::vector<Event> missing;
  const auto document = JsonDocument::of(reply.data);
  for (const auto& shown : document.root().elements()) {
    auto event = read_event(shown.json().text());
    if (event && !has_seen(d.call, event->id)) missing.push_back(std::move(*event));
  }
  std::ranges::sort(missing, {}, [](const Event& event) { return std::pair(event.occurred_at, event.id); });
  for (const auto& event : missing) {
    if (has_seen(d.call, event.id)) continue;
    record_healed(d, by, {{"event", event.name}, {"event_id", event.id.text()}});
    event_arrived(d, event);
  }
  return !missing.empty();
}

bool can_be_asked_for(const Leg& leg) { return leg.state != LegState::Ended && !leg.call_control_id.empty(); }

}  // namespace

void ask_for_leg(Decision& d, int number) {
  const auto& leg = d.leg(number);
  if (!can_be_asked_for(leg) || is_asked(d.call, Purpose::AskLeg, number)) return;
  ask(d, "retrieve_call_status", json_object({{"call_control_id", leg.call_control_id.text()}}),
      Purpose::AskLeg, number);
}

void ask_for_events(Decision& d, int number) {
  auto& leg = d.leg(number);
  if (!can_be_asked_for(leg) || is_asked(d.call, Purpose::AskEvents, number) ||
      is_asked(d.call, Purpose::AskDeliveries, number))
    return;
  leg.asked_at = d.now;
  if (leg.call_leg_id.empty()) return ask_for_leg(d, number);
  ask(d, "list_call_events", events_filter(leg), Purpose::AskEvents, number);
}

bool asks_first(Decision& d, TimerKind deadline, int number) {
  auto& leg = d.leg(number);
  const bool is_answered = leg.asked_at && d.now >= *leg.asked_at && d.now - *leg.asked_at < kAnswerStands;
  if (is_answered || !can_be_asked_for(leg)) return false;
  ask_for_events(d, number);
  d.arm(deadline, number, kAskPatience);
  return true;
}

void events_asked(Decision& d, int number, const Reply& reply) {
  if (take_missing(d, "call_events", reply)) return;
  const auto& leg = d.leg(number);
  if (can_be_asked_for(leg))
    ask(d, "list_webhook_deliveries", deliveries_filter(leg), Purpose::AskDeliveries, number);
}

void deliveries_asked(Decision& d, int number, const Reply& reply) {
  if (take_missing(d, "webhook_deliveries", reply)) return;
  ask_for_leg(d, number);
}

void leg_not_listed(Decision& d, int number) {
  const auto* leg = find_leg(d.call, number);
  if (leg == nullptr || leg->state == LegState::Ended) return;
  d.record("fact", json_object({{"not_listed", std::to_string(number)}}));
  ask_for_events(d, number);
}

void hang_up_stray(Decision& d, int number, std::string_view shown_by) {
  if (is_asked(d.call, Purpose::HangupStray, number)) return;
  record_healed(d, shown_by,
                {{"leg", std::to_string(number)},
                 {"call_control_id", d.leg(number).call_control_id.text()},
                 {"shown", "a leg that had ended is alive"}});
  d.send("hangup", number, json_object({}), Purpose::HangupStray, number, Priority::Hangup);
}

void leg_listed(Decision& d, int number, const Json& ids) {
  const auto* leg = find_leg(d.call, number);
  if (leg == nullptr) return;
  if (leg->state != LegState::Ended) {
    if (leg->call_control_id.empty()) adopt(d, number, ids);
    return;
  }
  const bool may_be_listed = leg->ended_at && d.now - *leg->ended_at < kListedAfterEnd;
  if (may_be_listed) return;
  if (leg->call_control_id.empty()) learn_ids_of(d, number, ids);
  hang_up_stray(d, number, "active_calls");
}

void call_quiet(Decision& d) {
  if (is_closed(d.call)) return;
  d.record("fact", json_object({{"quiet", "nothing was heard of the call for long"}}));
  for (const auto& leg : std::vector<Leg>(d.call.legs)) ask_for_events(d, leg.number);
}

}  // namespace callwright::engine
