#include "tests/workflows/simulator/bench.hpp"
#include "workflows/catalogue/catalogue.hpp"
#include "workflows/simulator/commands.hpp"
#include "workflows/simulator/queries.hpp"

#include <map>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_command_table {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Telnyx;
using callwright::tests::simulator::Bench;

bool is_answered(const Operation& operation) {
  namespace sim = callwright::simulator;
  if (operation.is_call_command())
    return operation.name == "dial" || sim::effect_of(operation.name) != nullptr;
  for (const auto group : {sim::call_query, sim::delivery_query, sim::queue_query, sim::conference_query}) {
    if (group(operation.name) != nullptr) return true;
  }
  return false;
}

TEST(SimulatorCommands, TheModelKnowsEveryCallControlOperationOfTheCatalogue) {
  std::size_t checked = 0;
  for (const auto& operation : Catalogue::get().operations()) {
    if (operation.path.starts_with("/ai/")) continue;
    EXPECT_TRUE(is_answered(operation)) << operation.name;
    ++checked;
  }
  EXPECT_EQ(checked, 69U);
}

/// A call with a second one that is bridged to it, recorded, transcribed, streamed, in its second minute.
struct Stage {
  Bench bench;
  CallControlId leg;
  CallControlId other;
};

constexpr auto kSpeak = R"({"payload":"A text that takes some seconds to be spoken on a leg.","voice":"v"})";
constexpr auto kRecord = R"({"channels":"dual","format":"mp3"})";

/// What has to be so before the command makes sense: other commands, separated by a blank.
const std::map<std::string, std::vector<std::pair<std::string, std::string>>> kBefore = {
    {"ai_assistant_stop", {{"ai_assistant_start", R"({"assistant":{"id":"assistant-1"}})"}}},
    {"ai_assistant_add_messages",
     {{"ai_assistant_start", R"({"assistant":{"id":"assistant-1"},"send_message_history_updates":true})"}}},
    {"playback_stop", {{"speak", kSpeak}}},
    {"gather_stop", {{"gather", "{}"}}},
    {"record_stop", {{"record_start", kRecord}}},
    {"record_pause", {{"record_start", kRecord}}},
    {"record_resume", {{"record_start", kRecord}, {"record_pause", "{}"}}},
    {"transcription_stop", {{"transcription_start", "{}"}}},
    {"leave_queue", {{"enqueue", R"({"queue_name":"q"})"}}},
    {"suppression_stop", {{"suppression_start", "{}"}}},
    {"conversation_relay_stop", {{"conversation_relay_start", R"({"url":"wss://a.test/"})"}}},
    {"streaming_stop", {{"streaming_start", R"({"stream_url":"wss://a.test/"})"}}},
};

const std::map<std::string, std::string> kBodies = {
    {"reject", R"({"cause":"USER_BUSY"})"},
    {"ai_assistant_start", R"({"assistant":{"id":"assistant-1"}})"},
    {"ai_assistant_add_messages", R"({"messages":[{"role":"user","content":"x"}],"trigger_response":true})"},
    {"transfer", R"({"to":"+13125550112"})"},
    {"refer", R"({"sip_address":"sip:a@example.com"})"},
    {"speak", kSpeak},
    {"playback_start", R"({"media_name":"a"})"},
    {"gather_using_speak", kSpeak},
    {"gather_using_audio", R"({"media_name":"a"})"},
    {"gather_using_ai", R"({"parameters":{"type":"object","properties":{"age":{"type":"integer"}}}})"},
    {"send_dtmf", R"({"digits":"12"})"},
    {"send_sip_info", R"({"content_type":"text/plain","body":"x"})"},
    {"record_start", kRecord},
    {"enqueue", R"({"queue_name":"q"})"},
    {"switch_supervisor_role", R"({"role":"whisper"})"},
    {"conversation_relay_start", R"({"url":"wss://a.test/"})"},
    {"streaming_start", R"({"stream_url":"wss://a.test/"})"},
    {"client_state_update", R"({"client_state":"YQ=="})"},
};

std::string body_of(const Stage& stage, const std::string& command) {
  if (command == "bridge") return R"({"call_control_id":")" + stage.other.text() + "\"}";
  if (command == "ai_assistant_join") {
    return R"({"conversation_id":"CONVERSATION","participant":{"role":"user","id":")" + stage.leg.text() +
           "\"}}";
  }
  const auto found = kBodies.find(command);
  return found == kBodies.end() ? "{}" : found->second;
}

std::string shown(const Telnyx::LegView& view) {
  std::string text = view.state + " " + view.client_state + " " + view.keys_heard + " " + view.queue + " " +
                     view.supervisor_role + " bridged=" + std::to_string(!view.bridged_to.empty());
  for (const auto& heard : view.heard) text += " " + heard;
  text += " talks=" + std::to_string(!view.conversation_id.empty());
  text += view.recording ? " recorded" : "";
  text += view.transcribed ? " transcribed" : "";
  text += view.suppresses_noise ? " quiet" : "";
  return text + " " + std::to_string(view.streams);
}

/// Everything that can be seen from outside after two minutes.
std::string seen_after(const std::string& command, bool is_sent) {
  Stage stage;
  auto& bench = stage.bench;
  stage.leg = bench.incoming();
  stage.other = bench.answered_incoming();
  if (command != "answer" && command != "reject") bench.command(stage.leg, "answer");
  auto body = body_of(stage, command);
  if (command == "send_sip_info") bench.command(stage.leg, "bridge", body_of(stage, "bridge"));
  if (command == "ai_assistant_join") {
    const auto started =
        bench.command(stage.other, "ai_assistant_start", R"({"assistant":{"id":"assistant-1"}})");
    body.replace(body.find("CONVERSATION"), 12, Bench::data(started, "conversation_id"));
  }
  if (const auto before = kBefore.find(command); before != kBefore.end()) {
    for (const auto& [name, fields] : before->second) {
      EXPECT_EQ(Bench::outcome(bench.command(stage.leg, name, fields)), "200") << name;
    }
  }
  if (is_sent) EXPECT_EQ(Bench::outcome(bench.command(stage.leg, command, body)), "200") << command;
  bench.wait(2s);
  std::string seen = shown(*bench.telnyx.leg(stage.leg)) + "\n";
  bench.wait(2min);
  for (const auto& line : bench.story(bench.now)) seen += line + "\n";
  for (const auto& view : bench.telnyx.legs()) seen += shown(view) + "\n";
  return seen;
}

TEST(SimulatorCommands, EveryCommandOfALegHasAnEffectThatCanBeSeen) {
  for (const auto& operation : Catalogue::get().operations()) {
    if (!operation.is_call_command() || operation.name == "dial") continue;
    EXPECT_NE(seen_after(operation.name, true), seen_after(operation.name, false)) << operation.name;
  }
}

}  // namespace
}  // namespace callwright::tests::simulator_command_table
