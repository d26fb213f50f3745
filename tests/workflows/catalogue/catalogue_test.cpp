#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace callwright::tests::catalogue_data {
namespace {

using namespace std::chrono_literals;

TEST(Catalogue, HasEveryCallCommandThatTelnyxDocuments) {
  const std::set<std::string> documented = {"dial",
                                            "answer",
                                            "reject",
                                            "hangup",
                                            "ai_assistant_start",
                                            "ai_assistant_stop",
                                            "ai_assistant_join",
                                            "ai_assistant_add_messages",
                                            "transfer",
                                            "bridge",
                                            "refer",
                                            "speak",
                                            "playback_start",
                                            "playback_stop",
                                            "gather",
                                            "gather_stop",
                                            "gather_using_speak",
                                            "gather_using_audio",
                                            "gather_using_ai",
                                            "send_dtmf",
                                            "send_sip_info",
                                            "record_start",
                                            "record_stop",
                                            "record_pause",
                                            "record_resume",
                                            "transcription_start",
                                            "transcription_stop",
                                            "enqueue",
                                            "leave_queue",
                                            "suppression_start",
                                            "suppression_stop",
                                            "conversation_relay_start",
                                            "conversation_relay_stop",
                                            "streaming_start",
                                            "streaming_stop",
                                            "client_state_update",
                                            "switch_supervisor_role"};
  std::set<std::string> present;
  for (const auto& operation : Catalogue::get().operations()) {
    if (operation.is_call_command()) present.insert(operation.name);
  }
  EXPECT_EQ(present, documented);
}

TEST(Catalogue, NamesAreUniqueAndFoundByName) {
  std::set<std::string> names;
  for (const auto& operation : Catalogue::get().operations()) {
    EXPECT_TRUE(names.insert(operation.name).second) << operation.name;
    EXPECT_EQ(Catalogue::get().operation(operation.name), &operation);
  }
  EXPECT_EQ(Catalogue::get().operation("gather_using_speech"),
            nullptr);  // in third-party texts, does not exist
}

TEST(Catalogue, EveryPathNamesItsParameters) {
  for (const auto& operation : Catalogue::get().operations()) {
    SCOPED_TRACE(operation.name);
    for (const auto& parameter : operation.path_params) {
      EXPECT_NE(operation.path.find("{" + parameter + "}"), std::string::npos) << parameter;
    }
    const auto braces = std::ranges::count(operation.path, '{');
    EXPECT_EQ(static_cast<std::size_t>(braces), operation.path_params.size());
  }
}

TEST(Catalogue, EveryEffectIsAWebhookItKnows) {
  std::set<std::string> webhooks;
  for (const auto& webhook : Catalogue::get().webhooks()) webhooks.insert(webhook.name);
  int effects = 0;
  for (const auto& operation : Catalogue::get().operations()) {
    if (operation.effect.empty()) {
      EXPECT_EQ(operation.effect_timeout, 0ms) << operation.name;
      continue;
    }
    ++effects;
    EXPECT_TRUE(webhooks.contains(operation.effect)) << operation.name << " " << operation.effect;
    EXPECT_GE(operation.effect_timeout, 5s) << operation.name;
  }
  EXPECT_GE(effects, 10);
}

struct Columns {
  std::string operation;
  std::string effect;
  Duration timeout;
  InDoubt in_doubt;
  Priority priority;
};

class OurColumns : public ::testing::TestWithParam<Columns> {};

TEST_P(OurColumns, AreRead) {
  const auto& expected = GetParam();
  const auto* operation = Catalogue::get().operation(expected.operation);
  ASSERT_NE(operation, nullptr);
  EXPECT_EQ(operation->effect, expected.effect);
  EXPECT_EQ(operation->effect_timeout, expected.timeout);
  EXPECT_EQ(operation->in_doubt, expected.in_doubt);
  EXPECT_EQ(operation->priority, expected.priority);
}

INSTANTIATE_TEST_SUITE_P(
    Catalogue, OurColumns,
    ::testing::Values(
        Columns{"answer", "call.answered", 5s, InDoubt::Repeat, Priority::Normal},
        Columns{"hangup", "call.hangup", 10s, InDoubt::Repeat, Priority::Hangup},
        Columns{"dial", "", 0s, InDoubt::Ask, Priority::Dial},
        Columns{"ai_assistant_start", "", 0s, InDoubt::Repeat, Priority::Normal},
        Columns{"ai_assistant_join", "", 0s, InDoubt::RepeatOnce, Priority::Join},
        Columns{"ai_assistant_stop", "", 0s, InDoubt::Repeat, Priority::Normal},
        Columns{"bridge", "call.bridged", 10s, InDoubt::RepeatOnce, Priority::Join},
        Columns{"transfer", "call.bridged", 60s, InDoubt::Drop, Priority::Normal},
        Columns{"speak", "call.speak.ended", 60s, InDoubt::Drop, Priority::Normal},
        Columns{"gather_using_speak", "call.gather.ended", 120s, InDoubt::Drop, Priority::Normal},
        Columns{"gather_using_ai", "call.ai_gather.ended", 300s, InDoubt::Drop, Priority::Normal},
        Columns{"record_stop", "", 0s, InDoubt::Repeat, Priority::Normal}),
    [](const auto& named) { return named.param.operation; });

TEST(Catalogue, KnowsWhichOperationsCarryWhichIds) {
  const auto& catalogue = Catalogue::get();
  EXPECT_TRUE(catalogue.operation("dial")->takes_command_id);
  EXPECT_TRUE(catalogue.operation("speak")->takes_client_state);
  EXPECT_FALSE(catalogue.operation("client_state_update")->takes_command_id);
  EXPECT_FALSE(catalogue.operation("switch_supervisor_role")->takes_client_state);
  EXPECT_TRUE(catalogue.operation("chat_sms")->takes_idempotency_key);
  EXPECT_FALSE(catalogue.operation("chat")->takes_idempotency_key);
  EXPECT_EQ(catalogue.operation("client_state_update")->method, "PUT");
  EXPECT_EQ(catalogue.operation("create_scheduled_event")->success_status, 201);
  EXPECT_EQ(catalogue.operation("ai_assistant_join")->response.at("data.conversation_id"), "string(uuid)");
}

TEST(Catalogue, KeepsDefaultsAndLimitsOfAField) {
  const auto* timeout = Catalogue::get().operation("dial")->field("timeout_secs");
  ASSERT_NE(timeout, nullptr);
  EXPECT_EQ(timeout->default_value.text(), "30");
  EXPECT_EQ(timeout->min, 5);
  EXPECT_EQ(timeout->max, 600);
  EXPECT_EQ(Catalogue::get().operation("dial")->field("ai_assistant_id"), nullptr);
}

struct Spelling {
  std::string seen;
  std::string canonical;
};

TEST(Catalogue, GivesTheCanonicalSpellingOfEveryEventSeen) {
  const std::vector<Spelling> spellings = {
      {"call.answered", "call.answered"},
      {"call_initiated", "call.initiated"},
      {"call_answered", "call.answered"},
      {"call_bridged", "call.bridged"},
      {"call_hangup", "call.hangup"},
      {"call_dtmf_received", "call.dtmf.received"},
      {"dtmf_received", "call.dtmf.received"},
      {"speak_started", "call.speak.started"},
      {"call_speak_ended", "call.speak.ended"},
      {"gather_ended", "call.gather.ended"},
      {"playback_ended", "call.playback.ended"},
      {"recording_saved", "call.recording.saved"},
      {"call_machine_premium_detection_ended", "call.machine.premium.detection.ended"},
      {"call.left_queue", "call.dequeued"},
      {"ai.assistant.insights", "call.conversation_insights.generated"},
      {"conversation.insights.completed", "call.conversation_insights.generated"},
      {"call.conversation.started", "call.conversation.created"},
      {"call.streaming.started", "streaming.started"},
      {"call.streaming.failed", "streaming.failed"},
      {"call_payment_completed", "call.payment.completed"},
      {"call.transfer.answered", "call.transfer.answered"},
      {"", ""},
  };
  for (const auto& spelling : spellings) {
    EXPECT_EQ(Catalogue::get().canonical_event(spelling.seen), spelling.canonical);
  }
}

TEST(Catalogue, NoAliasIsACanonicalNameOrMeansTwoThings) {
  std::set<std::string> taken;
  for (const auto& webhook : Catalogue::get().webhooks()) {
    EXPECT_TRUE(taken.insert(webhook.name).second) << webhook.name;
  }
  for (const auto& webhook : Catalogue::get().webhooks()) {
    for (const auto& alias : webhook.aliases) EXPECT_TRUE(taken.insert(alias).second) << alias;
  }
}

}  // namespace
}  // namespace callwright::tests::catalogue_data
