#include "tests/e2e/fake_telnyx.hpp"
#include "tests/e2e/service.hpp"
#include "tests/e2e/signer.hpp"
#include "tests/e2e/wire_call.hpp"

#include <string>

#include <gtest/gtest.h>

namespace callwright::tests::insights_wire {
namespace {

/// A call whose caller has hung up, and whose insights are still to come.
class InsightsOnTheWire : public ::testing::Test {
 protected:
  InsightsOnTheWire()
      : service_({.workflow = workflow_of_lines(1),
                  .api_base = telnyx_.api_base(),
                  .public_key = signer_.public_key(),
                  .more = {{"CALLWRIGHT_INSIGHTS_SECRET", "s3cret"}}}) {
    service_.start();
  }

  void play_to_the_end() {
    const auto& steps = call_.steps();
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
      ASSERT_EQ(call_.play(steps[i], service_, telnyx_, signer_), "");
    }
    for (const auto& delivery : steps.back().deliveries) {
      if (delivery.event_type == "call.conversation_insights.generated") continue;
      ASSERT_EQ(call_.deliver(delivery, service_, telnyx_, signer_).status, 200);
    }
    ASSERT_TRUE(service_.wait_for_state(call_.caller(), "ended"));
  }

  RawReply post_as_group(const std::string& secret) {
    return exchange(service_.port(), "POST", "/webhooks/telnyx/insights/" + secret, "",
                    R"({"conversation_id":")" + FakeTelnyx::conversation_of(call_.caller_leg()) +
                        R"(","insight_group_id":"g","insight_group_name":"After the call","insights":[)" +
                        R"({"insight_id":"i1","insight_name":"Summary","result":"A dizzy caller."}]})");
  }

  Signer signer_;
  FakeTelnyx telnyx_;
  Service service_;
  WireCall call_{0, Ending::NoEscalation};
};

TEST_F(InsightsOnTheWire, OfAGroupsOwnWebhookAreJoinedByTheConversationAndTakenOnceWithTheEvent) {
  ASSERT_NO_FATAL_FAILURE(play_to_the_end());
  EXPECT_EQ(post_as_group("another").status, 401);
  EXPECT_EQ(post_as_group("s3cret").status, 200);
  ASSERT_TRUE(service_.wait_for_state(call_.caller(), "settled"));
  const auto& event = call_.steps().back().deliveries.back();
  ASSERT_EQ(event.event_type, "call.conversation_insights.generated");
  EXPECT_EQ(call_.deliver(event, service_, telnyx_, signer_).status, 200);
  const auto call = service_.call(service_.call_of(call_.caller()));
  EXPECT_EQ(call.root()["insights"].display(),
            R"([{"insight_id":"i1","insight_name":"Summary","result":"A dizzy caller."}])");
}

}  // namespace
}  // namespace callwright::tests::insights_wire
