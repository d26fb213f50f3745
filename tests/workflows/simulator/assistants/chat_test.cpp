#include "tests/workflows/simulator/assistants/account.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_chat {
namespace {

using namespace callwright::tests::assistants;

struct Chat {
  explicit Chat(const std::string& more = "") : assistant(account.assistant(more)) {}
  Account account;
  std::string assistant;
  std::string conversation = account.make("/ai/conversations", "{}");
  std::string path = "/ai/assistants/" + assistant + "/chat";

  callwright::simulator::ApiResponse say(const std::string& text, const std::string& more = "") {
    return account.post(
        path, R"({"content":")" + text + R"(","conversation_id":")" + conversation + "\"" + more + "}");
  }
  callwright::simulator::ApiResponse sms(const std::string& more) {
    return account.post(path + "/sms", R"({"from":"+13125550100","to":"+13125550199")" + more + "}");
  }
  std::string texts(const std::string& id) {
    const auto list = account.get("/ai/conversations/" + id + "/messages");
    std::string all;
    for (std::size_t i = 0; i < size_at(list, "data"); ++i) {
      all += at(list, "data." + std::to_string(i) + ".role") + ": " +
             at(list, "data." + std::to_string(i) + ".text") + ";";
    }
    return all;
  }
};

TEST(Chat, TheAssistantRepeatsWhatItIsToldAndBothAreStored) {
  Chat chat;
  EXPECT_EQ(chat.say("Hello").body.text(), R"({"content":"You said: Hello"})");
  EXPECT_EQ(chat.texts(chat.conversation), "user: Hello;assistant: You said: Hello;");
}

TEST(Chat, AStreamHasTheReplyAsEvents) {
  Chat chat;
  const auto reply = chat.say("Hello", R"(,"stream":true)");
  ASSERT_TRUE(reply.text);
  EXPECT_EQ(reply.text->content_type, "text/event-stream");
  EXPECT_EQ(reply.text->text,
            "event: delta\ndata: {\"content\":\"You\"}\n\nevent: delta\ndata: {\"content\":\" said:\"}\n\n"
            "event: delta\ndata: {\"content\":\" Hello\"}\n\nevent: done\ndata: "
            "{\"content\":\"You said: Hello\",\"whatsapp_template\":null}\n\n");
}

TEST(Chat, StopsWhileTheConversationHasAiDisabled) {
  Chat chat;
  const auto path = "/ai/conversations/" + chat.conversation;
  chat.account.put(path, R"({"metadata":{"ai_disabled":"true"}})");
  EXPECT_EQ(outcome(chat.say("Hello")), "400 10015");
  EXPECT_EQ(chat.texts(chat.conversation), "");
  chat.account.put(path, R"({"metadata":{"ai_disabled":"false"}})");
  EXPECT_EQ(outcome(chat.say("Hello")), "200");
}

TEST(Chat, ADeletedAssistantIsUnknownAndOneFromElsewhereOnlyIfTheSwitchSaysSo) {
  Chat chat;
  chat.account.remove("/ai/assistants/" + chat.assistant);
  EXPECT_EQ(outcome(chat.say("Hello")), "404 10005");
  EXPECT_EQ(outcome(chat.sms("")), "404 10005");
  for (const bool known_only : {false, true}) {
    callwright::simulator::Telnyx::Settings settings;
    settings.unstated.known_assistants_only = known_only;
    Account account(settings);
    const auto sent = account.post("/ai/assistants/elsewhere/chat/sms", R"({"from":"+1","to":"+2"})");
    EXPECT_EQ(outcome(sent), known_only ? "404 10005" : "200");
  }
}

TEST(Chat, NothingIsStoredWhenTheAssistantKeepsNoData) {
  Chat chat(R"(,"privacy_settings":{"data_retention":false})");
  EXPECT_EQ(chat.say("Hello").body.text(), R"({"content":"You said: Hello"})");
  EXPECT_EQ(chat.texts(chat.conversation), "");
}

TEST(Sms, BeginsWithTheGreetingAndGoesOnInTheSameConversation) {
  Chat chat(R"(,"greeting":"Welcome")");
  const auto id = at(chat.sms(R"(,"conversation_metadata":{"order":7,"vip":true})"), "conversation_id");
  EXPECT_EQ(at(chat.sms(R"(,"text":"Your order has left.")"), "conversation_id"), id);
  EXPECT_EQ(at(chat.sms(""), "conversation_id"), id);
  EXPECT_EQ(chat.texts(id),
            "assistant: Welcome;assistant: Your order has left.;assistant: A message of the assistant.;");
  const auto read = chat.account.get("/ai/conversations/" + id);
  for (const auto& [key, value] : Options{{"order", "7"},
                                          {"vip", "true"},
                                          {"assistant_id", chat.assistant},
                                          {"telnyx_agent_target", "+13125550100"},
                                          {"telnyx_end_user_target", "+13125550199"},
                                          {"telnyx_conversation_channel", "sms_chat"}}) {
    EXPECT_EQ(at(read, "data.metadata." + key), value) << key;
  }
  EXPECT_NE(at(chat.sms(R"(,"should_create_conversation":true)"), "conversation_id"), id);
}

}  // namespace
}  // namespace callwright::tests::assistants_chat
