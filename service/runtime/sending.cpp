#include "service/runtime/sending.hpp"

#include <algorithm>
#include <utility>

namespace callwright::runtime {
namespace {

constexpr Duration kFirstPause = std::chrono::milliseconds{500};
constexpr int kDoublingsMax = 7;

Reply reply_of(Reply::Kind kind, const SendOutcome& outcome) {
  return {kind, outcome.status, outcome.code, outcome.detail, outcome.data};
}

bool inside(Duration window, TimePoint sent_at, TimePoint now) {
  // A negative age means that the clock was set back: then nobody knows how old the intent is.
  return sent_at <= now && now - sent_at <= window;
}

bool may_repeat(const Operation* operation, TimePoint sent_at, TimePoint now) {
  if (operation == nullptr) return false;
  return operation->in_doubt == InDoubt::Repeat ||
         (operation->takes_idempotency_key && inside(Sending::kKeyWindow, sent_at, now));
}

}  // namespace

Sending Sending::fresh(const Intent& intent, const Operation* operation, std::uint64_t order,
                       Duration window) {
  Sending sending;
  sending.intent = intent;
  sending.operation = operation;
  sending.order = order;
  sending.window_start = intent.sent_at;
  sending.window = window;
  return sending;
}

Sending Sending::recovered(const Intent& intent, const Operation* operation, std::uint64_t order,
                           TimePoint now, Duration window) {
  auto sending = fresh(intent, operation, order, window);
  sending.in_doubt = !sending.is_question();
  if (!inside(window, intent.sent_at, now)) sending.window_start = now;
  return sending;
}

std::optional<Reply> Sending::reply_after_restart(TimePoint now) const {
  if (is_question()) return std::nullopt;
  if (intent.withdrawn) {
    return Reply{
        Reply::Kind::Unknown, 0, "restart", "Withdrawn; whether it was sent before is not known.", {}};
  }
  const bool is_young = inside(window, intent.sent_at, now) && !is_expired(now);
  if (is_young || may_repeat(operation, intent.sent_at, now)) return std::nullopt;
  return Reply{Reply::Kind::Unknown, 0, "restart", "Too old to be repeated safely.", {}};
}

Duration Sending::pause_of(const SendOutcome& outcome) {
  return outcome.retry_after > Duration{0} ? std::min(outcome.retry_after, kPauseMax) : kPause;
}

TimePoint Sending::window_end() const {
  // What was never carried out so far may have been stamped: that moves the window, but not its end.
  const auto end = (in_doubt || !first_try ? window_start : *first_try) + window;
  const auto expires_after = operation == nullptr ? Duration{0} : operation->expires_after;
  return expires_after > Duration{0} ? std::min(end, intent.created_at + expires_after) : end;
}

bool Sending::is_expired(TimePoint now) const {
  if (operation == nullptr || operation->expires_after == Duration{0}) return false;
  return !inside(operation->expires_after, intent.created_at, now);
}

bool Sending::needs_stamp(TimePoint now) const {
  return !is_question() && !in_doubt && (now - window_start > kStampAfter || now < window_start);
}

void Sending::leaves(TimePoint now) {
  state = State::OnWire;
  ++attempts;
  if (!first_try) first_try = now;
}

std::optional<Reply> Sending::outcome(TimePoint now, const SendOutcome& outcome) {
  state = State::Waiting;
  switch (outcome.kind) {
    case SendOutcome::Kind::Accepted: return reply_of(Reply::Kind::Accepted, outcome);
    case SendOutcome::Kind::Refused: return refused(outcome);
    case SendOutcome::Kind::RateLimited: return limited(now, outcome);
    case SendOutcome::Kind::ServerError:
    case SendOutcome::Kind::NoAnswer: in_doubt = !is_question(); return unclear(now, outcome);
    case SendOutcome::Kind::NotSent: return unclear(now, outcome);
  }
  std::unreachable();
}

std::optional<Reply> Sending::refused(const SendOutcome& outcome) const {
  // After an unanswered attempt a refusal may be of the repetition only. Two say what is the case now: the
  // call has ended (90018), and an assistant is at work (90061).
  const bool states_a_fact =
      outcome.code == "90018" || (outcome.code == "90061" && intent.operation == "ai_assistant_start");
  return reply_of(in_doubt && !states_a_fact ? Reply::Kind::Unknown : Reply::Kind::Refused, outcome);
}

std::optional<Reply> Sending::limited(TimePoint now, const SendOutcome& outcome) {
  not_before = now + pause_of(outcome);
  if (not_before <= window_end()) return std::nullopt;
  auto reply = reply_of(in_doubt || is_question() ? Reply::Kind::Unknown : Reply::Kind::Refused, outcome);
  reply.code = "10011";
  return reply;
}

std::optional<Reply> Sending::unclear(TimePoint now, const SendOutcome& outcome) {
  if (now >= window_end() || now < window_start) return reply_of(Reply::Kind::Unknown, outcome);
  const auto pause = std::max(kFirstPause * (1 << std::min(unanswered, kDoublingsMax)), outcome.retry_after);
  not_before = std::min(now + pause, window_end());
  ++unanswered;
  return std::nullopt;
}

}  // namespace callwright::runtime
