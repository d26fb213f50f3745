#include "tests/support/bundles.hpp"
#include "tests/support/call_script.hpp"

#include <gtest/gtest.h>

// Whose ids call.conversation.ended carries when several people took part is not documented.
namespace callwright::tests::conversation_end {
namespace {

using std::chrono::seconds;

constexpr std::string_view kConversation = "5f0a3f0e-0000-4000-8000-000000000001";

/// call.conversation.ended with Ana's ids, of what happened now.
void tell_end(CallScript& call) {
  auto event = call.event("call.conversation.ended", 1, {{"conversation_id", kConversation}});
  event.conversation_id = ConversationId(std::string(kConversation));
  event.occurred_at = call.now;
  call.deliver(event);
}

CallScript joined() {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.to_joined(1);
  return call;
}

void ana_leaves(CallScript& call) {
  call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}});
  call.accept_everything();
}

TEST(ConversationEnd, OfSomebodyWhoHasJustLeftIsTheirs) {
  auto call = joined();
  ana_leaves(call);
  call.now += seconds{1};
  tell_end(call);
  call.pass(seconds{10});
  EXPECT_EQ(call.state(), "conversing") << call.log();
}

TEST(ConversationEnd, OfSomebodyWhoIsAboutToLeaveIsTheirs) {
  auto call = joined();
  tell_end(call);
  EXPECT_NE(call.open("retrieve_call_status", 1), nullptr) << "asked whether she is there\n" << call.log();
  call.now += seconds{2};
  ana_leaves(call);
  call.pass(seconds{10});
  EXPECT_EQ(call.state(), "conversing") << call.log();
}

TEST(ConversationEnd, WithTheIdsOfSomebodyWhoLeftLongAgoIsTheWholeConversations) {
  auto call = joined();
  ana_leaves(call);
  call.now += seconds{20};
  tell_end(call);
  EXPECT_EQ(call.call.assistant, AssistantState::Ended) << call.log();
  EXPECT_NE(call.open("speak", 0), nullptr) << "the caller is not left in silence\n" << call.log();
}

TEST(ConversationEnd, WithTheIdsOfSomebodyWhoStaysIsTheWholeConversations) {
  auto call = joined();
  tell_end(call);
  call.pass(seconds{5});
  EXPECT_EQ(call.call.assistant, AssistantState::Ended) << call.log();
  EXPECT_NE(call.open("bridge", 0), nullptr) << "caller and human are bridged\n" << call.log();
}

TEST(ConversationEnd, OfAnotherConversationSaysNothing) {
  auto call = joined();
  ana_leaves(call);
  call.now += seconds{20};
  auto event = call.event("call.conversation.ended", 1, {{"conversation_id", "another"}});
  event.conversation_id = ConversationId("another");
  event.occurred_at = call.now;
  call.deliver(event);
  EXPECT_EQ(call.state(), "conversing") << call.log();
}

}  // namespace
}  // namespace callwright::tests::conversation_end
