#pragma once

#include "service/app/runtime_observer.hpp"
#include "service/observe/log.hpp"
#include "service/observe/metrics.hpp"
#include "workflows/model/json.hpp"

#include <atomic>
#include <functional>
#include <unordered_map>
#include <vector>

namespace callwright {

/// Log lines and metrics of what the shards did. One line for each transition, after it is on disk.
class RuntimeLog final : public RuntimeObserver {
 public:
  /// `metrics` has one part for each shard and a last one for the store's thread.
  RuntimeLog(Log& log, Metrics& metrics, std::size_t shards, std::function<TimePoint()> clock);

  /// Says that the calling thread is the shard's. Before anything else happens on it.
  static void bind_thread(std::size_t shard);
  /// The last commit was refused by the store.
  [[nodiscard]] bool store_fails() const { return store_fails_; }

  void logged(const runtime::effect::Logged& logged) override;
  void recovered(const runtime::effect::Recovered& recovered) override;
  void intent_ended(const runtime::effect::IntentEnded& ended) override;
  void step_failed(const runtime::effect::StepFailed& failed) override;
  void committed(std::size_t entries, std::chrono::nanoseconds took, const Error* error) override;
  void load_failed(const CallId& call, const Error& error) override;
  void turned(std::size_t shard, const runtime::ShardStats& stats) override;

 private:
  void log_transition(const Call& call, const Record& record, const JsonNode& data);
  void count_transition(const JsonNode& data);
  void count_call(const runtime::effect::Logged& logged);
  void count_orphans(const Call& call);
  void log_dead_letter(const Call& call, const JsonNode& data);
  [[nodiscard]] ShardMetrics& mine();

  Log& log_;
  Metrics& metrics_;
  std::function<TimePoint()> clock_;
  /// By shard, each used by its thread only: legs that we hung up and that are not known to have ended.
  std::vector<std::unordered_map<CallId, std::int64_t>> orphans_;
  std::atomic<bool> store_fails_ = false;
};

}  // namespace callwright
