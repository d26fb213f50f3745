#include "service/app/shards.hpp"

#include "service/app/request_id.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace callwright {
namespace {

constexpr std::size_t kOverridesMax = 10'000;

TimePoint system_now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

}  // namespace

Shards::Shards(ShardsConfig config, Store& store, Random& random, RuntimeObserver& observer)
    : store_(store, std::move(config.store)) {
  if (config.count == 0 || config.count > kShardsMax) throw std::invalid_argument("shards: 1 to 256");
  const auto clock = config.clock ? std::move(config.clock) : &system_now;
  for (std::size_t index = 0; index < config.count; ++index) {
    auto shard = config.shard;
    shard.index = index;
    shard.count = config.count;
    const auto quiet_changed = [this] {
      const std::scoped_lock lock(mutex_);
      quiet_changed_.notify_all();
    };
    loops_.push_back(std::make_unique<ShardLoop>(
        std::move(shard), LoopServices{store_, random, observer, clock, quiet_changed}));
  }
}

Shards::~Shards() { join(); }

void Shards::start(const std::vector<WaysOut>& ways) {
  std::vector<ShardLoop*> peers;
  peers.reserve(loops_.size());
  for (const auto& loop : loops_) peers.push_back(loop.get());
  for (std::size_t index = 0; index < loops_.size(); ++index) loops_[index]->start(ways.at(index), peers);
}

void Shards::use_bundle(BundlePtr bundle, std::move_only_function<void(Result<void>)> done) {
  store_.write([this, bundle = std::move(bundle), done = std::move(done)](Store& store) mutable {
    auto stored = store.put_bundle(bundle->id, bundle->content);
    if (stored) {
      for (const auto& loop : loops_) loop->post(runtime::message::BundleChanged{bundle});
    }
    done(std::move(stored));
  });
}

void Shards::refresh_availability(std::move_only_function<void(Result<void>)> done) {
  store_.read([this, done = std::move(done)](StoreReader& reader) mutable {
    auto overrides = reader.store().overrides(kOverridesMax);
    if (!overrides) return done(std::unexpected(overrides.error()));
    auto idle_since = reader.store().idle_since();
    if (!idle_since) return done(std::unexpected(idle_since.error()));
    runtime::message::AvailabilityKnown known{.overrides = {}, .idle_since = std::move(*idle_since)};
    for (auto& stored : *overrides) {
      if (!stored.ended_at) known.overrides.push_back(std::move(stored.override));
    }
    for (const auto& loop : loops_) loop->post(known);
    done({});
  });
}

void Shards::ask(runtime::Message message, Respond respond) {
  auto* here = ShardLoop::current();
  const bool is_ours = std::ranges::any_of(loops_, [here](const auto& loop) { return loop.get() == here; });
  (is_ours ? *here : *loops_.front()).ask(std::move(message), std::move(respond));
}

bool Shards::drain(Duration limit) {
  for (const auto& loop : loops_) loop->drain();
  std::unique_lock lock(mutex_);
  return quiet_changed_.wait_for(lock, limit, [this] { return all_quiet(); });
}

bool Shards::all_quiet() const {
  return std::ranges::all_of(loops_, [](const auto& loop) { return loop->is_quiet(); });
}

void Shards::join() {
  for (const auto& loop : loops_) loop->finish();
  for (const auto& loop : loops_) loop->join();
  store_.stop();
}

}  // namespace callwright
