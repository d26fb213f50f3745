#include "service/app/runtime_log.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace callwright {
namespace {

thread_local std::size_t bound_shard = 0;

std::optional<AttemptOutcome> outcome_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(AttemptOutcome::Unknown); ++i) {
    if (name_of(static_cast<AttemptOutcome>(i)) == name) return static_cast<AttemptOutcome>(i);
  }
  return std::nullopt;
}

HealedBy source_named(std::string_view name) {
  for (int i = 0; i < static_cast<int>(HealedBy::Other); ++i) {
    if (name_of(static_cast<HealedBy>(i)) == name) return static_cast<HealedBy>(i);
  }
  return HealedBy::Other;
}

IntentResult result_of(Reply::Kind kind) {
  switch (kind) {
    case Reply::Kind::Accepted: return IntentResult::Accepted;
    case Reply::Kind::Refused: return IntentResult::Refused;
    case Reply::Kind::Withdrawn: return IntentResult::Withdrawn;
    case Reply::Kind::Unknown: break;
  }
  return IntentResult::Unknown;
}

double seconds_of(std::chrono::duration<double> time) { return time.count(); }

}  // namespace

RuntimeLog::RuntimeLog(Log& log, Metrics& metrics, std::size_t shards, std::function<TimePoint()> clock)
    : log_(log), metrics_(metrics), clock_(std::move(clock)), orphans_(shards) {}

void RuntimeLog::bind_thread(std::size_t shard) { bound_shard = shard; }

ShardMetrics& RuntimeLog::mine() { return metrics_.shard(bound_shard); }

void RuntimeLog::logged(const runtime::effect::Logged& logged) {
  for (const auto& record : logged.records) {
    const auto kind = std::string_view(record.kind);
    if (kind != "transition" && kind != "fact" && kind != "healed" && kind != "decision") continue;
    const auto document = JsonDocument::of(record.data);
    const auto data = document.root();
    if (kind == "transition") {
      log_transition(*logged.call, record, data);
      count_transition(data);
    } else if (kind == "healed") {
      mine().count_healed(source_named(data["by"].str()));
    } else if (kind == "decision") {
      if (data["what"].str() == "dead_letter") log_dead_letter(*logged.call, data);
    } else if (const auto waited = data["time_to_human_ms"].number()) {
      mine().observe_time_to_human(logged.call->workflow, *waited / 1000.0);
    }
  }
  count_call(logged);
  count_orphans(*logged.call);
}

void RuntimeLog::recovered(const runtime::effect::Recovered& recovered) { count_orphans(*recovered.call); }

void RuntimeLog::log_transition(const Call& call, const Record& record, const JsonNode& data) {
  TransitionLine line;
  line.call = call.id;
  line.workflow = call.workflow;
  line.state_from = data["from"].string().value_or("");
  line.state_to = data["to"].string().value_or("");
  line.cause = data["cause"].string().value_or("");
  line.event = EventId(data["event_id"].str());
  if (const auto leg = data["leg"].integer()) line.leg = static_cast<int>(*leg);
  line.person = data["person"].string().value_or("");
  line.latency = clock_() - record.at;
  log_.write_transition(line);
}

/// Addresses stay out of the log: a URL may hold a key of its receiver.
void RuntimeLog::log_dead_letter(const Call& call, const JsonNode& data) {
  const auto kind = data["kind"].str();
  log_.write_limited(Level::Warn, "dead_letter",
                     {{"call_id", call.id}, {"workflow", call.workflow}, {"kind", kind}});
}

/// Each attempt counts once, when its outcome becomes known; what corrects it later does not.
void RuntimeLog::count_transition(const JsonNode& data) {
  if (data["subject"].str() != "attempt" || data["from"].str() != name_of(AttemptOutcome::Open)) return;
  if (const auto outcome = outcome_named(data["to"].str())) mine().count_attempt(*outcome);
}

void RuntimeLog::count_call(const runtime::effect::Logged& logged) {
  const auto count = [this](const Call& call, int amount) {
    if (call.version > 0 && !is_closed(call)) mine().add_calls(call.state, amount);
  };
  count(*logged.before, -1);
  count(*logged.call, 1);
}

void RuntimeLog::count_orphans(const Call& call) {
  const auto legs = std::ranges::count_if(
      call.legs, [](const Leg& leg) { return leg.hangups > 0 && leg.state != LegState::Ended; });
  auto& orphans = orphans_.at(bound_shard);
  if (legs == 0 && orphans.erase(call.id) == 0) return;
  if (legs > 0) orphans[call.id] = legs;
  std::int64_t all = 0;
  for (const auto& [id, count] : orphans) all += count;
  mine().set_orphan_legs(all);
}

void RuntimeLog::intent_ended(const runtime::effect::IntentEnded& ended) {
  if (ended.operation.empty()) return;
  mine().count_intent(ended.operation, result_of(ended.kind));
  // A webhook may take a day: it says nothing of the commands.
  const bool is_command = ended.operation != kWebhookOperation;
  if (is_command && ended.kind != Reply::Kind::Withdrawn)
    mine().observe_intent_seconds(seconds_of(ended.took));
}

void RuntimeLog::step_failed(const runtime::effect::StepFailed& failed) {
  log_.write_limited(Level::Error, "step_failed", {{"call_id", failed.call}, {"detail", failed.what}});
}

void RuntimeLog::committed(std::size_t, std::chrono::nanoseconds took, const Error* error) {
  metrics_.shard(orphans_.size()).observe_commit_seconds(seconds_of(took));
  store_fails_ = error != nullptr;
  if (error == nullptr) return;
  log_.write_limited(Level::Error, "store_failed", {{"code", error->code}, {"detail", error->detail}});
}

void RuntimeLog::load_failed(const CallId& call, const Error& error) {
  log_.write_limited(Level::Error, "load_failed",
                     {{"call_id", call}, {"code", error.code}, {"detail", error.detail}});
}

void RuntimeLog::turned(std::size_t shard, const runtime::ShardStats& stats) {
  metrics_.shard(shard).set_outbox_depth(static_cast<std::int64_t>(stats.outbox_depth));
}

}  // namespace callwright
