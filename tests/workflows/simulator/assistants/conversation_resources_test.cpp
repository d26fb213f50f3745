#include "tests/workflows/simulator/assistants/account.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_conversation {
namespace {

using namespace callwright::tests::assistants;

TEST(ConversationResource, TheCreationIsNotWrappedAndReadingIs) {
  Account account;
  const auto made = account.post("/ai/conversations", R"({"name":"n","metadata":{"k":"v"}})");
  const auto read = account.get("/ai/conversations/" + at(made, "id"));
  EXPECT_EQ(at(read, "data"), made.body.text());
  EXPECT_EQ(at(made, "name") + at(made, "metadata.k"), "nv");
  EXPECT_EQ(at(made, "created_at"), "2026-11-24T00:00:00.000Z");
  EXPECT_EQ(at(made, "last_message_at"), at(made, "created_at"));
}

TEST(ConversationResource, AnUpdateReplacesOrMergesTheMetadataAsTheSwitchSays) {
  for (const bool merged : {false, true}) {
    callwright::simulator::Telnyx::Settings settings;
    settings.unstated.conversation_metadata_is_merged = merged;
    Account account(settings);
    const auto path =
        "/ai/conversations/" + account.make("/ai/conversations", R"({"metadata":{"a":"1","b":"2"}})");
    const auto changed = account.put(path, R"({"metadata":{"b":"3"}})");
    EXPECT_EQ(at(changed, "data.metadata"), merged ? R"({"a":"1","b":"3"})" : R"({"b":"3"})");
    account.put(path, "{}");
    EXPECT_EQ(account.get(path).body.text(), changed.body.text()) << "no metadata: nothing to change";
  }
}

TEST(ConversationResource, IsFoundByNobodyOnceItIsDeleted) {
  Account account;
  const auto path = "/ai/conversations/" + account.make("/ai/conversations", "{}");
  EXPECT_EQ(outcome(account.remove(path)), "200");
  EXPECT_EQ(outcome(account.get(path)), "404 10005");
  EXPECT_EQ(size_at(account.get("/ai/conversations"), "data"), 0U);
}

/// Three conversations, a minute apart: Voice one, Voice two, Chat.
struct Three {
  Three() {
    for (const auto* name : {"Voice one", "Voice two", "Chat"}) {
      account.post("/ai/conversations",
                   std::string(R"({"name":")") + name + R"(","metadata":{"first":")" + name[0] + "\"}}");
      account.bench.wait(1min);
    }
  }
  Account account;
  std::string found(Options query) {
    const auto list = account.get("/ai/conversations", std::move(query));
    if (list.status != 200) return outcome(list);
    std::string names;
    for (std::size_t i = 0; i < size_at(list, "data"); ++i) {
      names += at(list, "data." + std::to_string(i) + ".name") + ";";
    }
    return names;
  }
};

struct Asked {
  std::string name;
  Options query;
  std::string found;
};

class ConversationList : public ::testing::TestWithParam<Asked> {};

TEST_P(ConversationList, Finds) {
  Three three;
  EXPECT_EQ(three.found(GetParam().query), GetParam().found);
}

INSTANTIATE_TEST_SUITE_P(
    By, ConversationList,
    ::testing::Values(
        Asked{"Nothing", {}, "Voice one;Voice two;Chat;"}, Asked{"Name", {{"name", "eq.Chat"}}, "Chat;"},
        Asked{"Pattern", {{"name", "like.Voice%"}}, "Voice one;Voice two;"},
        Asked{"Metadata", {{"metadata->first", "eq.V"}}, "Voice one;Voice two;"},
        Asked{"MetadataAsText", {{"metadata->>first", "eq.C"}}, "Chat;"},
        Asked{"AbsentMetadata", {{"metadata->second", "eq."}}, ""},
        Asked{"Two", {{"metadata->first", "eq.V"}, {"created_at", "gte.2026-11-24T00:01:00Z"}}, "Voice two;"},
        Asked{"Range",
              {{"created_at", "gt.2026-11-24T00:00:00Z"}, {"created_at", "lt.2026-11-24T00:02:00Z"}},
              "Voice two;"},
        Asked{"LastMessage", {{"last_message_at", "lt.2026-11-24T00:01:00Z"}}, "Voice one;"},
        Asked{"Or", {{"or", "(name.eq.Chat,created_at.lt.2026-11-24T00:00:30Z)"}}, "Voice one;Chat;"},
        Asked{"Newest", {{"order", "created_at.desc"}, {"limit", "2"}}, "Chat;Voice two;"},
        Asked{"NameOrder", {{"order", "name.asc"}}, "Chat;Voice one;Voice two;"},
        Asked{"TwoOrders", {{"order", "metadata->first.desc,name.desc"}}, "Voice two;Voice one;Chat;"},
        Asked{"OtherParameter", {{"colour", "blue"}}, "Voice one;Voice two;Chat;"},
        Asked{"NoOperator", {{"name", "Chat"}}, "400 10015"},
        Asked{"BadOr", {{"or", "name.eq.Chat"}}, "400 10015"},
        Asked{"OrOfUnknownColumn", {{"or", "(colour.eq.blue)"}}, "400 10015"},
        Asked{"OrderByUnknown", {{"order", "colour.desc"}}, "400 10015"},
        Asked{"OrderSideways", {{"order", "name.sideways"}}, "400 10015"},
        Asked{"LimitZero", {{"limit", "0"}}, "422 query.limit"},
        Asked{"LimitWord", {{"limit", "x"}}, "422 query.limit"}),
    [](const auto& info) { return info.param.name; });

TEST(Messages, AreListedWithTheirTimesAndWithoutInstructions) {
  Account account;
  const auto path = "/ai/conversations/" + account.make("/ai/conversations", "{}");
  account.bench.wait(1s);
  const auto added = account.post(path + "/message", R"({"role":"user","content":"Hi","metadata":{"n":1},)"
                                                     R"("sent_at":"2026-11-23T23:00:00Z"})");
  EXPECT_EQ(outcome(added), "200");
  ASSERT_TRUE(added.text);
  EXPECT_EQ(added.text->text, "");
  account.post(path + "/message", R"({"role":"system","content":"Be kind."})");
  account.post(path + "/message",
               R"({"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f"}}]})");
  account.post(path + "/message", R"({"role":"tool","tool_call_id":"1"})");
  const auto list = account.get(path + "/messages");
  EXPECT_EQ(at(list, "data.0"),
            R"({"role":"user","text":"Hi","metadata":{"n":1},"sent_at":"2026-11-23T23:00:00.000Z",)"
            R"("created_at":"2026-11-24T00:00:01.000Z"})");
  EXPECT_EQ(at(list, "data.1.tool_calls.0.function.name"), "f");
  EXPECT_NE(list.body.text().find(R"("role":"assistant","text":null)"), std::string::npos);
  EXPECT_EQ(at(list, "data.2.role"), "tool");
  EXPECT_EQ(at(list, "meta.total_results"), "3");
  EXPECT_EQ(at(account.get(path), "data.last_message_at"), "2026-11-24T00:00:01.000Z");
}

}  // namespace
}  // namespace callwright::tests::assistants_conversation
