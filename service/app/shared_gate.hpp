#pragma once

#include "handlers/gateway/rate_limit.hpp"
#include "handlers/ports/gateway_gate.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>

namespace callwright {

struct GateLimits {
  unsigned chat_per_minute = 60;  ///< and client
  unsigned sms_per_minute = 30;
  std::size_t at_once = 64;  ///< messages at work
};

/// The gate of the process, for the endpoints of all shards.
class SharedGate final : public GatewayGate {
 public:
  explicit SharedGate(const GateLimits& limits);
  std::optional<Duration> refuse(MessageChannel channel, std::string_view client, TimePoint now) override;
  std::shared_ptr<Pass> enter() override;

 private:
  std::mutex mutex_;
  TokenBuckets chat_, sms_;
  std::size_t at_once_max_;
  /// Shared with the passes: one may outlive the gate while the process stops.
  std::shared_ptr<std::atomic<std::size_t>> at_once_ = std::make_shared<std::atomic<std::size_t>>(0);
};

}  // namespace callwright
