#pragma once

#include "service/simulation/stage.hpp"
#include "workflows/model/call.hpp"

#include <map>
#include <string>
#include <vector>

namespace callwright::simulation {

/// Sees what happens in a test and neither the store nor Telnyx can tell afterwards: what the assistant was
/// told, how long callers heard nothing, who looks for a person right now.
class Witness {
 public:
  explicit Witness(Stage& stage) : stage_(stage) {}

  /// A step was decided.
  void saw(const Call& call);
  void took_effect(const simulator::Telnyx::Effect& effect);
  void tool_answered(const CallId& call, const Json& answer);
  /// Time has passed.
  void look();

  /// Some caller waits for a person.
  [[nodiscard]] bool somebody_waits() const;
  /// Name of the escalation that the call is in, or was in last; empty: none.
  [[nodiscard]] std::string escalation_of(const CallId& call) const;
  [[nodiscard]] const std::vector<std::string>& assistant_heard() const { return assistant_heard_; }
  /// The longest time of an escalation in which a caller was told nothing.
  [[nodiscard]] Duration silence() const { return silence_; }

 private:
  struct Seen {
    CallControlId caller;
    bool waits = false;  ///< for a person: an escalation rings or joins
    std::string escalation;
    TimePoint told_at{};
  };
  void measure(Seen& seen);

  Stage& stage_;
  std::map<CallId, Seen> calls_;
  std::vector<std::string> assistant_heard_;
  Duration silence_{0};
};

}  // namespace callwright::simulation
