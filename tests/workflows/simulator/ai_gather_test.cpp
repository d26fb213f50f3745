#include "tests/workflows/simulator/bench.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::simulator_ai_gather {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Telnyx;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

constexpr auto kParameters =
    R"("parameters":{"type":"object","properties":{"nickname":{"type":"string"},"age":{"type":"integer"},)"
    R"("city":{"type":"string"}},"required":["age","city"]})";

/// A gather on a new call; more members of the body as `,"key":value`.
CallControlId gather(Bench& bench, const std::string& more = "") {
  const auto leg = bench.answered_incoming();
  const auto response = bench.command(leg, "gather_using_ai", "{" + std::string(kParameters) + more + "}");
  EXPECT_EQ(Bench::data(response, "conversation_id").size(), 36U);
  return leg;
}

std::string field(const Json& payload, std::string_view path) {
  return JsonDocument::of(payload).root().at_path(path).display();
}

TEST(SimulatorAiGather, EndsWhenAllRequiredValuesAreThere) {
  Bench bench;
  const auto leg =
      gather(bench, R"(,"send_partial_results":true,"greeting":"Hello","gather_ended_speech":"Thank you")");
  bench.wait(1s);
  bench.telnyx.say(bench.now, leg, "42");
  bench.wait(0s);
  EXPECT_EQ(field(bench.payload("call.ai_gather.partial_results"), "partial_results"), R"({"age":42})");
  bench.telnyx.say(bench.now, leg, "Chicago");
  bench.wait(1s);
  const auto ended = bench.payload("call.ai_gather.ended");
  EXPECT_EQ(field(ended, "status"), "valid");
  EXPECT_EQ(field(ended, "result"), R"({"age":42,"city":"Chicago"})");
  EXPECT_EQ(field(ended, "message_history"),
            R"([{"content":"Hello","role":"assistant"},{"content":"42","role":"user"},)"
            R"({"content":"Chicago","role":"user"},{"content":"Thank you","role":"assistant"}])");
  EXPECT_EQ(bench.telnyx.leg(leg)->heard, (Story{"Hello", "Thank you"}));
  EXPECT_EQ(bench.count("call.conversation.ended"), 1U);
  EXPECT_EQ(bench.count("call.ai_gather.message_history_updated"), 0U);
}

TEST(SimulatorAiGather, WithoutRequiredValuesTheFirstIsEnough) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  bench.command(leg, "gather_using_ai",
                R"({"parameters":{"type":"object","properties":{"a":{"type":"string"}}}})");
  bench.telnyx.say(bench.now, leg, "yes");
  bench.wait(0s);
  EXPECT_EQ(field(bench.payload("call.ai_gather.ended"), "result"), R"({"a":"yes"})");
}

TEST(SimulatorAiGather, WithoutAnAnswerInTimeItIsInvalid) {
  Bench bench;
  const auto leg = gather(bench, R"(,"user_response_timeout_ms":4000)");
  bench.wait(3s);
  bench.telnyx.say(bench.now, leg, "42");
  bench.wait(3999ms);
  EXPECT_EQ(bench.count("call.ai_gather.ended"), 0U);
  bench.wait(1ms);
  EXPECT_EQ(field(bench.payload("call.ai_gather.ended"), "status"), "invalid");
  EXPECT_EQ(bench.telnyx.leg(leg)->state, "answered");
}

TEST(SimulatorAiGather, EndsWithTheCallAndWithAStop) {
  for (const std::string command : {"hangup", "ai_assistant_stop"}) {
    Bench bench;
    const auto leg = gather(bench);
    bench.command(leg, command);
    bench.wait(1s);
    EXPECT_EQ(field(bench.payload("call.ai_gather.ended"), "status"), "invalid") << command;
    EXPECT_EQ(bench.count("call.conversation.ended"), 1U) << command;
  }
}

TEST(SimulatorAiGather, CountsAsTheOneAssistantOfTheCall) {
  Bench bench;
  const auto leg = gather(bench);
  EXPECT_EQ(Bench::outcome(bench.command(leg, "ai_assistant_start", R"({"assistant":{"id":"assistant-1"}})")),
            "422 90061");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "conversation_relay_start", R"({"url":"wss://a.test/"})")),
            "422 90061");
}

TEST(SimulatorConversation, ReportsItsHistoryWhenAskedTo) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  bench.command(
      leg, "ai_assistant_start",
      R"({"assistant":{"id":"assistant-1"},"send_message_history_updates":true,"greeting":"Hello"})");
  bench.telnyx.say(bench.now, leg, "Good day");
  bench.wait(0s);
  EXPECT_EQ(bench.count("call.ai_gather.message_history_updated"), 3U);
  EXPECT_EQ(field(bench.payload("call.ai_gather.message_history_updated"), "message_history"),
            R"([{"content":"Hello","role":"assistant"},{"content":"Good day","role":"user"},)"
            R"({"content":"You said: Good day","role":"assistant"}])");
}

TEST(SimulatorRelay, RunsInsteadOfAnAssistantAndTellsOfItsEndOnly) {
  for (const bool stopped : {true, false}) {
    Telnyx::Settings settings;
    settings.insights = {Json::trusted(R"({"insight_id":"i1","result":"x"})")};
    Bench bench(settings);
    const auto leg = bench.answered_incoming();
    const auto started =
        bench.command(leg, "conversation_relay_start", R"({"url":"wss://a.test/","greeting":"Hello"})");
    EXPECT_EQ(Bench::data(started, "conversation_relay_id").size(), 36U);
    EXPECT_EQ(Bench::outcome(bench.command(leg, "conversation_relay_start", R"({"url":"wss://a.test/"})")),
              "422 90061");
    bench.wait(5s);
    bench.command(leg, stopped ? "conversation_relay_stop" : "hangup");
    bench.wait(10s);
    EXPECT_EQ(bench.count("call.conversation.created"), 0U);
    EXPECT_EQ(bench.count("call.conversation_insights.generated"), 0U);
    EXPECT_EQ(field(bench.payload("call.conversation.ended"), "reason"),
              stopped ? "" : "customer_disconnect");
  }
}

TEST(SimulatorRelay, CanBeginAtTheAnswer) {
  Bench bench;
  const auto leg = bench.incoming();
  bench.command(leg, "answer", R"({"conversation_relay_config":{"url":"wss://a.test/"}})");
  EXPECT_NE(bench.telnyx.leg(leg)->conversation_id, "");
}

}  // namespace
}  // namespace callwright::tests::simulator_ai_gather
