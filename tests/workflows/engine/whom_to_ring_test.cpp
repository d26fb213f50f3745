#include "tests/support/call_script.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

// Schedules, rotations with stand-ins, and groups by idle time: whom a step rings now.

namespace callwright::tests::whom_to_ring {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// The script begins on Friday 2027-01-15 at 08:00 UTC, which is 02:00 in Chicago.
std::string with_steps(const std::string& steps) {
  return R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
  ben: { name: Ben, phone: "+13125550112", also: ["+13125550122"] }
  chloe: { name: Chloe, phone: "+13125550113" }
groups:
  sales: { members: [ana, ben, chloe], order: longest_idle }
schedules:
  clinic: { timezone: America/Chicago, open: [ { days: mon-fri, hours: "08:00-18:00" } ] }
rotations:
  night: { members: [ana, ben, chloe], every: day, handoff: "08:00", start: 2027-01-14, timezone: America/Chicago }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11 }
    rules:
      - on: tool.escalate_to_human
        do: [ { escalate: human } ]
escalations:
  human:
    steps: [ )" +
         steps + " ]\n";
}

std::string rung(const CallScript& call) {
  std::string text;
  for (const auto& attempt : call.call.attempts) text += (text.empty() ? "" : " ") + attempt.person;
  return text;
}

CallScript escalated(const std::string& steps, Duration later = {}, Availability there = {}) {
  CallScript call(with_steps(steps));
  call.availability = std::make_shared<const Availability>(std::move(there));
  call.now += later;
  call.to_ringing();
  return call;
}

Availability stand_in(std::string person, Duration from, std::optional<Duration> until = {}) {
  const auto begin = TimePoint{Duration{1'800'000'000'000}};
  OnCallOverride override{
      .rotation = "night", .person = std::move(person), .from = begin + from, .by = "eve"};
  if (until) override.until = begin + *until;
  return {.overrides = {override}, .idle_since = {}};
}

struct Case {
  const char* name;
  const char* steps;
  Duration later;
  const char* rung;
};
class StepHours : public testing::TestWithParam<Case> {};

TEST_P(StepHours, StepsThatAreClosedArePassedOver) {
  EXPECT_EQ(rung(escalated(GetParam().steps, GetParam().later)), GetParam().rung);
}

constexpr const char* kDayAndNight = "{ ring: [ana], during: clinic }, { ring: [ben], outside: clinic }";

INSTANTIATE_TEST_SUITE_P(
    WhomToRing, StepHours,
    testing::Values(Case{"AtNight", kDayAndNight, hours{0}, "ben"},
                    Case{"ByDay", kDayAndNight, hours{7}, "ana"},
                    Case{"AtTheMinuteOfOpening", kDayAndNight, hours{6}, "ana"},
                    Case{"AtTheMinuteOfClosing", kDayAndNight, hours{16}, "ben"},
                    Case{"Rotation", "{ ring: [night] }", hours{0}, "ana"},
                    Case{"RotationAfterTheHandoff", "{ ring: [night] }", hours{6}, "ben"},
                    Case{"TheOneAfter", "{ ring: [night.next] }", hours{0}, "ben"},
                    Case{"BothInOrder", "{ ring: [night, night.next], order: sequence }", hours{0}, "ana"}),
    [](const auto& info) { return info.param.name; });

TEST(WhomToRing, SkippedStepSaysWhichScheduleClosedIt) {
  const auto call = escalated(kDayAndNight);
  EXPECT_NE(call.log().find("\"step\":\"1\",\"why\":\"closed: during clinic\""), std::string::npos)
      << call.log();
}

TEST(WhomToRing, CallerHearsOfTheFirstWhoIsRungAndNotThatSomebodyDidNotAnswer) {
  CallScript call(with_steps(kDayAndNight));
  call.to_conversing();
  const auto answer = call.tool("escalate_to_human");
  EXPECT_NE(answer.body.text().find("Ringing Ben now."), std::string::npos) << answer.body.text();
  EXPECT_EQ(call.said("ai_assistant_add_messages").find("No answer yet"), std::string::npos)
      << call.said("ai_assistant_add_messages");
}

TEST(WhomToRing, CallerIsNotLeftWhenEveryStepIsClosed) {
  const auto call = escalated("{ ring: [ana], during: clinic }");
  EXPECT_EQ(rung(call), "");
  EXPECT_EQ(std::string(name_of(call.call.runs.at(0).state)), "exhausted");
}

TEST(WhomToRing, StandInIsRungWhileTheOverrideLasts) {
  const auto override = stand_in("chloe", hours{0}, hours{1});
  EXPECT_EQ(rung(escalated("{ ring: [night] }", minutes{59}, override)), "chloe");
  EXPECT_EQ(rung(escalated("{ ring: [night] }", hours{1}, override)), "ana") << "`until` is not included";
  EXPECT_EQ(rung(escalated("{ ring: [night] }", hours{0}, stand_in("chloe", minutes{1}))), "ana")
      << "to come";
}

TEST(WhomToRing, StandInWhoIsNotInThisBundleIsNobody) {
  EXPECT_EQ(rung(escalated("{ ring: [night] }", {}, stand_in("dora", hours{0}))), "ana");
}

TEST(WhomToRing, LogSaysWhoStandsInForWhomAndWhoSaidSo) {
  const auto call = escalated("{ ring: [night] }", {}, stand_in("chloe", hours{0}));
  EXPECT_NE(call.log().find(R"({"on_call":"night","person":"chloe","instead_of":"ana","by":"eve"})"),
            std::string::npos)
      << call.log();
}

TEST(WhomToRing, OverrideCountsInTheNextStep) {
  auto call = escalated("{ ring: [night], for: 10s }, { ring: [night], for: 10s }");
  EXPECT_EQ(rung(call), "ana");
  call.availability = std::make_shared<const Availability>(stand_in("chloe", hours{0}));
  call.webhook("call.hangup", 1, {{"hangup_cause", "timeout"}});
  EXPECT_EQ(rung(call), "ana chloe");
}

TEST(WhomToRing, LongestIdleComesFirstAndWhoWasNeverRungBeforeAll) {
  const auto begin = TimePoint{Duration{1'800'000'000'000}};
  const Availability there{.overrides = {},
                           .idle_since = {{"+13125550111", begin - minutes{5}},
                                          {"+13125550122", begin - minutes{50}},
                                          {"+13125550112", begin - minutes{70}}}};
  auto call = escalated("{ ring: [sales], order: sequence }", {}, there);
  EXPECT_EQ(rung(call), "chloe");
  call.webhook("call.hangup", 1, {{"hangup_cause", "timeout"}});
  EXPECT_EQ(rung(call), "chloe ben");
  for (const int leg : {2, 3}) {
    if (call.open("dial", leg) != nullptr) call.accept("dial", leg);
    call.webhook("call.hangup", leg, {{"hangup_cause", "timeout"}});
  }
  EXPECT_EQ(rung(call), "chloe ben ana");
  EXPECT_NE(call.log().find(R"({"longest_idle":"sales","people":["chloe","ben","ana"]})"), std::string::npos);
}

TEST(WhomToRing, OverrideCountsFromTheNextAttemptOn) {
  auto tries = escalated("{ ring: [night], for: 10s, tries: 2 }");
  tries.availability = std::make_shared<const Availability>(stand_in("chloe", hours{0}));
  tries.webhook("call.hangup", 1, {{"hangup_cause", "timeout"}});
  EXPECT_EQ(rung(tries), "ana chloe");

  auto sequence = escalated("{ ring: [chloe, night, ben], order: sequence, for: 10s }");
  sequence.availability = std::make_shared<const Availability>(stand_in("ben", hours{0}));
  sequence.webhook("call.hangup", 1, {{"hangup_cause", "timeout"}});
  EXPECT_EQ(rung(sequence), "chloe ben") << "and ana is not rung any more";
}

TEST(WhomToRing, OverrideRingsNobodyBesideWhoeverRingsAlready) {
  auto call = escalated("{ ring: [night], for: 10s }");
  call.availability = std::make_shared<const Availability>(stand_in("chloe", hours{0}));
  call.pass(std::chrono::seconds{5});
  call.webhook("call.answered", 1);
  EXPECT_EQ(rung(call), "ana");
}

}  // namespace
}  // namespace callwright::tests::whom_to_ring
