#include "service/runtime/outbox.hpp"

#include <algorithm>
#include <utility>

namespace callwright::runtime {
namespace {

/// Looks without a definite answer, after which a question is given up.
constexpr int kLooksMax = 3;
constexpr std::string_view kActiveCalls = "list_active_calls";
/// Names of insights belong to the account and hardly ever change: every call asks for the same few.
constexpr std::string_view kInsightName = "get_insight";
constexpr Duration kNameKept = std::chrono::minutes{10};
constexpr std::size_t kNamesMax = 1000;

bool busy(const Sending& sending) {
  return sending.state == Sending::State::OnWire || sending.state == Sending::State::Stamping ||
         sending.state == Sending::State::Asked;
}

Reply reply_of_look(const ActiveCallsSeen& look, Reply::Kind kind, Json data) {
  return {kind, look.outcome.status, look.outcome.code, look.outcome.detail, std::move(data)};
}

/// Intents with the same lane leave one after another. Only call commands have an order to keep.
int lane(const Sending& sending) {
  const bool of_leg = sending.operation == nullptr || sending.operation->is_call_command();
  return of_leg ? sending.intent.leg : -sending.intent.number;
}

/// The intent of a lane whose turn it is, or null. `of_lane` is in number order.
Sending* candidate(const std::vector<Sending*>& of_lane) {
  if (std::ranges::any_of(of_lane, [](const Sending* sending) { return busy(*sending); })) return nullptr;
  // A reply that is not stored yet may withdraw what comes after it.
  bool blocked = of_lane.front()->state == Sending::State::Resolved;
  for (auto* sending : of_lane) {
    if (sending->intent.priority != Priority::Hangup) continue;
    if (sending->state == Sending::State::Waiting) return sending;
    blocked = true;
  }
  return blocked ? nullptr : of_lane.front();
}

}  // namespace

void Outbox::sync(TimePoint now, const CallPtr& call, Origin origin) {
  if (std::ranges::all_of(call->intents, is_webhook)) return forget(call->id);
  auto& of = calls_[call->id];
  of.call = call;
  depth_ -=
      std::erase_if(of.sendings, [&](const auto& item) { return find_intent(*call, item.first) == nullptr; });
  for (const auto& intent : call->intents) {
    if (is_webhook(intent)) continue;
    const auto known = of.sendings.find(intent.number);
    auto& sending = known == of.sendings.end() ? add(now, of, intent, origin) : known->second;
    sending.intent = intent;
  }
  resolve_withdrawn(now, of);
  refresh(now, of);
}

Sending& Outbox::add(TimePoint now, CallSendings& of, const Intent& intent, Origin origin) {
  const auto* operation = config_.operation(intent.operation);
  const auto order = next_order_++;
  ++depth_;
  auto& sending =
      of.sendings
          .emplace(intent.number, origin == Origin::Decided
                                      ? Sending::fresh(intent, operation, order, config_.window)
                                      : Sending::recovered(intent, operation, order, now, config_.window))
          .first->second;
  if (operation == nullptr) {
    resolve(now, of, sending, {Reply::Kind::Refused, 0, "unknown_operation", intent.operation, {}});
  } else if (origin == Origin::Recovered) {
    if (auto reply = sending.reply_after_restart(now)) resolve(now, of, sending, std::move(*reply));
  }
  return sending;
}

void Outbox::resolve_withdrawn(TimePoint now, CallSendings& of) {
  for (auto& [number, sending] : of.sendings) {
    if (sending.state != Sending::State::Waiting || !sending.intent.withdrawn || sending.in_doubt) continue;
    resolve(now, of, sending, {Reply::Kind::Withdrawn, 0, "withdrawn", "It was never sent.", {}});
  }
}

void Outbox::stamped(TimePoint at, const CallId& call, int intent) {
  const auto of = calls_.find(call);
  if (of == calls_.end()) return;
  const auto sending = of->second.sendings.find(intent);
  if (sending == of->second.sendings.end() || sending->second.state != Sending::State::Stamping) return;
  sending->second.state = Sending::State::Waiting;
  sending->second.window_start = at;
  resolve_withdrawn(at, of->second);
  refresh(at, of->second);
}

void Outbox::replied(TimePoint now, const CallId& call, int intent, const SendOutcome& outcome) {
  --on_wire_;
  const bool is_question = questions_.erase({call, intent}) > 0;
  if (outcome.kind == SendOutcome::Kind::RateLimited) {
    auto& until = is_question ? questions_paused_until_ : paused_until_;
    until = std::max(until, now + Sending::pause_of(outcome));
  }
  const auto of = calls_.find(call);
  if (of == calls_.end()) return;
  const auto sending = of->second.sendings.find(intent);
  if (sending == of->second.sendings.end() || sending->second.state != Sending::State::OnWire) return;
  if (auto reply = sending->second.outcome(now, outcome)) {
    remember_answer(now, sending->second, *reply);
    resolve(now, of->second, sending->second, std::move(*reply));
  }
  resolve_withdrawn(now, of->second);
  refresh(now, of->second);
}

void Outbox::seen(TimePoint now, const ActiveCallsSeen& look) {
  for (const auto& [call, intent] : std::exchange(asked_, {})) {
    const auto of = calls_.find(call);
    if (of == calls_.end()) continue;
    const auto found = of->second.sendings.find(intent);
    if (found == of->second.sendings.end() || found->second.state != Sending::State::Asked) continue;
    auto& sending = found->second;
    const bool answers =
        sending.request->path_params.front().second == look.connection && sending.asked_at <= look.left_at;
    if (answers) answer(now, of->second, sending, look);
    if (sending.state == Sending::State::Asked) asked_.emplace(call, intent);
  }
}

void Outbox::answer(TimePoint now, CallSendings& of, Sending& sending, const ActiveCallsSeen& look) {
  for (const auto& leg : look.legs) {
    if (leg.call != of.call->id || leg.leg != sending.intent.leg) continue;
    return resolve(now, of, sending, reply_of_look(look, Reply::Kind::Accepted, leg.ids));
  }
  if (look.complete) return resolve(now, of, sending, reply_of_look(look, Reply::Kind::Accepted, {}));
  if (look.outcome.kind == SendOutcome::Kind::Refused) {
    return resolve(now, of, sending, reply_of_look(look, Reply::Kind::Refused, {}));
  }
  if (sending.attempts >= kLooksMax) {
    return resolve(now, of, sending, reply_of_look(look, Reply::Kind::Unknown, {}));
  }
  sending.state = Sending::State::Waiting;
  refresh(now, of);
}

void Outbox::forget(const CallId& call) {
  const auto of = calls_.find(call);
  if (of == calls_.end()) return;
  unschedule(of->second);
  depth_ -= of->second.sendings.size();
  calls_.erase(of);
}

Outbox::Turn Outbox::take_turn(TimePoint now) {
  while (!wake_.empty() && wake_.begin()->first <= now) {
    refresh(now, calls_.at(CallId(wake_.begin()->second)));
  }
  while (!stopped_ && !ready_.empty() && on_wire_ < config_.on_wire_max) {
    const auto first = *ready_.begin();
    const auto until = held_until(first);
    if (!until || now < *until) break;
    auto& of = calls_.at(first.call);
    launch(now, of, of.sendings.at(first.intent));
    refresh(now, of);
  }
  return std::exchange(turn_, {});
}

std::optional<TimePoint> Outbox::next() const {
  std::optional<TimePoint> next;
  if (!wake_.empty()) next = wake_.begin()->first;
  if (stopped_ || ready_.empty() || on_wire_ >= config_.on_wire_max) return next;
  const auto until = held_until(*ready_.begin());
  return until && (!next || *until < *next) ? until : next;
}

std::optional<TimePoint> Outbox::held_until(const ReadyKey& first) const {
  if (first.priority <= Priority::Join) return TimePoint{};
  if (first.priority != Priority::Question) return paused_until_;
  if (questions_.size() >= std::max<std::size_t>(config_.on_wire_max / 4, 1)) return std::nullopt;
  return std::max(paused_until_, questions_paused_until_);
}

void Outbox::refresh(TimePoint now, CallSendings& of) {
  unschedule(of);
  std::map<int, std::vector<Sending*>> lanes;
  for (auto& [number, sending] : of.sendings) lanes[lane(sending)].push_back(&sending);
  for (const auto& [key, of_lane] : lanes) {
    if (auto* sending = candidate(of_lane)) consider(now, of, *sending);
  }
}

void Outbox::consider(TimePoint now, CallSendings& of, Sending& sending) {
  if (now < sending.not_before) return wake_at(of, sending.not_before);
  if (!sending.request) {
    sending.request = make_request(*of.call, sending.intent, *sending.operation, config_.sender);
  }
  if (!sending.request && now < sending.window_end()) return wake_at(of, sending.window_end());
  of.ready.push_back({sending.intent.priority, sending.order, of.call->id, sending.intent.number});
  ready_.insert(of.ready.back());
}

void Outbox::launch(TimePoint now, CallSendings& of, Sending& sending) {
  if (!sending.request) {
    const auto kind = sending.in_doubt ? Reply::Kind::Unknown : Reply::Kind::Withdrawn;
    return resolve(now, of, sending, {kind, 0, "no_leg", "The leg's call_control_id did not come.", {}});
  }
  if (sending.in_doubt && (now > sending.window_end() || sending.is_expired(now))) {
    return resolve(now, of, sending, {Reply::Kind::Unknown, 0, "timeout", "Held back for too long.", {}});
  }
  if (sending.is_expired(now)) {
    return resolve(now, of, sending, {Reply::Kind::Withdrawn, 0, "expired", "It would come too late.", {}});
  }
  if (sending.operation->name == kActiveCalls) return ask(now, of, sending);
  if (answer_from_memory(now, of, sending)) return;
  if (sending.needs_stamp(now)) {
    sending.state = Sending::State::Stamping;
    turn_.inputs.push_back({of.call->id, {now, input::Held{sending.intent.number}}});
    return;
  }
  sending.leaves(now);
  ++on_wire_;
  if (sending.is_question()) questions_.emplace(of.call->id, sending.intent.number);
  turn_.sends.push_back({of.call->id, sending.intent.number, sending.attempts, *sending.request});
}

void Outbox::ask(TimePoint now, const CallSendings& of, Sending& sending) {
  sending.leaves(now);
  sending.state = Sending::State::Asked;
  sending.asked_at = now;
  asked_.emplace(of.call->id, sending.intent.number);
  turn_.wanted.insert(sending.request->path_params.front().second);
}

bool Outbox::answer_from_memory(TimePoint now, const CallSendings& of, Sending& sending) {
  if (sending.operation->name != kInsightName) return false;
  const auto known = insight_names_.find(sending.request->path_params.front().second);
  if (known == insight_names_.end() || known->second.until <= now) return false;
  resolve(now, of, sending, {Reply::Kind::Accepted, 200, "", "", known->second.data});
  return true;
}

void Outbox::remember_answer(TimePoint now, const Sending& sending, const Reply& reply) {
  if (sending.operation->name != kInsightName || reply.kind != Reply::Kind::Accepted) return;
  if (insight_names_.size() >= kNamesMax) insight_names_.clear();
  insight_names_[sending.request->path_params.front().second] = {
      kept_of_answer(*sending.operation, reply.data), now + kNameKept};
}

void Outbox::resolve(TimePoint now, const CallSendings& of, Sending& sending, Reply reply) {
  sending.state = Sending::State::Resolved;
  if (sending.is_question() && lists_events(*sending.operation)) {
    reply.data = events_missing(*of.call, reply.data, config_.read_event);
  } else if (sending.is_question()) {
    reply.data = kept_of_answer(*sending.operation, reply.data);
  }
  const auto took = sending.first_try ? now - *sending.first_try : Duration{0};
  turn_.ended.push_back(
      {sending.operation == nullptr ? std::string_view() : sending.operation->name, reply.kind, took});
  turn_.inputs.push_back({of.call->id, {now, input::Replied{sending.intent.number, std::move(reply)}}});
}

void Outbox::wake_at(CallSendings& of, TimePoint time) {
  if (of.wake && *of.wake <= time) return;
  if (of.wake) wake_.erase({*of.wake, of.call->id});
  of.wake = time;
  wake_.emplace(time, of.call->id);
}

void Outbox::unschedule(CallSendings& of) {
  for (const auto& key : of.ready) ready_.erase(key);
  of.ready.clear();
  if (of.wake) wake_.erase({*of.wake, of.call->id});
  of.wake.reset();
}

}  // namespace callwright::runtime
