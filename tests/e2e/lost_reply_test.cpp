#include "tests/e2e/fake_telnyx.hpp"
#include "tests/e2e/service.hpp"
#include "tests/e2e/signer.hpp"
#include "tests/e2e/wire_call.hpp"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace callwright::tests::lost_reply {
namespace {

/// A service that counts a command's outcome as unknown after one second.
class LostReply : public ::testing::Test {
 protected:
  LostReply()
      : service_({.workflow = workflow_of_lines(1),
                  .api_base = telnyx_.api_base(),
                  .public_key = signer_.public_key()}) {
    std::ofstream(service_.folder().file("callwright.yaml")) << "telnyx: { repeat_for: 1s }\n";
    service_.start();
  }

  /// Up to and including the request for a person: both phones are dialled, and neither dial is answered.
  void play_to_the_dials(WireCall& call) {
    telnyx_.hold("dial");
    const auto& steps = call.steps();
    for (next_ = 0; next_ < steps.size(); ++next_) {
      ASSERT_EQ(call.play(steps[next_], service_, telnyx_, signer_), "");
      if (steps[next_].deliveries.front().event_type == "tool") break;
    }
    ++next_;
  }

  bool wait_for_record(const WireCall& call, const std::string& text) {
    return service_.wait_until(
        [&] { return service_.records(service_.call_of(call.caller())).find(text) != std::string::npos; });
  }

  std::string log(const WireCall& call) {
    return service_.process().output() + service_.records(service_.call_of(call.caller()));
  }

  Signer signer_;
  FakeTelnyx telnyx_;
  Service service_;
  std::size_t next_ = 0;
};

std::string found(const std::string& leg) {
  return R"("call_control_id":")" + leg + R"(","shown":"the leg that was dialled")";
}

TEST_F(LostReply, OfADialForTheWholeWindowIsHealedByTheActiveCallsAndNobodyIsRungTwice) {
  WireCall call(0, Ending::FirstAccepts);
  ASSERT_NO_FATAL_FAILURE(play_to_the_dials(call));
  for (const int person : {0, 1}) {
    ASSERT_TRUE(wait_for_record(call, found(call.leg(person)))) << log(call);
  }
  telnyx_.release();
  for (; next_ < call.steps().size(); ++next_) {
    ASSERT_EQ(call.play(call.steps()[next_], service_, telnyx_, signer_), "");
  }
  EXPECT_EQ(call.check(service_, telnyx_), "");
}

TEST_F(LostReply, OfADialThatTelnyxDoesNotListIsUnknownAndTheOthersAreNotDisturbed) {
  WireCall call(0, Ending::FirstAccepts);
  telnyx_.hide(call.leg(1));
  ASSERT_NO_FATAL_FAILURE(play_to_the_dials(call));
  ASSERT_TRUE(wait_for_record(call, R"("leg":"2","shown":"no such leg")")) << log(call);
  ASSERT_TRUE(wait_for_record(call, found(call.leg(0)))) << log(call);
  const auto attempts = service_.call(service_.call_of(call.caller()));
  EXPECT_EQ(attempts.root().at_path("attempts.0.outcome").str(), "open");
  EXPECT_EQ(attempts.root().at_path("attempts.1.outcome").str(), "unknown");
  EXPECT_FALSE(attempts.root().at_path("attempts.2").exists()) << "nobody is rung again";
}

}  // namespace
}  // namespace callwright::tests::lost_reply
