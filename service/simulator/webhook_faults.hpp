#pragma once

#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::simulator {

/// What goes wrong with webhooks of one type.
struct WebhookFault {
  enum class Kind {
    Lost,     ///< never sent, and not repeated either
    Late,     ///< sent `delay` later
    Doubled,  ///< sent `copies` more times
    Swapped,  ///< sent after the next one has arrived, or `delay` later when none comes
  };
  std::string event = "*";  ///< as Telnyx names it, `*`: all
  Kind kind = Kind::Lost;
  std::int64_t every = 1;             ///< each, every second …
  std::optional<std::int64_t> count;  ///< how many of them; empty: no end
  Duration delay = std::chrono::seconds{2};
  std::int64_t copies = 1;
};

/// What becomes of one webhook.
struct WebhookFate {
  bool is_lost = false;
  bool is_swapped = false;
  Duration delay{0};  ///< of a swapped one: the longest
  std::int64_t copies = 0;
};

class WebhookFaults {
 public:
  /// A list of `{"fault": "lost" | "late" | "doubled" | "swapped", "event", "every", "count", "delay",
  /// "copies"}`, times in seconds. InvalidInput `simulator.field`.
  static Result<WebhookFaults> read(const JsonNode& list);

  /// All faults that this webhook meets, together; counts it.
  WebhookFate next_of(std::string_view event_type);

 private:
  struct Rule {
    WebhookFault fault;
    std::int64_t met = 0;
  };
  std::vector<Rule> rules_;
};

}  // namespace callwright::simulator
