#include "workflows/simulator/deliveries.hpp"

#include <functional>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_deliveries {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Deliveries;
using callwright::simulator::delivery_rules;
using callwright::simulator::DeliveryAnswer;
using callwright::simulator::DeliveryReport;
using callwright::simulator::DeliveryRules;
using callwright::simulator::Unstated;
using callwright::simulator::Webhook;
using Story = std::vector<std::string>;

constexpr TimePoint kBegin{};

Webhook webhook(std::string url = "https://a.test/") {
  Webhook made;
  made.event_id = "e1";
  made.event_type = "call.answered";
  made.url = std::move(url);
  made.body = Json::trusted(R"({"data":{"payload":{"to":"+1 2","state":"answered"}}})");
  made.delivery_id = "d1";
  return made;
}

DeliveryAnswer status(int status) { return {.status = status, .error = "", .location = ""}; }
DeliveryAnswer moved_to(std::string url) { return {.status = 302, .error = "", .location = std::move(url)}; }

/// Delivers until nothing waits; one line for each request: `+1000 #2 https://…`, at the end what came of it.
Story deliver(DeliveryRules rules, const Webhook& webhook,
              const std::function<DeliveryAnswer(int)>& receiver) {
  Deliveries deliveries(std::move(rules));
  deliveries.add(kBegin, webhook);
  Story story;
  std::optional<DeliveryReport> last;
  int requests = 0;
  while (const auto due = deliveries.next_due()) {
    for (const auto& attempt : deliveries.due(*due)) {
      story.push_back("+" + std::to_string((*due - kBegin).count()) + " #" + std::to_string(attempt.number) +
                      " " + attempt.url);
      auto report = deliveries.ended(*due, attempt.key, receiver(++requests));
      if (report) last = std::move(report);
    }
  }
  EXPECT_TRUE(last && last->is_last);
  EXPECT_EQ(deliveries.size(), 0U);
  if (last) story.push_back(last->is_delivered ? "delivered" : "lost");
  return story;
}

DeliveryRules rules(const std::function<void(Unstated&)>& choose = [](Unstated&) {}) {
  Unstated unstated;
  choose(unstated);
  return delivery_rules(unstated);
}

TEST(Deliveries, RepeatWhatIsToBeRepeatedAndNothingElse) {
  struct Case {
    int status;
    bool is_repeated;
    std::string end;
  };
  const Case cases[] = {{0, true, "lost"},    {408, true, "lost"},       {429, true, "lost"},
                        {500, true, "lost"},  {503, true, "lost"},       {400, false, "lost"},
                        {404, false, "lost"}, {200, false, "delivered"}, {204, false, "delivered"}};
  for (const auto& one : cases) {
    const auto story = deliver(rules(), webhook(), [&](int) { return status(one.status); });
    EXPECT_EQ(story.size() > 2, one.is_repeated) << one.status;
    EXPECT_EQ(story.back(), one.end) << one.status;
  }
}

TEST(Deliveries, WaitLongerEachTimeAndThenTryTheFailoverAddress) {
  auto with_failover = rules();
  with_failover.failover_url = "https://b.test/";
  EXPECT_EQ(deliver(with_failover, webhook(), [](int n) { return status(n == 6 ? 200 : 500); }),
            (Story{"+0 #1 https://a.test/", "+1000 #2 https://a.test/", "+6000 #3 https://a.test/",
                   "+21000 #4 https://a.test/", "+21000 #5 https://b.test/", "+22000 #6 https://b.test/",
                   "delivered"}));
}

TEST(Deliveries, TheNumberOfAttemptsAndTheirPausesAreAChoice) {
  const auto refuse = [](int) { return status(500); };
  EXPECT_EQ(deliver(rules([](Unstated& u) { u.webhook_repetitions = Unstated::Repetitions::ThreeAttempts; }),
                    webhook(), refuse)
                .size(),
            4U);
  const auto hour =
      deliver(rules([](Unstated& u) { u.webhook_repetitions = Unstated::Repetitions::FiveAttemptsInAnHour; }),
              webhook(), refuse);
  EXPECT_EQ(hour.size(), 6U);
  EXPECT_EQ(hour[4], "+4860000 #5 https://a.test/");
}

TEST(Deliveries, ALegsOwnPausesApplyUnlessTheyDoNot) {
  auto own = webhook();
  own.retries = {100ms, 200ms};
  const auto refuse = [](int) { return status(500); };
  EXPECT_EQ(deliver(rules(), own, refuse),
            (Story{"+0 #1 https://a.test/", "+100 #2 https://a.test/", "+300 #3 https://a.test/", "lost"}));
  EXPECT_EQ(deliver(rules([](Unstated& u) { u.own_webhook_retries_apply = false; }), own, refuse).size(), 5U);
}

TEST(Deliveries, RedirectsAreFollowedThreeTimesOrAreAFailure) {
  const auto round = [](int n) { return n <= 2 ? moved_to("https://c.test/") : status(200); };
  EXPECT_EQ(deliver(rules(), webhook(), round),
            (Story{"+0 #1 https://a.test/", "+0 #1 https://c.test/", "+0 #1 https://c.test/", "delivered"}));
  EXPECT_EQ(deliver(rules(), webhook(), [](int) { return moved_to("https://c.test/"); }).size(), 5U);
  EXPECT_EQ(deliver(rules([](Unstated& u) { u.webhook_redirects_are_followed = false; }), webhook(), round),
            (Story{"+0 #1 https://a.test/", "lost"}));
}

TEST(Deliveries, WhetherAnother2xxCountsIsAChoice) {
  const auto only_200 = rules([](Unstated& u) { u.only_200_is_delivered = true; });
  EXPECT_EQ(deliver(only_200, webhook(), [](int) { return status(204); }).back(), "lost");
  EXPECT_EQ(deliver(only_200, webhook(), [](int) { return status(200); }).back(), "delivered");
}

TEST(Deliveries, ARefusedWebhookMayGoToTheFailoverAddress) {
  auto refused = rules([](Unstated& u) { u.refused_webhook_goes_to_failover = true; });
  refused.failover_url = "https://b.test/";
  const auto receiver = [](int n) { return status(n == 1 ? 404 : 200); };
  EXPECT_EQ(deliver(refused, webhook(), receiver),
            (Story{"+0 #1 https://a.test/", "+0 #2 https://b.test/", "delivered"}));
  refused.refused_goes_to_failover = false;
  EXPECT_EQ(deliver(refused, webhook(), receiver), (Story{"+0 #1 https://a.test/", "lost"}));
}

TEST(Deliveries, GoSideBySideUpToTheLimit) {
  auto limited = rules();
  limited.side_by_side = 2;
  Deliveries deliveries(limited);
  for (int i = 0; i < 3; ++i) deliveries.add(kBegin, webhook());
  const auto first = deliveries.due(kBegin);
  ASSERT_EQ(first.size(), 2U);
  EXPECT_FALSE(deliveries.next_due());
  EXPECT_TRUE(deliveries.ended(kBegin + 1s, first[0].key, status(200)));
  EXPECT_EQ(deliveries.due(kBegin + 1s).size(), 1U);
}

TEST(Deliveries, NothingIsDueBeforeItsTimeAndAnAttemptEndsOnce) {
  Deliveries deliveries(rules());
  deliveries.add(kBegin, webhook());
  const auto attempt = deliveries.due(kBegin).front();
  EXPECT_TRUE(deliveries.ended(kBegin, attempt.key, status(500)));
  EXPECT_FALSE(deliveries.ended(kBegin, attempt.key, status(200)));
  EXPECT_TRUE(deliveries.due(kBegin + 999ms).empty());
  EXPECT_EQ(deliveries.due(kBegin + 1s).size(), 1U);
}

TEST(Deliveries, AnAttemptCarriesItsNumberAndAddress) {
  Deliveries deliveries(rules());
  deliveries.add(kBegin, webhook());
  deliveries.ended(kBegin, deliveries.due(kBegin).front().key, status(500));
  const auto second = deliveries.due(kBegin + 1s).front();
  const auto body = JsonDocument::of(second.body);
  EXPECT_EQ(body.root().at_path("meta.attempt").integer(), 2);
  EXPECT_EQ(body.root().at_path("meta.delivered_to").str(), "https://a.test/");
  EXPECT_EQ(body.root().at_path("data.payload.state").str(), "answered");
  EXPECT_EQ(second.answer_within, 2s);
}

TEST(Deliveries, AGetCarriesThePayloadInTheQueryString) {
  Deliveries deliveries(rules());
  auto get = webhook("https://a.test/?x=1");
  get.method = "GET";
  deliveries.add(kBegin, get);
  const auto attempt = deliveries.due(kBegin).front();
  EXPECT_EQ(attempt.method, "GET");
  EXPECT_EQ(attempt.url, "https://a.test/?x=1&to=%2B1%202&state=answered");
  EXPECT_TRUE(attempt.body.is_null());
}

TEST(Deliveries, FurtherAddressesAreTriedOneAfterTheOther) {
  auto several = webhook();
  several.retries = std::vector<Duration>{};
  several.further_urls = {"https://b.test/", "https://c.test/"};
  EXPECT_EQ(deliver(rules(), several, [](int) { return status(0); }),
            (Story{"+0 #1 https://a.test/", "+0 #2 https://b.test/", "+0 #3 https://c.test/", "lost"}));
}

}  // namespace
}  // namespace callwright::tests::simulator_deliveries
