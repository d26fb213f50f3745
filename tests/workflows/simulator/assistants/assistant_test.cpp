#include "tests/workflows/simulator/assistants/account.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_assistant {
namespace {

using namespace callwright::tests::assistants;

constexpr auto kFull =
    R"({"name":"Ann","instructions":"Be kind.","greeting":"Hello","tags":["a"],"description":"d",)"
    R"("dynamic_variables":{"shop":"North"},"privacy_settings":{"data_retention":true},)"
    R"("telephony_settings":{"time_limit_secs":60},"voice_settings":{"voice":"Telnyx.KokoroTTS.af"},)"
    R"("messaging_settings":{"conversation_inactivity_minutes":5},"insight_settings":{"insight_group_id":"g"},"model":"m","tool_ids":["t"]})";

TEST(Assistant, GivesBackWhatWasSentWithTheDocumentedDefaults) {
  Account account;
  const auto made = account.post("/ai/assistants", kFull);
  EXPECT_EQ(outcome(made), "200");
  for (const auto& [field, value] : std::vector<std::pair<std::string, std::string>>{
           {"name", "Ann"},
           {"instructions", "Be kind."},
           {"greeting", "Hello"},
           {"description", "d"},
           {"model", "m"},
           {"tags", R"(["a"])"},
           {"tools", "[]"},
           {"tool_ids", ""},
           {"dynamic_variables", R"({"shop":"North"})"},
           {"privacy_settings", R"({"data_retention":true,"in_transit_data_locality":false})"},
           {"insight_settings", R"({"insight_group_id":"g"})"},
           {"integrations", "[]"},
           {"mcp_servers", "[]"},
           {"related_mission_ids", "[]"},
           {"dynamic_variables_webhook_timeout_ms", "1500"},
           {"version_name", "New assistant"},
           {"created_at", "2026-11-24T00:00:00.000Z"},
           {"version_created_at", "2026-11-24T00:00:00.000Z"},
           {"telephony_settings.time_limit_secs", "60"},
           {"telephony_settings.user_idle_reply_secs", "10"},
           {"interruption_settings.enable", "true"},
           {"interruption_settings.start_speaking_plan.wait_seconds", "0.4"},
           {"interruption_settings.start_speaking_plan.transcription_endpointing_plan.on_number_seconds",
            "0.5"},
           {"post_conversation_settings.enabled", "false"},
           {"voice_settings.voice", "Telnyx.KokoroTTS.af"},
           {"voice_settings.similarity_boost", "0.75"}}) {
    EXPECT_EQ(at(made, field), value) << field;
  }
  EXPECT_TRUE(at(made, "id").starts_with("assistant-"));
  EXPECT_EQ(at(made, "version_id").size(), 36U);
  EXPECT_EQ(at(made, "telephony_settings.default_texml_app_id").size(), 36U);
  EXPECT_EQ(account.get("/ai/assistants/" + at(made, "id")).body.text(), made.body.text());
}

TEST(Assistant, IsTheSameToTheByteInEveryWorldOfThatSeed) {
  Account one;
  Account two;
  EXPECT_EQ(one.post("/ai/assistants", kFull).body.text(), two.post("/ai/assistants", kFull).body.text());
  callwright::simulator::Telnyx::Settings settings;
  settings.seed = 2;
  Account other(settings);
  EXPECT_NE(at(other.post("/ai/assistants", kFull), "id"), at(one.get("/ai/assistants"), "data.0.id"));
}

TEST(Assistant, WithoutAModelTakesThatOfItsOwnServiceElseOneOfThePlatform) {
  Account account;
  const auto own = account.assistant(R"(,"external_llm":{"base_url":"https://llm.test","model":"mine"})");
  EXPECT_EQ(at(account.get("/ai/assistants/" + own), "model"), "mine");
  EXPECT_NE(at(account.get("/ai/assistants/" + account.assistant()), "model"), "");
}

TEST(Assistant, AnUpdateLeavesWhatItDoesNotNameAndReplacesObjectsAsAWhole) {
  Account account;
  const auto path = "/ai/assistants/" + at(account.post("/ai/assistants", kFull), "id");
  const auto application = at(account.get(path), "telephony_settings.default_texml_app_id");
  account.bench.wait(5s);
  const auto changed = account.post(
      path, R"({"greeting":"","telephony_settings":{"user_idle_reply_secs":3},"promote_to_main":true})");
  EXPECT_EQ(at(changed, "greeting"), "");
  EXPECT_EQ(at(changed, "description"), "d");
  EXPECT_EQ(at(changed, "telephony_settings.user_idle_reply_secs"), "3");
  EXPECT_EQ(at(changed, "telephony_settings.time_limit_secs"), "1800") << "not the 60 from before";
  EXPECT_EQ(at(changed, "telephony_settings.default_texml_app_id"), application);
  EXPECT_EQ(at(changed, "created_at"), "2026-11-24T00:00:00.000Z");
  EXPECT_EQ(at(changed, "version_created_at"), "2026-11-24T00:00:05.000Z");
  EXPECT_EQ(at(changed, "promote_to_main"), "") << "it is no setting";
  EXPECT_EQ(account.get(path).body.text(), changed.body.text());
}

TEST(Assistant, AListHasTheMainVersionOfEachAndNoPages) {
  Account account;
  const auto first = account.assistant();
  const auto second = account.assistant();
  const auto list = account.get("/ai/assistants");
  EXPECT_EQ(at(list, "data.0.id") + " " + at(list, "data.1.id"), first + " " + second);
  EXPECT_EQ(at(list, "meta"), "");
}

TEST(Assistant, ACloneHasTheSettingsWithoutTelephonyAndItsOwnIds) {
  Account account;
  const auto id = at(account.post("/ai/assistants", kFull), "id");
  const auto original = account.get("/ai/assistants/" + id);
  const auto clone = account.post("/ai/assistants/" + id + "/clone");
  for (const auto* field : {"name", "greeting", "voice_settings", "tags", "model"}) {
    EXPECT_EQ(at(clone, field), at(original, field)) << field;
  }
  for (const auto* field : {"id", "version_id", "telephony_settings.default_texml_app_id"}) {
    EXPECT_NE(at(clone, field), at(original, field)) << field;
  }
  EXPECT_NE(at(original, "messaging_settings"), "");
  EXPECT_EQ(at(clone, "messaging_settings"), "");
  EXPECT_EQ(at(clone, "telephony_settings.time_limit_secs"), "1800") << "not the 60 of the original";
  account.post("/ai/assistants/" + at(clone, "id"), R"({"greeting":"Other"})");
  EXPECT_EQ(at(account.get("/ai/assistants/" + id), "greeting"), "Hello");
}

TEST(Assistant, ImportsKeepWhereTheyComeFrom) {
  Account account;
  const auto named = account.post("/ai/assistants/import",
                                  R"({"api_key_ref":"k","provider":"vapi","import_ids":["x1","x2","x3"]})");
  EXPECT_EQ(size_at(named, "data"), 3U);
  EXPECT_EQ(at(named, "data.1.import_metadata"), R"({"import_id":"x2","import_provider":"vapi"})");
  const auto all = account.post("/ai/assistants/import", R"({"api_key_ref":"k","provider":"retell"})");
  EXPECT_GT(size_at(all, "data"), 0U);
  EXPECT_EQ(size_at(account.get("/ai/assistants"), "data"), 3U + size_at(all, "data"));
}

TEST(Assistant, AnImportOfOneThatIsThereGivesItANewVersion) {
  Account account;
  constexpr auto kImport = R"({"api_key_ref":"k","provider":"vapi","import_ids":["x"]})";
  const auto first = account.post("/ai/assistants/import", kImport);
  const auto again = account.post("/ai/assistants/import", kImport);
  EXPECT_EQ(at(again, "data.0.id"), at(first, "data.0.id"));
  EXPECT_NE(at(again, "data.0.version_id"), at(first, "data.0.version_id"));
  EXPECT_EQ(at(account.get("/ai/assistants"), "data.0.version_id"), at(again, "data.0.version_id"));
}

TEST(Assistant, IsGoneOnceItIsDeleted) {
  Account account;
  const auto id = account.assistant();
  const auto path = "/ai/assistants/" + id;
  EXPECT_EQ(account.remove(path).body.text(),
            R"({"id":")" + id + R"(","object":"assistant","deleted":true})");
  EXPECT_EQ(outcome(account.get(path)), "404 10005");
  EXPECT_EQ(outcome(account.remove(path)), "404 10005");
  EXPECT_EQ(size_at(account.get("/ai/assistants"), "data"), 0U);
}

TEST(Assistant, ItsTextsAreNoJson) {
  Account account;
  const auto id = account.assistant();
  const auto texml = account.get("/ai/assistants/" + id + "/texml");
  ASSERT_TRUE(texml.text);
  EXPECT_EQ(texml.text->content_type, "application/xml");
  EXPECT_NE(texml.text->text.find("<AIAssistant id=\"" + id + "\"/>"), std::string::npos);
  const auto better =
      account.post("/ai/assistants/" + id + "/instructions/enhance", R"({"enhancement_prompt":"Shorter."})");
  ASSERT_TRUE(better.text);
  EXPECT_EQ(better.text->text, "Be kind.\nShorter.");
}

}  // namespace
}  // namespace callwright::tests::assistants_assistant
