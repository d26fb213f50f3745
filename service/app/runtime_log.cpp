#include "service/app/runtime_log.hpp"

#include <optional>
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
    : log_(log), metrics_(metrics), clock_(std::move(clock)), counted_(shards) {}

void RuntimeLog::bind_thread(std::size_t shard) { bound_shard = shard; }

ShardMetrics& RuntimeLog::mine() { return metrics_.shard(bound_shard); }

void RuntimeLog::logged(const runtime::effect::Logged& logged) {
  for (const auto& record : logged.records) {
    if (record.kind != "transition" && record.kind != "fact") continue;
    const auto document = JsonDocument::of(record.data);
    const auto data = document.root();
    if (record.kind == "transition") {
      log_transition(*logged.call, record, data);
      count_transition(data);
    } else if (const auto waited = data["time_to_human_ms"].number()) {
      mine().observe_time_to_human(logged.call->workflow, *waited / 1000.0);
    }
  }
  count_call(*logged.call);
}

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

void RuntimeLog::count_transition(const JsonNode& data) {
  if (data["subject"].str() != "attempt") return;
  if (const auto outcome = outcome_named(data["to"].str())) mine().count_attempt(*outcome);
}

void RuntimeLog::count_call(const Call& call) {
  auto& counted = counted_.at(bound_shard);
  const auto known = counted.find(call.id);
  if (known != counted.end()) {
    if (known->second == call.state) return;
    mine().add_calls(known->second, -1);
    counted.erase(known);
  }
  if (is_closed(call)) return;
  mine().add_calls(call.state, 1);
  counted.emplace(call.id, call.state);
}

void RuntimeLog::intent_ended(const runtime::effect::IntentEnded& ended) {
  if (ended.operation == nullptr) return;
  mine().count_intent(ended.operation->name, result_of(ended.kind));
  mine().observe_intent_seconds(seconds_of(ended.took));
}

void RuntimeLog::step_failed(const runtime::effect::StepFailed& failed) {
  log_.write_limited(Level::Error, "step_failed", {{"call_id", failed.call}, {"detail", failed.what}});
}

void RuntimeLog::committed(std::size_t, std::chrono::nanoseconds took, const Error* error) {
  metrics_.shard(counted_.size()).observe_commit_seconds(seconds_of(took));
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
