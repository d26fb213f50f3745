#pragma once

#include "service/runtime/effect.hpp"
#include "service/runtime/shard.hpp"

#include <chrono>

namespace callwright {

/// What log and metrics learn from the shards. Called on the shards' threads, one object for all of them;
/// every function must be quick and safe to call from several threads.
class RuntimeObserver {
 public:
  virtual ~RuntimeObserver() = default;
  /// A step is on disk.
  virtual void logged(const runtime::effect::Logged&) {}
  /// A stored call came into memory.
  virtual void recovered(const runtime::effect::Recovered&) {}
  virtual void intent_ended(const runtime::effect::IntentEnded&) {}
  virtual void step_failed(const runtime::effect::StepFailed&) {}
  /// One hand-over to the store and back; `error` is null when it was stored.
  virtual void committed(std::size_t entries, std::chrono::nanoseconds took, const Error* error) {
    static_cast<void>(entries), static_cast<void>(took), static_cast<void>(error);
  }
  /// A call could not be read from the store.
  virtual void load_failed(const CallId&, const Error&) {}
  /// After each turn of a shard's loop.
  virtual void turned(std::size_t shard, const runtime::ShardStats& stats) {
    static_cast<void>(shard), static_cast<void>(stats);
  }
};

}  // namespace callwright
