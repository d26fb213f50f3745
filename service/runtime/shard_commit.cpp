#include "service/runtime/shard.hpp"

#include <utility>

namespace callwright::runtime {
namespace {

constexpr int kConflictsMax = 10;
constexpr int kClaimLossesMax = 64;  // one for each person a step may ring

}  // namespace

void Shard::on(message::Committed committed) {
  const auto batch = batches_.extract(committed.batch);
  if (batch.empty()) return;
  for (const auto request : batch.mapped().unmatched) respond(request, Outcome::Unmatched);
  for (const auto& route : batch.mapped().routes) search_again(route);
  for (std::size_t i = 0; i < batch.mapped().calls.size(); ++i) {
    const auto& id = batch.mapped().calls[i];
    auto& box = boxes_.at(id);
    switch (committed.outcomes.at(i).kind) {
      case CommitOutcome::Kind::Committed: entry_committed(id, box); break;
      case CommitOutcome::Kind::Conflict: entry_conflicted(id, box); break;
      case CommitOutcome::Kind::ClaimLost: entry_lost_claim(id, box, committed.outcomes[i].address); break;
    }
  }
}

void Shard::on(message::CommitFailed failed) {
  const auto batch = batches_.extract(failed.batch);
  if (batch.empty()) return;
  for (const auto request : batch.mapped().unmatched) respond(request, Outcome::Unavailable);
  for (const auto& route : batch.mapped().routes) search_again(route);
  for (const auto& id : batch.mapped().calls) entry_failed(id, boxes_.at(id), failed.known);
}

void Shard::entry_committed(const CallId& id, CallBox& box) {
  box.state = CallBox::State::Idle;
  const auto before = std::exchange(box.call, std::exchange(box.decided, nullptr));
  box.conflicts = box.claim_losses = box.failures = 0;
  answer_stepped(box);
  if (!idle_matters_.empty()) note_ended_legs(*before, *box.call);
  effects_.emplace_back(effect::Logged{box.call, before, std::exchange(box.records, {})});
  for (const auto& waiting : box.stepping) {
    const auto* held = std::get_if<input::Held>(&waiting.input.what);
    if (held != nullptr) outbox_.stamped(waiting.input.at, id, held->intent);
  }
  box.discard();
  outbox_.sync(now_, box.call, Outbox::Origin::Decided);
  deliveries_.sync(box.call);
  timers_.sync(*box.call, now_);
  fire_asked(id, box);
  make_ready(id, box);
  leave_if_done(id, box);
}

void Shard::answer_stepped(CallBox& box) {
  for (const auto& waiting : box.stepping) {
    if (!std::holds_alternative<input::Arrived>(waiting.input.what)) continue;
    respond(waiting.request, waiting.duplicate ? Outcome::Duplicate : Outcome::Stored);
  }
  for (auto& answer : box.answers) {
    const auto request = answer.request;
    respond(request, Outcome::Answered, std::move(answer));
  }
}

void Shard::entry_conflicted(const CallId& id, CallBox& box) {
  const bool was_new = box.is_new();
  box.restore();
  if (was_new) return call_not_stored(id, box);  // somebody else has a key of it: to be looked up
  if (++box.conflicts >= kConflictsMax) return give_up(id, box);
  load(id, box);
}

/// Another call rings the person: the engine is told, and decides the same inputs again with that known.
void Shard::entry_lost_claim(const CallId& id, CallBox& box, const std::string& address) {
  box.restore();
  box.state = CallBox::State::Idle;
  const bool is_start = box.is_new() && !box.mailbox.empty() &&
                        std::holds_alternative<input::StartRequested>(box.mailbox.front().input.what);
  if (is_start) return refuse_start(id, box);
  if (++box.claim_losses >= kClaimLossesMax) return give_up(id, box);
  // The first input of a new call must stay its call.initiated.
  const auto place = box.mailbox.begin() + (box.is_new() && !box.mailbox.empty() ? 1 : 0);
  box.mailbox.insert(place, {.input = {now_, input::AddressBusy{address}}, .tool_leg = {}});
  make_ready(id, box);
}

/// Decided again and again to no avail: whoever can repeat the input does, ours are tried later.
void Shard::give_up(const CallId& id, CallBox& box) {
  box.conflicts = box.claim_losses = 0;
  box.state = CallBox::State::Absent;
  refuse_waiting(box);
  box.is_new() ? erase(id) : retry_later(id, box);
}

void Shard::entry_failed(const CallId& id, CallBox& box, bool known) {
  std::erase_if(box.stepping, [this](const Waiting& waiting) {
    respond(waiting.request, Outcome::Unavailable);
    return waiting.request != 0;
  });
  box.restore();
  if (!known) return load(id, box);
  if (box.is_new()) {
    refuse_waiting(box);
    return erase(id);
  }
  box.state = CallBox::State::Idle;
  bool somebody_waits = false;
  for (const auto& waiting : box.mailbox) somebody_waits |= waiting.request != 0;
  if (somebody_waits) return make_ready(id, box);
  if (!box.mailbox.empty())
    retry_later(id, box);
  else
    leave_if_done(id, box);
}

}  // namespace callwright::runtime
