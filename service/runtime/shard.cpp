#include "service/runtime/shard.hpp"

#include "service/runtime/shard_of.hpp"

#include <algorithm>
#include <utility>

namespace callwright::runtime {
namespace {

OutboxConfig outbox_config(const ShardConfig& config) {
  return {{config.deployment, config.connection_id},
          config.on_wire_max,
          config.repeat_window,
          config.operation,
          config.read_event};
}

}  // namespace

Shard::Shard(ShardConfig config, Random& random, TimePoint now)
    : config_(std::move(config)),
      random_(random),
      now_(now),
      timers_(now),
      outbox_(outbox_config(config_)),
      active_calls_(config_.deployment, config_.operation("list_active_calls"), config_.active_calls_every),
      deliveries_(config_.webhooks),
      next_scan_(now),
      scan_limit_(config_.scan_limit),
      walk_limit_(config_.scan_limit),
      next_heal_(now + config_.heal_every),
      next_quiet_(now),
      looks_until_(now + kLooksGoOn) {
  if (!config_.connection_id.empty()) connections_.insert(config_.connection_id);
}

void Shard::handle(TimePoint now, Message message) {
  now_ = now;
  std::visit([this](auto& told) { on(std::move(told)); }, message);
}

std::vector<Effect> Shard::take_effects() {
  fire_timers();
  run_retries();
  scan();
  run_healer();
  run_outbox();
  ask_active_calls();
  run_deliveries();
  flush_commit();
  schedule_wake();
  auto effects = std::exchange(effects_, {});
  effects_.reserve(effects.size());  // the next turn is likely to be as busy
  return effects;
}

void Shard::stop() {
  stopped_ = true;
  outbox_.stop();
  deliveries_.stop();
}

bool Shard::is_quiet() const {
  return batches_.empty() && outbox_.on_wire() + active_calls_.on_wire() == 0 && ready_.empty() &&
         unmatched_.empty();
}

ShardStats Shard::stats() const {
  return {boxes_.size(), outbox_.depth(), outbox_.on_wire(), batches_.size()};
}

void Shard::on(message::OperatorArrived arrived) {
  const auto home = shard_of(arrived.call.text(), config_.count);
  if (home != config_.index) {
    effects_.emplace_back(effect::Forward{home, std::move(arrived)});
    return;
  }
  deliver(arrived.call,
          {.input = {now_, input::OperatorCommand{arrived.request, std::move(arrived.name),
                                                  std::move(arrived.arguments), std::move(arrived.by)}},
           .request = arrived.request,
           .tool_leg = {}});
}

void Shard::on(message::LetterRetried retried) {
  const auto home = shard_of(retried.call.text(), config_.count);
  if (home != config_.index) {
    effects_.emplace_back(effect::Forward{home, std::move(retried)});
    return;
  }
  deliver(retried.call,
          {.input = {now_, input::LetterRetried{retried.request, retried.position, std::move(retried.letter),
                                                std::move(retried.by)}},
           .request = retried.request,
           .tool_leg = {}});
}

void Shard::on(const message::WebhookReplied& replied) {
  deliveries_.replied(now_, replied.call, replied.intent, replied.reply);
}

void Shard::on(const message::Replied& replied) {
  outbox_.replied(now_, replied.call, replied.intent, replied.outcome);
}

void Shard::run_outbox() {
  auto turn = outbox_.take_turn(now_);
  for (auto& ended : turn.ended) effects_.emplace_back(ended);
  for (auto& send : turn.sends) effects_.emplace_back(std::move(send));
  for (auto& [call, input] : turn.inputs) tell(call, std::move(input));
  for (const auto& connection : turn.wanted) want_active_calls(connection);
}

void Shard::run_deliveries() {
  auto turn = deliveries_.take_turn(now_);
  for (auto& ended : turn.ended) effects_.emplace_back(ended);
  for (auto& send : turn.sends) effects_.emplace_back(std::move(send));
  for (auto& [call, input] : turn.inputs) tell(call, std::move(input));
}

void Shard::fire_timers() {
  for (const auto& due : timers_.take_due(now_)) tell(due.call, {now_, input::TimerDue{due.timer}});
}

void Shard::run_retries() {
  while (!retries_.empty() && retries_.begin()->first <= now_) {
    const CallId id = retries_.begin()->second;
    retries_.erase(retries_.begin());
    auto& box = boxes_.at(id);
    box.retry_at.reset();
    if (box.state == CallBox::State::Absent) load(id, box);
    if (box.state == CallBox::State::Idle) make_ready(id, box);
  }
}

void Shard::flush_commit() {
  effect::Commit commit;
  Batch batch;
  step_ready(commit, batch);
  for (auto& kept : unmatched_) {
    commit.unmatched.push_back(std::move(kept.event));
    batch.unmatched.push_back(kept.request);
    const bool is_new = std::ranges::find(batch.routes, kept.route) == batch.routes.end();
    if (!kept.route.empty() && is_new) batch.routes.push_back(std::move(kept.route));
  }
  unmatched_.clear();
  if (commit.entries.empty() && commit.unmatched.empty()) return;
  commit.batch = next_number_++;
  batches_.emplace(commit.batch, std::move(batch));
  effects_.emplace_back(std::move(commit));
}

void Shard::step_ready(effect::Commit& commit, Batch& batch) {
  for (const auto& id : std::exchange(ready_, {})) {
    const auto found = boxes_.find(id);
    if (found == boxes_.end() || !found->second.ready) continue;
    found->second.ready = false;
    if (found->second.state == CallBox::State::Idle) step_one(id, found->second, commit, batch);
  }
}

void Shard::step_one(const CallId& id, CallBox& box, effect::Commit& commit, Batch& batch) {
  std::vector<Waiting> inputs(std::make_move_iterator(box.mailbox.begin()),
                              std::make_move_iterator(box.mailbox.end()));
  box.mailbox.clear();
  for (auto& waiting : inputs) waiting.input.availability = availability_;
  auto decision = decide(config_.step, *box.call, *box.bundle, std::move(inputs));
  for (auto& done : decision.at_once) effects_.emplace_back(std::move(done));
  for (auto& failure : decision.failures) effects_.emplace_back(std::move(failure));
  if (!decision.entry) return leave_if_done(id, box);
  box.state = CallBox::State::Committing;
  box.stepping = std::move(decision.stepped);
  box.answers = std::move(decision.answers);
  box.records = std::move(decision.records);
  box.decided = decision.entry->call;
  keys_.add(id, decision.entry->keys);
  commit.entries.push_back(std::move(*decision.entry));
  batch.calls.push_back(id);
}

void Shard::schedule_wake() {
  std::optional<TimePoint> next = outbox_.next();
  const auto consider = [&next](std::optional<TimePoint> time) {
    if (time && (!next || *time < *next)) next = time;
  };
  consider(timers_.next());
  if (!stopped_) consider(active_calls_.next());
  consider(deliveries_.next());
  if (!retries_.empty()) consider(retries_.begin()->first);
  if (!scanning_ && !stopped_) consider(next_scan_);
  if (!stopped_ && (!boxes_.empty() || !connections_.empty())) consider(next_heal_);
  if (!stopped_ && walked_ && !boxes_.empty()) consider(next_quiet_);
  // A wake that has come is gone with it.
  if (wake_ && *wake_ <= now_) wake_.reset();
  if (!next || wake_ == next) return;
  wake_ = next;
  effects_.emplace_back(effect::WakeAt{*next});
}

void Shard::respond(RequestId request, Outcome outcome, Answer answer) {
  if (request != 0) effects_.emplace_back(effect::Respond{request, outcome, std::move(answer)});
}

}  // namespace callwright::runtime
