#include "workflows/analysis/check.hpp"

#include "workflows/analysis/canonical.hpp"
#include "workflows/analysis/hours.hpp"
#include "workflows/analysis/promises.hpp"
#include "workflows/analysis/switches.hpp"
#include "workflows/language/load.hpp"
#include "workflows/simulator/unstated.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace callwright::analysis {
namespace {

constexpr std::string_view kOnePerson = R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-1, if_fails: { escalate: human } }
    rules: [ { on: tool.escalate_to_human, do: [ { escalate: human } ] } ]
escalations:
  human: { steps: [ { ring: [ana] } ] }
)";

constexpr std::string_view kTwoPeople = R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
  ben: { name: Ben, phone: "+13125550112" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-1 }
    rules: [ { on: tool.escalate_to_human, do: [ { escalate: human } ] } ]
escalations:
  human: { steps: [ { ring: [ana, ben] } ] }
)";

BundlePtr bundle_of(std::string_view yaml) {
  auto loaded = load_bundle({SourceFile{.name = "test.yaml", .text = std::string(yaml)}});
  if (loaded.bundle == nullptr) throw std::invalid_argument(format_finding(loaded.findings.front()));
  return loaded.bundle;
}

CheckResult checked(std::string_view yaml, StepFunction step = &callwright::step,
                    std::size_t states = 200'000, int setbacks = 0) {
  const auto bundle = bundle_of(yaml);
  CheckOptions options;
  options.step = std::move(step);
  options.states_max = states;
  options.setbacks_max = setbacks;
  return check(*bundle, starts_of(*bundle).front(), options);
}

const CounterExample* found(const CheckResult& result, Promise promise) {
  const auto at = std::ranges::find(result.counter_examples, promise, &CounterExample::promise);
  return at == result.counter_examples.end() ? nullptr : &*at;
}

std::string told(const CheckResult& result) {
  std::string text;
  for (const auto& refuted : result.counter_examples) {
    text += std::string(name_of(refuted.promise)) + ": " + refuted.why + "\n";
    for (const auto& line : refuted.timeline) text += "  " + line + "\n";
  }
  return text;
}

/// The engine with a part of what it decides taken away.
template <class Spoil>
StepFunction spoiled(Spoil spoil) {
  return [spoil](const Bundle& bundle, Call call, const Input& input) {
    auto step = callwright::step(bundle, std::move(call), input);
    spoil(step.call);
    return step;
  };
}

TEST(Check, EveryPromiseOfASoundEscalationIsProvedForEachWayInWhichItBegins) {
  const auto bundle = bundle_of(kOnePerson);
  const auto starts = starts_of(*bundle);
  ASSERT_EQ(starts.size(), 2U);
  EXPECT_TRUE(starts[0].has_assistant);
  EXPECT_FALSE(starts[1].has_assistant);
  for (const auto& start : starts) {
    CheckOptions options;
    options.setbacks_max = 1;
    const auto result = check(*bundle, start, options);
    EXPECT_TRUE(result.is_complete);
    EXPECT_TRUE(result.counter_examples.empty()) << told(result);
    EXPECT_EQ(result.legs_alive_max, 2);
    EXPECT_TRUE(result.is_longest_known);
    EXPECT_GE(result.longest, std::chrono::seconds{20});
  }
}

TEST(Check, ABoundThatIsReachedProvesNothing) {
  const auto result = checked(kTwoPeople, &callwright::step, 50);
  EXPECT_FALSE(result.is_complete);
  EXPECT_TRUE(result.counter_examples.empty()) << told(result);
}

TEST(Check, ALostRingTimeoutThatLeavesTheSearchWaitingForEverIsFound) {
  const auto result = checked(
      kOnePerson, spoiled([](Call& call) {
        std::erase_if(call.timers, [](const Timer& timer) { return timer.kind == TimerKind::RingTimeout; });
      }));
  ASSERT_NE(found(result, Promise::PathsEnd), nullptr) << told(result);
}

TEST(Check, AHangupThatIsForgottenLeavesALeg) {
  const auto result = checked(
      kTwoPeople, spoiled([](Call& call) {
        for (auto& leg : call.legs) {
          if (leg.number == 0 || leg.hangups == 0) continue;
          std::erase_if(call.intents, [&](const Intent& intent) { return intent.operation == "hangup"; });
          std::erase_if(call.timers,
                        [&](const Timer& timer) { return timer.kind == TimerKind::HangupRetry; });
          leg.state = LegState::Ended;
        }
      }));
  ASSERT_NE(found(result, Promise::NoLegLeft), nullptr) << told(result);
}

TEST(Check, AWinnerWhoIsForgottenMakesTwoPeopleJoin) {
  const auto result = checked(kTwoPeople, [](const Bundle& bundle, Call call, const Input& input) {
    const auto* pressed = std::get_if<input::Arrived>(&input.what);
    const bool is_key = pressed != nullptr && pressed->event.type == EventType::DtmfReceived;
    auto* run = call.runs.empty() ? nullptr : &call.runs.back();
    // Who presses a key is taken although somebody has been joined.
    if (is_key && run->state == RunState::Joined) {
      run->state = RunState::Ringing;
      run->winner = 0;
    }
    auto step = callwright::step(bundle, call, input);
    if (run == nullptr || run->state != RunState::Ringing || step.call.runs.back().winner == 0) return step;
    // Nobody else is told that it is taken.
    for (auto& leg : step.call.legs) {
      const auto* before = find_leg(call, leg.number);
      if (leg.number == 0 || before == nullptr || leg.attempt == step.call.runs.back().winner) continue;
      if (before->state < LegState::Screening) continue;
      std::erase_if(step.call.intents, [&](const Intent& intent) { return intent.leg == leg.number; });
      leg = *before;
      for (auto& attempt : step.call.attempts) {
        if (attempt.number == leg.attempt) attempt.outcome = AttemptOutcome::Open;
      }
    }
    return step;
  });
  ASSERT_NE(found(result, Promise::OneJoined), nullptr) << told(result);
}

TEST(Check, ACallerWhomNobodyTellsAnythingIsFound) {
  const auto result = checked(
      kOnePerson, spoiled([](Call& call) {
        std::erase_if(call.timers, [](const Timer& timer) { return timer.kind == TimerKind::Silence; });
      }));
  const auto* silent = found(result, Promise::NoSilence);
  ASSERT_NE(silent, nullptr) << told(result);
}

TEST(Check, ATextOfTheWorkflowThatTellsWhoCallsBeforeTheCallIsTakenIsFound) {
  std::string yaml(kTwoPeople);
  yaml += R"(
)";
  const std::string plain = "human: { steps: [ { ring: [ana, ben] } ] }";
  yaml.replace(
      yaml.find(plain), plain.size(),
      "human: { steps: [ { ring: [ana, ben] } ], accept: { caller_gone: \"${caller.number} is gone.\" } }");
  const auto result = checked(yaml);
  const auto* early = found(result, Promise::NoEarlyText);
  ASSERT_NE(early, nullptr) << told(result);
  EXPECT_TRUE(std::ranges::any_of(early->timeline, [](const std::string& line) {
    return line.find("the caller hangs up") != std::string::npos;
  })) << told(result);
}

TEST(Check, TheCounterExampleIsAShortestOne) {
  std::string yaml(kOnePerson);
  const std::string plain = "human: { steps: [ { ring: [ana] } ] }";
  yaml.replace(
      yaml.find(plain), plain.size(),
      "human: { steps: [ { ring: [ana] } ], accept: { caller_gone: \"${caller.number} is gone.\" } }");
  const auto result = checked(yaml);
  ASSERT_NE(found(result, Promise::NoEarlyText), nullptr);
  // Asked for, answered, the caller hangs up.
  const auto& timeline = found(result, Promise::NoEarlyText)->timeline;
  EXPECT_EQ(std::ranges::count_if(timeline, [](const std::string& line) { return line[0] != ' '; }), 3)
      << told(result);
}

TEST(Check, EqualPeopleAreInterchangeable) {
  const auto bundle = bundle_of(kTwoPeople);
  EXPECT_EQ(equal_people(*bundle), (Equals{{"ana", "ben"}}));
  std::string different(kTwoPeople);
  different.replace(different.find("phone: \"+13125550112\""), 21, "sip: \"sip:ben@example.com\"");
  EXPECT_TRUE(equal_people(*bundle_of(different)).empty());
}

TEST(Check, EverySwitchOfTheModelIsTriedOrHasAReasonWhyNot) {
  std::vector<std::string_view> names;
  for (const auto& one : simulator::unstated_switches()) names.push_back(one.name);
  std::vector<std::string_view> used;
  for (const auto& use : switch_uses()) {
    used.push_back(use.name);
    EXPECT_FALSE(use.how.empty()) << use.name;
  }
  EXPECT_EQ(used, names);
}

}  // namespace
}  // namespace callwright::analysis
