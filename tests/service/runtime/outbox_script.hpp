#pragma once

#include "service/runtime/outbox.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::tests {

/// Plays one call, Telnyx and the clock against an Outbox, one turn at a time.
class OutboxScript {
 public:
  explicit OutboxScript(std::size_t on_wire_max = 64);

  Call call;
  TimePoint now = TimePoint{Duration{1'800'000'000'000}};
  std::vector<runtime::effect::Send> sends;  ///< ever
  std::vector<runtime::effect::IntentEnded> ended;
  std::vector<Input> inputs;  ///< ever given to the call
  runtime::Outbox outbox;

  /// Adds an open intent to the call, as if just decided.
  Intent& intent(std::string_view operation, int leg = 0, Priority priority = Priority::Normal);
  Intent& open(int number);
  void close(int number);
  /// The call as it is now has been stored.
  void stored();
  /// The same after a restart.
  void restarted();
  void turn();
  void pass(Duration time);  ///< and one turn
  void reply(int number, SendOutcome::Kind kind, int status = 0, std::string_view code = "");
  void limit(int number, Duration retry_after);
  /// Time passes from wake to wake, at most for `limit`; every send stays without an answer for 2 s.
  void stay_silent(Duration limit);

  [[nodiscard]] std::vector<int> sent() const;  ///< intent numbers in order of sending
  /// `accepted`, `refused 90018`, `unknown timeout`, `withdrawn …`; empty while there is none.
  [[nodiscard]] std::string reply_to(int number) const;
  [[nodiscard]] int held(int number) const;  ///< Held inputs of that intent
};

}  // namespace callwright::tests
