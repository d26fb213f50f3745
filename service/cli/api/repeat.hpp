#pragma once

#include "handlers/ports/telnyx.hpp"
#include "service/cli/services.hpp"

#include <optional>
#include <string>

namespace callwright {
struct Operation;
}

namespace callwright::cli::api {

/// Telnyx knows a command_id for 60 s; behind this it is not relied upon.
inline constexpr Duration kCommandIdWindow = std::chrono::seconds{50};
/// Longer waits are left to the person who asked.
inline constexpr Duration kWaitMax = std::chrono::seconds{60};

/// What makes sending a request twice the same as sending it once.
enum class Safety {
  Unsafe,     ///< nothing
  Question,   ///< a GET changes nothing
  Key,        ///< its Idempotency-Key
  CommandId,  ///< its command_id, for a while
};
Safety safety_of(const Operation& operation, const ApiCall& call);

/// What was tried so far.
struct Tries {
  int made = 1;              ///< requests sent
  int repeats_max = 4;       ///< how many may follow the first
  Duration since_first{0};   ///< since the first was sent
  bool is_in_doubt = false;  ///< one of them may have been done unseen
};

/// How long to wait before the identical request may go again; empty: this outcome stands.
std::optional<Duration> wait_before_repeat(const ApiOutcome& outcome, Safety safety, const Tries& tries);

/// An outcome with what led to it.
struct Answered {
  ApiOutcome outcome;
  bool is_in_doubt = false;  ///< refused, but an earlier identical request may have been done
};

/// Sends the request, and again as `wait_before_repeat` says; each repetition is told on standard error.
Answered send_repeatedly(const Operation& operation, const ApiCall& call, int repeats_max,
                         const Services& services);

}  // namespace callwright::cli::api
