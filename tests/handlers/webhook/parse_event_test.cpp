#include "handlers/webhook/parse_event.hpp"

#include "tests/handlers/support/fixtures.hpp"
#include "workflows/model/event_text.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::parse_event {
namespace {

const std::string kLeg = "v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg";
const std::string kConversation = "92c8d79b-8e8d-4e20-9b1c-6b9c2f1f2ab4";

/// What later decisions read of an event; `id` only by its beginning.
struct Case {
  std::string file;
  EventType type;
  std::string name;
  std::string id;
  std::string at;
  std::string call_control_id;
  std::string conversation;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.file; }

const std::vector<Case> kCases = {
    {"call_initiated", EventType::CallInitiated, "call.initiated", "0ccc7b54", "2026-11-24T16:00:00.523Z",
     kLeg, ""},
    {"call_initiated_outgoing", EventType::CallInitiated, "call.initiated", "5d1c8f27",
     "2026-11-24T16:00:21.100Z", "v3:T02n0m5qKp8b1cPpGdRaZ0t7y6W3s0aYw", ""},
    {"call_answered_foreign_state", EventType::CallAnswered, "call.answered", "1b7b4f5c",
     "2026-11-24T16:00:02.000Z", kLeg, ""},
    {"call_hangup", EventType::CallHangup, "call.hangup", "7b2cf8a4", "2026-11-24T16:04:10.250Z", kLeg, ""},
    {"machine_premium_detection", EventType::MachineDetectionEnded, "call.machine.premium.detection.ended",
     "2f1f6a0e", "2026-11-24T16:00:29.700Z", kLeg, ""},
    {"gather_ended", EventType::GatherEnded, "call.gather.ended", "f3a1dd52", "2026-11-24T16:00:34.100Z",
     kLeg, ""},
    {"conversation_created", EventType::ConversationCreated, "call.conversation.created", "a0b8f5f6",
     "2026-11-24T16:00:03.100Z", kLeg, kConversation},
    {"conversation_ended", EventType::ConversationEnded, "call.conversation.ended", "d2b43b6c",
     "2026-11-24T16:04:10.300Z", kLeg, kConversation},
    {"insights_generated", EventType::InsightsGenerated, "call.conversation_insights.generated", "b8d6e9b2",
     "2026-11-24T16:04:24.000Z", kLeg, kConversation},
    {"insights_group_webhook", EventType::InsightsGenerated, "call.conversation_insights.generated", "body-",
     "1970-01-01T00:00:00.000Z", "", kConversation},
    {"insights_group_webhook_named", EventType::InsightsGenerated, "call.conversation_insights.generated",
     "body-", "1970-01-01T00:00:00.000Z", "", kConversation},
    {"insights_vendor_example_name", EventType::InsightsGenerated, "call.conversation_insights.generated",
     "c1d6e9b2", "2026-11-24T16:04:25.000Z", "", kConversation},
    {"webhook_id_variant", EventType::CallInitiated, "call.initiated", "3a5b2f8c", "2026-11-24T16:00:00.523Z",
     kLeg, ""},
    {"call_events_entry", EventType::CallAnswered, "call.answered", "1b7b4f5c", "2026-11-24T16:00:02.000Z",
     kLeg, ""},
    {"call_events_entry_bare", EventType::CallBridged, "call.bridged", "body-", "2026-11-24T16:00:02.500Z",
     kLeg, ""},
    {"conference_created", EventType::Other, "conference.created", "8e1b3f24", "2026-11-24T16:01:00.000Z",
     kLeg, ""},
    {"conference_floor_changed", EventType::Other, "conference.floor.changed", "8e1b3f24",
     "2026-11-24T16:01:05.000Z", kLeg, ""},
    {"siprec_failed", EventType::Other, "siprec.failed", "8e1b3f24", "2026-11-24T16:01:06.000Z", kLeg, ""},
    {"recording_saved", EventType::RecordingSaved, "call.recording.saved", "8e1b3f24",
     "2026-11-24T16:04:10.800Z", "", ""},
    {"call_cost", EventType::CallCost, "call.cost", "8e1b3f24", "2026-11-24T16:05:00.000Z", kLeg, ""},
    {"assistant_initialization", EventType::AssistantInitialization, "assistant.initialization", "8e1b3f24",
     "2026-11-24T16:00:02.600Z", kLeg, kConversation},
    {"old_name_in_envelope", EventType::Other, "call.dequeued", "8e1b3f24", "2026-11-24T16:02:00.000Z", kLeg,
     ""},
    {"unknown_event", EventType::Other, "message.received", "8e1b3f24", "2026-11-24T16:02:01.000Z", "", ""},
};

class Shape : public ::testing::TestWithParam<Case> {};

TEST_P(Shape, IsRead) {
  const auto& c = GetParam();
  const auto event = callwright::parse_event(fixture("webhooks/" + c.file + ".json"));
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_EQ(event->type, c.type);
  EXPECT_EQ(event->name, c.name);
  EXPECT_TRUE(event->id.text().starts_with(c.id)) << event->id.text();
  EXPECT_EQ(format_time(event->occurred_at), c.at);
  EXPECT_EQ(event->call_control_id.text(), c.call_control_id);
  EXPECT_EQ(event->conversation_id.text(), c.conversation);
  EXPECT_EQ(read_event(write_event(*event)), *event) << "an event is stored and adopted as it was read";
}
INSTANTIATE_TEST_SUITE_P(Webhook, Shape, ::testing::ValuesIn(kCases),
                         [](const auto& info) { return info.param.file; });

TEST(ParseEvent, ReadsWhatACallIsMatchedBy) {
  const auto event = callwright::parse_event(fixture("webhooks/call_initiated.json"));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->call_leg_id.text(), "428c31b6-7af4-4bcb-b7f5-5013ef9657c1");
  EXPECT_EQ(event->call_session_id.text(), "428c31b6-abf3-3bc1-b7f4-5013ef9657c1");
  EXPECT_EQ(event->connection_id, "1684641123236054244");
  EXPECT_EQ(event->from, "+13125550199");
  EXPECT_EQ(event->to, "+13125550100");
  EXPECT_EQ(event->direction, "incoming");
  EXPECT_FALSE(event->ours);
  const auto payload = JsonDocument::of(event->payload);
  EXPECT_EQ(payload.root()["caller_id_name"].str(), "CHICAGO IL");
}

TEST(ParseEvent, KnowsItsOwnClientStateAndNoOther) {
  const auto ours = callwright::parse_event(fixture("webhooks/call_initiated_outgoing.json"));
  ASSERT_TRUE(ours);
  EXPECT_EQ(ours->ours, (ClientState{"dep_01", CallId("call_0193a5"), 2}));
  const auto foreign = callwright::parse_event(fixture("webhooks/call_answered_foreign_state.json"));
  ASSERT_TRUE(foreign);
  EXPECT_FALSE(foreign->ours);
  const auto number = callwright::parse_event(
      R"({"data":{"event_type":"call.answered","id":"e1","payload":{"client_state":7}}})");
  ASSERT_TRUE(number) << number.error().detail;
  EXPECT_FALSE(number->ours);
}

TEST(ParseEvent, TakesTheIdsOfACallEventsEntryWhereTheEventHasNone) {
  const auto event = callwright::parse_event(fixture("webhooks/call_events_entry_bare.json"));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->call_leg_id.text(), "428c31b6-7af4-4bcb-b7f5-5013ef9657c1");
  EXPECT_EQ(event->call_session_id.text(), "428c31b6-abf3-3bc1-b7f4-5013ef9657c1");
}

TEST(ParseEvent, GivesAnEventOfTheCallEventsApiTheIdItsWebhookHad) {
  const auto webhook = callwright::parse_event(fixture("webhooks/call_answered_foreign_state.json"));
  const auto entry = callwright::parse_event(fixture("webhooks/call_events_entry.json"));
  ASSERT_TRUE(webhook && entry);
  EXPECT_EQ(webhook->id, entry->id);
}

TEST(ParseEvent, KeepsTheWholeFlatBodyAsPayload) {
  const auto event = callwright::parse_event(fixture("webhooks/insights_group_webhook.json"));
  ASSERT_TRUE(event);
  const auto payload = JsonDocument::of(event->payload);
  EXPECT_EQ(payload.root().at_path("insights.0.result.urgency").str(), "high");
  EXPECT_EQ(payload.root()["insight_group_name"].str(), "After the call");
}

TEST(ParseEvent, AnEventWithoutIdIsTheSameEventAtTheNextAttempt) {
  const auto body = [](const std::string& digit, int attempt) {
    return R"({"data":{"event_type":"call.dtmf.received","payload":{"digit":")" + digit +
           R"("}},"meta":{"attempt":)" + std::to_string(attempt) + "}}";
  };
  const auto first = callwright::parse_event(body("1", 1));
  const auto second = callwright::parse_event(body("1", 2));
  const auto other = callwright::parse_event(body("2", 1));
  ASSERT_TRUE(first && second && other);
  EXPECT_FALSE(first->id.empty());
  EXPECT_EQ(first->id, second->id);
  EXPECT_NE(first->id, other->id);
}

TEST(ParseEvent, TurnsTheDirectionsOfOtherProductsIntoOurs) {
  const auto direction = [](const std::string& text) {
    return callwright::parse_event(
               R"({"data":{"event_type":"call.initiated","id":"e1","payload":{"direction":")" + text +
               "\"}}}")
        ->direction;
  };
  EXPECT_EQ(direction("inbound"), "incoming");
  EXPECT_EQ(direction("outbound"), "outgoing");
  EXPECT_EQ(direction("outgoing"), "outgoing");
  EXPECT_EQ(direction("sideways"), "");
}

struct Refusal {
  std::string name;
  std::string body;
  std::string code;
  std::string says;  ///< part of the sentence
};

void PrintTo(const Refusal& r, std::ostream* out) { *out << r.name; }

std::string deep(int levels) { return std::string(static_cast<std::size_t>(levels), '[') + "1"; }

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

const std::vector<Refusal> kRefusals = {
    {"Empty", "", "json.invalid", "Not valid JSON"},
    {"NotJson", "event=call.initiated", "json.invalid", "Not valid JSON"},
    {"Truncated", R"({"data":{"event_type":"call.)", "json.invalid", "Not valid JSON"},
    {"TrailingText", R"({"data":{"event_type":"call.cost"}} x)", "json.invalid", "Not valid JSON"},
    {"BadUtf8", "{\"data\":{\"event_type\":\"call.\xff\"}}", "json.invalid", "Not valid JSON"},
    {"NulByte", std::string("{}\0", 3), "json.invalid", "Not valid JSON"},
    {"HalfASurrogatePair", R"({"data":{"event_type":"call.cost","id":"\udc00"}})", "json.invalid",
     "Not valid JSON"},
    {"DeeperThanARecordCanHold", R"({"insights":)" + nested(24) + "}", "json.too_deep", "nests deeper"},
    {"TooDeep", deep(2000), "json.too_deep", "nests deeper"},
    {"Array", "[]", "event.not_object", "JSON object"},
    {"Text", "\"call.answered\"", "event.not_object", "JSON object"},
    {"NoType", "{}", "event.no_type", "No event_type"},
    {"EmptyType", R"({"data":{"event_type":""}})", "event.no_type", "No event_type"},
    {"TypeOnlyInMeta", R"({"data":{"id":"e1"},"meta":{"event_type":"call.cost"}})", "event.no_type",
     "No event_type"},
    {"TypeIsNumber", R"({"data":{"event_type":7}})", "event.field", "data.event_type must be text"},
    {"DataIsArray", R"({"data":[]})", "event.field", "data must be an object"},
    {"DataIsText", R"({"data":"call.answered"})", "event.field", "data must be an object"},
    {"IdIsNumber", R"({"data":{"event_type":"call.cost","id":7}})", "event.field", "data.id must be text"},
    {"PayloadIsArray", R"({"data":{"event_type":"call.cost","id":"e","payload":[]}})", "event.field",
     "data.payload must be an object"},
    {"PayloadIsText", R"({"event_type":"siprec.failed","id":"e","payload":"x"})", "event.field",
     "payload must be an object"},
    {"LegIsNumber", R"({"data":{"event_type":"call.cost","id":"e","payload":{"call_control_id":1}}})",
     "event.field", "data.payload.call_control_id must be text"},
    {"FromIsObject", R"({"data":{"event_type":"call.hangup","id":"e","payload":{"from":{}}}})", "event.field",
     "data.payload.from must be text"},
    {"ConversationIsArray", R"({"conversation_id":[1],"insights":[]})", "event.field",
     "conversation_id must be text"},
    {"CommandOfTheCallEventsApi", R"({"name":"answer","type":"command","metadata":{"request":{}}})",
     "event.no_type", "No event_type"},
};

class BadBody : public ::testing::TestWithParam<Refusal> {};

TEST_P(BadBody, IsRefusedWithTheReason) {
  const auto event = callwright::parse_event(GetParam().body);
  ASSERT_FALSE(event) << event->name;
  EXPECT_EQ(event.error().kind, Errc::InvalidInput);
  EXPECT_EQ(event.error().code, GetParam().code);
  EXPECT_TRUE(event.error().detail.contains(GetParam().says)) << event.error().detail;
}
INSTANTIATE_TEST_SUITE_P(Webhook, BadBody, ::testing::ValuesIn(kRefusals),
                         [](const auto& info) { return info.param.name; });

TEST(ParseEvent, RefusesVersion1AndSaysWhichSettingToChange) {
  const auto event = callwright::parse_event(fixture("webhooks/version_1.json"));
  ASSERT_FALSE(event);
  EXPECT_EQ(event.error().code, "webhook.api_version");
  EXPECT_TRUE(event.error().detail.contains("webhook_api_version to \"2\"")) << event.error().detail;
}

TEST(ParseEvent, ToleratesNullAndMissingFieldsAndUnknownOnes) {
  const auto event = callwright::parse_event(
      R"({"data":{"event_type":"call.hangup","id":"e1","occurred_at":null,"novelty":[1],
          "payload":{"call_control_id":"","call_leg_id":null,"from":null,"novelty":{"a":1}}},"meta":null})");
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_EQ(event->type, EventType::CallHangup);
  EXPECT_TRUE(event->call_control_id.empty());
  EXPECT_TRUE(event->from.empty());
  EXPECT_TRUE(callwright::parse_event(R"({"data":{"event_type":"call.hangup","id":"e1"}})"));
  EXPECT_TRUE(
      callwright::parse_event(R"({"data":null,"event_type":"siprec.failed","id":"e1","payload":null})"));
}

TEST(ParseEvent, AnUnreadableTimeIsNoReasonToLoseAnEvent) {
  const auto event = callwright::parse_event(
      R"({"data":{"event_type":"call.hangup","id":"e1","occurred_at":"yesterday",
          "created_at":"2026-11-24T16:00:00Z","payload":{"occurred_at":9}}})");
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_EQ(format_time(event->occurred_at), "2026-11-24T16:00:00.000Z");
}

TEST(ParseEvent, NumbersOfThePayloadSurviveStoringBitForBit) {
  const auto event = callwright::parse_event(
      R"({"data":{"event_type":"call.deepfake_detection.result","id":"e1","payload":
          {"score":1.3927926388013963e-143,"consistency":1.7976931348623157e308,"tiny":4.9406564584124654e-324}}})");
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_EQ(read_event(write_event(*event)), *event);
}

TEST(EventLabel, IsANameOfTheCatalogueOrOther) {
  EXPECT_EQ(event_label("call.answered"), "call.answered");
  EXPECT_EQ(event_label("conference.floor.changed"), "conference.floor.changed");
  EXPECT_EQ(event_label("call.answered{x=\"1\"}"), "other");
  EXPECT_EQ(event_label(""), "other");
}

}  // namespace
}  // namespace callwright::tests::parse_event
