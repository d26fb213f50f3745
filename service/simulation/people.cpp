#include "service/simulation/people.hpp"

namespace callwright::simulation {
namespace {

namespace message = runtime::message;
using simulator::Behaviour;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Presses `*` first and 1 when asked again; done by the world.
constexpr const char* kStarThenOne = "star";

}  // namespace

void People::plan_callers() {
  static constexpr std::array kRestless = {0, 300, 800};
  restless_ = stage_.dice.one_of(kRestless);
  Behaviour somebody_else;
  somebody_else.hangs_up_after = minutes{2};
  stage_.telnyx.set_person(std::string(kTransferNumber), std::move(somebody_else));
  const auto drawn = stage_.dice.below(5) + 1;
  callers_ = std::min(drawn, stage_.script.callers.value_or(drawn));
  for (std::size_t i = 0; i < callers_; ++i) {
    const auto begins = i == 0 ? Duration{0} : stage_.dice.between(seconds{0}, seconds{150});
    stage_.after(begins, [this, from = "+1312555019" + std::to_string(i)] {
      stage_.count("callers");
      const bool is_taken = !stage_.dice.chance(40);
      const auto to = std::string(is_taken ? kOurNumber : kUntakenNumber);
      const auto leg = stage_.telnyx.place_call(stage_.now, from, to);
      if (!is_taken) return hang_up(leg.text(), seconds{60});
      const auto kind = stage_.dice.below(100);
      if (kind < 4) return;  // stays until the call's time is over
      const auto longest = kind < 15 ? Duration{3000} : kind < 40 ? Duration{40'000} : Duration{600'000};
      hang_up(leg.text(), longest);
    });
  }
}

void People::hang_up(const std::string& leg, Duration longest) {
  stage_.after(stage_.dice.between(milliseconds{0}, longest), [this, leg] {
    const auto view = stage_.telnyx.leg(CallControlId(leg));
    if (!stage_.telnyx.hang_up(stage_.now, CallControlId(leg))) return;
    stage_.count(view->direction == "incoming" ? "callers who hung up" : "people who hung up");
    stage_.tell(Inspector::call_of(*view), "HANGS UP " + leg.substr(0, 12));
  });
}

void People::prepare(const std::string& number) {
  auto& dice = stage_.dice;
  static constexpr std::array kPresses = {"1", "1", "1", "1", "2", "2", "", "5", kStarThenOne};
  static constexpr std::array kVerdicts = {"", "", "", "not_sure", "silence", "human_business"};
  Behaviour behaviour;
  const auto kind = dice.below(100);
  behaviour.kind = kind < 65   ? Behaviour::Kind::Answers
                   : kind < 77 ? Behaviour::Kind::Voicemail
                   : kind < 84 ? Behaviour::Kind::Busy
                   : kind < 92 ? Behaviour::Kind::NoAnswer
                               : Behaviour::Kind::Rejects;
  behaviour.answer_after = dice.between(milliseconds{300}, seconds{dice.chance(150) ? 25 : 8});
  behaviour.verdict_after = dice.between(milliseconds{300}, seconds{dice.chance(200) ? 6 : 3});
  behaviour.press_after = dice.between(milliseconds{200}, seconds{dice.chance(200) ? 9 : 3});
  if (behaviour.kind == Behaviour::Kind::Answers) {
    behaviour.press = dice.one_of(kPresses);
    behaviour.verdict = dice.one_of(kVerdicts);
  }
  if (last_ && dice.chance(250)) behaviour = *last_;  // two who do the same at the same time
  last_ = behaviour;
  if (dice.chance(80)) behaviour.hangs_up_after = dice.between(milliseconds{100}, seconds{25});
  prepare(number, std::move(behaviour));
}

void People::prepare(const std::string& number, Behaviour behaviour) {
  prepared_[number] = behaviour;
  if (behaviour.press == kStarThenOne) behaviour.press.clear();
  stage_.telnyx.set_person(number, std::move(behaviour));
}

void People::took_effect(const simulator::Telnyx::Effect& effect) {
  const auto body = JsonDocument::of(effect.body);
  const auto ours = decode_client_state(body.root()["client_state"].str());
  const auto call = ours ? ours->call : CallId();
  if (stage_.dice.chance(restless_)) something_else_happens(call);
  if (effect.operation == "dial") {
    inspector_.person(effect.leg).behaviour = prepared_[stage_.telnyx.leg(CallControlId(effect.leg))->to];
    caller_may_leave(call, 60, seconds{20});
    if (ours && ours->leg == 0) plan_operator(call);
  } else if (effect.operation == "answer") {
    plan_operator(call);
  } else if (effect.operation == "ai_assistant_start") {
    assistant_started(call, effect.leg);
  } else if (effect.operation == "gather_using_speak") {
    asked_for_a_key(effect.leg);
    caller_may_leave(call, 50, seconds{8});
  } else if (effect.operation == "speak" && ours && ours->leg != 0) {
    caller_may_leave(call, 80, seconds{5});
    if (stage_.dice.chance(80)) hang_up(effect.leg, seconds{5});
  } else if (effect.operation == "ai_assistant_join") {
    joined(effect.leg);
    caller_may_leave(call, 400, seconds{30});
  } else if (effect.operation == "transfer") {
    hang_up(effect.leg, seconds{90});  // no limit of ours ends it
  } else if (effect.operation == "bridge") {
    joined(body.root()["call_control_id"].str());
    caller_may_leave(call, 400, seconds{30});
  }
}

void People::caller_may_leave(const CallId& call, int per_mille, Duration longest) {
  if (!stage_.dice.chance(per_mille)) return;
  for (const auto& leg : stage_.telnyx.legs()) {
    if (is_of_caller(leg) && Inspector::call_of(leg) == call) hang_up(leg.id.text(), longest);
  }
}

void People::assistant_started(const CallId& call, const std::string& leg) {
  auto& dice = stage_.dice;
  const auto ask = [&](Duration low, Duration high, std::string_view reason) {
    stage_.after(dice.between(low, high), [this, call, leg, reason] { ask_for_a_person(call, leg, reason); });
  };
  if (dice.chance(900)) ask(seconds{1}, seconds{15}, "dizzy");
  if (dice.chance(300)) ask(seconds{60}, seconds{200}, "still dizzy");
  if (!dice.chance(80)) return;
  stage_.after(dice.between(seconds{2}, seconds{60}), [this, call, leg] {
    if (!stage_.telnyx.end_conversation(stage_.now, CallControlId(leg))) return;
    stage_.count("assistants that ended the conversation");
    stage_.tell(call, "ASSISTANT ENDS THE CONVERSATION");
    inspector_.assistant_hung_up(call);
  });
}

void People::ask_for_a_person(const CallId& call, const std::string& leg, std::string_view reason) {
  const auto view = stage_.telnyx.leg(CallControlId(leg));
  if (view->conversation_id.empty()) return;
  message::ToolArrived tool;
  if (stage_.dice.chance(800)) tool.call = call;
  if (!tool.call || stage_.dice.chance(500)) tool.call_control_id = CallControlId(leg);
  tool.name = "escalate_to_human";
  tool.arguments = json_object({{"reason", reason}});
  request_tool(tool, 8);
  if (stage_.dice.chance(200)) {
    stage_.count("tool requests repeated");
    stage_.after(stage_.dice.between(milliseconds{0}, seconds{20}), [this, tool] { request_tool(tool, 8); });
  }
  if (stage_.dice.chance(200)) {
    stage_.count("two tool requests at once");
    tool.arguments = json_object({{"reason", "dizzy, again"}});
    request_tool(tool, 8);
  }
}

void People::request_tool(const message::ToolArrived& tool, int tries_left) {
  stage_.count("tool requests");
  process_.ask(tool, [this, tool, tries_left](const runtime::effect::Respond* respond) {
    if (respond == nullptr || respond->outcome == runtime::Outcome::Unavailable) {
      stage_.count("tool requests that failed");
      if (tries_left > 0)
        stage_.after(seconds{1}, [this, tool, tries_left] { request_tool(tool, tries_left - 1); });
      return;
    }
    const bool is_answered = respond->outcome == runtime::Outcome::Answered && respond->answer.status == 200;
    stage_.require(is_answered, tool.call, "a tool request of a call is answered");
  });
}

void People::asked_for_a_key(const std::string& leg) {
  auto& person = inspector_.person(leg);
  const int gathers = ++gathers_[leg];
  if (person.behaviour.press == "1") person.took_the_call = true;
  if (person.behaviour.press != kStarThenOne) return;
  stage_.after(stage_.dice.between(seconds{1}, seconds{9}), [this, leg, gathers] {
    if (gathers > 1) inspector_.person(leg).took_the_call = true;
    stage_.telnyx.press(stage_.now, CallControlId(leg), gathers == 1 ? "*" : "1");
  });
}

void People::joined(const std::string& leg) {
  if (stage_.dice.chance(850)) hang_up(leg, stage_.dice.chance(200) ? Duration{1000} : Duration{60'000});
}

void People::plan_operator(const CallId& call) {
  static constexpr std::array<std::string_view, 4> kCommands = {"hangup", "cancel", "tell", "escalate"};
  if (!stage_.dice.chance(100)) return;
  stage_.after(stage_.dice.between(seconds{1}, seconds{90}),
               [this, call] { command(call, stage_.dice.one_of(kCommands)); });
}

void People::command(const CallId& call, std::string_view name) {
  message::OperatorArrived command;
  command.call = call;
  command.name = name;
  command.arguments = json_object({{"to", "human"}, {"reason", "dizzy"}, {"text", "Be brief."}, {"say", ""}});
  command.by = "worlds";
  stage_.count("operator commands");
  process_.ask(command, [](const runtime::effect::Respond*) {});
}

void People::something_else_happens(const CallId& call) {
  static constexpr std::array<std::string_view, 8> kCommands = {"tell",    "tell",   "tell",   "unknown",
                                                                "unknown", "stream", "cancel", "escalate"};
  static constexpr std::array<std::string_view, 4> kTools = {"unknown", "escalate_to_human", "unknown",
                                                             "transfer"};
  static constexpr std::array<std::string_view, 4> kKeys = {"1", "2", "2", "*"};
  auto& dice = stage_.dice;
  static constexpr std::array kSoon = {150, 150, 4000, 30'000};
  const auto soon = dice.between(milliseconds{0}, milliseconds{dice.one_of(kSoon)});
  stage_.after(soon, [this, call, kind = dice.below(100)] {
    if (kind < 35) {
      command(call, stage_.dice.one_of(kCommands));
    } else if (kind < 39) {
      command(call, "hangup");
    } else if (kind < 65) {
      message::ToolArrived tool;
      tool.call = call;
      tool.name = kTools[stage_.dice.below(stage_.has_transfers ? kTools.size() : kTools.size() - 1)];
      tool.arguments = json_object({{"reason", "dizzy"}});
      request_tool(tool, 8);
    } else if (kind < 80) {
      press_now(call, true, "1");
    } else {
      press_now(call, false, std::string(stage_.dice.one_of(kKeys)));
    }
  });
}

void People::press_now(const CallId& call, bool is_caller, const std::string& key) {
  for (const auto& leg : stage_.telnyx.legs()) {
    if (Inspector::call_of(leg) != call || is_of_caller(leg) != is_caller) continue;
    if (inspector_.person(leg.id.text()).behaviour.kind != Behaviour::Kind::Answers) continue;
    if (is_caller) stage_.telnyx.say(stage_.now, leg.id, "I feel dizzy.");
    if (stage_.telnyx.press(stage_.now, leg.id, key) && key == "1")
      inspector_.person(leg.id.text()).took_the_call = true;
  }
}

}  // namespace callwright::simulation
