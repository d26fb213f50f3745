#include "tests/workflows/simulator/assistants/account.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_voice {
namespace {

using namespace callwright::tests::assistants;
using callwright::simulator::Telnyx;

callwright::simulator::ApiResponse start(Account& account, const CallControlId& leg, const std::string& id) {
  return account.bench.command(leg, "ai_assistant_start", R"({"assistant":{"id":")" + id + "\"}}");
}

std::string last_payload(const Account& account, const std::string& field) {
  const auto document = JsonDocument::of(account.bench.webhooks.back().body);
  return document.root().at_path("data.payload." + field).display();
}

TEST(AssistantOnACall, GivesTheConversationItsNameAndVersion) {
  Account account;
  const auto id = account.assistant();
  const auto leg = account.bench.answered_incoming();
  const auto conversation = at(start(account, leg, id), "data.conversation_id");
  const auto read = account.get("/ai/conversations/" + conversation);
  EXPECT_EQ(at(read, "data.name"), "Ann");
  EXPECT_EQ(at(read, "data.metadata.assistant_version_id"),
            at(account.get("/ai/assistants/" + id), "version_id"));
}

TEST(AssistantOnACall, StopsAtItsTimeLimitAndTheCallGoesOn) {
  Account account;
  const auto id = account.assistant(R"(,"telephony_settings":{"time_limit_secs":45})");
  const auto leg = account.bench.answered_incoming();
  start(account, leg, id);
  account.bench.wait(44s);
  EXPECT_NE(account.bench.telnyx.leg(leg)->conversation_id, "");
  account.bench.wait(2s);
  EXPECT_EQ(account.bench.telnyx.leg(leg)->conversation_id, "");
  EXPECT_EQ(account.bench.telnyx.leg(leg)->state, "answered");
  EXPECT_EQ(account.bench.webhooks.back().event_type, "call.conversation.ended");
  EXPECT_EQ(last_payload(account, "duration_sec"), "45");
}

TEST(AssistantOnACall, ATimeLimitLeavesLaterConversationsAlone) {
  Account account;
  const auto id = account.assistant(R"(,"telephony_settings":{"time_limit_secs":45})");
  const auto leg = account.bench.answered_incoming();
  start(account, leg, id);
  account.bench.wait(30s);
  account.bench.command(leg, "ai_assistant_stop");
  const auto second = at(start(account, leg, id), "data.conversation_id");
  account.bench.wait(30s);
  EXPECT_EQ(account.bench.telnyx.leg(leg)->conversation_id, second);
}

TEST(AssistantOnACall, TheEndTellsItsModels) {
  Account account;
  const auto id = account.assistant(R"(,"model":"big","voice_settings":{"voice":"Azure.en-US-Ava"},)"
                                    R"("transcription":{"model":"deepgram/flux"})");
  const auto leg = account.bench.answered_incoming();
  start(account, leg, id);
  account.bench.wait(1s);
  account.bench.command(leg, "ai_assistant_stop");
  account.bench.wait(1s);
  EXPECT_EQ(account.bench.webhooks.back().event_type, "call.conversation.ended");
  EXPECT_EQ(last_payload(account, "llm_model") + " " + last_payload(account, "stt_model") + " " +
                last_payload(account, "tts_provider") + " " + last_payload(account, "tts_voice_id"),
            "big deepgram/flux azure Azure.en-US-Ava");
}

TEST(AssistantOnACall, ADeletedOneCannotBeStarted) {
  Account account;
  const auto id = account.assistant();
  account.remove("/ai/assistants/" + id);
  EXPECT_EQ(outcome(start(account, account.bench.answered_incoming(), id)), "404 10005");
}

TEST(AssistantOnACall, OneThatWasNotCreatedHereStartsUnlessOnlyKnownOnesDo) {
  for (const bool known_only : {false, true}) {
    Telnyx::Settings settings;
    settings.unstated.known_assistants_only = known_only;
    Account account(settings);
    const auto started = start(account, account.bench.answered_incoming(), "assistant-elsewhere");
    EXPECT_EQ(outcome(started), known_only ? "404 10005" : "200");
    const auto leg = account.bench.incoming();
    account.bench.command(leg, "answer", R"({"assistant":{"id":"assistant-elsewhere"}})");
    account.bench.wait(1s);
    EXPECT_EQ(account.bench.webhooks.back().event_type,
              known_only ? "call.conversation.start_failed" : "call.conversation.created");
    if (known_only) EXPECT_EQ(last_payload(account, "reason"), "invalid_request");
  }
}

TEST(AssistantOnACall, MessagesFromTheCallAreInTheHistory) {
  Account account;
  const auto leg = account.bench.answered_incoming();
  const auto conversation = at(start(account, leg, account.assistant()), "data.conversation_id");
  account.bench.wait(3s);
  account.bench.command(leg, "ai_assistant_add_messages", R"({"messages":[{"role":"user","content":"Hi"}]})");
  const auto messages = account.get("/ai/conversations/" + conversation + "/messages");
  EXPECT_EQ(at(messages, "data.0.text") + at(messages, "data.0.created_at"), "Hi2026-11-24T00:00:03.000Z");
}

/// An assistant with a second version that a canary deploy serves.
struct Canary {
  Account account;
  std::string id = account.assistant();
  std::string main = at(account.get("/ai/assistants/" + id), "version_id");
  std::string other =
      at(account.post("/ai/assistants/" + id, R"({"greeting":"New","promote_to_main":false})"), "version_id");

  void deploy(const std::string& rules) {
    EXPECT_EQ(
        outcome(account.post("/ai/assistants/" + id + "/canary-deploys", R"({"rules":[)" + rules + "]}")),
        "200");
  }
  std::string served() {
    const auto conversation =
        at(start(account, account.bench.answered_incoming(), id), "data.conversation_id");
    return at(account.get("/ai/conversations/" + conversation), "data.metadata.assistant_version_id");
  }
};

TEST(CanaryOnACall, ARuleServesWhomItMatches) {
  const std::vector<std::pair<std::string, bool>> rules = {
      {R"({"attribute":"telnyx_end_user_target","operator":"in","values":["+1","+13125550199"]})", true},
      {R"({"attribute":"telnyx_end_user_target","operator":"in","values":["+1"]})", false},
      {R"({"attribute":"telnyx_end_user_target","operator":"not_in","values":["+1"]})", true},
      {R"({"attribute":"telnyx_end_user_target","operator":"starts_with","values":["+44","+1312"]})", true},
      {R"({"attribute":"telnyx_end_user_target","operator":"starts_with","values":["+44"]})", false},
      {R"({"attribute":"nothing","operator":"in","values":["x"]})", false}};
  for (const auto& [clause, is_served] : rules) {
    Canary canary;
    canary.deploy(R"({"match":[)" + clause + R"(],"serve":{"version_id":")" + canary.other + "\"}}");
    EXPECT_EQ(canary.served(), is_served ? canary.other : canary.main) << clause;
  }
}

TEST(CanaryOnACall, TheFirstRuleThatMatchesDecides) {
  Canary canary;
  canary.deploy(R"({"serve":{"version_id":")" + canary.main + R"("}},{"serve":{"version_id":")" +
                canary.other + "\"}}");
  EXPECT_EQ(canary.served(), canary.main);
}

TEST(CanaryOnACall, ARolloutServesAboutItsShare) {
  Canary canary;
  canary.deploy(R"({"serve":{"rollout":[{"version_id":")" + canary.other + R"(","weight":30}]}})");
  int others = 0;
  constexpr int kCalls = 200;
  for (int i = 0; i < kCalls; ++i) others += canary.served() == canary.other ? 1 : 0;
  EXPECT_GT(others, kCalls / 5);
  EXPECT_LT(others, kCalls * 2 / 5);
}

TEST(CanaryOnACall, AVersionThatIsGoneLeavesTheCallToMain) {
  Canary canary;
  canary.deploy(R"({"serve":{"version_id":")" + canary.other + "\"}}");
  canary.account.remove("/ai/assistants/" + canary.id + "/versions/" + canary.other);
  EXPECT_EQ(canary.served(), canary.main);
}

}  // namespace
}  // namespace callwright::tests::assistants_voice
