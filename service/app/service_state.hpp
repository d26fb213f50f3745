#pragma once

#include "handlers/ports/call_inbox.hpp"
#include "handlers/ports/service_status.hpp"
#include "service/app/runtime_log.hpp"
#include "service/observe/metrics.hpp"

#include <atomic>
#include <string>
#include <vector>

namespace callwright {

/// What the whole process knows about itself; set by the main thread, read by all.
class ServiceState final : public ServiceStatus {
 public:
  ServiceState(const Metrics& metrics, const RuntimeLog& runtime, std::string out_of_service);

  /// Why no call can be taken at all; empty when calls are taken.
  [[nodiscard]] const std::string& out_of_service() const { return out_of_service_; }
  void set_disk_low(bool low) { disk_low_ = low; }
  [[nodiscard]] bool disk_low() const { return disk_low_; }
  void set_stopping() { stopping_ = true; }

  [[nodiscard]] std::vector<std::string> not_ready() const override;
  [[nodiscard]] std::string metrics() const override { return metrics_.text(); }

 private:
  const Metrics& metrics_;
  const RuntimeLog& runtime_;
  std::string out_of_service_;
  std::atomic<bool> disk_low_ = false;
  std::atomic<bool> stopping_ = false;
};

/// The way into the calls while space is scarce: new calls are refused, so that those that run can be brought
/// to their end. Telnyx repeats what it gets 503 for.
class GuardedInbox final : public CallInbox {
 public:
  GuardedInbox(CallInbox& inbox, const ServiceState& state) : inbox_(inbox), state_(state) {}
  /// Also Unavailable `store.reserve` for an incoming `call.initiated`.
  boost::asio::awaitable<Result<Delivery>> deliver(Event event, TimePoint at) override;
  boost::asio::awaitable<Result<Answer>> request_tool(ToolTarget target, std::string name, Json arguments,
                                                      TimePoint at) override;
  /// Also Unavailable `store.reserve`.
  boost::asio::awaitable<Result<StartedCall>> start(CallStart wanted, TimePoint at) override;
  boost::asio::awaitable<Result<Answer>> operate(CallId call, std::string name, Json arguments,
                                                 std::string by, TimePoint at) override;

 private:
  CallInbox& inbox_;
  const ServiceState& state_;
};

}  // namespace callwright
