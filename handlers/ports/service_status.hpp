#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace callwright {

/// What `/ready` and `/metrics` tell.
class ServiceStatus {
 public:
  virtual ~ServiceStatus() = default;
  /// Empty when the service can take calls; else one sentence for each reason why not.
  [[nodiscard]] virtual std::vector<std::string> not_ready() const = 0;
  /// Prometheus text exposition format 0.0.4.
  [[nodiscard]] virtual std::string metrics() const = 0;
};

enum class WebhookResult {
  Stored,
  Duplicate,
  Unmatched,
  BadSignature,
  Stale,
  Malformed,
  TooLarge,
  Unavailable
};
std::string_view name_of(WebhookResult result);

/// What handlers count. `event_type` is a name of the catalogue or `other`: labels never come from outside.
class HandlerMetrics {
 public:
  virtual ~HandlerMetrics() = default;
  virtual void count_webhook(std::string_view event_type, WebhookResult result) = 0;
  virtual void observe_webhook_seconds(double seconds) = 0;
  virtual void count_tool_unmatched() = 0;
};

}  // namespace callwright
