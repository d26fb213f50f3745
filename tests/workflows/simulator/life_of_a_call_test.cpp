#include "tests/workflows/simulator/bench.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_life {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Behaviour;
using callwright::simulator::Telnyx;
using callwright::simulator::Webhook;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

Telnyx::Settings settings_with(std::uint64_t seed) {
  Telnyx::Settings settings;
  settings.seed = seed;
  settings.insights = {Json::trusted(R"({"insight_id":"i1","result":"Call back tomorrow."})")};
  return settings;
}

void set_people(Bench& bench) {
  Behaviour ana;
  ana.press = "1";
  bench.telnyx.set_person("+13125550111", ana);
  Behaviour desk;
  desk.kind = Behaviour::Kind::Voicemail;
  desk.answer_after = 4s;
  bench.telnyx.set_person("+13125550112", desk);
}

/// A caller talks to the assistant, two people are rung, the one who presses 1 joins, the caller leaves.
std::vector<Webhook> live_through(Bench& bench) {
  set_people(bench);
  const auto caller = bench.incoming();
  bench.command(caller, "answer", R"({"client_state":"Y2FsbGVy","command_id":"1"})");
  const auto conversation = Bench::data(
      bench.command(caller, "ai_assistant_start", R"({"assistant":{"id":"assistant-1"},"command_id":"2"})"),
      "conversation_id");
  bench.wait(1s);
  const auto ana = bench.dial("+13125550111", R"(,"answering_machine_detection":"premium","command_id":"3")");
  const auto desk =
      bench.dial("+13125550112", R"(,"answering_machine_detection":"premium","command_id":"4")");
  bench.wait(4500ms);  // ana's verdict
  bench.command(ana, "gather_using_speak",
                R"({"payload":"Press 1.","voice":"v","maximum_digits":1,"command_id":"5"})");
  bench.wait(2s);  // her key
  bench.command(ana, "ai_assistant_join",
                R"({"conversation_id":")" + conversation +
                    R"(","command_id":"6","participant":{"role":"user","id":")" + ana.text() + "\"}}");
  bench.command(desk, "hangup", R"({"command_id":"7"})");
  bench.wait(10s);
  bench.telnyx.hang_up(bench.now, caller);
  bench.wait(500ms);
  bench.command(ana, "hangup", R"({"command_id":"8"})");
  bench.wait(1min);
  return bench.webhooks;
}

TEST(SimulatorLifeOfACall, IsToldFromTheFirstRingToTheInsights) {
  Bench bench(settings_with(1));
  const auto began = bench.now;
  live_through(bench);
  EXPECT_EQ(
      bench.story(began),
      (Story{"+0 call.initiated direction=incoming state=parked", "+0 call.answered state=answered",
             "+800 call.conversation.created", "+1000 call.initiated direction=outgoing state=bridging",
             "+1000 call.initiated direction=outgoing state=bridging", "+4000 call.answered state=answered",
             "+5000 call.answered state=answered",
             "+5500 call.machine.premium.detection.ended result=human_residence",
             "+6500 call.machine.premium.detection.ended result=machine", "+7500 call.dtmf.received digit=1",
             "+7500 call.gather.ended digits=1 status=valid",
             "+7500 call.hangup state=hangup hangup_cause=normal_clearing",
             "+17500 call.hangup state=hangup hangup_cause=normal_clearing", "+17550 call.conversation.ended",
             "+18000 call.hangup state=hangup hangup_cause=normal_clearing",
             "+20550 call.conversation_insights.generated"}));
  for (const auto& leg : bench.telnyx.legs()) EXPECT_EQ(leg.state, "ended");
  EXPECT_EQ(bench.telnyx.next_due(), std::nullopt);  // no time limit of a leg that has ended
  std::vector<std::string> operations;
  for (const auto& effect : bench.telnyx.effects()) operations.push_back(effect.operation);
  EXPECT_EQ(operations, (Story{"answer", "ai_assistant_start", "dial", "dial", "gather_using_speak",
                               "ai_assistant_join", "hangup", "hangup"}));
}

TEST(SimulatorLifeOfACall, IsTheSameEveryTimeWithOneSeedAndHasOtherIdsWithAnother) {
  Bench one(settings_with(7));
  Bench again(settings_with(7));
  Bench other(settings_with(8));
  const auto story = live_through(one);
  EXPECT_EQ(live_through(again), story);
  const auto different = live_through(other);
  ASSERT_EQ(different.size(), story.size());
  std::set<std::string> ids;
  for (const auto& webhook : story) ids.insert(webhook.event_id);
  EXPECT_EQ(ids.size(), story.size());
  for (const auto& webhook : different) EXPECT_FALSE(ids.contains(webhook.event_id));
}

TEST(SimulatorLifeOfACall, ACopyGoesItsOwnWay) {
  Bench bench(settings_with(1));
  const auto leg = bench.dial("+13125550111");
  bench.wait(1s);
  Bench copy = bench;
  copy.telnyx.hang_up(copy.now, leg);
  bench.wait(10s);
  copy.wait(10s);
  EXPECT_EQ(bench.telnyx.leg(leg)->state, "answered");
  EXPECT_EQ(copy.telnyx.leg(leg)->state, "ended");
}

/// The names of the payload's fields that the catalogue does not document for the type.
std::vector<std::string> undocumented(const Webhook& webhook) {
  const auto& types = Catalogue::get().webhooks();
  const auto type = std::ranges::find(types, webhook.event_type, &WebhookType::name);
  if (type == types.end()) return {webhook.event_type};
  std::vector<std::string> names;
  const auto document = JsonDocument::of(webhook.body);
  for (const auto& [name, value] : document.root().at_path("data.payload").members()) {
    const auto field = std::ranges::find(type->payload, name, &Field::name);
    if (field == type->payload.end()) names.push_back(webhook.event_type + "." + std::string(name));
    if (field != type->payload.end() && !field->accepted.empty() &&
        std::ranges::find(field->accepted, value.display()) == field->accepted.end()) {
      names.push_back(webhook.event_type + "." + std::string(name) + "=" + value.display());
    }
  }
  return names;
}

TEST(SimulatorLifeOfACall, EveryWebhookHasDocumentedFieldsAndValuesOnly) {
  Bench bench(settings_with(1));
  live_through(bench);
  const auto caller = bench.answered_incoming();
  bench.command(caller, "record_start", R"({"channels":"dual","format":"mp3"})");
  bench.command(caller, "playback_start", R"({"audio_url":"https://example.com/a.mp3"})");
  bench.command(caller, "speak", R"({"payload":"Hello","voice":"v"})");
  bench.command(caller, "enqueue", R"({"queue_name":"support"})");
  bench.command(caller, "leave_queue");
  bench.command(caller, "refer", R"({"sip_address":"sip:ana@example.com"})");
  bench.command(caller, "streaming_start", R"({"stream_url":"wss://example.com"})");
  bench.command(caller, "transfer", R"({"to":"+13125550111"})");
  bench.wait(30s);
  bench.telnyx.hang_up(bench.now, caller);
  bench.wait(5s);
  std::set<std::string> types;
  for (const auto& webhook : bench.webhooks) {
    types.insert(webhook.event_type);
    EXPECT_EQ(undocumented(webhook), Story{});
  }
  for (const auto* type : {"call.recording.saved", "call.bridged", "call.playback.ended", "call.dequeued",
                           "call.refer.completed", "streaming.started"}) {
    EXPECT_TRUE(types.contains(type)) << type;
  }
}

TEST(SimulatorLifeOfACall, TheEnvelopeIsTelnyxs) {
  Bench bench;
  bench.answered_incoming();
  ASSERT_FALSE(bench.webhooks.empty());
  const auto& webhook = bench.webhooks.front();
  const auto document = JsonDocument::of(webhook.body);
  EXPECT_EQ(document.root().at_path("data.record_type").str(), "event");
  EXPECT_EQ(document.root().at_path("data.event_type").str(), "call.initiated");
  EXPECT_EQ(document.root().at_path("data.id").str(), webhook.event_id);
  EXPECT_EQ(document.root().at_path("data.occurred_at").str(), "2026-11-24T00:00:00.000000Z");
  EXPECT_TRUE(document.root().at_path("data.payload.client_state").is_null());
  EXPECT_EQ(document.root().at_path("meta.attempt").integer(), 1);
  EXPECT_EQ(document.root().at_path("meta.delivered_to").str(), webhook.url);
  const auto second = JsonDocument::of(redelivery(webhook, 2, "https://other.test/"));
  EXPECT_EQ(second.root()["data"].json(), document.root()["data"].json());
  EXPECT_EQ(second.root()["meta"].json().text(), R"({"attempt":2,"delivered_to":"https://other.test/"})");
}

TEST(SimulatorLifeOfACall, ALegsOwnWebhookUrlIsUsed) {
  Bench bench;
  bench.dial("+13125550111", R"(,"webhook_url":"https://leg.test/hook")");
  bench.wait(0ms);
  EXPECT_EQ(bench.webhooks.front().url, "https://leg.test/hook");
}

TEST(SimulatorLifeOfACall, WaitingWebhooksAreDueAtOnce) {
  Bench bench;
  EXPECT_EQ(bench.telnyx.next_due(), std::nullopt);
  bench.incoming();
  EXPECT_EQ(bench.telnyx.next_due(), bench.now);
  EXPECT_EQ(bench.telnyx.advance(bench.now).size(), 1U);
  EXPECT_EQ(bench.telnyx.next_due(), std::nullopt);
}

}  // namespace
}  // namespace callwright::tests::simulator_life
