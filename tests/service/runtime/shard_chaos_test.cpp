#include "service/runtime/shard_of.hpp"
#include "tests/service/runtime/shard_script.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace callwright::tests::shard_chaos {
namespace {

using namespace std::chrono_literals;
namespace effect = runtime::effect;
namespace message = runtime::message;
using Trouble = MemoryStore::Trouble;

constexpr std::size_t kShards = 2;
constexpr int kCallers = 3;
constexpr int kEventsOfACaller = 6;

/// Every webhook leads to a command, one more follows from a timer, and a person is claimed and dialled.
Step busy_step(const Bundle& bundle, Call call, const Input& input) {
  PlainStep plain;
  plain.also = [](Step& step, const Input& what) {
    if (const auto* arrived = std::get_if<input::Arrived>(&what.what)) {
      const bool first = arrived->event.type == EventType::CallInitiated;
      first ? add_intent(step.call, "dial", what.at, 1, Priority::Dial)
            : add_intent(step.call, "speak", what.at);
      if (first) add_timer(step.call, what.at + 3s);
    }
    if (std::holds_alternative<input::TimerDue>(what.what)) add_intent(step.call, "speak", what.at);
    if (const auto* held = std::get_if<input::Held>(&what.what)) {
      for (auto& intent : step.call.intents) {
        if (intent.number == held->intent) intent.sent_at = what.at;
      }
    }
  };
  return plain(bundle, std::move(call), input);
}

/// One store, two shards that lose their memory, and a Telnyx that repeats what was not answered. One seed
/// decides everything.
class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    for (int caller = 0; caller < kCallers; ++caller) {
      for (int number = 0; number < kEventsOfACaller; ++number) {
        const auto id = std::to_string(caller) + "/" + std::to_string(number);
        auto event =
            number == 0 ? incoming(ccid(caller), id) : webhook(id, "call.dtmf.received", ccid(caller));
        event.call_session_id = CallSessionId("session of " + ccid(caller));
        to_deliver_.push_back(std::move(event));
      }
    }
    std::ranges::shuffle(to_deliver_, random_);
    start();
  }

  void run() {
    for (int i = 0; i < 600; ++i) act();
    calm_ = true;
    for (int i = 0; i < 400; ++i) act();
    for (int i = 0; i < 6000 && !settled(); ++i) act();
  }

  void check() {
    EXPECT_TRUE(to_deliver_.empty());
    EXPECT_TRUE(asked_.empty());
    for (int caller = 0; caller < kCallers; ++caller) check_caller(caller);
    for (const auto& [command, effects] : effects_) EXPECT_EQ(effects, 1) << command;
  }

 private:
  static std::string ccid(int caller) { return "v3:caller-" + std::to_string(caller); }
  int draw(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }
  bool chance(int percent) { return !calm_ && draw(100) < percent; }

  void start() {
    shards_.clear();
    for (std::size_t index = 0; index < kShards; ++index) {
      runtime::ShardConfig config{.index = index, .count = kShards, .deployment = "d", .connection_id = "c"};
      config.step = &busy_step;
      config.token_for = [](const CallId& call) { return call.text(); };
      shards_.push_back(std::make_unique<runtime::Shard>(config, ids_, now_));
      tell(index, message::BundleChanged{bundle_for("+13125550100")});
    }
  }

  /// Everything in memory is gone; of the commits under way some reach the disk.
  void crash() {
    for (auto& [shard, one] : pending_) {
      auto* commit = std::get_if<effect::Commit>(&one);
      if (commit == nullptr || draw(2) == 0) continue;
      ASSERT_TRUE(store_.commit(commit->entries, commit->unmatched));
    }
    pending_.clear();
    for (auto& [request, event] : std::exchange(asked_, {})) to_deliver_.push_back(std::move(event));
    start();
  }

  void tell(std::size_t shard, runtime::Message message) {
    shards_[shard]->handle(now_, std::move(message));
    if (draw(3) != 0) turn(shard);
  }

  void turn(std::size_t shard) {
    for (auto& one : shards_[shard]->take_effects()) {
      if (auto* respond = std::get_if<effect::Respond>(&one)) {
        answered(*respond);
      } else {
        pending_.emplace_back(shard, std::move(one));
      }
    }
  }

  void act() {
    const int what = draw(10);
    if (chance(1)) return crash();
    if (what < 3 && !to_deliver_.empty()) return deliver();
    if (what < 8 && !pending_.empty()) return answer_one();
    now_ += Duration{draw(calm_ ? 4000 : 700)};
    for (std::size_t shard = 0; shard < kShards; ++shard) {
      shards_[shard]->handle(now_, message::Tick{});
      turn(shard);
    }
  }

  void deliver() {
    auto event = std::move(to_deliver_.front());
    to_deliver_.pop_front();
    const auto request = next_request_++;
    asked_.emplace(request, event);
    if (chance(20)) to_deliver_.push_back(event);  // Telnyx sends it twice
    tell(static_cast<std::size_t>(draw(kShards)), message::Arrived{request, std::move(event), {}, {}});
  }

  void answered(const effect::Respond& respond) {
    const auto asked = asked_.extract(respond.request);
    ASSERT_FALSE(asked.empty()) << "answered twice, or by nobody asked";
    const auto& event = asked.mapped();
    using enum runtime::Outcome;
    if (respond.outcome == Unavailable) return to_deliver_.push_back(event);
    if (respond.outcome == Unmatched) return;
    ASSERT_TRUE(respond.outcome == Stored || respond.outcome == Duplicate);
    const auto call = store_.find({"ccid:" + event.call_control_id.text()}).value();
    ASSERT_TRUE(call && has_seen(load(*call), event.id)) << "acknowledged but not on disk";
  }

  Call load(const CallId& call) { return read_snapshot(store_.load(call).value().value()).value(); }

  void answer_one() {
    const auto chosen = pending_.begin() + draw(static_cast<int>(pending_.size()));
    auto [shard, one] = std::move(*chosen);
    pending_.erase(chosen);
    std::visit([&, at = shard](auto& wanted) { perform(at, wanted); }, one);
  }

  void perform(std::size_t shard, effect::Lookup& lookup) {
    if (chance(10)) return tell(shard, message::LookupFailed{lookup.lookup});
    tell(shard, message::LookedUp{lookup.lookup, store_.find(lookup.keys).value(),
                                  store_.unmatched(lookup.keys).value()});
  }
  void perform(std::size_t shard, effect::Load& wanted) {
    if (chance(10)) return tell(shard, message::LoadFailed{wanted.call});
    message::Loaded loaded{wanted.call, std::nullopt, bundle_for("+13125550100")};
    if (store_.load(wanted.call).value()) loaded.found = load(wanted.call);
    tell(shard, std::move(loaded));
  }
  void perform(std::size_t shard, effect::Commit& commit) {
    if (chance(20)) store_.fail_next = {static_cast<Trouble>(1 + draw(4))};
    auto outcomes = store_.commit(commit.entries, commit.unmatched);
    if (outcomes) return tell(shard, message::Committed{commit.batch, std::move(*outcomes)});
    tell(shard, message::CommitFailed{commit.batch, outcomes.error().code != "store.unknown"});
  }
  void perform(std::size_t shard, effect::ScanDue& scan) {
    if (chance(20)) return tell(shard, message::ScanFailed{});
    tell(shard, message::DueFound{store_.due(scan.until, scan.limit).value()});
  }
  void perform(std::size_t, effect::Forward& forward) { tell(forward.shard, std::move(forward.message)); }

  /// Telnyx honours a command_id for 60 s after it did the command.
  void perform(std::size_t shard, effect::Send& send) {
    using enum SendOutcome::Kind;
    const auto kind =
        chance(40)
            ? std::array{NoAnswer, ServerError, NotSent, RateLimited}.at(static_cast<std::size_t>(draw(4)))
            : Accepted;
    if (kind == Accepted || ((kind == NoAnswer || kind == ServerError) && draw(2) == 0)) do_command(send);
    tell(shard,
         message::Replied{
             send.call, send.intent, {.kind = kind, .status = 0, .code = {}, .detail = {}, .data = {}}});
  }
  void do_command(const effect::Send& send) {
    const auto id = JsonDocument::of(send.request.body).root()["command_id"].str();
    const auto [done, is_new] = done_.try_emplace(id, now_);
    if (!is_new && now_ - done->second < 60s) return;
    done->second = now_;
    ++effects_[id];
  }
  template <class Other>
  void perform(std::size_t, Other&) {}

  bool settled() {
    if (!to_deliver_.empty() || !asked_.empty()) return false;
    for (int caller = 0; caller < kCallers; ++caller) {
      const auto call = store_.find({"ccid:" + ccid(caller)}).value();
      if (!call || !load(*call).intents.empty() || !load(*call).timers.empty()) return false;
    }
    return true;
  }

  void check_caller(int caller) {
    const auto id = store_.find({"ccid:" + ccid(caller)}).value();
    ASSERT_TRUE(id);
    const auto call = load(*id);
    EXPECT_EQ(std::set(call.seen.begin(), call.seen.end()).size(), call.seen.size())
        << "an event was stepped twice";
    EXPECT_EQ(call.seen.size(), static_cast<std::size_t>(kEventsOfACaller));
    EXPECT_TRUE(call.intents.empty()) << "an intent was forgotten";
    EXPECT_TRUE(call.timers.empty()) << "a timer was forgotten";
    EXPECT_EQ(call.next_intent, kEventsOfACaller + 2) << "the first webhook, five more, and the timer";
  }

  std::mt19937 random_;
  MemoryStore store_;
  CountingRandom ids_;
  TimePoint now_{Duration{1'800'000'000'000}};
  std::vector<std::unique_ptr<runtime::Shard>> shards_;
  std::vector<std::pair<std::size_t, runtime::Effect>> pending_;
  std::deque<Event> to_deliver_;
  std::map<runtime::RequestId, Event> asked_;
  std::map<std::string, TimePoint> done_;
  std::map<std::string, int> effects_;
  runtime::RequestId next_request_ = 1;
  bool calm_ = false;
};

unsigned first_seed() {
  const char* given = std::getenv("CALLWRIGHT_SEED");
  return given == nullptr ? 1 : static_cast<unsigned>(std::strtoul(given, nullptr, 10));
}

TEST(ShardChaos, WhateverFailsEveryEventIsSteppedOnceAndEveryCommandHasItsEffectAtMostOnce) {
  const auto seeds = std::getenv("CALLWRIGHT_SEED") == nullptr ? 200U : 1U;
  for (auto seed = first_seed(); seed < first_seed() + seeds; ++seed) {
    SCOPED_TRACE("CALLWRIGHT_SEED=" + std::to_string(seed));
    World world(seed);
    ASSERT_NO_FATAL_FAILURE(world.run());
    ASSERT_NO_FATAL_FAILURE(world.check());
    ASSERT_FALSE(::testing::Test::HasFailure());
  }
}

}  // namespace
}  // namespace callwright::tests::shard_chaos
