#include "tests/support/bundles.hpp"
#include "tests/support/call_script.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::replay {
namespace {

TEST(Replay, SameInputsGiveTheSameStepsThroughSnapshots) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  call.answer_as_human(1);
  call.to_joined(1);
  call.webhook("call.hangup", 0, {{"hangup_cause", "normal_clearing"}});
  call.pass(std::chrono::minutes{5});

  CallScript again(kTwoPeople);
  for (std::size_t i = 0; i < call.inputs.size(); ++i) {
    again.call = read_snapshot(write_snapshot(again.call)).value();  // as if the service restarted in between
    again.apply(call.inputs[i]);
    ASSERT_EQ(again.steps[i].call, call.steps[i].call) << "step " << i;
    ASSERT_EQ(again.steps[i].records, call.steps[i].records) << "step " << i;
  }
}

TEST(Replay, RecordsAreNumberedWithoutGapsAndEachStepLeavesSome) {
  CallScript call(kTwoPeople);
  call.to_ringing();
  for (const auto& step : call.steps) EXPECT_FALSE(step.records.empty());
  std::int64_t expected = 1;
  for (const auto& record : call.records)
    EXPECT_EQ(record.seq, expected++) << "records are numbered without gaps";
}

}  // namespace
}  // namespace callwright::tests::replay
