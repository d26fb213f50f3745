#pragma once

#include "service/simulation/inspector.hpp"
#include "service/simulation/phones.hpp"
#include "service/simulation/process.hpp"
#include "service/simulation/witness.hpp"
#include "workflows/language/test_case.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace callwright::simulation {

/// A line of a script that could not be done at its moment.
struct Missed {
  const ScriptLine* line = nullptr;
  std::string why;
};

/// Those on the phones who do what the script of a test says.
class Actors {
 public:
  struct Company {
    Stage& stage;
    Process& process;
    Inspector& inspector;
    Phones& phones;
    Witness& witness;
  };
  /// `expect` is called at the lines that expect something.
  Actors(Company company, const Bundle& bundle, const TestCase& test,
         std::function<void(const ScriptLine&)> expect);

  /// Plans the whole script, and that callers hang up when it is over.
  void begin();
  /// Decides what whoever has that number does when the phone rings for `call`.
  void prepare(const std::string& number, const CallId& call);
  void took_effect(const simulator::Telnyx::Effect& effect);
  [[nodiscard]] const std::vector<Missed>& missed() const { return missed_; }

 private:
  void perform(const ScriptLine& line);
  void call(const ScriptLine& line);
  void start(const ScriptLine& line);
  void ask_for(const ScriptLine& line, const runtime::message::StartCall& wanted, int tries_left);
  void call_tool(const ScriptLine& line);
  /// Telnyx asks for the variables of the conversation on that leg, as it may at its beginning.
  void initialize(const ScriptLine& line, const simulator::Telnyx::LegView& leg);
  void tell_until_taken(const runtime::message::Arrived& arrived, int tries_left);
  void request_tool(const runtime::message::ToolArrived& tool, int tries_left);
  void command(const ScriptLine& line);
  void act(const ScriptLine& line, const simulator::Telnyx::LegView& leg);
  void press(const ScriptLine& line, const simulator::Telnyx::LegView& leg, const std::string& keys);
  void end_conversation(const ScriptLine& line, const simulator::Telnyx::LegView& leg);
  void wait_for_the_end(Duration since);
  void miss(const ScriptLine& line, std::string why) { missed_.push_back({&line, std::move(why)}); }
  /// Under which name of the test whoever has that number is described; empty: nobody describes them.
  [[nodiscard]] std::string name_of(const std::string& number) const;
  [[nodiscard]] simulator::Behaviour behaviour_of(const std::string& name, const CallId& call) const;
  /// How people take the call; null: no escalation yet.
  [[nodiscard]] const Accept* accept_of(const CallId& call) const;

  Stage& stage_;
  Process& process_;
  Inspector& inspector_;
  Phones& phones_;
  Witness& witness_;
  const Bundle& bundle_;
  const TestCase& test_;
  std::function<void(const ScriptLine&)> expect_;
  std::map<std::string, std::size_t> rings_;              ///< so far, by person
  std::map<std::string, simulator::Behaviour> prepared_;  ///< by number
  std::vector<Missed> missed_;
  int initializations_ = 0;
};

}  // namespace callwright::simulation
