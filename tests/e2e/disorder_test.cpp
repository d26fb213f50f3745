#include "tests/e2e/world.hpp"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::disorder {
namespace {

/// Plays a step with every delivery twice and in any order; second copies of webhooks may come as late as in
/// the next step. A tool request is repeated at once or never.
class Shuffler {
 public:
  explicit Shuffler(unsigned seed) : random_(seed) {}

  std::vector<Delivery> shuffled(const Step& step) {
    auto now = std::exchange(late_, {});
    for (const auto& delivery : step.deliveries) {
      now.push_back(delivery);
      const bool comes_late = delivery.event_type != "tool" && random_() % 2 == 0;
      (comes_late ? late_ : now).push_back(delivery);
    }
    std::ranges::shuffle(now, random_);
    return now;
  }
  [[nodiscard]] const std::vector<Delivery>& left_over() const { return late_; }

 private:
  std::mt19937 random_;
  std::vector<Delivery> late_;
};

void deliver_all(World& world, WireCall& call, const std::vector<Delivery>& deliveries) {
  for (const auto& delivery : deliveries) {
    const auto reply = world.deliver(call, delivery);
    ASSERT_EQ(reply.status, 200) << call.id_of(delivery) << reply.body;
  }
}

TEST(Disorder, EveryWebhookTwiceAndInAnyOrderThatTheWireCanProduceEndsInTheSameState) {
  constexpr int kSeeds = 40;
  const Ending endings[] = {Ending::FirstAccepts, Ending::SecondAccepts, Ending::BothDecline,
                            Ending::NoEscalation};
  World world(kSeeds);
  const char* wanted = std::getenv("CALLWRIGHT_SEED");
  const auto first_seed =
      wanted == nullptr ? std::random_device()() : static_cast<unsigned>(std::stoul(wanted));
  for (int i = 0; i < kSeeds; ++i) {
    const auto seed = first_seed + static_cast<unsigned>(i);
    SCOPED_TRACE("CALLWRIGHT_SEED=" + std::to_string(first_seed) + ", call " + std::to_string(i));
    Shuffler shuffler(seed);
    WireCall call(i, endings[i % 4]);
    for (const auto& step : call.steps()) {
      ASSERT_NO_FATAL_FAILURE(deliver_all(world, call, shuffler.shuffled(step)));
      ASSERT_EQ(call.await(step, world.service, world.telnyx), "");
    }
    ASSERT_NO_FATAL_FAILURE(deliver_all(world, call, shuffler.left_over()));
    EXPECT_EQ(call.check(world.service, world.telnyx), "");
  }
}

}  // namespace
}  // namespace callwright::tests::disorder
