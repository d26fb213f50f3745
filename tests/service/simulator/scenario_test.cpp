#include "service/simulator/scenario.hpp"

#include "workflows/simulator/unstated.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_scenario {
namespace {

using simulator::Behaviour;
using simulator::read_scenario;

TEST(SimulatorScenario, SaysWhoDoesWhatAndHowTheAccountIs) {
  const auto scenario = read_scenario(R"({
    "people": {"+13125550111": {"kind": "answers", "answer_after": 0.25, "press": "1", "hangs_up_after": 2},
               "+13125550112": {"kind": "voicemail"}},
    "faults": {"webhooks": [{"fault": "doubled"}]},
    "settings": {"api_key": "KEY_OTHER", "insights_after": 0.5, "insights": [{"insight_id": "i", "result": "r"}],
                 "outbound_channels": 2, "seed": 7,
                 "unstated": {"ringing_is_alive": false, "listed_after": 1.5}}})");
  ASSERT_TRUE(scenario) << scenario.error().detail;
  const auto& dana = scenario->people.at("+13125550111");
  EXPECT_EQ(dana.kind, Behaviour::Kind::Answers);
  EXPECT_EQ(dana.answer_after, Duration(250));
  EXPECT_EQ(dana.press, "1");
  EXPECT_EQ(dana.hangs_up_after, Duration(2000));
  EXPECT_EQ(dana.press_after, Behaviour{}.press_after);
  EXPECT_EQ(scenario->people.at("+13125550112").kind, Behaviour::Kind::Voicemail);
  auto faults = scenario->faults;
  EXPECT_EQ(faults.next_of_webhook("call.answered").copies, 1);
  EXPECT_EQ(scenario->model.api_key, "KEY_OTHER");
  EXPECT_EQ(scenario->model.insights_after, Duration(500));
  EXPECT_EQ(scenario->model.insights.size(), 1U);
  EXPECT_EQ(scenario->model.outbound_channels, 2U);
  EXPECT_EQ(scenario->model.seed, 7U);
  EXPECT_FALSE(scenario->model.unstated.ringing_is_alive);
  EXPECT_EQ(scenario->model.unstated.listed_after, Duration(1500));
}

TEST(SimulatorScenario, EverySwitchIsReadByTheNamesOfItsChoices) {
  for (const auto& one : simulator::unstated_switches()) {
    const auto text = [&](std::string_view choice) {
      return R"({"settings":{"unstated":{")" + std::string(one.name) + "\":\"" + std::string(choice) +
             "\"}}}";
    };
    for (const auto choice : one.choices) EXPECT_TRUE(read_scenario(text(choice))) << one.name;
    EXPECT_FALSE(read_scenario(text("perhaps"))) << one.name;
  }
  const auto chosen = read_scenario(R"({"settings":{"unstated":{"several_destinations":"one_leg"}}})");
  ASSERT_TRUE(chosen);
  EXPECT_EQ(chosen->model.unstated.several_destinations, simulator::Unstated::Destinations::OneLeg);
}

TEST(SimulatorScenario, AMistakeIsNamed) {
  for (const std::string text :
       {"", "[]", R"({"persons":{}})", R"({"people":{"+1":{"kind":"sleeps"}}})",
        R"({"people":{"+1":{"answer_after":"3s"}}})", R"({"people":{"+1":{"answer_after":-1}}})",
        R"({"settings":{"unstated":{"ringing":true}}})", R"({"settings":{"seed":-1}})",
        R"({"settings":{"api_key":1}})", R"({"faults":{"webhooks":[{"fault":"doubled","copies":99}]}})"}) {
    const auto scenario = read_scenario(text);
    ASSERT_FALSE(scenario) << text;
    EXPECT_FALSE(scenario.error().detail.empty());
  }
}

}  // namespace
}  // namespace callwright::tests::simulator_scenario
