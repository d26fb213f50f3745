#pragma once

#include "service/simulation/inspector.hpp"
#include "service/simulation/process.hpp"
#include "service/simulation/stage.hpp"

#include <optional>
#include <string>

namespace callwright::simulation {

/// Who is on the phones: callers, the people who are rung, the assistant with its tool, now and then an
/// operator.
class People {
 public:
  People(Stage& stage, Process& process, Inspector& inspector)
      : stage_(stage), process_(process), inspector_(inspector) {}

  void plan_callers();
  [[nodiscard]] std::size_t callers() const { return callers_; }
  /// Decides what that person does when the phone rings next.
  void prepare(const std::string& number);
  /// The same, when it is known.
  void prepare(const std::string& number, simulator::Behaviour behaviour);
  void took_effect(const simulator::Telnyx::Effect& effect);

 private:
  void hang_up(const std::string& leg, Duration longest);
  void assistant_started(const CallId& call, const std::string& leg);
  void ask_for_a_person(const CallId& call, const std::string& leg, std::string_view reason);
  void request_tool(const runtime::message::ToolArrived& tool, int tries_left);
  void asked_for_a_key(const std::string& leg);
  void joined(const std::string& leg);
  void plan_operator(const CallId& call);
  void command(const CallId& call, std::string_view name);
  /// Somebody does something just when a command has taken effect.
  void something_else_happens(const CallId& call);
  void press_now(const CallId& call, bool is_caller, const std::string& key);
  void caller_may_leave(const CallId& call, int per_mille, Duration longest);

  Stage& stage_;
  Process& process_;
  Inspector& inspector_;
  std::size_t callers_ = 0;
  int restless_ = 0;  ///< how often something else happens on an effect, in thousandths
  std::optional<simulator::Behaviour> last_;
  std::map<std::string, simulator::Behaviour> prepared_;  ///< by number
  std::map<std::string, int> gathers_;                    ///< by call_control_id
};

}  // namespace callwright::simulation
