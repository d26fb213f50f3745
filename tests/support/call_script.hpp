#pragma once

#include "workflows/engine/step.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::tests {

/// Plays Telnyx, the assistant and the clock against `step`, one input at a time, and reads like the story of
/// a call.
class CallScript {
 public:
  using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// Loads the bundle from YAML; throws when it does not load.
  explicit CallScript(std::string_view yaml);

  Call call;
  TimePoint now = TimePoint{Duration{1'800'000'000'000}};
  AvailabilityPtr availability;  ///< comes with every input from now on
  std::vector<Record> records;   ///< of all steps
  std::vector<Intent> intents;   ///< every intent ever decided, in order
  std::vector<Step> steps;
  std::vector<Input> inputs;  ///< what was given, for replays

  const Bundle& bundle() const { return *bundle_; }

  /// A webhook of the leg with a new event id; `fields` are payload members beside the ids.
  Event event(std::string_view name, int leg, Fields fields = {});
  void webhook(std::string_view name, int leg, Fields fields = {});
  void deliver(const Event& event);
  /// The latest open intent of that operation (on that leg) is answered.
  void accept(std::string_view operation, int leg = -1);
  void refuse(std::string_view operation, std::string_view code, int status = 422, int leg = -1);
  void lose(std::string_view operation, int leg = -1);  ///< no definite answer within the window
  /// The same with this `data`; for questions.
  void answer(std::string_view operation, std::string_view data, int leg = -1);
  /// The reply to the latest intent of that operation, wanted or not: as when a webhook was faster.
  void reply_late(std::string_view operation, int leg);
  void accept_everything();
  Answer tool(std::string_view name, std::string_view arguments = R"({"reason":"dizzy"})");
  Answer operate(std::string_view name, std::string_view arguments = "{}");
  /// Time passes; every timer that falls due on the way fires at its time.
  void pass(Duration time);
  void apply(const Input& input);

  // Short cuts through the main path.
  void to_conversing();           ///< answered, assistant started, conversation known
  void to_ringing();              ///< and escalate_to_human asked for
  void answer_as_human(int leg);  ///< answered with a human verdict, prompt accepted by Telnyx
  void to_joined(int leg);        ///< pressed 1, briefed, joined

  [[nodiscard]] int count(std::string_view operation) const;  ///< intents of that operation ever decided
  [[nodiscard]] const Intent* open(std::string_view operation, int leg = -1) const;
  [[nodiscard]] std::string outcome(std::string_view person) const;  ///< of the latest attempt
  [[nodiscard]] std::string state() const { return std::string(name_of(call.state)); }
  [[nodiscard]] std::string said(
      std::string_view operation) const;  ///< bodies of all intents of that operation
  [[nodiscard]] std::string log() const;  ///< the records as text, for failure messages
  [[nodiscard]] int live_person_legs() const;

 private:
  BundlePtr bundle_;
  int next_event_ = 1;
  std::uint64_t next_request_ = 1;
};

std::string ccid_of(int leg);  ///< `v3:leg-N`

}  // namespace callwright::tests
