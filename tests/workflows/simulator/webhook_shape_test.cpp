#include "tests/workflows/simulator/bench.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_webhook_shape {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Behaviour;
using callwright::simulator::Telnyx;
using callwright::simulator::Webhook;
using callwright::tests::simulator::Bench;

Telnyx::Settings settings() {
  Telnyx::Settings settings;
  settings.call_cost_in_webhooks = true;
  settings.broken_streams = {"wss://broken.test/"};
  settings.insights = {Json::trusted(R"({"insight_id":"i1","result":{"mood":"fine"}})")};
  auto& unstated = settings.unstated;
  unstated.hangup_has_quality_stats = true;
  unstated.hangup_names_its_end = true;
  unstated.conversation_ended_has_messages = true;
  unstated.insights_name_conversation = true;
  unstated.floor_changes_are_wrapped = true;
  return settings;
}

std::string id(const CallControlId& leg) { return "\"" + leg.text() + "\""; }

/// A caller with an assistant, then values, digits, media, a queue and a transfer.
void talk(Bench& bench) {
  const auto leg = bench.incoming();
  bench.command(leg, "answer", R"({"record":"record-from-answer","assistant":{"id":"assistant-1"}})");
  bench.telnyx.say(bench.now, leg, "Hello");
  bench.wait(2s);
  bench.command(leg, "ai_assistant_stop");
  bench.command(leg, "gather_using_ai",
                R"({"send_partial_results":true,"send_message_history_updates":true,"parameters":)"
                R"({"type":"object","properties":{"age":{"type":"integer"}}}})");
  bench.telnyx.say(bench.now, leg, "42");
  bench.command(leg, "transcription_start", R"({"transcription_engine":"B"})");
  bench.telnyx.say(bench.now, leg, "Good");
  bench.command(leg, "streaming_start", R"({"stream_url":"wss://broken.test/"})");
  bench.command(leg, "streaming_start", R"({"stream_url":"wss://a.test/"})");
  bench.command(leg, "gather_using_audio", R"({"media_name":"menu"})");
  bench.telnyx.press(bench.now, leg, "1#");
  bench.command(leg, "speak", R"({"payload":"One moment","voice":"v"})");
  bench.command(leg, "enqueue", R"({"queue_name":"q"})");
  bench.command(leg, "refer", R"({"sip_address":"sip:a@example.com"})");
  bench.command(leg, "transfer", R"({"to":"+13125550111","answering_machine_detection":"premium"})");
  bench.telnyx.hold(bench.now, leg, true);
  bench.wait(20s);
  bench.command(leg, "send_sip_info", R"({"content_type":"text/plain","body":"x"})");
  bench.command(leg, "hangup");
}

void meet(Bench& bench) {
  const auto host = bench.answered_incoming();
  const auto made = bench.send("POST", "/conferences", R"({"name":"c","call_control_id":)" + id(host) + "}");
  const auto path = "/conferences/" + Bench::data(made, "id") + "/actions/";
  bench.send("POST", path + "speak", R"({"payload":"Hello","voice":"v"})");
  bench.send("POST", path + "speak",
             R"({"payload":"Hello","voice":"v","call_control_ids":[)" + id(host) + "]}");
  bench.send("POST", path + "play", R"({"media_name":"song"})");
  bench.send("POST", path + "play", R"({"media_name":"song","call_control_ids":[)" + id(host) + "]}");
  bench.send("POST", path + "record_start", R"({"format":"mp3"})");
  bench.telnyx.say(bench.now, host, "Hello");
  bench.wait(10s);
  bench.send("POST", path + "end", "{}");
}

std::vector<Webhook> everything() {
  Bench bench(settings());
  Behaviour machine;
  machine.kind = Behaviour::Kind::Voicemail;
  bench.telnyx.set_person("+13125550111", machine);
  talk(bench);
  meet(bench);
  bench.wait(1min);
  return bench.webhooks;
}

/// The field `a.b` or `a[].b` of a payload, for messages.
void check(const WebhookType& type, const JsonNode& value, const std::string& at) {
  const auto known = std::ranges::find(type.payload, at, &Field::name);
  // Objects whose members the documentation does not list may hold anything.
  const bool is_open = std::ranges::none_of(type.payload, [&](const Field& field) {
    return field.name.starts_with(at + ".") || field.name.starts_with(at + "[].");
  });
  if (!at.empty()) {
    ASSERT_NE(known, type.payload.end()) << type.name << " has no " << at;
    const auto text = value.display();
    if (!known->accepted.empty() && !value.is_null()) {
      EXPECT_TRUE(std::ranges::find(known->accepted, text) != known->accepted.end())
          << type.name << " " << at << " " << text;
    }
    if (is_open) return;
  }
  for (const auto& [name, inner] : value.members()) {
    check(type, inner, at.empty() ? std::string(name) : at + "." + std::string(name));
  }
  for (const auto& element : value.elements()) {
    for (const auto& [name, inner] : element.members()) check(type, inner, at + "[]." + std::string(name));
  }
}

TEST(SimulatorWebhooks, HaveDocumentedFieldsAndValuesOnly) {
  const auto& types = Catalogue::get().webhooks();
  std::set<std::string> seen;
  for (const auto& webhook : everything()) {
    const auto type = std::ranges::find(types, webhook.event_type, &WebhookType::name);
    ASSERT_NE(type, types.end()) << webhook.event_type;
    const auto body = JsonDocument::of(webhook.body);
    check(*type, body.root().at_path("data.payload"), "");
    seen.insert(webhook.event_type);
  }
  EXPECT_GE(seen.size(), 44U);
}

TEST(SimulatorWebhooks, HaveTheExactEnvelope) {
  std::set<std::string> ids;
  for (const auto& webhook : everything()) {
    const auto body = JsonDocument::of(webhook.body);
    const auto data = body.root()["data"];
    EXPECT_EQ(data["record_type"].str(), "event");
    EXPECT_EQ(data["event_type"].str(), webhook.event_type);
    EXPECT_TRUE(ids.insert(data["id"].str()).second);
    EXPECT_EQ(body.root().at_path("meta.attempt").integer(), 1);
    EXPECT_EQ(body.root().at_path("meta.delivered_to").str(), webhook.url);
    const bool is_conversation = webhook.event_type.starts_with("call.conversation.");
    EXPECT_EQ(data["created_at"].exists(), is_conversation) << webhook.event_type;
    if (data["occurred_at"].exists()) {
      EXPECT_EQ(data["occurred_at"].str().size(), std::string_view("2026-11-24T00:00:00.000000Z").size());
    }
  }
}

TEST(SimulatorWebhooks, AreTheSameBytesEachTime) {
  const auto once = everything();
  const auto again = everything();
  EXPECT_EQ(once, again);
}

TEST(SimulatorWebhooks, OfACopyGoTheirOwnWay) {
  Bench one(settings());
  const auto leg = one.answered_incoming();
  Bench other = one;
  one.command(leg, "hangup");
  other.command(leg, "speak", R"({"payload":"Hello","voice":"v"})");
  one.wait(2s);
  other.wait(2s);
  EXPECT_EQ(one.telnyx.leg(leg)->state, "ended");
  EXPECT_EQ(other.telnyx.leg(leg)->state, "answered");
  EXPECT_EQ(one.count("call.speak.started"), 0U);
  EXPECT_EQ(other.count("call.speak.ended"), 1U);
}

}  // namespace
}  // namespace callwright::tests::simulator_webhook_shape
