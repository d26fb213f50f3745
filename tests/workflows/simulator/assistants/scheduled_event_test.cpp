#include "tests/workflows/simulator/assistants/account.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_scheduled_event {
namespace {

using namespace callwright::tests::assistants;
using callwright::simulator::Behaviour;

struct Schedule {
  Account account;
  std::string assistant = account.assistant(R"(,"greeting":"Welcome")");
  std::string path = "/ai/assistants/" + assistant + "/scheduled_events";

  callwright::simulator::ApiResponse plan(const std::string& channel, const std::string& more = "") {
    return account.post(
        path, R"({"scheduled_at_fixed_datetime":"2026-11-24T00:01:00Z","telnyx_agent_target":"+13125550100",)"
              R"("telnyx_end_user_target":"+13125550199","telnyx_conversation_channel":")" +
                  channel + "\"" + more + "}");
  }
  std::string call(const std::string& more = "") {
    return path + "/" + at(plan("phone_call", more), "scheduled_event_id");
  }
  void person(Behaviour::Kind kind) {
    Behaviour behaviour;
    behaviour.kind = kind;
    account.bench.telnyx.set_person("+13125550199", behaviour);
  }
  std::string status(const std::string& event) {
    const auto read = account.get(event);
    return at(read, "status") + " " + at(read, "call_status");
  }
};

TEST(ScheduledCall, IsMadeAtItsTimeAndTalksAndEnds) {
  Schedule schedule;
  const auto event = schedule.call(R"(,"conversation_metadata":{"order":7})");
  EXPECT_EQ(schedule.status(event), "pending ");
  EXPECT_EQ(at(schedule.account.get(event), "call_attempts"), "[]");
  schedule.account.bench.wait(1min);
  EXPECT_EQ(schedule.status(event), "in_progress ringing");
  schedule.account.bench.wait(3s);
  EXPECT_EQ(schedule.status(event), "in_progress in-progress");
  schedule.account.bench.wait(20s);
  const auto done = schedule.account.get(event);
  EXPECT_EQ(schedule.status(event), "completed completed");
  EXPECT_EQ(at(done, "call_duration"), "20");
  EXPECT_EQ(at(done, "dispatched_at"), "2026-11-24T00:01:00.000Z");
  EXPECT_EQ(at(done, "call_attempts.0.attempt_number") + at(done, "call_attempts.0.call_status"),
            "1completed");
  EXPECT_EQ(at(done, "errors") + at(done, "retry_count") + at(done, "max_retries_client_errors"), "[]00");
  const auto conversation = schedule.account.get("/ai/conversations/" + at(done, "conversation_id"));
  EXPECT_EQ(at(conversation, "data.metadata.order"), "7");
  EXPECT_EQ(at(conversation, "data.metadata.telnyx_conversation_channel"), "phone_call");
  EXPECT_TRUE(schedule.account.bench.webhooks.empty()) << "it is no call of a connection";
}

TEST(ScheduledCall, HasTheInsightsOfItsAssistant) {
  Schedule schedule;
  const auto group =
      schedule.account.make("/ai/conversations/insight-groups", R"({"name":"After"})", "data.id");
  const auto insight = schedule.account.make("/ai/conversations/insights",
                                             R"({"name":"Mood","instructions":"How?"})", "data.id");
  schedule.account.post("/ai/conversations/insight-groups/" + group + "/insights/" + insight + "/assign");
  schedule.account.post("/ai/assistants/" + schedule.assistant,
                        R"({"insight_settings":{"insight_group_id":")" + group + "\"}}");
  const auto event = schedule.call();
  schedule.account.bench.wait(83s);
  const auto path = "/ai/conversations/" + at(schedule.account.get(event), "conversation_id");
  const auto status = [&] {
    return at(schedule.account.get(path + "/conversations-insights"), "data.0.status");
  };
  EXPECT_EQ(status(), "pending");
  schedule.account.bench.wait(10s);
  EXPECT_EQ(status(), "completed");
}

TEST(ScheduledCall, ThatReachesNobodyFailsAfterItsRepetitions) {
  Schedule schedule;
  schedule.person(Behaviour::Kind::NoAnswer);
  const auto event = schedule.call(R"(,"max_retries_client_errors":1,"retry_interval_secs":120)");
  schedule.account.bench.wait(90s);
  EXPECT_EQ(schedule.status(event), "in_progress no-answer");
  schedule.account.bench.wait(120s);
  EXPECT_EQ(schedule.status(event), "in_progress ringing");
  schedule.account.bench.wait(30s);
  EXPECT_EQ(schedule.status(event), "failed no-answer");
  const auto failed = schedule.account.get(event);
  EXPECT_EQ(at(failed, "errors"), R"(["The call ended with no-answer."])");
  EXPECT_EQ(at(failed, "retry_count") + at(failed, "retry_attempts"), "11");
  EXPECT_EQ(at(failed, "call_attempts.1.attempted_at"), "2026-11-24T00:03:30.000Z");
  schedule.account.bench.wait(1h);
  EXPECT_EQ(size_at(schedule.account.get(event), "call_attempts"), 2U);
}

TEST(ScheduledCall, ThatReachesSomebodyTheSecondTimeIsCompleted) {
  Schedule schedule;
  schedule.person(Behaviour::Kind::Busy);
  const auto event = schedule.call(R"(,"max_retries_client_errors":3)");
  schedule.account.bench.wait(65s);
  EXPECT_EQ(schedule.status(event), "in_progress busy");
  schedule.person(Behaviour::Kind::Answers);
  schedule.account.bench.wait(2min);
  EXPECT_EQ(schedule.status(event), "completed completed");
}

TEST(ScheduledSms, IsSentAtItsTime) {
  Schedule schedule;
  const auto planned = schedule.plan("sms_chat", R"(,"text":"Hello","retry_interval_secs":60)");
  EXPECT_EQ(planned.status, 201);
  EXPECT_EQ(at(planned, "text"), "Hello");
  EXPECT_EQ(at(planned, "call_attempts") + at(planned, "retry_interval_secs"), "") << "of calls only";
  schedule.account.bench.wait(1min);
  const auto sent = schedule.account.get(schedule.path + "/" + at(planned, "scheduled_event_id"));
  EXPECT_EQ(at(sent, "status"), "completed");
  const auto messages =
      schedule.account.get("/ai/conversations/" + at(sent, "conversation_id") + "/messages");
  EXPECT_EQ(at(messages, "data.0.text"), "Hello");
}

TEST(ScheduledEvent, DoesNotHappenOnceItIsDeleted) {
  Schedule schedule;
  const auto event = schedule.call();
  EXPECT_EQ(outcome(schedule.account.remove(event)), "200");
  EXPECT_EQ(outcome(schedule.account.get(event)), "404 10005");
  schedule.account.bench.wait(5min);
  EXPECT_EQ(size_at(schedule.account.get("/ai/conversations"), "data"), 0U);
}

TEST(ScheduledEvent, FailsWhenItsAssistantIsGone) {
  Schedule schedule;
  const auto event = schedule.call();
  schedule.account.remove("/ai/assistants/" + schedule.assistant);
  schedule.account.bench.wait(2min);
  EXPECT_EQ(at(schedule.account.get(event), "status"), "failed");
}

TEST(ScheduledEvent, OfThePastHappensAtOnce) {
  Schedule schedule;
  schedule.account.bench.wait(1h);
  const auto event = schedule.call();
  schedule.account.bench.wait(0ms);
  EXPECT_EQ(schedule.status(event), "in_progress ringing");
}

TEST(ScheduledEvents, AreFilteredByDateAndChannel) {
  Schedule schedule;
  schedule.call();
  schedule.plan("sms_chat", R"(,"text":"Hello")");
  const auto found = [&](Options query) {
    return at(schedule.account.get(schedule.path, std::move(query)), "meta.total_results");
  };
  EXPECT_EQ(found({}), "2");
  EXPECT_EQ(found({{"conversation_channel", "sms_chat"}}), "1");
  EXPECT_EQ(found({{"from_date", "2026-11-24T00:01:00Z"}, {"to_date", "2026-11-24T00:01:00Z"}}), "2");
  EXPECT_EQ(found({{"from_date", "2026-11-25T00:00:00Z"}}), "0");
  EXPECT_EQ(found({{"to_date", "2026-11-24T00:00:59Z"}}), "0");
  EXPECT_EQ(outcome(schedule.account.get(schedule.path, {{"conversation_channel", "fax"}})),
            "422 query.conversation_channel");
  EXPECT_EQ(outcome(schedule.account.get(schedule.path, {{"from_date", "soon"}})), "422 query.from_date");
}

}  // namespace
}  // namespace callwright::tests::assistants_scheduled_event
