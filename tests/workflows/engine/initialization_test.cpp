#include "tests/support/call_script.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace callwright::tests::initialization {
namespace {

using std::chrono::seconds;

constexpr std::string_view kBundle = R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-1 }
    rules:
      - { on: tool.escalate_to_human, do: [ { escalate: human } ] }
      - { on: tool.text, do: [ { sms: { to: caller, text: Hello } } ] }
      - { on: assistant.initialization, do: [ { log: "asked by ${event.telnyx_conversation_channel}" } ] }
      - { on: call.conversation_insights.generated, do: [ { log: "insights ${insights.Mood | none}" } ] }
escalations:
  human: { steps: [ { ring: [ana] } ] }
)";
constexpr std::string_view kText = "7e0a3f0e-0000-4000-8000-000000000007";

bool has_record(const CallScript& call, std::string_view part) {
  return std::ranges::any_of(call.records,
                             [&](const Record& record) { return record.data.text().contains(part); });
}

Event asked(CallScript& call, std::string_view conversation) {
  auto event = call.event("assistant.initialization", 0);
  event.payload = Json::trusted(R"({"telnyx_conversation_channel":"phone_call"})");
  event.conversation_id = ConversationId(std::string(conversation));
  event.answer =
      Json::trusted(R"({"dynamic_variables":{"tier":"gold"},"conversation":{"metadata":{"a":"b"}}})");
  return event;
}

/// An event of a conversation by text message: it names no leg.
Event of_text(CallScript& call, std::string_view name, std::string_view payload = "{}") {
  auto event = call.event(name, 0);
  event.call_control_id = {};
  event.call_leg_id = {};
  event.call_session_id = {};
  event.conversation_id = ConversationId(std::string(kText));
  event.payload = Json::trusted(std::string(payload));
  return event;
}

constexpr std::string_view kAskedByText =
    R"({"telnyx_conversation_channel":"sms_chat","telnyx_end_user_target":"+13125550199"})";

CallScript texted() {
  CallScript call(kBundle);
  call.to_conversing();
  call.tool("text");
  call.answer("chat_sms", R"({"conversation_id":")" + std::string(kText) + R"("})");
  return call;
}

void end(CallScript& call) {
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  call.accept_everything();
  call.webhook("call.conversation.ended", 0, {{"conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"}});
  call.pass(seconds{300});
}

TEST(Initialization, NamesTheConversationAndProvesNothing) {
  CallScript call(kBundle);
  call.webhook("call.initiated", 0, {{"direction", "incoming"}});
  call.accept("answer");
  call.webhook("call.answered", 0);
  call.deliver(asked(call, "c-1"));
  EXPECT_EQ(call.call.conversation, ConversationId("c-1"));
  EXPECT_EQ(call.call.assistant, AssistantState::Starting);
  EXPECT_EQ(call.steps.back().keys, std::vector<std::string>{"conversation:c-1"});
  EXPECT_TRUE(has_record(call, R"("log":"asked by phone_call")")) << call.log();
  EXPECT_TRUE(
      has_record(call, R"({"variables_given":{"tier":"gold"},"conversation":{"metadata":{"a":"b"}}})"))
      << call.log();

  call.refuse("ai_assistant_start", "10015");
  EXPECT_EQ(call.call.assistant, AssistantState::Failed)
      << "the caller is not left with an assistant that never was";
  EXPECT_EQ(call.count("speak"), 1) << call.log();
}

TEST(Initialization, ThenTheEventOfTheSameConversationTellsThatTheAssistantRuns) {
  CallScript call(kBundle);
  call.webhook("call.initiated", 0, {{"direction", "incoming"}});
  call.accept("answer");
  call.webhook("call.answered", 0);
  call.deliver(asked(call, "c-1"));
  call.deliver([&] {
    auto event = call.event("call.conversation.created", 0);
    event.conversation_id = ConversationId("c-1");
    return event;
  }());
  EXPECT_EQ(call.state(), "conversing");
  EXPECT_EQ(call.call.assistant, AssistantState::Running);
}

TEST(Initialization, NeverReplacesTheConversationThatIsKnown) {
  CallScript call(kBundle);
  call.to_conversing();
  const auto known = call.call.conversation;
  call.deliver(asked(call, "another"));
  EXPECT_EQ(call.call.conversation, known);
  EXPECT_TRUE(call.call.older_conversations.empty());
}

TEST(Initialization, LetsAnAcceptedPersonJoin) {
  CallScript call(kBundle);
  call.to_ringing();
  call.call.conversation = {};
  call.answer_as_human(1);
  call.webhook("call.dtmf.received", 1, {{"digit", "1"}});
  call.accept_everything();
  call.webhook("call.speak.ended", 1);
  EXPECT_EQ(call.count("ai_assistant_join"), 0) << call.log();
  call.deliver(asked(call, "c-1"));
  EXPECT_EQ(call.count("ai_assistant_join"), 1) << call.log();
}

TEST(Texts, TheReplyNamesTheirConversation) {
  auto call = texted();
  EXPECT_EQ(call.call.text_conversations, std::vector<std::string>{std::string(kText)});
  EXPECT_TRUE(has_record(
      call,
      R"({"text_conversation":"7e0a3f0e-0000-4000-8000-000000000007","what":"sent","with":"+13125550199"})"));
  std::vector<std::string> keys;
  for (const auto& step : call.steps) keys.insert(keys.end(), step.keys.begin(), step.keys.end());
  EXPECT_TRUE(std::ranges::find(keys, "text:+13125550199") != keys.end());
  EXPECT_TRUE(std::ranges::find(keys, text_key(kText)) != keys.end());
  EXPECT_NE(call.call.conversation, ConversationId(std::string(kText)));
}

TEST(Texts, WhatComesOfThemChangesNothingInTheCall) {
  auto call = texted();
  const auto before = call.call;
  call.deliver(of_text(call, "assistant.initialization", kAskedByText));
  call.deliver(of_text(call, "call.conversation.ended"));
  call.deliver(of_text(call, "call.conversation_insights.generated",
                       R"({"results":[{"insight_id":"m","insight_name":"Mood","result":"angry"}]})"));
  EXPECT_EQ(call.call.state, before.state);
  EXPECT_EQ(call.call.assistant, before.assistant);
  EXPECT_EQ(call.call.conversation, before.conversation);
  EXPECT_EQ(call.call.older_conversations, before.older_conversations);
  EXPECT_TRUE(call.call.insights.is_null());
  EXPECT_EQ(call.call.intents, before.intents);
  EXPECT_FALSE(has_record(call, "asked by sms_chat")) << "rules are for the call's own conversation";
  for (const auto* what : {"begun", "ended", "insights"})
    EXPECT_TRUE(has_record(call, std::string(R"("what":")") + what + '"')) << what;
}

TEST(Texts, ThatComeBackAfterTheCallAreRecordedAndReopenNothing) {
  auto call = texted();
  end(call);
  ASSERT_TRUE(is_closed(call.call)) << call.log();
  const auto closed_at = call.call.closed_at;
  const auto before = call.records.size();
  call.pass(std::chrono::hours{5});
  call.deliver(of_text(call, "assistant.initialization", kAskedByText));
  call.deliver(of_text(call, "call.conversation_insights.generated", R"({"results":[]})"));
  EXPECT_EQ(call.call.closed_at, closed_at);
  EXPECT_EQ(call.state(), "settled");
  EXPECT_EQ(next_due(call.call), std::nullopt);
  EXPECT_EQ(call.records.size(), before + 4) << "each received, and a fact";
}

TEST(Texts, AnAnswerFromANumberThatWasTextedNamesAConversationThatNobodyKnew) {
  CallScript call(kBundle);
  call.to_conversing();
  call.tool("text");
  call.lose("chat_sms");
  call.deliver(of_text(call, "assistant.initialization", kAskedByText));
  EXPECT_EQ(call.call.text_conversations, std::vector<std::string>{std::string(kText)});
}

TEST(Texts, AreNeverTakenForTheCallsOwnConversation) {
  CallScript call(kBundle);
  call.webhook("call.initiated", 0, {{"direction", "incoming"}});
  auto event = asked(call, "by-text");
  event.payload = Json::trusted(R"({"telnyx_conversation_channel":"sms_chat"})");
  call.deliver(event);
  EXPECT_TRUE(call.call.conversation.empty()) << call.log();
}

TEST(Texts, AreFoundByTheirConversationOrByTheNumber) {
  CallScript call(kBundle);
  EXPECT_EQ(
      keys_of(of_text(call, "assistant.initialization", kAskedByText)),
      (std::vector<std::string>{"conversation:" + std::string(kText), text_key(kText), "text:+13125550199"}));
  EXPECT_EQ(keys_of(of_text(call, "call.conversation.ended")),
            (std::vector<std::string>{"conversation:" + std::string(kText), text_key(kText)}));
  auto by_phone = asked(call, "c-1");
  for (const auto& key : keys_of(by_phone)) EXPECT_FALSE(key.starts_with("text:")) << key;
}

TEST(Texts, TheMessageNamesItsCallEvenWhenNoConversationIsKnown) {
  CallScript call(kBundle);
  call.to_conversing();
  call.call.conversation = {};
  call.tool("text");
  EXPECT_TRUE(call.said("chat_sms").contains(R"("conversation_metadata":{"callwright_call_id":"call_test"})"))
      << call.said("chat_sms");
}

}  // namespace
}  // namespace callwright::tests::initialization
