#include "service/app/shard_conversation_book.hpp"
#include "tests/service/app/shard_house.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::conversation_book {
namespace {

using namespace std::chrono_literals;

TimePoint wall_clock() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

Event event_of(const std::string& name, const std::string& id) {
  Event event;
  event.id = EventId(id);
  event.name = name;
  event.type = event_type_of(name);
  event.call_control_id = CallControlId("v3:a");
  return event;
}

Event first_ring() {
  auto event = event_of("call.initiated", "e-1");
  event.direction = "incoming";
  event.from = "+13125550199";
  event.to = "+13125550100";
  return event;
}

class ConversationBookTest : public ::testing::Test {
 protected:
  SharedStore store_;
  ShardHouse house_{2, store_};
  ShardConversationBook book_{house_.shards, &wall_clock};

  Result<std::optional<PinnedCall>> find(std::vector<std::string> keys, Duration patience) {
    return house_.run(0, book_.find(std::move(keys), wall_clock() + patience));
  }
  Result<Delivery> record(Event event, Duration patience) {
    return house_.run(0, book_.record(std::move(event), wall_clock() + patience));
  }
};

TEST_F(ConversationBookTest, FindsTheCallWithItsWorkflows) {
  ASSERT_EQ(record(first_ring(), 30s).value(), Delivery::Stored);
  const auto found = find({"conversation:none", "ccid:v3:a"}, 30s);
  ASSERT_TRUE(found && *found);
  EXPECT_NE((*found)->bundle, nullptr);
  const auto none = find({"ccid:v3:b"}, 30s);
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());
  EXPECT_FALSE(find({}, 30s)->has_value());
}

TEST_F(ConversationBookTest, IsNotWaitedForWhenTheStoreIsSlowAndStillStores) {
  ASSERT_EQ(record(first_ring(), 30s).value(), Delivery::Stored);
  store_.close();
  const auto late = record(event_of("assistant.initialization", "e-2"), 20ms);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, Errc::Timeout);
  store_.wait_for_commit();
  store_.open();
  EXPECT_EQ(record(event_of("assistant.initialization", "e-2"), 30s).value(), Delivery::Duplicate);
}

}  // namespace
}  // namespace callwright::tests::conversation_book
