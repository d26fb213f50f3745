#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/model/input.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace callwright::engine {

/// One step while it is being decided: the call as it becomes, and what else the step will hold. The
/// functions of this folder take it first and change it; it only offers the elementary changes, each of which
/// leaves a record.
class Decision {
 public:
  Decision(const Bundle& the_bundle, Call call, const Input& input);

  const Bundle& bundle;
  const TimePoint now;
  const AvailabilityPtr availability;  ///< null: nothing is known of the people
  Step step;
  Call& call;

  /// What brought this step about, for transition records: an event's name, `reply dial`, `timer
  /// ring_timeout` …
  std::string cause;
  EventId cause_event;

  [[nodiscard]] const Workflow& workflow() const;  ///< of a matched call
  [[nodiscard]] const Escalation& escalation(const Run& run) const;
  [[nodiscard]] const Escalation& escalation(const Attempt& attempt) const;
  [[nodiscard]] const Person& person(std::string_view key) const;

  // The parts of the call by number; the part must exist. References end when a part of the same kind is
  // added.
  Leg& leg(int number);
  Attempt& attempt(int number);
  Run& run(int number);
  [[nodiscard]] Leg& caller() { return leg(0); }
  [[nodiscard]] Run* live_run();

  void record(std::string_view kind, Json data);
  /// A decision in words that an operator reads: `what` and facts beside it.
  void decide(std::string_view what,
              std::initializer_list<std::pair<std::string_view, std::string>> facts = {});
  void set_state(CallState to);
  /// Raises a leg's state; false, and nothing happens, when it is not higher.
  bool raise(Leg& leg, LegState to);
  void set_outcome(Attempt& attempt, AttemptOutcome outcome);
  void set_run_state(Run& run, RunState state);

  /// Adds an intent and returns its number.
  int send(std::string_view operation, int leg, Json body, Purpose purpose, int ref,
           Priority priority = Priority::Normal);
  /// Takes back the leg's open intents: they are not sent any more and their replies are only noted.
  void drop_intents(int leg);
  void drop_intent(int number);

  int arm(TimerKind kind, int ref, Duration delay, std::string name = {});
  void disarm(TimerKind kind, int ref);
  void disarm_all(int leg);  ///< every timer of that leg
  [[nodiscard]] bool is_armed(TimerKind kind, int ref) const;

  void add_key(std::string key) { step.keys.push_back(std::move(key)); }

 private:
  void record_transition(std::string_view subject, std::string_view from, std::string_view to, int leg,
                         std::string_view person);
};

/// True when the timer's `ref` is a leg.
bool is_of_leg(TimerKind kind);
/// True while commands on the caller's leg make sense.
bool caller_is_there(const Call& call);
/// True while an assistant talks with the caller, or is about to.
bool has_assistant(const Call& call);
/// True when the call is coming to its end and nothing new is begun.
bool is_ending(const Call& call);

}  // namespace callwright::engine
