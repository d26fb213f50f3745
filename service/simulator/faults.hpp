#pragma once

#include "service/simulator/webhook_faults.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::simulator {

/// What goes wrong with the next requests of one operation.
struct ApiFault {
  enum class Kind {
    Status,   ///< answered with `status`
    Timeout,  ///< never answered
    Reset,    ///< the connection ends instead of an answer
    Slow,     ///< answered rightly, but only after `delay`
  };
  std::string operation;  ///< name in the catalogue, or `*` for all
  std::int64_t count = 1;
  std::int64_t every = 1;  ///< each, every second … request
  Kind kind = Kind::Status;
  int status = 503;
  Duration delay{0};     ///< passes before the answer, the end or the silence
  bool applied = false;  ///< the command takes effect all the same: only its answer is lost
};

/// What goes wrong, as it was last asked for.
class Faults {
 public:
  /// `{"webhooks": […], "api": [{"operation": "dial", "count": 2, "every": 3, "fault": 503 | "timeout" |
  /// "reset" | "slow", "delay": 1.5, "applied": true}]}`, webhooks as WebhookFaults::read; `{}` for nothing.
  /// InvalidInput `simulator.field`.
  static Result<Faults> read(const JsonNode& json);

  /// What this webhook meets; counts it.
  WebhookFate next_of_webhook(std::string_view event_type) { return webhooks_.next_of(event_type); }
  /// The fault of this request; uses it up.
  std::optional<ApiFault> next_of(std::string_view operation);

 private:
  struct Rule {
    ApiFault fault;
    std::int64_t seen = 0;
  };
  WebhookFaults webhooks_;
  std::vector<Rule> api_;
};

}  // namespace callwright::simulator
