#include "service/simulation/test_run.hpp"

#include "workflows/language/load.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::simulation {
namespace {

constexpr std::string_view kWorkflows = R"(language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
  ben: { name: Ben, phone: "+13125550112" }
  dee: { name: Dee, phone: "+13125550114", also: ["+13125550115"] }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11 }
    rules:
      - { on: tool.human, do: [ { escalate: human }, { set: { asked: "yes" } } ] }
      - { on: tool.anybody, do: [ { escalate: open } ] }
      - { on: tool.dee, do: [ { escalate: dee } ] }
      - on: operator.note
        do: [ { tell_assistant: "${event.text}" }, { reply: { status: ok, say: noted } } ]
      - on: call.settled
        do:
          - { webhook: { url: "https://receiver.example/calls", body: { outcome: "${call.outcome}" } } }
      - on: escalation.exhausted
        do: [ { sms: { to: caller, text: "We call you back." } } ]
escalations:
  human:
    steps: [ { ring: [ana, ben] } ]
    accept: { keys: { accept: "5", decline: "6" }, briefing: "${caller.number} says: ${run.reason}." }
  open: { steps: [ { ring: [ana] } ], accept: none }
  dee: { steps: [ { ring: [dee] } ] }
tests:
  - name: test
    script:
)";

constexpr std::string_view kAsks = R"(      - 0s: { call: { from: "+13125550199", to: "+13125550100" } }
      - 8s: { tool: human, arguments: { reason: dizzy } }
)";

Loaded load(const std::string& script, const std::string& keys) {
  const auto yaml = std::string(kWorkflows) + script + keys;
  auto loaded = load_bundle({SourceFile{.name = "a.yaml", .text = yaml}});
  EXPECT_EQ(loaded.findings.size(), 0U)
      << (loaded.findings.empty() ? yaml : format_report(loaded.findings[0]));
  return loaded;
}

TestOutcome run(const std::string& script, const std::string& keys, TestOptions options = {}) {
  const auto loaded = load(script, keys);
  if (loaded.tests.empty()) return {};
  return run_test(loaded.bundle, loaded.tests.front(), options);
}

/// `what: expected, found` of every failure, and broken guarantees, one a line.
std::string failures_of(const TestOutcome& outcome) {
  std::string text;
  for (const auto& [line, at, unmet] : outcome.failures)
    text += unmet.what + ": " + (unmet.expected.empty() ? "" : unmet.expected + " | ") + unmet.found + "\n";
  for (const auto& broken : outcome.broken)
    text += "broken: " + broken.what.substr(0, broken.what.find(':')) + "\n";
  return text;
}

constexpr std::string_view kAsksForDee = R"(      - 0s: { call: { from: "+13125550199", to: "+13125550100" } }
      - 8s: { tool: dee, arguments: { reason: dizzy } }
)";

struct Case {
  std::string name;
  std::string keys;      ///< of the test
  std::string failures;  ///< empty: it passes
  std::string script = std::string(kAsks);
};

class TestOfAWorkflow : public ::testing::TestWithParam<Case> {};

TEST_P(TestOfAWorkflow, TellsWhetherItIsAsExpected) {
  EXPECT_EQ(failures_of(run(GetParam().script, GetParam().keys)), GetParam().failures);
}

std::string expecting(const std::string& what, const std::string& people = "{ ana: accepts, ben: busy }") {
  return "    people: " + people + "\n    expect: { " + what + " }\n";
}

INSTANTIATE_TEST_SUITE_P(
    Met, TestOfAWorkflow,
    ::testing::Values(
        Case{"Joined",
             expecting("joined: [ana], outcomes: { ben: busy }, outcome: joined, vars: { asked: yes }"), ""},
        Case{"State", expecting("state: settled, live_legs: 0, commands: { dial: 2, ai_assistant_join: 1 }"),
             ""},
        Case{"Times", expecting("silence_max: 20s, joined_within: 30s, duration_max: 2m"), ""},
        Case{"Heard",
             expecting("heard: { ana: dizzy, assistant: [Ana is joining] }, not_heard: { ben: dizzy }"), ""},
        Case{"Decisions", expecting("decisions: [escalation, ring, winner]"), ""},
        Case{"Sent",
             expecting("sms: [], webhooks: [ { url: https://receiver.example, contains: [joined] } ]"), ""},
        Case{"TextMessage",
             expecting("sms: [ { to: caller, text: call you back } ], joined: []",
                       "{ ana: declines, ben: rejects }"),
             ""},
        Case{"Outcomes",
             expecting("outcomes: { ana: no_key, ben: machine }",
                       "{ ana: { does: answers, answers_after: 1s, presses: \"9\" }, ben: machine }"),
             ""},
        Case{"PersonWithTwoPhones",
             expecting("joined: [dee], commands: { dial: 2, ai_assistant_join: 1 }, live_legs: 0",
                       "{ dee: accepts }"),
             "", std::string(kAsksForDee)},
        Case{"PersonWithTwoPhonesByHand", expecting("joined: [dee], live_legs: 0", "{}"), "",
             std::string(kAsksForDee) +
                 "      - 12s: { answers: dee }\n      - 20s: { presses: { dee: \"1\" } }\n"},
        Case{"VoicemailOfTheFirstPhone",
             expecting("joined: [], outcomes: { dee: machine }, live_legs: 0", "{ dee: machine }"), "",
             std::string(kAsksForDee)},
        Case{"NobodyIsSaidToAnswer", expecting("outcomes: { ana: no_answer, ben: no_answer }", "{}"), ""}),
    [](const auto& tested) { return tested.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Unmet, TestOfAWorkflow,
    ::testing::Values(
        Case{"Joined", expecting("joined: [ben]"), "joined: [ben] | [ana]\n"},
        Case{"Nobody", expecting("joined: []"), "joined: [] | [ana]\n"},
        Case{"Outcomes", expecting("outcomes: { ben: no_key }"), "outcomes.ben: [no_key] | [busy]\n"},
        Case{"State", expecting("state: joined"), "state: joined | settled\n"},
        Case{"Outcome", expecting("outcome: exhausted"), "outcome: exhausted | joined\n"},
        Case{"Vars", expecting("vars: { asked: no }"), "vars.asked: no | yes\n"},
        Case{"UnknownVar", expecting("vars: { other: no }"), "vars.other: no | nothing\n"},
        Case{"Legs", expecting("live_legs: 1"), "live_legs: 1 | 0\n"},
        Case{"Commands", expecting("commands: { dial: 1 }"), "commands.dial: 1 | 2\n"},
        Case{"NeverHeard", expecting("heard: { ben: hello }"), "heard.ben: hello | []\n"},
        Case{"HeardAllTheSame", expecting("not_heard: { ana: dizzy }"),
             "not_heard.ana: dizzy | [A caller asks for you. Press 5 to take the call, 6 to pass., "
             "+13125550199 says: "
             "dizzy., The caller has hung up.]\n"},
        Case{"Decisions", expecting("decisions: [winner, escalation]"),
             "decisions: escalation | [rule, escalation, ring, ring, key, winner, "
             "assistant_ended_during_run, insights_given_up, rule]\n"},
        Case{"TextMessage", expecting("sms: [ { to: caller, text: call you back } ]"),
             "sms: caller: call you back | []\n"},
        Case{"Webhook", expecting("webhooks: []"),
             "webhooks: [] | [https://receiver.example/calls: {\"outcome\":\"joined\"}]\n"},
        Case{"NobodyWithin", expecting("joined_within: 30s", "{}"),
             "joined_within: at most 30.0s | nobody was joined\n"},
        Case{"TooLate", expecting("joined_within: 1s, duration_max: 20s"),
             "joined_within: at most 1.0s | 11.7s\nduration_max: at most 20.0s | 50.0s\n"},
        Case{"Unstated", "    unstated: { webhook_repetition: 1 }\n",
             "unstated.webhook_repetition: webhook_repetitions | no switch of the simulator\n"}),
    [](const auto& tested) { return tested.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Script, TestOfAWorkflow,
    ::testing::Values(
        Case{"ByHand", expecting("joined: [ben], outcomes: { ana: declined }", "{}"), "",
             std::string(kAsks) + "      - 12s: { answers: ana }\n      - 12s: { answers: ben }\n"
                                  "      - 19s: { declines: ana }\n      - 20s: { accepts: ben }\n"},
        Case{"AtAMoment", "", "state: joined | escalating\n",
             std::string(kAsks) + "      - 12s: { expect: { state: joined } }\n"},
        Case{"AnswersNothing", "", "script: ana is not on the phone\n",
             "      - 0s: { call: { from: \"+13125550199\", to: \"+13125550100\" } }\n      - 2s: { answers: "
             "ana }\n"},
        Case{"AnswersTwice", "", "script: ana cannot answer: the phone is answered\n",
             std::string(kAsks) + "      - 12s: { answers: ana }\n      - 13s: { answers: ana }\n"},
        Case{"OperatorIsRefused", "",
             "script: the command was refused: No escalation is ringing or joining people on this call.\n",
             "      - 0s: { call: { from: \"+13125550199\", to: \"+13125550100\" } }\n      - 5s: { "
             "operator: cancel }\n"},
        Case{"OperatorOfARule", expecting("heard: { assistant: quickly }"), "",
             "      - 0s: { call: { from: \"+13125550199\", to: \"+13125550100\" } }\n"
             "      - 5s: { operator: note, arguments: { text: quickly } }\n"},
        Case{"ToolWithoutAnAssistant", "",
             "script: no assistant talks to the caller, so that it can call no tool\n",
             "      - 0s: { call: { from: \"+13125550199\", to: \"+13125550100\" } }\n      - 5s: { "
             "hangs_up: caller }\n"
             "      - 6s: { tool: human }\n"},
        Case{"AssistantEnds", expecting("outcome: assistant"), "",
             "      - 0s: { call: { from: \"+13125550199\", to: \"+13125550100\" } }\n      - 5s: { "
             "assistant_ends: caller }\n"},
        Case{"TwoCallers", expecting("joined: [ana], outcome: joined", "{ ana: accepts, ben: busy }"), "",
             std::string(kAsks) + "      - 9s: { call: { from: \"+13125550198\", to: \"+13125550100\" } }\n"
                                  "      - 20s: { hangs_up: \"+13125550198\" }\n"},
        Case{"AMachineThatIsTakenForAPerson",
             "    people: { ana: { does: machine, verdict: human_residence } }\n",
             "broken: no voicemail is joined\n",
             "      - 0s: { call: { from: \"+13125550199\", to: \"+13125550100\" } }\n      - 5s: { tool: "
             "anybody }\n"}),
    [](const auto& tested) { return tested.param.name; });

struct FaultCase {
  std::string name;
  std::string faults;
  std::string in_story;  ///< what shows that it went wrong
};

class FaultOfATest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(FaultOfATest, HappensAndThePersonIsJoinedAllTheSame) {
  const auto keys = "    faults: { " + GetParam().faults + " }\n" +
                    expecting("joined: [ana], state: settled, live_legs: 0");
  const auto outcome = run(std::string(kAsks), keys, {.tells_story = true});
  EXPECT_EQ(failures_of(outcome), "") << outcome.story;
  EXPECT_TRUE(outcome.story.contains(GetParam().in_story)) << outcome.story;
}

INSTANTIATE_TEST_SUITE_P(
    Each, FaultOfATest,
    ::testing::Values(
        FaultCase{"Twice", "duplicate: all", ": duplicate"},
        FaultCase{"TwiceOfAType", "duplicate: call.answered", ": duplicate"},
        FaultCase{"OutOfOrder", "reorder_within: 3s", "WEBHOOK"},
        FaultCase{"Lost", "lose: [call.answered]", "LOST call.answered"},
        FaultCase{"Late", "delay: { call.machine.premium.detection.ended: 3s }", "verdict"},
        FaultCase{"Crashes", "crash_after: [3, 5]", "CRASH after a commit was stored"},
        FaultCase{"CrashesAlways", "crash_after: every_record", "CRASH after a commit was stored"},
        FaultCase{"JoinFails", "api: { ai_assistant_join: [500, timeout, answer_lost, not_sent, 429] }",
                  "ai_assistant_join fails as planned"},
        FaultCase{"ReceiverFails", "api: { webhook: [500, timeout] }", "WEBHOOK OUT"}),
    [](const auto& tested) { return tested.param.name; });

TEST(TestRun, IsTheSameStoryForTheSameSeed) {
  const auto keys = std::string("    faults: { reorder_within: 3s, crash_after: every_record }\n");
  const TestOptions options{.seed = 3, .tells_story = true};
  EXPECT_EQ(run(std::string(kAsks), keys, options).story, run(std::string(kAsks), keys, options).story);
}

TEST(TestRun, BeginsAtTheTimeThatTheTestSays) {
  const auto outcome =
      run(std::string(kAsks), "    at: \"2026-11-24T10:00:00-06:00\"\n", {.tells_story = true});
  ASSERT_EQ(outcome.told.size(), 1U);
  EXPECT_TRUE(outcome.told[0].records.front().contains("2026-11-24T16:00:00"))
      << outcome.told[0].records.front();
}

TEST(TestRun, HoldsTheGuaranteesWhateverElseGoesWrong) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto outcome = run(std::string(kAsks), expecting(""), {.seed = seed, .with_faults = true});
    EXPECT_TRUE(outcome.broken.empty()) << failures_of(outcome);
  }
}

}  // namespace
}  // namespace callwright::simulation
