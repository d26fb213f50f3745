#include "tests/support/call_script.hpp"

#include <string>

#include <gtest/gtest.h>

// A person with several phones: rung together, as one attempt. Legs of ana are 1 (mobile), 2 (home), 3 (desk,
// SIP); ben's is 4.

namespace callwright::tests::also {
namespace {

using std::chrono::seconds;

std::string with(const std::string& step, const std::string& limits = "{}") {
  return R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111", also: ["+13125550113", "sip:ana@desk.example"] }
  ben: { name: Ben, phone: "+13125550112" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11 }
    limits: )" +
         limits + R"(
    rules:
      - on: tool.escalate_to_human
        do: [ { escalate: human } ]
escalations:
  human:
    steps: [ )" +
         step + " ]\n";
}

CallScript escalated(const std::string& yaml) {
  CallScript call(yaml);
  call.to_conversing();
  call.tool("escalate_to_human");
  return call;
}

std::string addresses(const CallScript& call) {
  std::string text;
  for (const auto& leg : call.call.legs) text += leg.number == 0 ? "" : leg.address + " ";
  return text;
}

Intent dial(const CallScript& call, int leg) {
  for (const auto& intent : call.intents) {
    if (intent.operation == "dial" && intent.leg == leg) return intent;
  }
  return {};
}

void hangs_up(CallScript& call, int leg, std::string_view cause) {
  if (call.open("dial", leg) != nullptr) call.accept("dial", leg);
  call.webhook("call.hangup", leg, {{"hangup_cause", cause}});
}

TEST(Also, AllPhonesOfAPersonRingTogetherAsOneAttempt) {
  const auto call = escalated(with("{ ring: [ana] }"));
  EXPECT_EQ(addresses(call), "+13125550111 +13125550113 sip:ana@desk.example ");
  EXPECT_EQ(call.call.attempts.size(), 1U);
  EXPECT_EQ(call.count("dial"), 3);
  // Machine detection is asked for on phones, not on SIP.
  EXPECT_NE(dial(call, 2).body.text().find("answering_machine_detection"), std::string::npos);
  EXPECT_EQ(dial(call, 3).body.text().find("answering_machine_detection"), std::string::npos);
}

TEST(Also, EveryPhoneIsClaimedInTheStepThatRingsIt) {
  const auto call = escalated(with("{ ring: [ana] }"));
  ASSERT_FALSE(call.steps.empty());
  EXPECT_EQ(call.steps.back().claims,
            (std::vector<std::string>{"+13125550111", "+13125550113", "sip:ana@desk.example"}));
}

TEST(Also, FirstHumanVerdictKeepsItsLegAndEndsTheOthers) {
  auto call = escalated(with("{ ring: [ana] }"));
  for (const int leg : {1, 2, 3}) call.accept("dial", leg);
  call.answer_as_human(2);
  EXPECT_EQ(call.call.attempts[0].leg, 2);
  EXPECT_NE(call.open("hangup", 1), nullptr) << call.log();
  EXPECT_NE(call.open("hangup", 3), nullptr) << call.log();
  EXPECT_EQ(call.count("gather_using_speak"), 1);
  hangs_up(call, 1, "originator_cancel");
  hangs_up(call, 3, "originator_cancel");
  EXPECT_EQ(call.outcome("ana"), "open");
  call.to_joined(2);
  EXPECT_EQ(call.outcome("ana"), "joined");
  EXPECT_EQ(call.state(), "joined");
}

TEST(Also, OtherPhonesEndingAfterTheJoinDoNotEndIt) {
  auto call = escalated(with("{ ring: [ana] }"));
  for (const int leg : {1, 2, 3}) call.accept("dial", leg);
  call.answer_as_human(2);
  call.to_joined(2);
  hangs_up(call, 1, "originator_cancel");
  hangs_up(call, 3, "originator_cancel");
  EXPECT_EQ(call.state(), "joined");
  EXPECT_EQ(call.outcome("ana"), "joined");
}

TEST(Also, VoicemailOnOnePhoneLeavesTheOthersRinging) {
  auto call = escalated(with("{ ring: [ana] }"));
  for (const int leg : {1, 2, 3}) call.accept("dial", leg);
  call.webhook("call.answered", 1);
  call.webhook("call.machine.premium.detection.ended", 1, {{"result", "machine"}});
  EXPECT_EQ(call.outcome("ana"), "open");
  EXPECT_NE(call.open("hangup", 1), nullptr);
  EXPECT_EQ(call.open("hangup", 2), nullptr);
  call.answer_as_human(2);
  call.to_joined(2);
  EXPECT_EQ(call.outcome("ana"), "joined");
}

struct OutcomeCase {
  const char* name;
  const char* first;
  const char* second;
  const char* third;
  const char* outcome;
};

class AlsoOutcomes : public testing::TestWithParam<OutcomeCase> {};

TEST_P(AlsoOutcomes, AttemptHasTheMostTellingOfItsPhones) {
  auto call = escalated(with("{ ring: [ana] }"));
  hangs_up(call, 1, GetParam().first);
  hangs_up(call, 2, GetParam().second);
  EXPECT_EQ(call.outcome("ana"), "open") << call.log();
  hangs_up(call, 3, GetParam().third);
  EXPECT_EQ(call.outcome("ana"), GetParam().outcome) << call.log();
}

INSTANTIATE_TEST_SUITE_P(
    Ends, AlsoOutcomes,
    testing::Values(OutcomeCase{"nobody", "timeout", "timeout", "timeout", "no_answer"},
                    OutcomeCase{"busy", "timeout", "user_busy", "timeout", "busy"},
                    OutcomeCase{"rejected", "call_rejected", "user_busy", "timeout", "rejected"},
                    OutcomeCase{"unreachable", "not_found", "timeout", "not_found", "no_answer"}),
    [](const auto& info) { return info.param.name; });

TEST(Also, DecliningOnOnePhoneDeclinesForAll) {
  auto call = escalated(with("{ ring: [ana] }"));
  for (const int leg : {1, 2, 3}) call.accept("dial", leg);
  call.webhook("call.answered", 3);  // SIP: asked at once, without a verdict
  EXPECT_EQ(call.open("hangup", 1), nullptr);
  call.webhook("call.dtmf.received", 3, {{"digit", "2"}});
  EXPECT_EQ(call.outcome("ana"), "declined");
  for (const int leg : {1, 2, 3}) EXPECT_NE(call.open("hangup", leg), nullptr) << leg;
}

TEST(Also, LoserWithSeveralPhonesIsReleasedOnAll) {
  auto call = escalated(with("{ ring: [ana, ben] }"));
  for (const int leg : {1, 2, 3, 4}) call.accept("dial", leg);
  call.webhook("call.answered", 3);
  call.answer_as_human(4);
  call.to_joined(4);
  EXPECT_EQ(call.outcome("ana"), "lost_race");
  for (const int leg : {1, 2}) EXPECT_NE(call.open("hangup", leg), nullptr) << leg;
  EXPECT_NE(call.open("speak", 3), nullptr) << "told that the call is taken";
}

TEST(Also, CallerWhoLeavesEndsEveryPhone) {
  auto call = escalated(with("{ ring: [ana] }"));
  for (const int leg : {1, 2, 3}) call.accept("dial", leg);
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  for (const int leg : {1, 2, 3}) EXPECT_NE(call.open("hangup", leg), nullptr) << leg;
  EXPECT_EQ(call.outcome("ana"), "cancelled");
}

TEST(Also, PersonIsOnThePhoneWhenOneOfTheirPhonesIs) {
  CallScript call(with("{ ring: [ana, ben], busy: skip }"));
  call.to_conversing();
  call.apply({call.now, input::AddressBusy{"+13125550113"}});
  call.tool("escalate_to_human");
  ASSERT_EQ(call.call.attempts.size(), 1U);
  EXPECT_EQ(call.call.attempts[0].person, "ben");
}

TEST(Also, PhonesOfOnePersonWaitUntilThereIsRoomForAll) {
  auto call = escalated(with("{ ring: [ben, ana] }", "{ parallel: 3 }"));
  EXPECT_EQ(call.call.attempts.size(), 1U) << "three phones of ana do not fit beside ben's";
  hangs_up(call, 1, "timeout");
  EXPECT_EQ(call.call.attempts.size(), 2U);
  EXPECT_EQ(call.count("dial"), 4);
}

TEST(Also, WithNobodyElseToWaitForAsManyPhonesRingAsMay) {
  const auto call = escalated(with("{ ring: [ana] }", "{ parallel: 2 }"));
  EXPECT_EQ(addresses(call), "+13125550111 +13125550113 ");
}

TEST(Also, NoChannelForOnePhoneIsNotTheEndOfTheAttempt) {
  auto call = escalated(with("{ ring: [ana] }"));
  call.accept("dial", 1);
  call.refuse("dial", "90041", 403, 2);
  call.refuse("dial", "90041", 403, 3);
  EXPECT_EQ(call.outcome("ana"), "open");
  hangs_up(call, 1, "timeout");
  EXPECT_EQ(call.outcome("ana"), "no_answer");
}

TEST(Also, NoChannelForAnyPhoneTriesThePersonAgain) {
  auto call = escalated(with("{ ring: [ana] }"));
  for (const int leg : {1, 2, 3}) call.refuse("dial", "90041", 403, leg);
  EXPECT_EQ(call.outcome("ana"), "no_capacity");
  call.pass(seconds{3});
  EXPECT_EQ(call.call.attempts.size(), 2U) << call.log();
}

}  // namespace
}  // namespace callwright::tests::also
