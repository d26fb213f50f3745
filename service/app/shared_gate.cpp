#include "service/app/shared_gate.hpp"

#include <utility>

namespace callwright {
namespace {

/// Some hundred bytes each.
constexpr std::size_t kClientsMax = 20'000;

class CountedPass final : public GatewayGate::Pass {
 public:
  explicit CountedPass(std::shared_ptr<std::atomic<std::size_t>> count) : count_(std::move(count)) {}
  CountedPass(const CountedPass&) = delete;
  CountedPass& operator=(const CountedPass&) = delete;
  ~CountedPass() override { count_->fetch_sub(1); }

 private:
  std::shared_ptr<std::atomic<std::size_t>> count_;
};

}  // namespace

SharedGate::SharedGate(const GateLimits& limits)
    : chat_(limits.chat_per_minute, kClientsMax),
      sms_(limits.sms_per_minute, kClientsMax),
      at_once_max_(limits.at_once) {}

std::optional<Duration> SharedGate::refuse(MessageChannel channel, std::string_view client, TimePoint now) {
  const std::lock_guard lock(mutex_);
  return (channel == MessageChannel::Chat ? chat_ : sms_).take(client, now);
}

std::shared_ptr<GatewayGate::Pass> SharedGate::enter() {
  if (at_once_->fetch_add(1) < at_once_max_) return std::make_shared<CountedPass>(at_once_);
  at_once_->fetch_sub(1);
  return nullptr;
}

}  // namespace callwright
