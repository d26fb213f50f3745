#pragma once

#include "service/simulation/dice.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace callwright::simulation {

/// What goes wrong in a world.
enum class Fault : std::uint8_t {
  Crash,              ///< after a commit, before or after its answer, or between two effects
  CrashByTime,        ///< out of the blue; asked for every 10 s
  CommitFails,        ///< refused, full, lost, or stored and the answer lost
  ReadFails,          ///< a read of the store
  SlowDisk,           ///< a commit takes up to 3 s, or now and then 9 s
  ClockStep,          ///< the clock is set: forward at any time, a little back only while the process is down
  Reload,             ///< other workflows from now on
  WebhookDoubled,     ///< an attempt arrives two or three times
  WebhookLate,        ///< by up to 10 s
  WebhookLost,        ///< with every attempt
  AttemptLost,        ///< one attempt at a webhook
  RequestLost,        ///< before it reached Telnyx
  RequestDoubled,     ///< reaches Telnyx twice
  RequestLate,        ///< reaches Telnyx seconds after its sender has given up
  AnswerLost,         ///< after Telnyx did it
  ErrorBefore,        ///< 500, not done
  ErrorAfter,         ///< 500, although it was done
  RateLimited,        ///< 429
  NotSent,            ///< no connection
  NeverAnswered,      ///< no attempt of a command gets an answer; some arrive at Telnyx all the same
  DialNeverAnswered,  ///< the same of a dial
  ReceiverFails,      ///< an outgoing webhook is lost, answered 500, or its answer lost
};
inline constexpr std::size_t kFaultCount = static_cast<std::size_t>(Fault::ReceiverFails) + 1;
std::string_view name_of(Fault fault);
/// Empty for a name that is none.
std::optional<Fault> fault_of(std::string_view name);

/// Something that went wrong: on the how manieth occasion of its kind.
struct Strike {
  Fault fault = Fault::Crash;
  std::uint32_t occasion = 0;
  auto operator<=>(const Strike&) const = default;
};
/// `webhook_lost.17`
std::string text_of(const Strike& strike);
std::optional<Strike> strike_of(std::string_view text);

/// How often it goes wrong in one world, in thousandths of its occasions. A world draws its own, so that some
/// are calm, some have a single kind of trouble and some have all.
struct Faults {
  std::array<int, kFaultCount> per_mille{};
  Duration webhook_delay{3000};  ///< of an attempt that is not late
  int slow_ways = 50;            ///< thousandths of the requests and answers that take up to 1.5 s
  int long_restarts = 80;        ///< thousandths of the restarts that take longer than Telnyx remembers
  Duration restart{3000};        ///< the longest of the others

  static Faults drawn(Dice& dice);
  [[nodiscard]] int rate(Fault fault) const { return per_mille[static_cast<std::size_t>(fault)]; }
};

/// A world that can be lived again: the same script is the same story.
struct Script {
  std::uint64_t seed = 0;
  /// What goes wrong, and nothing else; empty: what the seed says.
  std::optional<std::set<Strike>> strikes;
  std::optional<std::size_t> callers;  ///< at most so many; empty: as the seed says
};

/// What has happened in all worlds, by kind: a simulation that does not reach its faults proves nothing.
using Tally = std::map<std::string, std::size_t, std::less<>>;

}  // namespace callwright::simulation
