#include "tests/support/call_script.hpp"
#include "tests/workflows/engine/situations.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

// What every input does in every situation of a call, as one text that people read: state_input_matrix.txt.
// CALLWRIGHT_UPDATE_GOLDEN=1 writes it anew; the difference is then to be read line by line.

namespace callwright::tests::matrix {
namespace {

using std::chrono::seconds;

constexpr std::string_view kConversation = "5f0a3f0e-0000-4000-8000-000000000001";

struct Stimulus {
  std::string name;
  std::function<void(CallScript&)> apply;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

Stimulus webhook(const std::string& name, int leg, const Fields& fields = {}) {
  auto label = (leg == 0 ? "caller " : leg == 1 ? "ana    " : "other  ") + name;
  for (const auto& [key, value] : fields) {
    if (key != "direction") label += " " + (value.empty() ? "\"\"" : value);
  }
  return {label, [=](CallScript& call) {
            auto event = call.event(name, leg);
            JsonWriter out;
            out.begin_object().member("call_control_id", event.call_control_id.text());
            for (const auto& [key, value] : fields) {
              out.member(key, value);
              if (key == "conversation_id") event.conversation_id = ConversationId(value);
              if (key == "direction") event.direction = value;
            }
            event.payload = out.end_object().finish();
            if (leg > 2) event.ours = {};
            call.deliver(event);
          }};
}

std::vector<Stimulus> webhooks_of_the_caller() {
  return {
      webhook("call.initiated", 0, {{"direction", "incoming"}}),
      webhook("call.answered", 0),
      webhook("call.bridged", 0),
      webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}}),
      webhook("call.speak.ended", 0, {{"status", "completed"}}),
      webhook("call.playback.ended", 0, {{"status", "failed"}}),
      webhook("call.dtmf.received", 0, {{"digit", "1"}}),
      webhook("call.conversation.created", 0, {{"conversation_id", std::string(kConversation)}}),
      webhook("call.conversation.start_failed", 0),
      webhook("call.conversation.ended", 0, {{"conversation_id", std::string(kConversation)}}),
      webhook("call.conversation.ended", 0, {{"conversation_id", "another"}}),
      webhook("call.conversation_insights.generated", 0),
      webhook("call.ai_gather.message_history_updated", 0),
      webhook("call.cost", 0),
      webhook("call.recording.saved", 0),
      webhook("call.streaming.started", 0),
  };
}

std::vector<Stimulus> webhooks_of_ana() {
  return {
      webhook("call.initiated", 1, {{"direction", "outgoing"}}),
      webhook("call.answered", 1),
      webhook("call.machine.premium.detection.ended", 1, {{"result", "human_residence"}}),
      webhook("call.machine.premium.detection.ended", 1, {{"result", "machine"}}),
      webhook("call.machine.premium.greeting.ended", 1, {{"result", "beep_detected"}}),
      webhook("call.dtmf.received", 1, {{"digit", "1"}}),
      webhook("call.dtmf.received", 1, {{"digit", "2"}}),
      webhook("call.dtmf.received", 1, {{"digit", "*"}}),
      webhook("call.gather.ended", 1, {{"digits", "1"}, {"status", "valid"}}),
      webhook("call.gather.ended", 1, {{"digits", ""}, {"status", "timeout"}}),
      webhook("call.gather.ended", 1, {{"digits", ""}, {"status", "cancelled_amd"}}),
      webhook("call.speak.ended", 1, {{"status", "completed"}}),
      webhook("call.bridged", 1),
      webhook("call.conversation.ended", 1, {{"conversation_id", std::string(kConversation)}}),
      webhook("call.hangup", 1, {{"hangup_cause", "user_busy"}}),
  };
}

std::vector<Stimulus> webhooks_of_whom_we_call() {
  auto initiated = webhook("call.initiated", 0, {{"direction", "outgoing"}});
  initiated.name = "called call.initiated";  // of ours, which comes
  return {
      initiated,
      webhook("call.machine.premium.detection.ended", 0, {{"result", "human_residence"}}),
      webhook("call.machine.premium.detection.ended", 0, {{"result", "machine"}}),
      webhook("call.machine.premium.greeting.ended", 0, {{"result", "beep_detected"}}),
      webhook("call.machine.premium.greeting.ended", 0, {{"result", "no_beep_detected"}}),
  };
}

Stimulus asked_for_again() {
  return {"start  again", [](CallScript& call) {
            input::StartRequested start{.request = 2};
            start.order = call.call.order;
            call.apply(Input{.at = call.now, .what = start});
          }};
}

std::vector<Stimulus> replies(const CallScript& call) {
  std::vector<Stimulus> all;
  std::set<std::string> known;
  for (const auto& intent : call.call.intents) {
    if (!known.insert(intent.operation).second) continue;
    const auto operation = intent.operation;
    const int leg = intent.leg;
    const auto label = "reply  " + operation + " ";
    all.push_back({label + "accepted", [=](CallScript& script) { script.accept(operation, leg); }});
    all.push_back(
        {label + "refused", [=](CallScript& script) { script.refuse(operation, "10015", 422, leg); }});
    all.push_back(
        {label + "refused 90018", [=](CallScript& script) { script.refuse(operation, "90018", 422, leg); }});
    all.push_back({label + "unknown", [=](CallScript& script) { script.lose(operation, leg); }});
  }
  return all;
}

std::vector<Stimulus> timers(const CallScript& call) {
  std::vector<Stimulus> all;
  for (const auto& timer : call.call.timers) {
    const int number = timer.number;
    all.push_back({"timer  " + std::string(name_of(timer.kind)), [=](CallScript& script) {
                     const auto armed = std::ranges::find(script.call.timers, number, &Timer::number);
                     script.now = std::max(script.now, armed->due);
                     script.apply(Input{.at = script.now, .what = input::TimerDue{number}});
                   }});
  }
  return all;
}

std::vector<Stimulus> requests() {
  const auto operate = [](const char* name, const char* arguments) {
    return Stimulus{std::string("operator ") + name,
                    [=](CallScript& call) { call.operate(name, arguments); }};
  };
  return {
      {"tool   escalate_to_human",
       [](CallScript& call) { call.tool("escalate_to_human", R"({"reason":"x"})"); }},
      {"tool   unknown", [](CallScript& call) { call.tool("unknown"); }},
      operate("escalate", R"({"to":"human"})"),
      operate("cancel", "{}"),
      operate("tell", R"({"text":"Hello."})"),
      operate("hangup", "{}"),
      operate("unknown", "{}"),
      {"restart with timers that fell due meanwhile",
       [](CallScript& call) { call.apply(Input{.at = call.now, .what = input::Restarted{}}); }},
  };
}

/// What a step made of its input, without the line that only repeats the input.
std::string effect_of(const Step& step) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  for (const auto& record : step.records) {
    const auto document = JsonDocument::of(record.data);
    const auto data = document.root();
    if (record.kind == "transition") {
      const auto person = data["person"].str();
      const auto who = data["subject"].str() + (person.empty() ? "" : " " + person);
      add(who + ": " + data["from"].str() + " > " + data["to"].str());
    } else if (record.kind == "intent") {
      add("-> " + data["operation"].str() + "(" + data["leg"].display() + ")");
    } else if (record.kind == "decision") {
      add(data["what"].str());
    } else if (record.kind == "healed") {
      add("healed by " + data["by"].str());
    } else if (record.kind == "closed") {
      add("closed");
    }
  }
  for (const auto& answer : step.answers) {
    const auto document = JsonDocument::of(answer.body);
    add("answer " + std::to_string(answer.status) + " " + document.root()["status"].str());
  }
  return text;
}

/// What holds in every cell, whatever it says.
void check(const Step& step, const Call& before, const std::string& cell) {
  EXPECT_FALSE(step.records.empty()) << cell << ": every input leaves a record";
  const auto again = read_snapshot(write_snapshot(step.call));
  ASSERT_TRUE(again.has_value()) << cell;
  EXPECT_EQ(*again, step.call) << cell << ": the snapshot holds the whole call";
  for (const auto& leg : step.call.legs) {
    const auto* earlier = find_leg(before, leg.number);
    if (earlier != nullptr) EXPECT_GE(leg.state, earlier->state) << cell << ": a leg's state only rises";
  }
  for (const auto& intent : step.call.intents) {
    const bool has_leg = find_leg(step.call, intent.leg) != nullptr;
    if (intent.number < before.next_intent || intent.operation == "dial" || !has_leg) continue;
    EXPECT_NE(find_leg(step.call, intent.leg)->state, LegState::Ended)
        << cell << ": nothing is asked of a leg that has ended";
    if (before.state == CallState::Transferred && !is_question(intent.purpose))
      EXPECT_NE(intent.leg, 0) << cell << ": nothing is sent to a caller who was transferred";
  }
}

void write_situation(std::ostream& out, const Situation& situation) {
  out << "== " << situation.title << "\n";
  const auto start = situation.begin();
  const bool knows_ana = find_leg(start.call, 1) != nullptr;
  std::vector<Stimulus> stimuli = webhooks_of_the_caller();
  const auto append = [&](std::vector<Stimulus> more) {
    stimuli.insert(stimuli.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  if (is_outgoing(start.call)) {
    stimuli.erase(stimuli.begin());  // it does not come in
    append(webhooks_of_whom_we_call());
    stimuli.push_back(asked_for_again());
  }
  if (knows_ana) append(webhooks_of_ana());
  stimuli.push_back(webhook("call.bridged", 9));
  append(replies(start));
  append(timers(start));
  append(requests());
  std::string unchanged;
  for (const auto& stimulus : stimuli) {
    auto call = start;
    const auto before = call.call;
    stimulus.apply(call);
    const auto& step = call.steps.back();
    check(step, before, std::string(situation.title) + ", " + stimulus.name);
    const auto effect = effect_of(step);
    if (effect.empty()) {
      unchanged += "     " + stimulus.name + "\n";
    } else {
      out << stimulus.name << "\n     " << effect << "\n";
    }
  }
  out << "only recorded:\n" << unchanged;
  if (!knows_ana) out << "unreachable: everything of Ana's leg, which was not dialled\n";
  out << "unreachable: replies and timers other than those above; none is open\n\n";
}

TEST(StateInputMatrix, IsAsItWasReadAndAgreed) {
  std::ostringstream made;
  for (const auto& situation : situations()) write_situation(made, situation);
  const std::string path = CALLWRIGHT_MATRIX_FILE;
  if (std::getenv("CALLWRIGHT_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path) << made.str();
    FAIL() << path
           << " was written anew: nothing was compared. Read what has changed, then run this without it.";
  }
  std::ifstream file(path);
  std::ostringstream agreed;
  agreed << file.rdbuf();
  std::istringstream is(made.str());
  std::istringstream was(agreed.str());
  std::string section;
  std::string is_line;
  std::string was_line;
  for (int number = 1; std::getline(is, is_line); ++number) {
    if (is_line.starts_with("== ")) section = is_line;
    std::getline(was, was_line);
    ASSERT_EQ(is_line, was_line) << "line " << number << " of state_input_matrix.txt, " << section
                                 << "\nCALLWRIGHT_UPDATE_GOLDEN=1 writes the file anew";
  }
  EXPECT_FALSE(std::getline(was, was_line)) << "the agreed matrix is longer: " << was_line;
}

}  // namespace
}  // namespace callwright::tests::matrix
