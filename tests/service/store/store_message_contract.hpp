#pragma once

#include "tests/service/store/store_contract_fixture.hpp"

#include <string>
#include <vector>

/// What every Store promises about messages to assistants.
namespace callwright::tests::store_contract {

template <class Fixture>
class StoreMessageContract : public StoreContract<Fixture> {
 protected:
  std::int64_t begin(const Message& message, std::int64_t replaces = 0) {
    const auto begun = this->store().begin_message(message, replaces);
    EXPECT_TRUE(begun) << begun.error().detail;
    return begun ? begun->position : -1;
  }
  std::vector<std::string> texts(const MessageFilter& filter) {
    std::vector<std::string> found;
    const auto messages = this->store().messages(filter);
    EXPECT_TRUE(messages) << messages.error().detail;
    for (const auto& message : *messages) found.push_back(message.text);
    return found;
  }
};

TYPED_TEST_SUITE_P(StoreMessageContract);

inline Message written(std::string text, std::int64_t second = 0, std::string key = {}) {
  return {.at = at_second(second),
          .channel = MessageChannel::Chat,
          .assistant_id = "assistant-1",
          .client = "api",
          .key = std::move(key),
          .fingerprint = "f-" + text,
          .text = text};
}

inline Message texted(std::string text, std::string from, std::string to, std::int64_t second = 0) {
  auto message = written(std::move(text), second);
  message.channel = MessageChannel::Sms;
  message.from = std::move(from);
  message.to = std::move(to);
  message.call = "call_1";
  return message;
}

TYPED_TEST_P(StoreMessageContract, KeepsAMessageAndWhatCameOfIt) {
  auto message = texted("hello", "+13125550100", "+13125550199", 5);
  message.key = "one";
  message.position = this->begin(message);
  ASSERT_GT(message.position, 0);
  EXPECT_EQ(*this->store().messages({}), std::vector<Message>{message});
  ASSERT_TRUE(this->store().put_conversation(message.position, "c-1"));
  ASSERT_TRUE(this->store().end_message(message.position, {.state = MessageState::Answered,
                                                           .status = 200,
                                                           .code = "none",
                                                           .conversation_id = {},
                                                           .reply = "hi",
                                                           .took = Duration{70}}));
  message.conversation_id = "c-1";
  message.end = {.state = MessageState::Answered,
                 .status = 200,
                 .code = "none",
                 .conversation_id = {},
                 .reply = "hi",
                 .took = Duration{70}};
  EXPECT_EQ(*this->store().messages({}), std::vector<Message>{message});
}

TYPED_TEST_P(StoreMessageContract, AKeyStandsForItsFirstMessage) {
  const auto first = this->begin(written("hello", 0, "one"));
  const auto again = *this->store().begin_message(written("hello", 1, "one"), 0);
  EXPECT_EQ(again.position, 0);
  ASSERT_TRUE(again.earlier);
  EXPECT_EQ(again.earlier->position, first);
  EXPECT_EQ(again.earlier->fingerprint, "f-hello");
  EXPECT_EQ(again.earlier->end.state, MessageState::Asked);
  EXPECT_EQ(this->texts({}).size(), 1U);
  auto other_client = written("a", 1, "one");
  other_client.client = "127.0.0.1";
  EXPECT_GT(this->begin(other_client), first);
  auto other_channel = written("b", 1, "one");
  other_channel.channel = MessageChannel::Sms;
  EXPECT_GT(this->begin(other_channel), first);
  EXPECT_GT(this->begin(written("no key", 1)), first);
  EXPECT_GT(this->begin(written("no key", 1)), first);
}

TYPED_TEST_P(StoreMessageContract, AFailedMessageGivesItsKeyUpAndOthersKeepIt) {
  const auto failed = this->begin(written("a", 0, "one"));
  ASSERT_TRUE(this->store().end_message(failed, {.state = MessageState::Failed, .status = 429}));
  const auto open = this->begin(written("b", 0, "one"));
  ASSERT_GT(open, failed);
  ASSERT_TRUE(this->store().end_message(open, {.state = MessageState::Unknown, .status = 504}));
  const auto refused = *this->store().begin_message(written("c", 0, "one"), 0);
  ASSERT_TRUE(refused.earlier);
  EXPECT_EQ(refused.earlier->position, open);
  const auto next = this->begin(written("c", 0, "one"), open);
  ASSERT_GT(next, open) << "it takes the key over";
  EXPECT_EQ(this->store().begin_message(written("d", 0, "one"), open)->earlier->position, next);
}

TYPED_TEST_P(StoreMessageContract, AKeyIsFreeAfterADay) {
  constexpr std::int64_t kDay = 24 * 60 * 60;
  const auto first = this->begin(written("a", 0, "one"));
  EXPECT_TRUE(this->store().begin_message(written("b", kDay - 1, "one"), 0)->earlier);
  EXPECT_GT(this->begin(written("b", kDay, "one")), first);
}

TYPED_TEST_P(StoreMessageContract, WhatIsStillAskedIsGivenUpOnce) {
  const auto ended = this->begin(written("a"));
  ASSERT_TRUE(this->store().end_message(ended, {.state = MessageState::Answered, .status = 200}));
  this->begin(written("b"));
  this->begin(written("c"));
  EXPECT_EQ(*this->store().give_up_messages(), 2U);
  EXPECT_EQ(*this->store().give_up_messages(), 0U);
  std::vector<MessageState> states;
  for (const auto& message : *this->store().messages({})) states.push_back(message.end.state);
  EXPECT_THAT(states, ElementsAre(MessageState::Unknown, MessageState::Unknown, MessageState::Answered));
  ASSERT_TRUE(this->store().put_conversation(ended, "late"));
  EXPECT_EQ(this->store().messages({})->back().conversation_id, "") << "it is not asked any more";
}

TYPED_TEST_P(StoreMessageContract, FindsByWhatItIsAsked) {
  auto chat = written("chat", 10);
  chat.conversation_id = "c-1";
  this->begin(chat);
  this->begin(texted("out", "+13125550100", "+13125550199", 20));
  const auto last = this->begin(texted("back", "+13125550199", "+13125550100", 30));
  EXPECT_THAT(this->texts({}), ElementsAre("back", "out", "chat"));
  EXPECT_THAT(this->texts({.limit = 2}), ElementsAre("back", "out"));
  EXPECT_THAT(this->texts({.before = last}), ElementsAre("out", "chat"));
  EXPECT_THAT(this->texts({.conversation_id = "c-1"}), ElementsAre("chat"));
  EXPECT_THAT(this->texts({.channel = MessageChannel::Sms}), ElementsAre("back", "out"));
  EXPECT_THAT(this->texts({.number = "+13125550199"}), ElementsAre("back", "out"));
  EXPECT_THAT(this->texts({.channel = MessageChannel::Chat, .number = "+13125550199"}), IsEmpty());
  EXPECT_THAT(this->texts({.since = at_second(20), .until = at_second(30)}), ElementsAre("out"));
}

TYPED_TEST_P(StoreMessageContract, OldOnesExpireAndTheirPositionsDoNotComeAgain) {
  const auto first = this->begin(written("a", 10));
  const auto second = this->begin(written("b", 20));
  EXPECT_EQ(*this->store().expire(at_second(30), 1), 1U) << "go on";
  EXPECT_EQ(*this->store().expire(at_second(30), 5), 1U);
  EXPECT_EQ(*this->store().expire(at_second(30), 5), 0U);
  EXPECT_THAT(this->texts({}), IsEmpty());
  EXPECT_GT(this->begin(written("c", 40)), second);
  ASSERT_TRUE(this->store().end_message(first, {.state = MessageState::Answered, .status = 200}));
  EXPECT_THAT(this->texts({}), ElementsAre("c"));
}

REGISTER_TYPED_TEST_SUITE_P(StoreMessageContract, KeepsAMessageAndWhatCameOfIt, AKeyStandsForItsFirstMessage,
                            AFailedMessageGivesItsKeyUpAndOthersKeepIt, AKeyIsFreeAfterADay,
                            WhatIsStillAskedIsGivenUpOnce, FindsByWhatItIsAsked,
                            OldOnesExpireAndTheirPositionsDoNotComeAgain);

}  // namespace callwright::tests::store_contract
