#include "tests/workflows/simulator/bench.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::simulator_detection {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Behaviour;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

struct Case {
  std::string name;
  std::string mode;
  Behaviour person;
  Story story;  ///< of machine detection, times from the answer
};

Behaviour human() { return {}; }

Behaviour machine(bool beeps = true, Duration beep = 1500ms) {
  Behaviour behaviour;
  behaviour.kind = Behaviour::Kind::Voicemail;
  behaviour.beeps = beeps;
  behaviour.beep_after_verdict = beep;
  return behaviour;
}

Behaviour greeted(std::string result) {
  auto behaviour = machine();
  behaviour.greeting = std::move(result);
  return behaviour;
}

const Story kHuman = {"+1500 call.machine.detection.ended result=human"};
const Story kMachine = {"+1500 call.machine.detection.ended result=machine"};
const Story kBeep = {"+1500 call.machine.detection.ended result=machine",
                     "+3000 call.machine.greeting.ended result=beep_detected"};
const Story kSilence = {"+1500 call.machine.detection.ended result=machine",
                        "+3000 call.machine.greeting.ended result=ended"};
const Story kPremiumMachine = {"+1500 call.machine.premium.detection.ended result=machine"};

const Case kCases[] = {
    {"DisabledSaysNothing", "disabled", machine(), {}},
    {"DetectHuman", "detect", human(), kHuman},
    {"DetectMachineHasNoGreeting", "detect", machine(), kMachine},
    {"DetectBeepHuman", "detect_beep", human(), kHuman},
    {"DetectBeepWithABeep", "detect_beep", machine(), kBeep},
    {"DetectBeepWithoutABeep", "detect_beep", machine(false), kMachine},
    {"DetectWordsWithABeep", "detect_words", machine(), kBeep},
    {"DetectWordsAtSilence", "detect_words", machine(false), kSilence},
    {"GreetingEndHuman", "greeting_end", human(), kHuman},
    {"GreetingEndWithABeep", "greeting_end", machine(), kBeep},
    {"GreetingEndAtSilence", "greeting_end", machine(false), kSilence},
    {"GreetingThatIsNotSure",
     "greeting_end",
     greeted("not_sure"),
     {"+1500 call.machine.detection.ended result=machine",
      "+3000 call.machine.greeting.ended result=not_sure"}},
    {"PremiumHuman",
     "premium",
     human(),
     {"+1500 call.machine.premium.detection.ended result=human_residence"}},
    {"PremiumMachineWithABeep",
     "premium",
     machine(),
     {"+1500 call.machine.premium.detection.ended result=machine",
      "+3000 call.machine.premium.greeting.ended result=beep_detected"}},
    {"PremiumMachineWithoutABeep", "premium", machine(false), kPremiumMachine},
    {"PremiumBeepBeforeTheResultIsAlone",
     "premium",
     machine(true, -500ms),
     {"+1000 call.machine.premium.greeting.ended result=beep_detected"}},
    {"OtherModesReportAnEarlyBeepWithTheResult",
     "greeting_end",
     machine(true, -500ms),
     {"+1500 call.machine.detection.ended result=machine",
      "+1500 call.machine.greeting.ended result=beep_detected"}},
};

class Detection : public ::testing::TestWithParam<Case> {};

/// Of a Dial and of a transfer's new leg alike.
TEST_P(Detection, GivesTheEventsOfItsMode) {
  for (const bool transferred : {false, true}) {
    Bench bench;
    bench.telnyx.set_person("+13125550111", GetParam().person);
    const auto mode = R"(,"answering_machine_detection":")" + GetParam().mode + "\"";
    if (transferred) {
      bench.command(bench.answered_incoming(), "transfer", R"({"to":"+13125550111")" + mode + "}");
    } else {
      bench.dial("+13125550111", mode);
    }
    bench.wait(40s);
    Story story;
    for (const auto& line :
         bench.story(TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}} + 3s)) {
      if (line.find("call.machine") != std::string::npos) story.push_back(line);
    }
    EXPECT_EQ(story, GetParam().story) << transferred;
  }
}

INSTANTIATE_TEST_SUITE_P(Simulator, Detection, ::testing::ValuesIn(kCases),
                         [](const auto& named) { return named.param.name; });

}  // namespace
}  // namespace callwright::tests::simulator_detection
