#include "tests/support/call_script.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace callwright::tests::outside {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

std::string workflow(const std::string& rules, const std::string& more = {}) {
  return R"(
language: 1
people:
  dana: { name: Dana, phone: "+13125550111" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-1 }
)" + more +
         "    rules:\n" + rules;
}

std::string on_tool(const std::string& actions) { return "      - on: tool.report\n        do:\n" + actions; }

constexpr const char* kReport = R"yaml(          - webhook:
              url: https://crm.example/calls
              body: { call: "${call.id}", what: "${event.arguments.reason}", n: 3 }
              headers: { X-Who: "${event.arguments.reason}" }
              secret: crm
          - log: after
)yaml";

Intent open_webhook(const CallScript& call) {
  const auto* intent = call.open("webhook");
  return intent == nullptr ? Intent{} : *intent;
}

bool has_record(const CallScript& call, std::string_view part) {
  return std::ranges::any_of(call.records,
                             [&](const Record& record) { return record.data.text().contains(part); });
}

const std::vector<Json>& letters(const CallScript& call) { return call.steps.back().dead_letters; }

JsonDocument letter(const CallScript& call) { return JsonDocument::of(letters(call).at(0)); }

void hang_up(CallScript& call) {
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  call.accept_everything();
  call.webhook("call.conversation.ended", 0, {{"conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"}});
  call.pass(seconds{300});
}

TEST(WebhookOut, IsRenderedWhereItIsDecidedAndHoldsUpNothing) {
  CallScript call(workflow(on_tool(kReport)));
  call.to_conversing();
  call.tool("report", R"({"reason":"a\r\nX-Evil: \"1\", ${call.id}"})");
  EXPECT_EQ(
      open_webhook(call).body.text(),
      R"({"url":"https://crm.example/calls","headers":{"X-Who":"a  X-Evil: \"1\", ${call.id}"},"secret":"crm",)"
      R"("body":{"call":"call_test","n":3,"what":"a\r\nX-Evil: \"1\", ${call.id}"}})");
  EXPECT_EQ(open_webhook(call).leg, kNoLeg);
  EXPECT_TRUE(has_record(call, R"("log":"after")")) << "the list does not wait";
  EXPECT_TRUE(call.call.lists.empty());
}

TEST(WebhookOut, OutlivesItsCallAndIsStillDue) {
  CallScript call(workflow(on_tool(kReport)));
  call.to_conversing();
  call.tool("report");
  const auto number = open_webhook(call).number;
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  call.webhook("call.conversation.ended", 0, {{"conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"}});
  call.pass(seconds{300});
  EXPECT_EQ(call.state(), "settled") << call.log();
  EXPECT_TRUE(is_closed(call.call));
  ASSERT_EQ(open_webhook(call).number, number);
  EXPECT_EQ(next_due(call.call), open_webhook(call).created_at);

  const auto next_at = call.now + hours{2};
  call.apply({call.now, input::AttemptFailed{number, {Reply::Kind::Refused, 503, "", "busy", {}}, next_at}});
  EXPECT_EQ(next_due(call.call), next_at);
  EXPECT_EQ(open_webhook(call).attempts, 1);
  EXPECT_TRUE(has_record(call, R"("status":503)"));
  call.apply({next_at, input::Replied{number, {Reply::Kind::Accepted, 204, "", "", {}}}});
  EXPECT_EQ(next_due(call.call), std::nullopt);
  EXPECT_TRUE(letters(call).empty());
  EXPECT_EQ(call.state(), "settled");
}

TEST(WebhookOut, GivenUpBecomesALetterWithAllThatSendingItAgainNeeds) {
  CallScript call(workflow(on_tool(kReport)));
  call.to_conversing();
  call.tool("report");
  const auto intent = open_webhook(call);
  call.apply({call.now, input::Replied{intent.number, {Reply::Kind::Refused, 410, "", "gone", {}}}});
  ASSERT_EQ(letters(call).size(), 1U);
  const auto document = letter(call);
  EXPECT_EQ(document.root()["kind"].str(), "webhook");
  EXPECT_EQ(document.root()["intent"].integer(), intent.number);
  EXPECT_EQ(document.root()["attempts"].integer(), 1);
  EXPECT_EQ(document.root()["status"].integer(), 410);
  EXPECT_EQ(document.root()["request"].json(), intent.body);
  EXPECT_EQ(open_webhook(call).number, 0);
}

TEST(WebhookOut, ABodyThatIsTooLargeStopsTheList) {
  CallScript call(workflow(on_tool(kReport)));
  call.to_conversing();
  call.tool("report", R"({"reason":")" + std::string(70'000, 'x') + "\"}");
  EXPECT_EQ(open_webhook(call).number, 0);
  EXPECT_TRUE(has_record(call, "more than 65536 bytes"));
  EXPECT_FALSE(has_record(call, R"("log":"after")"));
}

TEST(WebhookOut, TooManyThatWaitBecomeLettersAtOnce) {
  CallScript call(workflow(on_tool(kReport)));
  call.to_conversing();
  std::size_t given_up = 0;
  for (int i = 0; i < 70; ++i) {
    call.tool("report", R"({"reason":")" + std::to_string(i) + "\"}");
    given_up += letters(call).size();
  }
  EXPECT_EQ(given_up, 6U);
  EXPECT_EQ(letter(call).root()["code"].str(), "too_many");
}

struct Retried : ::testing::Test {
  CallScript call{workflow(on_tool(kReport))};
  Intent first;
  Json content;

  void SetUp() override {
    call.to_conversing();
    call.tool("report");
    first = open_webhook(call);
    call.apply({call.now, input::Replied{first.number, {Reply::Kind::Unknown, 0, "timeout", "", {}}}});
    content = letters(call).at(0);
    hang_up(call);
    EXPECT_EQ(call.state(), "settled") << call.log();
  }
  Answer retry(std::int64_t position = 7) {
    call.apply({call.now, input::LetterRetried{5, position, content, "dana"}});
    return call.steps.back().answers.at(0);
  }
};

TEST_F(Retried, IsSentUnderTheIdThatItsReceiverKnows) {
  EXPECT_EQ(retry().status, 202);
  const auto again = open_webhook(call);
  EXPECT_NE(again.number, first.number);
  EXPECT_EQ(identity_of(again), first.number);
  EXPECT_EQ(again.body, first.body);
  EXPECT_TRUE(has_record(call, R"("by":"dana")"));
}

TEST_F(Retried, IsNotSentTwiceAtATime) {
  EXPECT_EQ(retry().status, 202);
  EXPECT_EQ(retry().status, 409);
  EXPECT_EQ(retry(8).status, 202) << "another letter";
}

TEST_F(Retried, SettlesItsLetterWhenItIsDelivered) {
  retry();
  call.apply({call.now, input::Replied{open_webhook(call).number, {Reply::Kind::Accepted, 200, "", "", {}}}});
  EXPECT_EQ(call.steps.back().settled_letters, std::vector<std::int64_t>{7});
  EXPECT_TRUE(letters(call).empty());
}

TEST_F(Retried, BecomesALetterAgainInPlaceOfTheOldOne) {
  retry();
  call.apply({call.now, input::Replied{open_webhook(call).number, {Reply::Kind::Refused, 410, "", "", {}}}});
  EXPECT_EQ(call.steps.back().settled_letters, std::vector<std::int64_t>{7});
  ASSERT_EQ(letters(call).size(), 1U);
  EXPECT_EQ(letter(call).root()["intent"].integer(), first.number) << "the id of the first one";
}

std::string sms(const std::string& fields, const std::string& modifiers = {}) {
  return on_tool("          - sms: { " + fields + " }\n" + modifiers + "          - log: after\n");
}

TEST(Sms, GoesThroughTheAssistantAndNamesItsCall) {
  CallScript call(workflow(sms("to: caller, text: \"Sorry, ${caller.number}.\"")));
  call.to_conversing();
  call.tool("report");
  EXPECT_EQ(
      call.said("chat_sms"),
      R"({"assistant_id":"assistant-1","from":"+13125550100","to":"+13125550199","text":"Sorry, +13125550199.",)"
      R"("should_create_conversation":true,"conversation_metadata":{"callwright_call_id":"call_test",)"
      R"("callwright_conversation_id":"5f0a3f0e-0000-4000-8000-000000000001"}})"
      "\n");
  EXPECT_FALSE(has_record(call, R"("log":"after")")) << "the list waits for the reply";
  call.accept("chat_sms");
  EXPECT_TRUE(has_record(call, R"("log":"after")"));
  EXPECT_TRUE(letters(call).empty());
}

TEST(Sms, IsNotTakenBackWhenTheCallerHangsUp) {
  CallScript call(workflow(sms("to: dana, text: x")));
  call.to_conversing();
  call.tool("report");
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  ASSERT_NE(call.open("chat_sms"), nullptr);
  call.accept("chat_sms");
  EXPECT_TRUE(has_record(call, R"("log":"after")"));
}

TEST(Sms, IsCutToItsLimit) {
  CallScript call(workflow(sms("to: dana, text: \"${event.arguments.reason}\"")));
  call.to_conversing();
  call.tool("report", R"({"reason":")" + std::string(2'000, 'x') + "\"}");
  EXPECT_TRUE(call.said("chat_sms").contains("\"text\":\"" + std::string(1'600, 'x') + "\""));
}

TEST(Sms, ThatIsRefusedIsALetterAndStopsTheList) {
  CallScript call(workflow(sms("to: dana, text: x")));
  call.to_conversing();
  call.tool("report");
  call.refuse("chat_sms", "10015", 400);
  EXPECT_FALSE(has_record(call, R"("log":"after")"));
  ASSERT_EQ(letters(call).size(), 1U);
  EXPECT_EQ(letter(call).root()["kind"].str(), "sms");
  EXPECT_EQ(letter(call).root()["in_doubt"].boolean(), false);
  EXPECT_TRUE(has_record(call, R"("what":"dead_letter")"));
}

TEST(Sms, InDoubtIsALetterThatSaysSo) {
  CallScript call(workflow(sms("to: dana, text: x", "            on_error: continue\n")));
  call.to_conversing();
  call.tool("report");
  call.lose("chat_sms");
  EXPECT_EQ(call.count("chat_sms"), 1) << "not sent again under another key";
  EXPECT_EQ(letter(call).root()["in_doubt"].boolean(), true);
  EXPECT_TRUE(has_record(call, R"("log":"after")")) << "on_error: continue";
}

struct NotSent {
  std::string name;
  std::string from;  ///< the caller's number
  std::string limits;
  std::string fields;
  std::string why;
};
void PrintTo(const NotSent& tested, std::ostream* out) { *out << tested.name; }

class SmsNotSent : public ::testing::TestWithParam<NotSent> {};

TEST_P(SmsNotSent, SaysWhyAndStopsTheList) {
  CallScript call(workflow(sms(GetParam().fields), GetParam().limits));
  call.to_conversing();
  call.call.from = GetParam().from;
  call.call.legs.at(0).address = GetParam().from;
  call.tool("report", R"({"text":""})");
  EXPECT_EQ(call.count("chat_sms"), 0);
  EXPECT_TRUE(has_record(call, GetParam().why)) << call.log();
  EXPECT_FALSE(has_record(call, R"("log":"after")"));
  EXPECT_TRUE(letters(call).empty()) << "nothing was to be sent";
}

INSTANTIATE_TEST_SUITE_P(
    Texts, SmsNotSent,
    ::testing::Values(
        NotSent{"ToAWithheldNumber", "anonymous", "", "to: caller, text: x", "no telephone number"},
        NotSent{"ToAnAddress", "sip:a@example.com", "", "to: caller, text: x", "no telephone number"},
        NotSent{"OutsideTheDestinations", "+4930901820", "    limits: { destinations: [\"+1*\"] }\n",
                "to: caller, text: x", "not among the workflow's destinations"},
        NotSent{"WithoutText", "+13125550199", "", "to: caller, text: \"${event.arguments.text}\"",
                "its text is empty"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace callwright::tests::outside
