#include "tests/workflows/simulator/bench.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_gather {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Behaviour;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

struct Keys {
  Duration at;  ///< after the command
  std::string digits;
};

struct Case {
  std::string name;
  std::string more;  ///< of the body of gather_using_speak; its prompt "Press 1." lasts 500 ms
  std::vector<Keys> keys;
  Story story;
  std::size_t prompts;
};

class GatherUsingSpeak : public ::testing::TestWithParam<Case> {};

TEST_P(GatherUsingSpeak, CollectsDigits) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  const auto began = bench.now;
  bench.story(began);
  bench.command(leg, "gather_using_speak", R"({"payload":"Press 1.","voice":"v")" + GetParam().more + "}");
  for (const auto& keys : GetParam().keys) {
    bench.wait(began + keys.at - bench.now);
    bench.telnyx.press(bench.now, leg, keys.digits);
  }
  bench.wait(5min);
  EXPECT_EQ(bench.story(began), GetParam().story);
  EXPECT_EQ(bench.telnyx.leg(leg)->heard.size(), GetParam().prompts);
}

const Case kCases[] = {
    {"OneKeyEndsIt",
     R"(,"maximum_digits":1)",
     {{2s, "1"}},
     {"+2000 call.dtmf.received digit=1", "+2000 call.gather.ended digits=1 status=valid"},
     1},
    {"AKeyInterruptsThePrompt",
     R"(,"maximum_digits":1)",
     {{100ms, "1"}},
     {"+100 call.dtmf.received digit=1", "+100 call.gather.ended digits=1 status=valid"},
     1},
    {"TheTerminatingDigitEndsItAndIsNotPartOfIt",
     "",
     {{1s, "12#"}},
     {"+1000 call.dtmf.received digit=1", "+1000 call.dtmf.received digit=2",
      "+1000 call.dtmf.received digit=#", "+1000 call.gather.ended digits=12 status=valid"},
     1},
    {"APauseAfterADigitEndsIt",
     R"(,"inter_digit_timeout_millis":2000)",
     {{1s, "1"}},
     {"+1000 call.dtmf.received digit=1", "+3000 call.gather.ended digits=1 status=valid"},
     1},
    {"SilenceRepeatsThePromptUntilTheTriesAreOver",
     R"(,"timeout_millis":1000,"maximum_tries":2)",
     {},
     {"+3000 call.gather.ended digits= status=timeout"},
     2},
    {"AnInvalidDigitIsATry",
     R"(,"valid_digits":"12","maximum_digits":1,"maximum_tries":2)",
     {{1s, "9"}, {4s, "2"}},
     {"+1000 call.dtmf.received digit=9", "+4000 call.dtmf.received digit=2",
      "+4000 call.gather.ended digits=2 status=valid"},
     2},
    {"InvalidDigitsUntilTheTriesAreOver",
     R"(,"valid_digits":"12","maximum_digits":1,"maximum_tries":1)",
     {{1s, "9"}},
     {"+1000 call.dtmf.received digit=9", "+1000 call.gather.ended digits= status=invalid"},
     1},
    {"TheInvalidPromptIsSpokenFirst",
     R"(,"valid_digits":"12","maximum_digits":1,"maximum_tries":2,"invalid_payload":"No.")",
     {{1s, "9"}, {4s, "1"}},
     {"+1000 call.dtmf.received digit=9", "+4000 call.dtmf.received digit=1",
      "+4000 call.gather.ended digits=1 status=valid"},
     3},
};

INSTANTIATE_TEST_SUITE_P(Simulator, GatherUsingSpeak, ::testing::ValuesIn(kCases),
                         [](const auto& named) { return named.param.name; });

TEST(SimulatorGather, APersonPressesTheirKeyAfterEveryPrompt) {
  Bench bench;
  Behaviour person;
  person.press = "9";
  bench.telnyx.set_person("+13125550111", person);
  const auto leg = bench.dial("+13125550111");
  bench.wait(3s);
  const auto answered = bench.now;
  bench.story(answered);
  bench.command(
      leg, "gather_using_speak",
      R"({"payload":"Press 1.","voice":"v","valid_digits":"1","maximum_digits":1,"maximum_tries":2})");
  bench.wait(1min);
  EXPECT_EQ(bench.story(answered),
            (Story{"+2000 call.dtmf.received digit=9", "+4000 call.dtmf.received digit=9",
                   "+4000 call.gather.ended digits= status=invalid"}));
}

TEST(SimulatorGather, AVoicemailPressesNothing) {
  Bench bench;
  Behaviour person;
  person.kind = Behaviour::Kind::Voicemail;
  person.press = "1";
  bench.telnyx.set_person("+13125550111", person);
  const auto leg = bench.dial("+13125550111");
  bench.wait(3s);
  bench.story(bench.now);
  const auto answered = bench.now;
  bench.command(leg, "gather_using_speak",
                R"({"payload":"Press 1.","voice":"v","timeout_millis":8000,"maximum_tries":1})");
  bench.wait(1min);
  EXPECT_EQ(bench.story(answered), (Story{"+8500 call.gather.ended digits= status=timeout"}));
}

TEST(SimulatorGather, IsCancelledByItsStopAndEndedByTheHangup) {
  for (const auto& [end, status] :
       {std::pair{"gather_stop", "cancelled"}, std::pair{"hangup", "call_hangup"}}) {
    Bench bench;
    const auto leg = bench.answered_incoming();
    bench.story(bench.now);
    bench.command(leg, "gather_using_speak", R"({"payload":"Press 1.","voice":"v"})");
    bench.wait(1s);
    bench.command(leg, end);
    bench.command(leg, "gather_stop");
    const auto story = bench.story(bench.now);
    ASSERT_FALSE(story.empty());
    EXPECT_EQ(story.front(), std::string("+0 call.gather.ended digits= status=") + status);
    EXPECT_EQ(std::ranges::count_if(story, [](const auto& line) { return line.contains("gather"); }), 1);
  }
}

TEST(SimulatorGather, KeysOutsideAGatherMayBeUnreported) {
  callwright::simulator::Telnyx::Settings settings;
  settings.unstated.digits_are_reported_outside_gather = false;
  for (const bool reported : {true, false}) {
    settings.unstated.digits_are_reported_outside_gather = reported;
    Bench bench(settings);
    const auto leg = bench.answered_incoming();
    bench.story(bench.now);
    EXPECT_TRUE(bench.telnyx.press(bench.now, leg, "5"));
    EXPECT_EQ(bench.story(bench.now).size(), reported ? 1U : 0U);
  }
}

TEST(SimulatorGather, WithoutAPromptWaitsAtOnce) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  const auto began = bench.now;
  bench.story(began);
  bench.command(leg, "gather", R"({"initial_timeout_millis":3000})");
  bench.wait(1min);
  EXPECT_EQ(bench.story(began), (Story{"+3000 call.gather.ended digits= status=timeout"}));
}

}  // namespace
}  // namespace callwright::tests::simulator_gather
