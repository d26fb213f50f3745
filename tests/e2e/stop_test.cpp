#include "tests/e2e/world.hpp"

#include <csignal>

#include <gtest/gtest.h>

namespace callwright::tests::stop {
namespace {

TEST(Stop, InTheMiddleOfACallIsOrderlyAndTheCallGoesOnAfterTheStart) {
  World world(1);
  WireCall call(0, Ending::FirstAccepts);
  std::size_t played = 0;
  for (const auto& step : call.steps()) {
    ASSERT_EQ(world.play(call, step), "");
    if (++played != 5) continue;  // one person is asked, the other's voicemail is hung up
    ASSERT_EQ(world.service.stop(), 0) << world.service.process().errors();
    world.service.start();
  }
  EXPECT_EQ(call.check(world.service, world.telnyx), "");
}

TEST(Stop, WaitsForTheReplyThatIsOnItsWay) {
  World world(1);
  WireCall call(0, Ending::NoEscalation);
  const auto& first = call.steps().front();
  world.telnyx.hold("answer");
  ASSERT_EQ(world.deliver(call, first.deliveries.front()).status, 200);
  ASSERT_TRUE(world.telnyx.wait_for("answer", call.caller_leg()));
  auto& process = world.service.process();
  process.signal(SIGTERM);
  ASSERT_TRUE(
      process.wait_for_line([](const auto& line) { return line.contains("\"stopping\""); }, kPatience));
  world.telnyx.release();
  ASSERT_EQ(process.wait(kPatience), 0) << process.output() << process.errors();
  EXPECT_NE(process.output().find(R"("drained":"yes")"), std::string::npos) << process.output();
  world.service.start();
  for (std::size_t i = 1; i < call.steps().size(); ++i) ASSERT_EQ(world.play(call, call.steps()[i]), "");
  EXPECT_EQ(call.check(world.service, world.telnyx), "");
}

}  // namespace
}  // namespace callwright::tests::stop
