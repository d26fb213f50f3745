#include "service/runtime/deliveries.hpp"

#include "tests/service/runtime/shard_script.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::deliveries {
namespace {

using namespace std::chrono_literals;
using runtime::Deliveries;
using runtime::DeliveryPolicy;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr TimePoint kStart{Duration{1'800'000'000'000}};

Json request_to(const std::string& host) {
  return Json::trusted(R"({"url":"https://)" + host +
                       R"(/hook","headers":{"X-A":"1"},"secret":"crm","body":{"n":1.0}})");
}

/// Plays the rest of the Shard: what the machine tells a call is stored at once.
struct Post {
  explicit Post(DeliveryPolicy policy = {}) : machine(policy) { call.id = CallId("call_1"); }

  Deliveries machine;
  Call call;
  TimePoint now = kStart;
  std::vector<runtime::effect::SendWebhook> sends;
  std::vector<std::string> ended;
  std::vector<Duration> pauses;

  int webhook(const std::string& host = "a.example") {
    auto& intent = add_intent(call, kWebhookOperation, now, kNoLeg);
    intent.body = request_to(host);
    intent.purpose = Purpose::Deliver;
    return intent.number;
  }
  void stored() {
    machine.sync(std::make_shared<const Call>(call));
    turn();
  }
  void turn() {
    auto made = machine.take_turn(now);
    for (auto& send : made.sends) sends.push_back(std::move(send));
    for (const auto& end : made.ended) ended.emplace_back(end.operation);
    for (const auto& told : made.inputs) take(told.input);
  }
  void take(const Input& input) {
    if (const auto* failed = std::get_if<input::AttemptFailed>(&input.what)) {
      auto& intent = *std::ranges::find(call.intents, failed->intent, &Intent::number);
      ++intent.attempts;
      intent.not_before = failed->next_at;
      pauses.push_back(failed->next_at - now);
    } else if (const auto* replied = std::get_if<input::Replied>(&input.what)) {
      replies.push_back(replied->reply);
      std::erase_if(call.intents, [&](const Intent& intent) { return intent.number == replied->intent; });
    }
    stored();
  }
  void answer(int intent, WebhookReply reply) {
    machine.replied(now, call.id, intent, reply);
    turn();
  }
  void pass_to_next() {
    now = std::max(now, machine.next().value());
    turn();
  }
  std::vector<Reply> replies;
};

WebhookReply status(int code, Duration retry_after = Duration{0}) {
  return {.status = code, .code = {}, .detail = {}, .retry_after = retry_after};
}

TEST(Deliveries, SendsTheRequestUnderAnIdThatStays) {
  Post post;
  const int intent = post.webhook();
  post.stored();
  ASSERT_THAT(post.sends, SizeIs(1));
  const auto first = post.sends[0].request;
  EXPECT_EQ(first.id, "msg_" + command_id(post.call.id, intent));
  EXPECT_EQ(first.url, "https://a.example/hook");
  EXPECT_EQ(first.body, R"({"n":1.0})");
  EXPECT_EQ(first.secret, "crm");
  EXPECT_THAT(first.headers, ElementsAre(std::pair<std::string, std::string>("X-A", "1")));
  post.answer(intent, status(500));
  post.pass_to_next();
  ASSERT_THAT(post.sends, SizeIs(2));
  EXPECT_EQ(post.sends[1].request, first);
}

TEST(Deliveries, EveryAnswerBut2xxIsTriedAgain) {
  for (const int code : {0, 100, 301, 400, 404, 429, 500, 503}) {
    Post post;
    const int intent = post.webhook();
    post.stored();
    post.answer(intent, status(code));
    EXPECT_THAT(post.replies, IsEmpty()) << code;
    EXPECT_THAT(post.pauses, SizeIs(1)) << code;
  }
  for (const int code : {200, 202, 299}) {
    Post post;
    const int intent = post.webhook();
    post.stored();
    post.answer(intent, status(code));
    ASSERT_THAT(post.replies, SizeIs(1)) << code;
    EXPECT_EQ(post.replies[0].kind, Reply::Kind::Accepted);
    EXPECT_THAT(post.ended, ElementsAre("webhook"));
    EXPECT_EQ(post.machine.next(), std::nullopt);
  }
}

TEST(Deliveries, A410EndsAtOnce) {
  Post post;
  const int intent = post.webhook();
  post.stored();
  post.answer(intent, status(410));
  ASSERT_THAT(post.replies, SizeIs(1));
  EXPECT_EQ(post.replies[0].kind, Reply::Kind::Refused);
}

TEST(Deliveries, PausesGrowAndNothingIsTriedAfterADay) {
  Post post;
  const int intent = post.webhook();
  post.stored();
  while (post.replies.empty()) {
    ASSERT_LE(post.now, kStart + 24h);
    post.answer(intent, status(503));
    if (post.replies.empty()) post.pass_to_next();
  }
  const std::vector<Duration> expected = {5s, 30s, 2min, 10min, 30min, 1h, 2h, 2h};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_GE(post.pauses.at(i), expected[i] * 4 / 5) << i;
    EXPECT_LE(post.pauses.at(i), expected[i] * 6 / 5) << i;
  }
  EXPECT_GE(post.sends.size(), 15U);
  EXPECT_GE(post.now, kStart + 20h);
  EXPECT_EQ(post.replies[0].kind, Reply::Kind::Refused);
  EXPECT_EQ(post.replies[0].status, 503);
}

TEST(Deliveries, PausesDifferFromWebhookToWebhook) {
  EXPECT_NE(runtime::pause_after({}, 1, "msg_1"), runtime::pause_after({}, 1, "msg_2"));
  EXPECT_EQ(runtime::pause_after({}, 1, "msg_1"), runtime::pause_after({}, 1, "msg_1"));
}

TEST(Deliveries, RetryAfterIsHonouredButNotForEver) {
  Post post;
  const int intent = post.webhook();
  post.stored();
  post.answer(intent, status(429, 7min));
  EXPECT_THAT(post.pauses, ElementsAre(7min));
  post.pass_to_next();
  post.answer(intent, status(503, 1s));
  EXPECT_GE(post.pauses.at(1), 24s) << "never sooner than by itself";
  post.pass_to_next();
  post.answer(intent, status(503, 100h));
  EXPECT_EQ(post.pauses.at(2), 12h);
}

TEST(Deliveries, WhatComesBackAfterItsTimeIsGivenUpUnsent) {
  Post post;
  post.webhook();
  post.now += 25h;
  post.stored();
  EXPECT_THAT(post.sends, IsEmpty());
  ASSERT_THAT(post.replies, SizeIs(1));
  EXPECT_EQ(post.replies[0].kind, Reply::Kind::Withdrawn);
  EXPECT_EQ(post.replies[0].code, "given_up");
}

TEST(Deliveries, AReceiverThatHangsHoldsUpNobodyElse) {
  Post post;
  for (int i = 0; i < 10; ++i) post.webhook("dead.example");
  const int other = post.webhook("z.example");
  post.stored();
  EXPECT_THAT(post.sends, SizeIs(DeliveryPolicy{}.per_host_max + 1));
  EXPECT_EQ(post.sends.back().intent, other) << "hosts are in the order of their names";
  post.answer(post.sends[0].intent, status(0));
  EXPECT_THAT(post.sends, SizeIs(DeliveryPolicy{}.per_host_max + 2)) << "the next in line";
  EXPECT_EQ(post.sends.back().intent, 5);
}

TEST(Deliveries, OfACallThatIsForgottenHoldNoPlace) {
  Post post({.per_host_max = 1});
  post.webhook();
  post.stored();
  post.machine.forget(post.call.id);
  Post other({.per_host_max = 1});
  post.call.id = CallId("call_2");
  post.stored();
  EXPECT_THAT(post.sends, SizeIs(2));
}

TEST(Deliveries, NothingLeavesAfterStop) {
  Post post;
  post.webhook();
  post.machine.stop();
  post.stored();
  EXPECT_THAT(post.sends, IsEmpty());
  EXPECT_EQ(post.machine.next(), std::nullopt);
}

}  // namespace
}  // namespace callwright::tests::deliveries
