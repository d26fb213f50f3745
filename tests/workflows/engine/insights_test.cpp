#include "tests/support/bundles.hpp"
#include "tests/support/call_script.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::insights {
namespace {

using std::chrono::seconds;

constexpr std::string_view kRules = R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11 }
    rules:
      - on: call.conversation_insights.generated
        if: { insights.Triage.urgency: high }
        do: [ { log: "urgent: ${insights.Triage.reason} / ${insights.Summary}" } ]
      - on: call.settled
        do: [ { log: "settled: ${insights.Summary | none}" } ]
)";
constexpr std::string_view kConversation = "5f0a3f0e-0000-4000-8000-000000000001";

CallScript ended(std::string_view yaml = kRules) {
  CallScript call(yaml);
  call.to_conversing();
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  return call;
}

void generated(CallScript& call, std::string_view payload, std::string_view conversation = "") {
  auto event = call.event("call.conversation_insights.generated", 0);
  event.payload = Json::trusted(std::string(payload));
  event.conversation_id = ConversationId(std::string(conversation));
  call.deliver(event);
}

std::string logged(const CallScript& call) {
  std::string text;
  for (const auto& record : call.records) {
    const auto document = JsonDocument::of(record.data);
    if (document.root()["log"].exists()) text += document.root()["log"].str() + "\n";
  }
  return text;
}

void name_them(CallScript& call) {
  while (const auto* open = call.open("get_insight")) {
    const auto id = JsonDocument::of(open->body).root()["insight_id"].str();
    call.answer("get_insight",
                id == "t" ? R"({"id":"t","name":"Triage"})" : R"({"id":"s","name":"Summary"})");
  }
}

/// One insight in the forms in which it is known to come.
struct Form {
  const char* name;
  std::string_view payload;
};
class InsightForms : public ::testing::TestWithParam<Form> {};

TEST_P(InsightForms, AreAllReadByTheNameOfTheInsight) {
  auto call = ended();
  generated(call, GetParam().payload);
  name_them(call);
  EXPECT_EQ(logged(call), "urgent: dizzy / A dizzy caller.\nsettled: A dizzy caller.\n") << call.log();
  EXPECT_EQ(call.state(), "settled");
}

INSTANTIATE_TEST_SUITE_P(
    Engine, InsightForms,
    ::testing::Values(
        Form{"Object", R"({"results":[{"insight_id":"t","result":{"urgency":"high","reason":"dizzy"}},
                           {"insight_id":"s","result":"A dizzy caller."}]})"},
        Form{"JsonText",
             R"({"results":[{"insight_id":"t","result":"{\"urgency\":\"high\",\"reason\":\"dizzy\"}"},
                             {"insight_id":"s","result":"A dizzy caller."}]})"},
        Form{"GroupsOwnWebhook", R"({"conversation_id":"5f0a3f0e-0000-4000-8000-000000000001","insights":[
             {"insight_id":"t","insight_name":"Triage","result":{"urgency":"high","reason":"dizzy"}},
             {"insight_id":"s","insight_name":"Summary","result":"A dizzy caller."}]})"}),
    [](const auto& one) { return one.param.name; });

constexpr std::string_view kEvent =
    R"({"results":[{"insight_id":"t","result":{"urgency":"high","reason":"dizzy"}}]})";
constexpr std::string_view kAsked =
    R"([{"id":"x","status":"completed","conversation_insights":[{"insight_id":"t",
       "result":"{\"reason\":\"dizzy\", \"urgency\":\"high\"}"}]}])";

TEST(Insights, ThatComeByEventAndQuestionAndGroupWebhookAreTakenOnce) {
  for (const bool event_first : {true, false}) {
    auto call = ended();
    call.pass(seconds{30});
    ASSERT_NE(call.open("list_conversation_insights"), nullptr);
    if (event_first) generated(call, kEvent);
    call.answer("list_conversation_insights", kAsked);
    if (!event_first) generated(call, kEvent);
    generated(call, R"({"insights":[{"insight_id":"t","insight_name":"Triage",
                       "result":{"urgency":"high","reason":"dizzy"}}]})",
              kConversation);
    name_them(call);
    EXPECT_EQ(JsonDocument::of(call.call.insights).root().size(), 1U) << call.call.insights.text();
    EXPECT_EQ(logged(call), "urgent: dizzy / \nsettled: none\n") << call.log();
    EXPECT_EQ(call.state(), "settled");
  }
}

TEST(Insights, AreAskedForTwiceWhenTheyDoNotComeAndThenGivenUp) {
  auto call = ended();
  call.pass(seconds{30});
  call.answer("list_conversation_insights", R"([{"id":"x","status":"pending","conversation_insights":[]}])");
  call.pass(seconds{60});
  call.answer("list_conversation_insights", "[]");
  EXPECT_EQ(call.state(), "ended");
  call.pass(seconds{30});
  EXPECT_EQ(call.count("list_conversation_insights"), 2);
  EXPECT_EQ(call.state(), "settled");
  EXPECT_EQ(logged(call), "settled: none\n");
}

TEST(Insights, AQuestionWithoutAnAnswerDoesNotHoldTheEndUp) {
  auto call = ended();
  call.pass(seconds{120});
  EXPECT_EQ(call.state(), "settled");
}

TEST(Insights, ThatWereAskedForAreHealed) {
  auto call = ended();
  call.pass(seconds{30});
  call.answer("list_conversation_insights", kAsked);
  EXPECT_NE(call.log().find(R"(healed {"by":"conversation_insights","conversation_id":"5f0a3f0e)"),
            std::string::npos);
}

TEST(Insights, OfEachConversationOfTheCallRunTheRulesOnce) {
  CallScript call(kRules);
  call.to_conversing();
  call.call.older_conversations = {"older"};
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  generated(call, kEvent, "older");
  name_them(call);
  EXPECT_EQ(call.state(), "ended") << "the other conversation's are still to come";
  generated(call, kEvent, kConversation);
  name_them(call);
  generated(call, kEvent, kConversation);
  EXPECT_EQ(logged(call), "urgent: dizzy / \nurgent: dizzy / \nsettled: none\n") << call.log();
}

TEST(Insights, OfTwoConversationsMayBeTheSameAndNameNeither) {
  CallScript call(kTwoPeople);
  call.to_conversing();
  call.call.older_conversations = {"older"};
  generated(call, kEvent);
  generated(call, kEvent);
  EXPECT_TRUE(call.call.insights_awaited) << "the same event under another id";
  call.now += seconds{20};
  generated(call, kEvent);
  EXPECT_FALSE(call.call.insights_awaited) << "another event";
}

TEST(Insights, AreOfTheCallByWhateverIdItWasFound) {
  auto call = ended();
  auto event = call.event("call.conversation_insights.generated", 7);
  event.ours.reset();
  event.payload = Json::trusted(std::string(kEvent));
  call.deliver(event);
  name_them(call);
  EXPECT_EQ(logged(call), "urgent: dizzy / \nsettled: none\n");
}

TEST(Insights, NamesAreAskedForOnlyWhereTheWorkflowReadsThem) {
  auto call = ended(kTwoPeople);
  generated(call, kEvent);
  EXPECT_EQ(call.count("get_insight"), 0);
  EXPECT_EQ(call.state(), "settled");
}

TEST(Insights, ANameThatCannotBeHadDoesNotHoldTheEndUp) {
  auto call = ended();
  generated(call, kEvent);
  EXPECT_EQ(call.state(), "ended");
  call.refuse("get_insight", "10005", 404);
  EXPECT_EQ(call.state(), "settled");
}

TEST(Insights, ThatComeAfterTheCallIsClosedAreKeptAndChangeNothingElse) {
  auto call = ended();
  call.pass(seconds{120});
  ASSERT_EQ(call.state(), "settled");
  generated(call, kEvent);
  EXPECT_NE(call.call.insights.text().find("dizzy"), std::string::npos);
  EXPECT_TRUE(call.call.intents.empty());
  EXPECT_EQ(logged(call), "settled: none\n");
}

}  // namespace
}  // namespace callwright::tests::insights
