#include "service/runtime/shard.hpp"
#include "service/runtime/shard_of.hpp"

#include <algorithm>
#include <utility>

namespace callwright::runtime {
namespace {

constexpr Duration kFirstRetry = std::chrono::milliseconds{500};
constexpr int kRetryDoublingsMax = 4;
constexpr Duration kScanEvery = std::chrono::seconds{30};
constexpr Duration kScanRetry = std::chrono::seconds{1};
/// Between the last open call that is loaded after a start and the first look at what Telnyx holds.
constexpr Duration kFirstLook = std::chrono::seconds{2};
constexpr std::size_t kScanLimitMax = 65'536;

}  // namespace

void Shard::deliver(const CallId& id, Waiting waiting) {
  auto& box = boxes_[id];
  if (box.mailbox.size() >= config_.mailbox_max) return respond(waiting.request, Outcome::Unavailable);
  box.mailbox.push_back(std::move(waiting));
  box.heard_at = now_;
  if (box.state == CallBox::State::Absent) load(id, box);
  if (box.state == CallBox::State::Idle) make_ready(id, box);
}

/// Our own inputs are never refused: nobody would repeat them.
void Shard::tell(const CallId& id, Input input) {
  const auto found = boxes_.find(id);
  if (found == boxes_.end()) return;
  found->second.mailbox.push_back({.input = std::move(input), .tool_leg = {}});
  found->second.heard_at = now_;
  if (found->second.state == CallBox::State::Idle) make_ready(id, found->second);
}

void Shard::load(const CallId& id, CallBox& box) {
  box.state = CallBox::State::Loading;
  effects_.emplace_back(effect::Load{id});
}

void Shard::make_ready(const CallId& id, CallBox& box) {
  if (box.ready || box.mailbox.empty()) return;
  box.ready = true;
  ready_.push_back(id);
}

void Shard::on(message::Loaded loaded) {
  const auto found = boxes_.find(loaded.call);
  if (found == boxes_.end() || found->second.state != CallBox::State::Loading) return;
  auto& box = found->second;
  if (std::exchange(box.recovering, false)) --recovering_;
  recover_more();
  if (!loaded.found) return call_not_stored(loaded.call, box);
  box.state = CallBox::State::Idle;
  box.call = std::make_shared<const Call>(*std::move(loaded.found));
  // Nobody knows what was missed while the process was down: asked for soon.
  if (box.heard_at == TimePoint{}) box.heard_at = now_ - config_.quiet_after;
  box.bundle = std::move(loaded.bundle);
  keys_.add(*box.call);
  effects_.emplace_back(effect::Recovered{box.call});
  outbox_.sync(now_, box.call, Outbox::Origin::Recovered);
  deliveries_.sync(box.call);
  if (timers_.sync(*box.call, now_) == TimerSet::Overdue::Some) tell_restarted(loaded.call, box);
  make_ready(loaded.call, box);
  leave_if_done(loaded.call, box);
}

void Shard::on(const message::LoadFailed& failed) {
  const auto found = boxes_.find(failed.call);
  if (found == boxes_.end() || found->second.state != CallBox::State::Loading) return;
  auto& box = found->second;
  if (std::exchange(box.recovering, false)) {
    --recovering_;
    next_scan_ = std::min(next_scan_, now_ + kScanRetry);  // it is due: not to be left until the usual scan
  }
  recover_more();
  refuse_waiting(box);
  // A call that was never loaded has nothing armed; the next scan or event finds it again.
  if (box.call == nullptr || box.is_new()) return erase(failed.call);
  retry_later(failed.call, box);
}

void Shard::call_not_stored(const CallId& id, CallBox& box) {
  auto mailbox = std::exchange(box.mailbox, {});
  const auto no_call = box.is_new() ? Outcome::Unavailable : Outcome::NotFound;
  erase(id);
  for (auto& waiting : mailbox) {
    auto* arrived = std::get_if<input::Arrived>(&waiting.input.what);
    if (arrived == nullptr) {
      respond(waiting.request, no_call);
    } else if (waiting.adopted == 0) {
      const bool searched = waiting.found_by == message::FoundBy::Store;
      message::Arrived again{waiting.request, std::move(arrived->event), {}, waiting.found_by};
      if (again.found_by == message::FoundBy::Nobody) again.found_by = message::FoundBy::Memory;
      // The store's index named a call that it does not have: looking again would lead here again.
      searched ? keep_unmatched(again, "") : search_event(std::move(again));
    }
  }
}

void Shard::refuse_waiting(CallBox& box) {
  std::erase_if(box.mailbox, [this](const Waiting& waiting) {
    respond(waiting.request, Outcome::Unavailable);
    return waiting.request != 0;
  });
}

void Shard::retry_later(const CallId& id, CallBox& box) {
  if (box.state != CallBox::State::Idle) box.state = CallBox::State::Absent;
  if (box.retry_at) retries_.erase({*box.retry_at, id});
  box.retry_at = now_ + kFirstRetry * (1 << std::min(box.failures++, kRetryDoublingsMax));
  retries_.emplace(*box.retry_at, id);
}

void Shard::leave_if_done(const CallId& id, CallBox& box) {
  if (box.state != CallBox::State::Idle || !box.mailbox.empty()) return;
  const auto& call = *box.call;
  // A webhook that waits long for its next attempt is found again by the scan.
  const bool nothing_open = call.timers.empty() && std::ranges::all_of(call.intents, is_webhook) &&
                            deliveries_.rests(id, now_ + 2 * kScanAhead);
  if (box.is_new() || (is_closed(call) && nothing_open)) erase(id);
}

void Shard::erase(const CallId& id) {
  const auto found = boxes_.find(id);
  if (found->second.retry_at) retries_.erase({*found->second.retry_at, id});
  outbox_.forget(id);
  deliveries_.forget(id);
  timers_.forget(id);
  keys_.forget(id);
  boxes_.erase(found);
}

/// What is due soon is loaded first. Then, a few at a time, every other open call, so that it can be compared
/// with what Telnyx shows.
void Shard::scan() {
  if (stopped_ || scanning_) return;
  const bool is_due = next_scan_ <= now_;
  walking_ = !is_due && !walked_ && to_recover_.empty() && recovering_ == 0;
  if (!is_due && !walking_) return;
  scanning_ = true;
  effects_.emplace_back(walking_ ? effect::ScanDue{TimePoint::max(), walk_limit_}
                                 : effect::ScanDue{now_ + kScanAhead, scan_limit_});
}

void Shard::on(message::DueFound found) {
  scanning_ = false;
  auto& limit = walking_ ? walk_limit_ : scan_limit_;
  // A full answer may hide later calls behind those that are in memory already.
  const bool more = found.calls.size() >= limit && limit < kScanLimitMax;
  limit = more ? std::min(limit * 4, kScanLimitMax) : config_.scan_limit;
  if (!walking_) {
    next_scan_ = more ? now_ : now_ + kScanEvery;
  } else if (!more) {
    walked_ = true;
    next_heal_ = now_ + kFirstLook;
    next_quiet_ = now_ + kFirstLook;
  }
  to_recover_.clear();
  for (auto& call : found.calls) {
    if (shard_of(call.text(), config_.count) == config_.index && !boxes_.contains(call)) {
      to_recover_.push_back(std::move(call));
    }
  }
  recover_more();
}

void Shard::on(message::ScanFailed) {
  scanning_ = false;
  next_scan_ = now_ + kScanRetry;
}

void Shard::recover_more() {
  while (!to_recover_.empty() && recovering_ < config_.recovery_loads_max) {
    const auto id = std::move(to_recover_.front());
    to_recover_.pop_front();
    const auto [box, is_new] = boxes_.try_emplace(id);
    if (!is_new) continue;
    box->second.recovering = true;
    ++recovering_;
    load(id, box->second);
  }
}

}  // namespace callwright::runtime
