#include "tests/e2e/theatre.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

// The corners of an escalation that are about what goes over the wire, by two programs that talk HTTP.

namespace callwright::tests::wire_corners {
namespace {

constexpr const char* kSecondCaller = "+13125550198";
constexpr std::string_view kAnswers =
    R"({"kind": "answers", "press": "1", "answer_after": 0.3, "verdict_after": 0.2, "press_after": 0.2})";

std::string scenario(std::string_view ana, std::string_view ben) {
  return R"({"people": {"+13125550111": )" + std::string(ana) + R"(, "+13125550112": )" + std::string(ben) +
         R"(}, "settings": {"insights_after": 0.2, "insights": [{"insight_id": "i1", "result": "Done."}],
  "broken_assistants": ["assistant-00000000-0000-4000-8000-000000000000"]}})";
}

std::string workflow(const std::string& escalation,
                     const std::string& assistant = "assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11") {
  return R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
  ben: { name: Ben, phone: "+13125550112" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: )" +
         assistant + R"(, if_fails: { escalate: human } }
    rules:
      - on: tool.escalate_to_human
        do: [ { escalate: human } ]
escalations:
  human:
    accept: { briefing: "A call." }
)" + escalation;
}

void expect_in_order(const std::string& text, const std::vector<std::string>& parts) {
  std::size_t from = 0;
  for (const auto& part : parts) {
    const auto at = text.find(part, from);
    ASSERT_NE(at, std::string::npos) << part << " is missing after " << text.substr(0, from) << " in "
                                     << text;
    from = at + part.size();
  }
}

TEST(WireCorners, CallerWithoutAnAssistantHearsMusicAndIsBridged) {
  Theatre theatre(scenario(R"({"kind": "busy", "answer_after": 0.2})", kAnswers),
                  workflow(R"(    caller: { hold: { audio_url: "https://example.com/hold.mp3" } }
    steps: [ { ring: [ana, ben], order: sequence } ]
)",
                           "assistant-00000000-0000-4000-8000-000000000000"));
  const auto caller = theatre.place(kCaller);
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "joined")) << theatre.log();
  expect_in_order(theatre.effects(), {"answer", "dial111", "dial112", "playback_start", "speak", "bridge"});
  EXPECT_EQ(theatre.effects().find("ai_assistant_join"), std::string::npos);
  theatre.simulator.steer("POST", caller + "hangup");
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "settled")) << theatre.log();
}

TEST(WireCorners, BridgedHumanWhoLeavesHandsTheCallerBackToTheAssistant) {
  Theatre theatre(
      scenario(
          R"({"kind": "answers", "press": "1", "answer_after": 0.2, "verdict_after": 0.2, "press_after": 0.2, "hangs_up_after": 12})",
          kAnswers),
      workflow("    steps: [ { ring: [ana] } ]\n    join: { mode: bridge }\n"));
  const auto caller = theatre.place(kCaller);
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "conversing")) << theatre.log();
  EXPECT_EQ(theatre.ask_for_a_person(caller), "ringing");
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "joined")) << theatre.log();
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "conversing")) << theatre.log();
  expect_in_order(theatre.effects(), {"ai_assistant_start", "gather_using_speak", "ai_assistant_stop",
                                      "speak", "bridge", "ai_assistant_start"});
  theatre.simulator.steer("POST", caller + "hangup");
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "settled")) << theatre.log();
}

TEST(WireCorners, BusyPersonIsTriedAsOftenAsTheStepSays) {
  Theatre theatre(scenario(R"({"kind": "busy", "answer_after": 0.1})", kAnswers),
                  workflow("    steps: [ { ring: [ana], tries: 3 } ]\n"));
  const auto caller = theatre.place(kCaller);
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "conversing")) << theatre.log();
  theatre.ask_for_a_person(caller);
  ASSERT_TRUE(theatre.service.wait_until([&] {
    return theatre.service.records(theatre.service.call_of(kCaller)).find("nobody_joined") !=
           std::string::npos;
  })) << theatre.log();
  const auto effects = theatre.effects();
  std::size_t dials = 0;
  for (auto at = effects.find("dial"); at != std::string::npos; at = effects.find("dial", at + 1)) ++dials;
  EXPECT_EQ(dials, 3U) << effects;
  theatre.simulator.steer("POST", caller + "hangup");
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "settled")) << theatre.log();
}

TEST(WireCorners, OnePersonIsRungForOneCallerAtATime) {
  Theatre theatre(scenario(kAnswers, kAnswers), workflow("    steps: [ { ring: [ana], for: 60s } ]\n"));
  const auto first = theatre.place(kCaller);
  const auto second = theatre.place(kSecondCaller);
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "conversing")) << theatre.log();
  ASSERT_TRUE(theatre.service.wait_for_state(kSecondCaller, "conversing")) << theatre.log();
  theatre.ask_for_a_person(first);
  theatre.ask_for_a_person(second);
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "joined")) << theatre.log();
  EXPECT_EQ(theatre.effects().find("dial111", theatre.effects().find("dial111") + 1), std::string::npos)
      << "Ana talks with the first caller";
  theatre.simulator.steer("POST", first + "hangup");
  ASSERT_TRUE(theatre.service.wait_for_state(kSecondCaller, "joined")) << theatre.log();
  theatre.simulator.steer("POST", second + "hangup");
  ASSERT_TRUE(theatre.service.wait_for_state(kSecondCaller, "settled")) << theatre.log();
}

TEST(WireCorners, WebhooksThatNeverComeAreFoundAtTelnyx) {
  Theatre theatre(scenario(kAnswers, kAnswers), workflow("    steps: [ { ring: [ana], for: 5s } ]\n"));
  theatre.simulator.steer("PUT", "faults", R"({"webhooks": [{"fault": "lost", "event": "call.answered"}]})");
  const auto caller = theatre.place(kCaller);
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "conversing")) << theatre.log();
  theatre.ask_for_a_person(caller);
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "joined")) << theatre.log();
  const auto records = theatre.service.records(theatre.service.call_of(kCaller));
  EXPECT_NE(records.find(R"("by":"call_events","event":"call.answered")"), std::string::npos) << records;
  theatre.simulator.steer("POST", caller + "hangup");
  ASSERT_TRUE(theatre.service.wait_for_state(kCaller, "settled")) << theatre.log();
}

}  // namespace
}  // namespace callwright::tests::wire_corners
