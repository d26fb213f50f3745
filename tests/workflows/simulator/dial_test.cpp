#include "tests/workflows/simulator/bench.hpp"

#include <set>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_dial {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Behaviour;
using callwright::simulator::Telnyx;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

struct Case {
  std::string name;
  Behaviour person;
  std::string more;  ///< of the Dial's body
  Story story;
};

class Dial : public ::testing::TestWithParam<Case> {};

TEST_P(Dial, GivesTheWebhooksOfItsPerson) {
  Bench bench;
  bench.telnyx.set_person("+13125550111", GetParam().person);
  const auto began = bench.now;
  bench.dial("+13125550111", GetParam().more);
  bench.wait(10min);
  EXPECT_EQ(bench.story(began), GetParam().story);
}

constexpr auto kInitiated = "+0 call.initiated direction=outgoing state=bridging";

Behaviour person(Behaviour::Kind kind) {
  Behaviour behaviour;
  behaviour.kind = kind;
  return behaviour;
}

Behaviour brief(Behaviour::Kind kind) {
  auto behaviour = person(kind);
  behaviour.hangs_up_after = 10s;
  return behaviour;
}

Behaviour slow() {
  auto behaviour = person(Behaviour::Kind::Answers);
  behaviour.answer_after = 40s;
  return behaviour;
}

Behaviour with_verdict(std::string verdict) {
  auto behaviour = brief(Behaviour::Kind::Answers);
  behaviour.verdict = std::move(verdict);
  return behaviour;
}

const Case kCases[] = {
    {"Answers",
     brief(Behaviour::Kind::Answers),
     "",
     {kInitiated, "+3000 call.answered state=answered",
      "+13000 call.hangup state=hangup hangup_cause=normal_clearing"}},
    {"NoAnswer",
     person(Behaviour::Kind::NoAnswer),
     R"(,"timeout_secs":20)",
     {kInitiated, "+20000 call.hangup state=hangup hangup_cause=timeout"}},
    {"NoAnswerWithoutRetry",
     person(Behaviour::Kind::NoAnswer),
     R"(,"timeout_secs":20,"retry_on_timeout":false)",
     {kInitiated, "+20000 call.hangup state=hangup hangup_cause=no_answer"}},
    {"AnswersTooLateForTheDefault",
     slow(),
     "",
     {kInitiated, "+30000 call.hangup state=hangup hangup_cause=timeout"}},
    {"Busy",
     person(Behaviour::Kind::Busy),
     "",
     {kInitiated, "+3000 call.hangup state=hangup hangup_cause=user_busy"}},
    {"Rejects",
     person(Behaviour::Kind::Rejects),
     "",
     {kInitiated, "+3000 call.hangup state=hangup hangup_cause=call_rejected"}},
    {"TimeLimit",
     person(Behaviour::Kind::Answers),
     R"(,"time_limit_secs":60)",
     {kInitiated, "+3000 call.answered state=answered",
      "+63000 call.hangup state=hangup hangup_cause=time_limit"}},
    {"HumanWithPremiumDetection",
     brief(Behaviour::Kind::Answers),
     R"(,"answering_machine_detection":"premium")",
     {kInitiated, "+3000 call.answered state=answered",
      "+4500 call.machine.premium.detection.ended result=human_residence",
      "+13000 call.hangup state=hangup hangup_cause=normal_clearing"}},
    {"VoicemailWithPremiumDetection",
     brief(Behaviour::Kind::Voicemail),
     R"(,"answering_machine_detection":"premium")",
     {kInitiated, "+3000 call.answered state=answered",
      "+4500 call.machine.premium.detection.ended result=machine",
      "+6000 call.machine.premium.greeting.ended result=beep_detected",
      "+13000 call.hangup state=hangup hangup_cause=normal_clearing"}},
    {"HumanWithDetect",
     brief(Behaviour::Kind::Answers),
     R"(,"answering_machine_detection":"detect")",
     {kInitiated, "+3000 call.answered state=answered", "+4500 call.machine.detection.ended result=human",
      "+13000 call.hangup state=hangup hangup_cause=normal_clearing"}},
    {"VoicemailWithDetectHasNoGreeting",
     brief(Behaviour::Kind::Voicemail),
     R"(,"answering_machine_detection":"detect")",
     {kInitiated, "+3000 call.answered state=answered", "+4500 call.machine.detection.ended result=machine",
      "+13000 call.hangup state=hangup hangup_cause=normal_clearing"}},
    {"VoicemailWithGreetingEnd",
     brief(Behaviour::Kind::Voicemail),
     R"(,"answering_machine_detection":"greeting_end")",
     {kInitiated, "+3000 call.answered state=answered", "+4500 call.machine.detection.ended result=machine",
      "+6000 call.machine.greeting.ended result=beep_detected",
      "+13000 call.hangup state=hangup hangup_cause=normal_clearing"}},
    {"AVerdictOfItsOwn",
     with_verdict("not_sure"),
     R"(,"answering_machine_detection":"premium")",
     {kInitiated, "+3000 call.answered state=answered",
      "+4500 call.machine.premium.detection.ended result=not_sure",
      "+13000 call.hangup state=hangup hangup_cause=normal_clearing"}},
};

INSTANTIATE_TEST_SUITE_P(Simulator, Dial, ::testing::ValuesIn(kCases),
                         [](const auto& named) { return named.param.name; });

TEST(SimulatorDial, AnswersWithTheIdsBeforeAnyoneAnswered) {
  Bench bench;
  const auto response = bench.send(
      "POST", "/calls",
      R"({"connection_id":"1000000000000000001","from":"+13125550100","to":"+13125550111","client_state":"YQ=="})");
  EXPECT_EQ(Bench::data(response, "is_alive"), "false");
  EXPECT_EQ(Bench::data(response, "client_state"), "YQ==");
  const auto leg = bench.telnyx.leg(CallControlId(Bench::data(response, "call_control_id")));
  ASSERT_TRUE(leg);
  EXPECT_EQ(leg->state, "ringing");
  EXPECT_EQ(leg->client_state, "YQ==");
}

TEST(SimulatorDial, HangingUpARingingLegIsOriginatorCancelAndNobodyAnswersLater) {
  Bench bench;
  const auto began = bench.now;
  const auto leg = bench.dial("+13125550111");
  bench.wait(1s);
  bench.command(leg, "hangup");
  bench.wait(1min);
  EXPECT_EQ(bench.story(began),
            (Story{kInitiated, "+1000 call.hangup state=hangup hangup_cause=originator_cancel"}));
}

TEST(SimulatorDial, IdsLookLikeTelnyxsAndDiffer) {
  Bench bench;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const auto id = bench.dial("+13125550111").text();
    EXPECT_EQ(id.size(), 47U);
    EXPECT_TRUE(id.starts_with("v3:"));
    EXPECT_EQ(id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 3),
              std::string::npos);
    EXPECT_TRUE(seen.insert(id).second);
  }
}

TEST(SimulatorDial, AMachineVerdictMayCutWhatIsSpoken) {
  Telnyx::Settings settings;
  settings.unstated.machine_verdict_cuts_speech = true;
  Bench bench(settings);
  bench.telnyx.set_person("+13125550111", person(Behaviour::Kind::Voicemail));
  const auto leg = bench.dial("+13125550111", R"(,"answering_machine_detection":"detect")");
  bench.wait(3s);
  bench.story(bench.now);
  const auto answered = bench.now;
  bench.command(leg, "speak", R"({"payload":"This text takes longer than the detection.","voice":"v"})");
  bench.wait(5s);
  EXPECT_EQ(bench.story(answered),
            (Story{"+0 call.speak.started", "+1500 call.machine.detection.ended result=machine",
                   "+1500 call.speak.ended status=cancelled_amd"}));
}

}  // namespace
}  // namespace callwright::tests::simulator_dial
