#include "tests/workflows/language/sample.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::language_defaults {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

BundlePtr loaded(const std::string& text) {
  auto result = load_text(text);
  EXPECT_EQ(messages_of(result), "");
  return result.bundle;
}

TEST(Defaults, OfAWorkflow) {
  const auto bundle = loaded(Sample{.assistant = "    assistant: { id: assistant-1 }\n"}.text());
  const auto& workflow = bundle->workflows.at(0);
  ASSERT_EQ(workflow.start.size(), 2U);
  EXPECT_EQ(workflow.start[0].operation, "answer");
  EXPECT_EQ(workflow.start[1].operation, "ai_assistant_start");
  EXPECT_EQ(workflow.start[0].body.text(), "{}");
  EXPECT_EQ(workflow.assistant.text(), R"({"id":"assistant-1"})");
  EXPECT_TRUE(workflow.start_options.is_null());
  ASSERT_EQ(workflow.assistant_if_fails.size(), 1U);
  EXPECT_EQ(workflow.assistant_if_fails[0].kind, Action::Kind::Goodbye);
  EXPECT_FALSE(workflow.assistant_if_fails[0].text.empty());
  EXPECT_EQ(workflow.silence_limit, 20s);
  EXPECT_EQ(workflow.voice, "Telnyx.KokoroTTS.af");
  EXPECT_EQ(workflow.language, "en-US");
  EXPECT_EQ(workflow.limits.legs, 8);
  EXPECT_EQ(workflow.limits.parallel, 4);
  EXPECT_EQ(workflow.limits.attempts, 30);
  EXPECT_EQ(workflow.limits.runs, 3);
  EXPECT_EQ(workflow.limits.duration, 2h);
  EXPECT_THAT(workflow.limits.destinations, ElementsAre("*"));
  EXPECT_EQ(workflow.match.direction, "incoming");
  EXPECT_EQ(workflow.rules[0].id, "1");
}

TEST(Defaults, OfAnOutgoingWorkflowStartWithTheAssistant) {
  Sample sample;
  sample.match = "    match: { direction: outgoing }\n";
  const auto bundle = loaded(sample.text());
  ASSERT_EQ(bundle->workflows[0].start.size(), 1U);
  EXPECT_EQ(bundle->workflows[0].start[0].operation, "ai_assistant_start");
}

TEST(Defaults, OfAnEscalation) {
  const auto bundle = loaded(Sample{}.text());
  const auto& human = *bundle->escalation("human");
  EXPECT_EQ(human.repeat, 0);
  EXPECT_EQ(human.machine_detection, MachineDetection::Premium);
  EXPECT_EQ(human.steps[0].ring_time, 20s);
  EXPECT_EQ(human.steps[0].order, RingStep::Order::All);
  EXPECT_FALSE(human.accept.none);
  EXPECT_FALSE(human.accept.prompt_on_answer);
  EXPECT_EQ(human.accept.prompt.source(), "A caller asks for you. Press 1 to take the call, 2 to pass.");
  EXPECT_EQ(human.accept.accept_key + human.accept.decline_key + human.accept.repeat_key, "12*");
  EXPECT_EQ(human.accept.within, 8s);
  EXPECT_EQ(human.accept.prompts, 2);
  EXPECT_EQ(human.accept.lost.source(), "Already taken by ${winner.name}. Thank you.");
  EXPECT_EQ(human.accept.caller_gone.source(), "The caller has hung up.");
  EXPECT_EQ(human.caller.started.source(), "Ringing ${run.step} now.");
  EXPECT_EQ(human.caller.accepted.source(), "${winner.name} is joining now.");
  EXPECT_EQ(human.caller.waiting.source(), "Still trying, please hold on.");
  EXPECT_EQ(human.caller.hold_audio_url, "");
  EXPECT_EQ(human.join.mode, Join::Mode::Conversation);
  EXPECT_EQ(human.join.on_hangup, "continue_conversation");
  EXPECT_EQ(human.from, "");
  ASSERT_EQ(human.otherwise.size(), 1U);
  EXPECT_EQ(human.otherwise[0].kind, Action::Kind::TellAssistant);
  EXPECT_TRUE(human.otherwise[0].say);
}

TEST(Defaults, ThePromptNamesTheKeysThatAreAskedFor) {
  Sample sample;
  sample.escalation = "    accept: { keys: { accept: 5, decline: 6 } }\n";
  EXPECT_EQ(loaded(sample.text())->escalation("human")->accept.prompt.source(),
            "A caller asks for you. Press 5 to take the call, 6 to pass.");
}

TEST(Defaults, WithoutMachineDetectionThePromptComesAtTheAnswer) {
  Sample sample;
  sample.escalation = "    machine_detection: none\n";
  EXPECT_TRUE(loaded(sample.text())->escalation("human")->accept.prompt_on_answer);
}

TEST(Defaults, TheReasonOfAnEscalationComesFromTheToolOrTheRun) {
  Sample sample;
  sample.escalation = "    otherwise: [ { escalate: last } ]\n";
  sample.sections = "  last: { steps: [ { ring: [dana] } ] }\n";
  const auto bundle = loaded(sample.text());
  EXPECT_EQ(bundle->workflows[0].rules[0].actions[0].text.source(), "${event.arguments.reason | }");
  EXPECT_EQ(bundle->escalation("human")->otherwise[0].text.source(), "${run.reason | }");
}

struct DeadlineCase {
  std::string name;
  std::string steps;
  std::string escalation;
  std::string workflow;
  Duration deadline;
};

class Deadline : public ::testing::TestWithParam<DeadlineCase> {};

// One attempt: 20 s of ringing, 2 s until our own timer, 3.5 s for the verdict, two prompts of 10 s + 8 s.
TEST_P(Deadline, IsTheWorstCase) {
  Sample sample;
  sample.people = R"(  dana: { phone: "+13125550111" }
  ben: { phone: "+13125550112" }
  ana: { phone: "+13125550113" }
  eve: { phone: "+13125550114", also: ["+13125550115", "+13125550116"] }
)";
  sample.steps = "    steps: [ " + GetParam().steps + " ]\n";
  sample.escalation = GetParam().escalation;
  sample.workflow = GetParam().workflow;
  const auto result = load_text(sample.text());
  ASSERT_NE(result.bundle, nullptr) << messages_of(result);
  EXPECT_EQ(result.bundle->escalation("human")->deadline, GetParam().deadline);
}

INSTANTIATE_TEST_SUITE_P(
    Defaults, Deadline,
    ::testing::Values(
        DeadlineCase{"OneAttempt", "{ ring: dana }", "", "", 61500ms},
        DeadlineCase{"AllAtOnce", "{ ring: [dana, ben, ana] }", "", "", 61500ms},
        DeadlineCase{"AllWithTwoPhones", "{ ring: [dana, ben, ana] }", "", "    limits: { parallel: 2 }\n",
                     123s},
        DeadlineCase{"AllWithThreePhonesOfOnePerson", "{ ring: [dana, eve, ben] }", "",
                     "    limits: { parallel: 3 }\n", 184500ms},
        DeadlineCase{"OneAfterAnother", "{ ring: [dana, ben], order: sequence, for: 10s }", "", "", 103s},
        DeadlineCase{"Staggered", "{ ring: [dana, ben, ana], order: stagger, every: 5s }", "", "", 71500ms},
        DeadlineCase{"TwoSteps", "{ ring: dana }, { ring: ben }", "", "", 123s},
        DeadlineCase{"Laps", "{ ring: dana }", "    repeat: 2\n", "", 184500ms},
        DeadlineCase{"NoGate", "{ ring: dana }", "    accept: none\n", "", 25500ms},
        DeadlineCase{"Given", "{ ring: dana }", "    deadline: 4m\n", "", 4min}),
    [](const auto& tested) { return tested.param.name; });

TEST(DefaultsSection, AppliesWhereAKeyIsAbsent) {
  Sample sample;
  sample.assistant = "    assistant: { id: own }\n";
  sample.escalation = "    accept: { prompts: 3 }\n    caller: { next: \"\" }\n";
  sample.sections = R"(defaults:
  assistant: { id: shared, greeting: Hello. }
  silence_limit: 30s
  limits: { runs: 5 }
  machine_detection: detect
  accept: { within: 5s, prompts: 1 }
  caller: { waiting: "Please wait." }
)";
  const auto bundle = loaded(sample.text());
  const auto& workflow = bundle->workflows[0];
  const auto& human = *bundle->escalation("human");
  EXPECT_EQ(workflow.assistant.text(), R"({"greeting":"Hello.","id":"own"})");
  EXPECT_EQ(workflow.silence_limit, 30s);
  EXPECT_EQ(workflow.limits.runs, 5);
  EXPECT_EQ(workflow.limits.legs, 8);
  EXPECT_EQ(human.machine_detection, MachineDetection::Detect);
  EXPECT_EQ(human.accept.within, 5s);
  EXPECT_EQ(human.accept.prompts, 3);
  EXPECT_EQ(human.caller.waiting.source(), "Please wait.");
  EXPECT_TRUE(human.caller.next.empty());
}

TEST(DefaultsSection, MayHoldRequiredKeys) {
  const auto bundle = loaded(R"(language: 1
people: { dana: { phone: "+13125550111" } }
workflows: { support: {} }
escalations: { human: {} }
defaults:
  match: { to: ["+13125550100"] }
  assistant: { id: a, if_fails: { escalate: human } }
  steps: [ { ring: dana } ]
)");
  EXPECT_THAT(bundle->workflows.at(0).match.to, ElementsAre("+13125550100"));
  EXPECT_EQ(bundle->escalation("human")->steps.size(), 1U);
}

}  // namespace
}  // namespace callwright::tests::language_defaults
