#include "service/simulation/actors.hpp"

#include "handlers/variables/answer.hpp"
#include "service/simulation/habits.hpp"
#include "service/simulation/wanted_call.hpp"

#include <algorithm>
#include <utility>

namespace callwright::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Act = ScriptLine::Kind;
using LegView = simulator::Telnyx::LegView;

constexpr int kToolTries = 3;
/// Somebody whom the workflows do not name, as the target of a transfer, hangs up by themselves.
constexpr Duration kStrangersStay = minutes{2};

std::string_view verb_of(Act kind) {
  switch (kind) {
    case Act::Answers: return "answer";
    case Act::Rejects: return "reject the call";
    case Act::Accepts: return "accept";
    case Act::Declines: return "decline";
    case Act::Presses: return "press keys";
    case Act::Says: return "say anything";
    case Act::Holds: return "put the call on hold";
    case Act::Resumes: return "take the call back";
    case Act::HangsUp: return "hang up";
    default: return "do this";
  }
}

/// The call that has this leg, as the store has it.
std::optional<PinnedCall> pinned_call(Stage& stage, const CallControlId& leg) {
  const auto id = stage.store.find({"ccid:" + leg.text()});
  if (!id || !*id) return std::nullopt;
  const auto snapshot = stage.store.load(**id);
  if (!snapshot || !*snapshot) return std::nullopt;
  auto call = read_snapshot(**snapshot);
  if (!call) return std::nullopt;
  auto bundle = stage.bundles[call->bundle];
  return PinnedCall{*std::move(call), std::move(bundle)};
}

Event initialization_of(const LegView& leg, const std::string& id, TimePoint now) {
  const bool is_incoming = leg.direction == "incoming";
  Event event{
      .id = EventId(id), .type = EventType::AssistantInitialization, .name = "assistant.initialization"};
  event.occurred_at = now;
  event.call_control_id = leg.id;
  event.conversation_id = ConversationId(leg.conversation_id);
  event.payload = json_object({{"telnyx_conversation_channel", "phone_call"},
                               {"telnyx_agent_target", is_incoming ? leg.to : leg.from},
                               {"telnyx_end_user_target", is_incoming ? leg.from : leg.to},
                               {"call_control_id", leg.id.text()}});
  return event;
}

}  // namespace

Actors::Actors(Company company, const Bundle& bundle, const TestCase& test,
               std::function<void(const ScriptLine&)> expect)
    : stage_(company.stage),
      process_(company.process),
      inspector_(company.inspector),
      phones_(company.phones),
      witness_(company.witness),
      bundle_(bundle),
      test_(test),
      expect_(std::move(expect)) {}

void Actors::begin() {
  for (const auto& line : test_.script) stage_.after(line.at, [this, &line] { perform(line); });
  const auto end = test_.script.empty() ? Duration{0} : test_.script.back().at;
  stage_.after(end, [this] { wait_for_the_end(Duration{0}); });
}

/// Callers stay until nobody waits for a person any more, and then a little.
void Actors::wait_for_the_end(Duration since) {
  constexpr Duration kPause = seconds{1};
  if (since >= test_.stays) return phones_.hang_up_callers();
  const auto next = witness_.somebody_waits() ? Duration{0} : since + std::min<Duration>(kPause, test_.stays);
  stage_.after(kPause, [this, next] { wait_for_the_end(next); });
}

void Actors::perform(const ScriptLine& line) {
  switch (line.kind) {
    case Act::Call: return call(line);
    case Act::Start: return start(line);
    case Act::Tool: return call_tool(line);
    case Act::Operator: return command(line);
    case Act::Expect: return expect_(line);
    case Act::Restart:
      if (process_.is_up()) process_.crash("as the script says");
      return;
    default: break;
  }
  const auto leg = phones_.live_leg_of(line.who);
  if (!leg) return miss(line, line.who + " is not on the phone");
  act(line, *leg);
}

void Actors::call(const ScriptLine& line) {
  phones_.called(line.from, stage_.telnyx.place_call(stage_.now, line.from, line.to));
}

void Actors::start(const ScriptLine& line) {
  phones_.is_called(line.to);
  const auto wanted = wanted_call(stage_.bundle, line.arguments.text());
  if (!wanted) return miss(line, "the call is refused: " + wanted.error());
  auto asked = *wanted;
  // Whoever asks again after a silence has to have a key.
  if (asked.start.order.key.empty()) asked.start.order.key = "line-" + std::to_string(line.line);
  ask_for(line, asked, kToolTries);
}

void Actors::ask_for(const ScriptLine& line, const runtime::message::StartCall& wanted, int tries_left) {
  process_.ask(wanted, [this, &line, wanted, tries_left](const runtime::effect::Respond* respond) {
    constexpr int kFirstError = 400;
    const bool failed = respond == nullptr || respond->outcome == runtime::Outcome::Unavailable;
    if (failed && tries_left > 0)
      return stage_.after(seconds{1},
                          [this, &line, wanted, tries_left] { ask_for(line, wanted, tries_left - 1); });
    if (failed) return miss(line, "the service did not take the call");
    if (respond->outcome == runtime::Outcome::Busy)
      return miss(line, "the call is refused: another call has that number");
    if (respond->answer.status >= kFirstError)
      miss(line, "the call is refused: its key stands for another request");
  });
}

void Actors::call_tool(const ScriptLine& line) {
  const auto leg = phones_.live_leg_of(line.who);
  if (!leg || leg->conversation_id.empty())
    return miss(line, "no assistant talks to " + (line.who == "caller" ? "the caller" : line.who) +
                          ", so that it can call no tool");
  runtime::message::ToolArrived tool;
  tool.call = Inspector::call_of(*leg);
  tool.call_control_id = leg->id;
  tool.name = line.text;
  tool.arguments = line.arguments.is_null() ? json_object({}) : line.arguments;
  request_tool(tool, kToolTries);
}

void Actors::request_tool(const runtime::message::ToolArrived& tool, int tries_left) {
  process_.ask(tool, [this, tool, tries_left](const runtime::effect::Respond* respond) {
    const bool failed = respond == nullptr || respond->outcome == runtime::Outcome::Unavailable;
    if (failed && tries_left > 0)
      return stage_.after(seconds{1}, [this, tool, tries_left] { request_tool(tool, tries_left - 1); });
    if (failed) return;
    witness_.tool_answered(tool.call, respond->answer.body);
    stage_.tell(tool.call, "TOOL " + tool.name + " ANSWERED " + respond->answer.body.text());
  });
}

void Actors::command(const ScriptLine& line) {
  const auto leg = phones_.live_leg_of(line.who);
  const auto call = leg ? Inspector::call_of(*leg) : CallId();
  if (call.empty()) return miss(line, "there is no call to command anything of");
  runtime::message::OperatorArrived command;
  command.call = call;
  command.name = line.text;
  command.arguments = line.arguments.is_null() ? json_object({}) : line.arguments;
  command.by = "test";
  process_.ask(command, [this, &line](const runtime::effect::Respond* respond) {
    constexpr int kFirstError = 400;
    if (respond == nullptr || respond->answer.status < kFirstError) return;
    miss(line, "the command was refused: " + JsonDocument::of(respond->answer.body).root()["detail"].str());
  });
}

void Actors::act(const ScriptLine& line, const LegView& leg) {
  auto& telnyx = stage_.telnyx;
  const auto* accept = accept_of(Inspector::call_of(leg));
  bool done = true;
  switch (line.kind) {
    case Act::Answers: done = telnyx.answer(stage_.now, leg.id); break;
    case Act::Rejects: done = leg.state == "ringing" && telnyx.hang_up(stage_.now, leg.id); break;
    case Act::Accepts: return press(line, leg, accept == nullptr ? "" : accept->accept_key);
    case Act::Declines: return press(line, leg, accept == nullptr ? "" : accept->decline_key);
    case Act::Presses: return press(line, leg, line.text);
    case Act::Says: done = telnyx.say(stage_.now, leg.id, line.text); break;
    case Act::Holds:
    case Act::Resumes: done = telnyx.hold(stage_.now, leg.id, line.kind == Act::Holds); break;
    case Act::HangsUp: done = telnyx.hang_up(stage_.now, leg.id); break;
    case Act::AssistantEnds: return end_conversation(line, leg);
    case Act::Initialization: return initialize(line, leg);
    default: break;
  }
  if (!done)
    miss(line, line.who + " cannot " + std::string(verb_of(line.kind)) + ": the phone is " + leg.state);
}

void Actors::initialize(const ScriptLine& line, const LegView& leg) {
  const auto known = pinned_call(stage_, leg.id);
  runtime::message::Arrived asked;
  asked.event = initialization_of(leg, "initialization-" + std::to_string(++initializations_), stage_.now);
  const auto question = read_question(asked.event);
  const auto conversation = find_conversation(question, known, stage_.bundle);
  AnswerParts parts{.conversation = conversation,
                    .question = question,
                    .payload = asked.event.payload,
                    .now = stage_.now,
                    .lookup = {}};
  if (lookup_of(parts)) parts.lookup = line.arguments;
  asked.event.answer = recorded_answer(write_answer(parts));
  tell_until_taken(asked, kToolTries);
}

void Actors::tell_until_taken(const runtime::message::Arrived& arrived, int tries_left) {
  process_.ask(arrived, [this, arrived, tries_left](const runtime::effect::Respond* respond) {
    const bool failed = respond == nullptr || respond->outcome == runtime::Outcome::Unavailable;
    if (failed && tries_left > 0)
      stage_.after(seconds{1}, [this, arrived, tries_left] { tell_until_taken(arrived, tries_left - 1); });
  });
}

void Actors::press(const ScriptLine& line, const LegView& leg, const std::string& keys) {
  const auto* accept = accept_of(Inspector::call_of(leg));
  if (keys.empty() || !stage_.telnyx.press(stage_.now, leg.id, keys))
    return miss(line,
                line.who + " cannot " + std::string(verb_of(line.kind)) + ": the phone is " + leg.state);
  if (accept != nullptr && keys.contains(accept->accept_key))
    inspector_.person(leg.id.text()).took_the_call = true;
}

void Actors::end_conversation(const ScriptLine& line, const LegView& leg) {
  if (!stage_.telnyx.end_conversation(stage_.now, leg.id))
    return miss(line, "no assistant talks to " + line.who + ", so that it can end nothing");
  inspector_.assistant_hung_up(Inspector::call_of(leg));
}

const Accept* Actors::accept_of(const CallId& call) const {
  const auto* escalation = bundle_.escalation(witness_.escalation_of(call));
  return escalation == nullptr ? nullptr : &escalation->accept;
}

simulator::Behaviour Actors::behaviour_of(const std::string& name, const CallId& call) const {
  const bool is_in_script = std::ranges::any_of(
      test_.script, [&](const ScriptLine& line) { return line.kind == Act::Answers && line.who == name; });
  const auto habits = test_.people.find(name);
  if (habits == test_.people.end()) return waiting();
  const auto rung = rings_.find(name);
  const auto ring = std::min(rung == rings_.end() ? 0 : rung->second, habits->second.size() - 1);
  return behaviour(habits->second[ring], accept_of(call), is_in_script);
}

std::string Actors::name_of(const std::string& number) const {
  const auto* person = phones_.person_at(number);
  if (person != nullptr) return person->address == number ? person->key : std::string();
  if (!phones_.is_called_by_us(number)) return {};
  return phones_.is_first(number) && !test_.people.contains(number) ? "caller" : number;
}

void Actors::prepare(const std::string& number, const CallId& call) {
  simulator::Behaviour behaviour;
  behaviour.hangs_up_after = kStrangersStay;
  const auto name = name_of(number);
  if (!name.empty()) {
    behaviour = behaviour_of(name, call);
  } else if (phones_.person_at(number) != nullptr) {
    // Somebody picks up one phone, the first; their others ring out.
    behaviour = {.kind = simulator::Behaviour::Kind::NoAnswer};
  }
  prepared_[number] = behaviour;
  stage_.telnyx.set_person(number, std::move(behaviour));
}

void Actors::took_effect(const simulator::Telnyx::Effect& effect) {
  witness_.took_effect(effect);
  auto& facts = inspector_.person(effect.leg);
  if (effect.operation == "dial") {
    const auto number = stage_.telnyx.leg(CallControlId(effect.leg))->to;
    facts.behaviour = prepared_[number];
    if (const auto name = name_of(number); !name.empty()) ++rings_[name];
  } else if (effect.operation == "gather_using_speak") {
    const auto body = JsonDocument::of(effect.body);
    const auto ours = decode_client_state(body.root()["client_state"].str());
    const auto* accept = ours ? accept_of(ours->call) : nullptr;
    if (accept != nullptr && facts.behaviour.press.contains(accept->accept_key)) facts.took_the_call = true;
  }
}

}  // namespace callwright::simulation
