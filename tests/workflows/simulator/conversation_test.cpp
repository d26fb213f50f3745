#include "tests/workflows/simulator/bench.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::simulator_conversation {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Telnyx;
using callwright::simulator::Webhook;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

constexpr auto kStart = R"({"assistant":{"id":"assistant-1"}})";

Telnyx::Settings with_insights() {
  Telnyx::Settings settings;
  settings.insights = {Json::trusted(R"({"insight_id":"i1","result":"{\"callback\":true}"})")};
  return settings;
}

/// A caller whose assistant has been started.
struct Talk {
  explicit Talk(Telnyx::Settings settings = {}) : bench(std::move(settings)) {
    conversation = Bench::data(bench.command(caller, "ai_assistant_start", kStart), "conversation_id");
    bench.wait(1s);
    bench.story(bench.now);
  }
  Bench bench;
  CallControlId caller = bench.answered_incoming();
  std::string conversation;

  CallControlId join(const std::string& on_hangup = "continue_conversation") {
    const auto person = bench.dial("+13125550111");
    bench.telnyx.answer(bench.now, person);
    EXPECT_EQ(Bench::outcome(bench.command(person, "ai_assistant_join",
                                           R"({"conversation_id":")" + conversation +
                                               R"(","participant":{"role":"user","on_hangup":")" + on_hangup +
                                               R"(","id":")" + person.text() + "\"}}")),
              "200");
    bench.story(bench.now);
    return person;
  }
};

std::string payload(const Webhook& webhook, std::string_view field) {
  return JsonDocument::of(webhook.body).root()["data"]["payload"].at_path(field).display();
}

TEST(SimulatorConversation, IsNamedByTheReplyAndLaterByItsWebhook) {
  Bench bench;
  const auto caller = bench.answered_incoming();
  const auto began = bench.now;
  bench.webhooks.clear();
  const auto id = Bench::data(bench.command(caller, "ai_assistant_start", kStart), "conversation_id");
  EXPECT_EQ(id.size(), 36U);
  EXPECT_EQ(bench.telnyx.leg(caller)->conversation_id, id);
  bench.wait(1s);
  ASSERT_EQ(bench.webhooks.size(), 1U);
  EXPECT_EQ(payload(bench.webhooks[0], "conversation_id"), id);
  EXPECT_EQ(bench.story(began), (Story{"+800 call.conversation.created"}));
}

TEST(SimulatorConversation, EndsWithTheCallerAndSaysForWhom) {
  Talk talk;
  const auto began = talk.bench.now;
  talk.bench.wait(10s);
  talk.bench.telnyx.hang_up(talk.bench.now, talk.caller);
  talk.bench.wait(1s);
  ASSERT_EQ(talk.bench.webhooks.size(), 2U);
  const auto& ended = talk.bench.webhooks[1];
  EXPECT_EQ(payload(ended, "conversation_id"), talk.conversation);
  EXPECT_EQ(payload(ended, "assistant_id"), "assistant-1");
  EXPECT_EQ(payload(ended, "from"), "+13125550199");
  EXPECT_EQ(payload(ended, "duration_sec"), "11");
  EXPECT_EQ(talk.bench.story(began), (Story{"+10000 call.hangup state=hangup hangup_cause=normal_clearing",
                                            "+10050 call.conversation.ended"}));
}

TEST(SimulatorConversation, StoppingTheAssistantLeavesTheCallUp) {
  Talk talk;
  talk.bench.command(talk.caller, "ai_assistant_stop");
  talk.bench.wait(1s);
  ASSERT_EQ(talk.bench.webhooks.size(), 1U);
  EXPECT_EQ(talk.bench.webhooks[0].event_type, "call.conversation.ended");
  EXPECT_EQ(talk.bench.telnyx.leg(talk.caller)->state, "answered");
  EXPECT_EQ(talk.bench.telnyx.leg(talk.caller)->conversation_id, "");
}

TEST(SimulatorConversation, TheAssistantMayEndItItself) {
  Talk talk;
  EXPECT_TRUE(talk.bench.telnyx.end_conversation(talk.bench.now, talk.caller));
  EXPECT_FALSE(talk.bench.telnyx.end_conversation(talk.bench.now, talk.caller));
  talk.bench.wait(1s);
  EXPECT_EQ(talk.bench.webhooks.size(), 1U);
}

TEST(SimulatorConversation, GoesOnWithoutAParticipantUnlessToldOtherwise) {
  for (const auto& [on_hangup, goes_on] :
       {std::pair{"continue_conversation", true}, std::pair{"end_conversation", false}}) {
    Talk talk;
    const auto person = talk.join(on_hangup);
    EXPECT_EQ(talk.bench.telnyx.leg(person)->conversation_id, talk.conversation);
    talk.bench.telnyx.hang_up(talk.bench.now, person);
    EXPECT_EQ(talk.bench.telnyx.leg(talk.caller)->conversation_id.empty(), !goes_on) << on_hangup;
    EXPECT_EQ(talk.bench.telnyx.leg(talk.caller)->state, "answered");
  }
}

TEST(SimulatorConversation, MayOutliveTheLegThatStartedIt) {
  auto settings = Telnyx::Settings{};
  settings.unstated.starting_leg_ends_conversation = false;
  Talk talk(settings);
  const auto person = talk.join();
  talk.bench.telnyx.hang_up(talk.bench.now, talk.caller);
  EXPECT_EQ(talk.bench.telnyx.leg(person)->conversation_id, talk.conversation);
  talk.bench.telnyx.hang_up(talk.bench.now, person);
  talk.bench.wait(1s);
  EXPECT_EQ(talk.bench.webhooks.back().event_type, "call.conversation.ended");
}

TEST(SimulatorConversation, AnEndedOneCannotBeJoined) {
  Talk talk;
  const auto person = talk.join();
  talk.bench.command(talk.caller, "ai_assistant_stop");
  const auto body = R"({"conversation_id":")" + talk.conversation +
                    R"(","participant":{"role":"user","id":")" + person.text() + "\"}}";
  EXPECT_EQ(Bench::outcome(talk.bench.command(person, "ai_assistant_join", body)), "404 10007");
}

TEST(SimulatorConversation, InsightsFollowOnceAndMayNameTheConversation) {
  auto settings = with_insights();
  settings.unstated.insights_name_conversation = true;
  Talk talk(settings);
  talk.bench.command(talk.caller, "ai_assistant_stop");
  talk.bench.wait(10s);
  ASSERT_EQ(talk.bench.webhooks.size(), 2U);
  const auto& insights = talk.bench.webhooks[1];
  EXPECT_EQ(insights.event_type, "call.conversation_insights.generated");
  EXPECT_EQ(payload(insights, "results.0.insight_id"), "i1");
  EXPECT_EQ(payload(insights, "conversation_id"), talk.conversation);
}

TEST(SimulatorConversation, StartsWithTheAnswer) {
  Bench bench;
  const auto caller = bench.incoming();
  bench.wait(0ms);
  const auto began = bench.now;
  bench.webhooks.clear();
  EXPECT_EQ(bench.command(caller, "answer", kStart).body.text(), R"({"data":{"result":"ok"}})");
  bench.wait(1s);
  EXPECT_EQ(bench.story(began), (Story{"+0 call.answered state=answered", "+800 call.conversation.created"}));
}

TEST(SimulatorConversation, ABrokenAssistantLeavesTheCallInSilence) {
  Telnyx::Settings settings;
  settings.broken_assistants = {"assistant-1"};
  Bench bench(settings);
  const auto caller = bench.incoming();
  bench.command(caller, "answer", kStart);
  bench.wait(5s);
  EXPECT_EQ(bench.webhooks.back().event_type, "call.conversation.start_failed");
  EXPECT_EQ(payload(bench.webhooks.back(), "reason"), "service_error");
  EXPECT_EQ(bench.telnyx.leg(caller)->state, "answered");
  EXPECT_EQ(Bench::outcome(bench.command(caller, "ai_assistant_start", kStart)), "422 10027");
}

}  // namespace
}  // namespace callwright::tests::simulator_conversation
