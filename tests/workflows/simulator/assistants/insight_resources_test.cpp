#include "tests/workflows/simulator/assistants/account.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_insight {
namespace {

using namespace callwright::tests::assistants;

/// An account with a group of two insights, one of them with a schema, and an assistant that has the group.
struct Insights {
  Account account;
  std::string group = account.make("/ai/conversations/insight-groups", R"({"name":"After"})", "data.id");
  std::string mood =
      account.make("/ai/conversations/insights", R"({"name":"Mood","instructions":"How?"})", "data.id");
  std::string score = account.make(
      "/ai/conversations/insights",
      R"({"name":"Score","instructions":"How good?","json_schema":{"type":"object","properties":)"
      R"({"score":{"type":"integer"},"why":{"type":"string"},"kind":{"enum":["a","b"]},"ok":{"type":"boolean"}}}})",
      "data.id");
  std::string path = "/ai/conversations/insight-groups/" + group;
  std::string assistant = account.assistant(R"(,"insight_settings":{"insight_group_id":")" + group + "\"}");

  std::string member(const std::string& insight, const std::string& what) const {
    return path + "/insights/" + insight + "/" + what;
  }
  void assign_both() {
    account.post(member(mood, "assign"));
    account.post(member(score, "assign"));
  }
  /// The id of a conversation of a call with that assistant, which has ended.
  std::string talk(const std::string& assistant_id) {
    const auto leg = account.bench.answered_incoming();
    const auto started =
        account.bench.command(leg, "ai_assistant_start", R"({"assistant":{"id":")" + assistant_id + "\"}}");
    account.bench.wait(2s);
    account.bench.command(leg, "ai_assistant_stop");
    return at(started, "data.conversation_id");
  }
  callwright::simulator::ApiResponse results(const std::string& conversation) {
    return account.get("/ai/conversations/" + conversation + "/conversations-insights");
  }
};

TEST(InsightGroup, HasTheInsightsThatAreAssignedToIt) {
  Insights insights;
  const auto assigned = insights.account.post(insights.member(insights.mood, "assign"));
  EXPECT_EQ(outcome(assigned), "200");
  insights.account.post(insights.member(insights.mood, "assign"));
  const auto group = insights.account.get(insights.path);
  EXPECT_EQ(size_at(group, "data.insights"), 1U) << "assigned twice, there once";
  EXPECT_EQ(at(group, "data.insights.0"),
            at(insights.account.get("/ai/conversations/insights/" + insights.mood), "data"));
  EXPECT_EQ(outcome(insights.account.remove(insights.member(insights.mood, "unassign"))), "200");
  EXPECT_EQ(outcome(insights.account.remove(insights.member(insights.mood, "unassign"))), "404 10005");
  EXPECT_EQ(at(insights.account.get(insights.path), "data.insights"), "[]");
}

TEST(InsightGroup, LosesAnInsightThatIsDeleted) {
  Insights insights;
  insights.assign_both();
  insights.account.remove("/ai/conversations/insights/" + insights.mood);
  EXPECT_EQ(at(insights.account.get(insights.path), "data.insights.0.id"), insights.score);
}

TEST(Insight, HasTheDocumentedDefaults) {
  Insights insights;
  const auto insight = insights.account.get("/ai/conversations/insights/" + insights.mood);
  EXPECT_EQ(at(insight, "data.insight_type"), "custom");
  EXPECT_NE(insight.body.text().find(R"("webhook":"")"), std::string::npos);
}

TEST(InsightsOfACall, AreThoseOfTheAssistantsGroup) {
  Insights insights;
  insights.assign_both();
  const auto conversation = insights.talk(insights.assistant);
  EXPECT_EQ(at(insights.results(conversation), "data.0.status"), "pending");
  EXPECT_EQ(at(insights.results(conversation), "data.0.conversation_insights"), "[]");
  insights.account.bench.wait(10s);
  const auto done = insights.results(conversation);
  EXPECT_EQ(at(done, "data.0.status"), "completed");
  EXPECT_EQ(at(done, "data.0.conversation_insights.0.insight_id"), insights.mood);
  EXPECT_EQ(at(done, "data.0.conversation_insights.1.result"),
            R"({"score":0,"why":"","kind":"a","ok":false})");
  const auto& webhook = insights.account.bench.webhooks.back();
  ASSERT_EQ(webhook.event_type, "call.conversation_insights.generated");
  const auto event = JsonDocument::of(webhook.body);
  EXPECT_EQ(event.root().at_path("data.payload.insight_group_id").str(), insights.group);
  EXPECT_EQ(event.root().at_path("data.payload.results.1.result.score").display(), "0") << "an object there";
}

TEST(InsightsOfACall, GoToTheWebhookOfTheirGroupWithTheirNames) {
  Insights insights;
  insights.assign_both();
  insights.account.put(insights.path, R"({"webhook":"https://mine.test/insights"})");
  const auto conversation = insights.talk(insights.assistant);
  insights.account.bench.wait(10s);
  const auto& webhook = insights.account.bench.webhooks.back();
  EXPECT_EQ(webhook.url, "https://mine.test/insights");
  EXPECT_EQ(webhook.event_type, "conversation.insights.completed");
  EXPECT_EQ(
      webhook.body.text(),
      R"({"conversation_id":")" + conversation + R"(","insight_group_id":")" + insights.group +
          R"(","insight_group_name":"After","insights":[{"insight_id":")" + insights.mood +
          R"(","insight_name":"Mood","result":"What the conversation tells about: Mood"},{"insight_id":")" +
          insights.score +
          R"(","insight_name":"Score","result":{"score":0,"why":"","kind":"a","ok":false}}]})");
  EXPECT_EQ(redelivery(webhook, 2, webhook.url).text(), webhook.body.text())
      << "no envelope is put around it";
}

TEST(InsightsOfACall, DoNotComeWithoutAGroupOrWhenNoDataIsKept) {
  Insights insights;
  insights.assign_both();
  const auto without_data =
      insights.account.assistant(R"(,"privacy_settings":{"data_retention":false},"insight_settings":)"
                                 R"({"insight_group_id":")" +
                                 insights.group + "\"}");
  for (const auto& assistant : {insights.account.assistant(), without_data}) {
    const auto conversation = insights.talk(assistant);
    insights.account.bench.wait(10s);
    EXPECT_EQ(at(insights.results(conversation), "meta.total_results"), "0");
    EXPECT_EQ(insights.account.bench.webhooks.back().event_type, "call.conversation.ended");
  }
}

TEST(InsightAggregates, CountByMetadataAndByWhatAResultSays) {
  Insights insights;
  insights.assign_both();
  insights.talk(insights.assistant);
  insights.talk(insights.assistant);
  insights.talk(insights.account.assistant());
  insights.account.bench.wait(10s);
  const auto rows = [&](Options query) {
    return at(insights.account.get("/ai/conversations/conversation-insights/aggregates", std::move(query)),
              "data");
  };
  EXPECT_EQ(rows({}), R"([{"record_count":4}])");
  EXPECT_EQ(rows({{"insight_id", insights.score}, {"group_by", "score"}}),
            R"([{"score":0,"record_count":2}])");
  EXPECT_EQ(rows({{"group_by", "metadata.assistant_id,kind"}}),
            R"([{"metadata.assistant_id":")" + insights.assistant + R"(","kind":"a","record_count":2},)" +
                R"({"metadata.assistant_id":")" + insights.assistant + R"(","kind":null,"record_count":2}])");
  EXPECT_EQ(rows({{"metadata.assistant_id", "eq.other"}}), "[]");
  EXPECT_EQ(rows({{"metadata[assistant_id]", "eq.other"}}), "[]");
  EXPECT_EQ(rows({{"metadata.assistant_id", insights.assistant}}), R"([{"record_count":4}])");
  EXPECT_EQ(rows({{"created_at", "gte.2026-11-24T00:00:03Z"}}), R"([{"record_count":2}])");
  EXPECT_EQ(rows({{"group_by[]", "ok"}, {"show[]", "kind"}, {"insight_id", insights.score}}),
            R"([{"ok":false,"kind":"a","record_count":2}])");
}

}  // namespace
}  // namespace callwright::tests::assistants_insight
