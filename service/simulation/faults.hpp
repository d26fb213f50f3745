#pragma once

#include "service/simulation/dice.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace callwright::simulation {

/// How often what goes wrong in one world, in thousandths of its occasions. A world draws its own, so that
/// some are calm, some have a single kind of trouble and some have all.
struct Faults {
  int crash = 0;          ///< after a commit, before or after its answer, or between two effects
  int crash_by_time = 0;  ///< for each 10 s
  int commit_fails = 0;   ///< refused, full, lost, or stored and the answer lost
  int read_fails = 0;
  int slow_disk = 0;       ///< a commit takes up to 3 s, or now and then 9 s
  int duplicate = 0;       ///< a webhook is delivered twice or three times
  int late_webhook = 0;    ///< by up to 10 s instead of 3
  int request_lost = 0;    ///< before it reached Telnyx
  int answer_lost = 0;     ///< after Telnyx did it
  int server_error = 0;    ///< 500, before or after
  int rate_limited = 0;    ///< 429
  int not_sent = 0;        ///< no connection
  int never_answered = 0;  ///< no attempt of a command gets an answer; some arrive at Telnyx all the same
  int late_request = 0;    ///< reaches Telnyx seconds after its sender has given up
  Duration webhook_delay{3000};

  static Faults drawn(Dice& dice);
};

/// What has happened in all worlds, by kind: a simulation that does not reach its faults proves nothing.
using Tally = std::map<std::string, std::size_t, std::less<>>;

}  // namespace callwright::simulation
