#include "service/runtime/active_calls.hpp"

#include "workflows/model/client_state.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::active_calls {
namespace {

using namespace std::chrono_literals;
using runtime::ActiveCalls;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr TimePoint kNow{Duration{1'800'000'000'000}};
constexpr TimePoint kAsked = kNow - ActiveCalls::kGather;

ActiveCalls make() { return {"deployment-1", Catalogue::get().operation("list_active_calls")}; }

std::string listed(const std::string& ccid, const std::string& client_state) {
  return R"({"call_control_id":")" + ccid +
         R"(","call_leg_id":"leg","call_session_id":"session","client_state":")" + client_state + R"("})";
}

std::string state(const std::string& deployment, const std::string& call, int leg) {
  return encode_client_state({deployment, CallId(call), leg});
}

SendOutcome page(const std::string& calls, std::string next = "") {
  return {.kind = SendOutcome::Kind::Accepted,
          .status = 200,
          .code = {},
          .detail = {},
          .data = Json::trusted("[" + calls + "]"),
          .next_page = std::move(next)};
}

SendOutcome failed(SendOutcome::Kind kind) {
  return {.kind = kind, .status = 0, .code = "timeout", .detail = {}, .data = {}};
}

TEST(ActiveCalls, AskForAWholePageOfTheConnection) {
  auto looks = make();
  looks.ask(kAsked, "connection-1");
  const auto requests = looks.take_requests(kNow);
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].send.path_params.front().second, "connection-1");
  EXPECT_EQ(requests[0].send.query, (decltype(requests[0].send.query){{"page[limit]", "250"}}));
  EXPECT_TRUE(requests[0].send.body.is_null());
}

TEST(ActiveCalls, OneLookAnswersAllWhoAskedBeforeItLeft) {
  auto looks = make();
  looks.ask(kAsked, "connection-1");
  looks.ask(kAsked, "connection-1");
  EXPECT_THAT(looks.take_requests(kNow), SizeIs(1));
  const auto seen = looks.replied("connection-1", page(""));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->left_at, kNow);
  EXPECT_TRUE(seen->complete);
  EXPECT_THAT(looks.take_requests(kNow + 60s), IsEmpty()) << "nobody asks any more";
}

TEST(ActiveCalls, ALookWaitsALittleForWhoeverAsksNext) {
  auto looks = make();
  looks.ask(kAsked, "connection-1");
  EXPECT_EQ(looks.next(), kNow);
  EXPECT_THAT(looks.take_requests(kNow - 1ms), IsEmpty());
  looks.ask(kNow - 1ms, "connection-1");
  EXPECT_THAT(looks.take_requests(kNow), SizeIs(1)) << "it does not wait longer for those";
}

TEST(ActiveCalls, WhoAsksWhileALookIsUnderWayGetsAnotherAfter30Seconds) {
  auto looks = make();
  looks.ask(kAsked, "connection-1");
  EXPECT_THAT(looks.take_requests(kNow), SizeIs(1));
  looks.ask(kNow + 1s, "connection-1");
  EXPECT_THAT(looks.take_requests(kNow + 1s), IsEmpty());
  EXPECT_EQ(looks.next(), std::nullopt) << "the answer is awaited first";
  ASSERT_TRUE(looks.replied("connection-1", page("")));
  EXPECT_EQ(looks.next(), kNow + 30s);
  EXPECT_THAT(looks.take_requests(kNow + 29'999ms), IsEmpty());
  EXPECT_THAT(looks.take_requests(kNow + 30s), SizeIs(1));
}

TEST(ActiveCalls, ConnectionsDoNotWaitForEachOther) {
  auto looks = make();
  looks.ask(kAsked, "connection-1");
  EXPECT_THAT(looks.take_requests(kNow), SizeIs(1));
  looks.ask(kAsked, "connection-2");
  EXPECT_THAT(looks.take_requests(kNow + 1s), SizeIs(1));
}

TEST(ActiveCalls, PagesAreFollowedAtOnceAndOnlyOurLegsAreKept) {
  auto looks = make();
  looks.ask(kAsked, "connection-1");
  looks.take_requests(kNow);
  const auto first = listed("v3:a", state("deployment-1", "call_1", 2)) + "," +
                     listed("v3:b", state("deployment-2", "call_1", 3)) + "," + listed("v3:c", "not ours");
  EXPECT_FALSE(looks.replied("connection-1", page(first, "cursor-2")));
  EXPECT_TRUE(looks.next());
  const auto requests = looks.take_requests(kNow + 1s);
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].send.query.back(), (std::pair<std::string, std::string>{"page[after]", "cursor-2"}));
  const auto seen = looks.replied("connection-1", page(listed("v3:d", state("deployment-1", "call_9", 1))));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->left_at, kNow) << "when the first page was asked for";
  ASSERT_THAT(seen->legs, SizeIs(2));
  EXPECT_EQ(seen->legs[0].call.text(), "call_1");
  EXPECT_EQ(seen->legs[0].leg, 2);
  EXPECT_EQ(JsonDocument::of(seen->legs[0].ids).root()["call_control_id"].str(), "v3:a");
  EXPECT_EQ(seen->legs[1].call.text(), "call_9");
}

TEST(ActiveCalls, ListsWithoutEndAreReadToABoundAndAreNotComplete) {
  auto looks = make();
  looks.ask(kAsked, "connection-1");
  std::optional<runtime::ActiveCallsSeen> seen;
  int pages = 0;
  while (!seen && pages < 1000) {
    ASSERT_THAT(looks.take_requests(kNow), SizeIs(1));
    seen = looks.replied("connection-1", page("", "cursor-" + std::to_string(++pages)));
  }
  EXPECT_EQ(pages, ActiveCalls::kPagesMax);
  EXPECT_FALSE(seen->complete);
}

TEST(ActiveCalls, ALookThatFailsOnALaterPageKeepsWhatItSaw) {
  auto looks = make();
  looks.ask(kAsked, "connection-1");
  looks.take_requests(kNow);
  looks.replied("connection-1", page(listed("v3:a", state("deployment-1", "call_1", 2)), "cursor-2"));
  looks.take_requests(kNow);
  const auto seen = looks.replied("connection-1", failed(SendOutcome::Kind::NoAnswer));
  ASSERT_TRUE(seen);
  EXPECT_FALSE(seen->complete);
  EXPECT_THAT(seen->legs, SizeIs(1));
  looks.ask(kAsked, "connection-1");
  const auto again = looks.take_requests(kNow + 30s);
  ASSERT_THAT(again, SizeIs(1));
  EXPECT_THAT(again[0].send.query, SizeIs(1)) << "from the first page";
}

TEST(ActiveCalls, AClockThatIsSetBackDoesNotHoldUpTheNextLook) {
  auto looks = make();
  looks.ask(kAsked, "connection-1");
  looks.take_requests(kNow);
  looks.replied("connection-1", page(""));
  looks.ask(kAsked - 3600s, "connection-1");
  EXPECT_THAT(looks.take_requests(kNow - 3600s), SizeIs(1));
}

}  // namespace
}  // namespace callwright::tests::active_calls
