#pragma once

#include "service/runtime/decision.hpp"

#include <deque>
#include <optional>
#include <vector>

namespace callwright::runtime {

/// A call in memory and the inputs that wait for it.
struct CallBox {
  enum class State : std::uint8_t {
    Absent,  ///< not in memory, or not to be trusted; loaded at `retry_at` or at the next input
    Loading,
    Idle,
    Committing  ///< inputs wait until what was decided is stored
  };

  State state = State::Absent;
  CallPtr call;  ///< as stored; version 0: a new call, of which nothing is stored yet; null: never loaded
  BundlePtr bundle;
  std::deque<Waiting> mailbox;
  std::vector<Waiting> stepping;  ///< decided, their commit is under way
  CallPtr decided;
  std::vector<Answer> answers;
  std::vector<Record> records;
  int conflicts = 0;     ///< in a row
  int claim_losses = 0;  ///< in a row
  int failures = 0;      ///< in a row
  std::optional<TimePoint> retry_at;
  TimePoint heard_at{};     ///< when its last input came
  bool recovering = false;  ///< loaded because it was due, not because something arrived
  bool asks_first = false;  ///< overdue timers wait until its legs were asked for
  bool ready = false;       ///< stands in the list of calls to be stepped in this turn

  [[nodiscard]] bool is_new() const { return call != nullptr && call->version == 0; }
  /// What was decided counts for nothing: its inputs stand first in the mailbox again.
  void restore() {
    mailbox.insert(mailbox.begin(), stepping.begin(), stepping.end());
    discard();
  }
  void discard() {
    stepping.clear();
    decided.reset();
    answers.clear();
    records.clear();
  }
};

}  // namespace callwright::runtime
