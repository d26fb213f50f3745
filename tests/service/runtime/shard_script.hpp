#pragma once

#include "service/runtime/shard.hpp"
#include "service/simulation/memory_store.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::tests {

using simulation::MemoryStore;

/// UUIDs counted up; any shard is reached within a few draws.
class CountingRandom final : public Random {
 public:
  std::string uuid_v7(TimePoint now) override;

 private:
  int next_ = 1;
};

/// A step function as small as can be: it remembers events, answers tools, drops what was answered or fired,
/// and does whatever else the test adds.
class PlainStep {
 public:
  /// Adds to the step of one input; may throw.
  std::function<void(Step&, const Input&)> also;
  int steps = 0;
  Step operator()(const Bundle& bundle, Call call, const Input& input);
};

Intent& add_intent(Call& call, std::string_view operation, TimePoint at, int leg = 0,
                   Priority priority = Priority::Normal);
void add_timer(Call& call, TimePoint due);
/// A webhook of a caller's leg; its event id is `id`.
Event webhook(std::string id, std::string name, const std::string& ccid = "v3:caller");
/// The first webhook of a caller.
Event incoming(const std::string& ccid = "v3:caller", std::string id = "initiated");
Event of_call(const CallId& call, std::string id, std::string name, int leg = 0);
BundlePtr bundle_for(std::string to);

/// Tells a Shard messages and keeps what it wants done, by kind. Nothing is answered unless the test does it.
class ShardScript {
 public:
  explicit ShardScript(runtime::ShardConfig config = {});

  TimePoint now = TimePoint{Duration{1'800'000'000'000}};
  MemoryStore store;
  PlainStep step;
  runtime::StepFunction engine;  ///< in place of `step`, where a test wants the real one
  CountingRandom random;
  std::unique_ptr<runtime::Shard> shard;
  runtime::ShardConfig config;

  std::vector<runtime::effect::Lookup> lookups;  ///< not answered yet, as in all vectors down to `scans`
  std::vector<runtime::effect::Load> loads;
  std::vector<runtime::effect::Commit> commits;
  std::vector<runtime::effect::ScanDue> scans;
  std::vector<runtime::effect::Send> sends;
  std::vector<runtime::effect::AskActiveCalls> looks;
  std::vector<runtime::effect::SendWebhook> webhooks;
  std::vector<runtime::effect::Forward> forwards;
  std::vector<runtime::effect::Logged> logged;
  std::vector<runtime::effect::Recovered> recovered;
  std::vector<runtime::effect::StepFailed> failures;
  std::map<runtime::RequestId, std::vector<runtime::effect::Respond>> responds;
  std::optional<TimePoint> wake;
  std::size_t commits_ever = 0;

  /// A new Shard on the same store, as after a crash.
  void restart();
  /// The shard handles the message; its effects are taken at the next `turn`.
  void tell(runtime::Message message);
  void turn();
  void say(runtime::Message message) { tell(std::move(message)), turn(); }
  runtime::RequestId arrives(Event event);  ///< without a turn
  runtime::RequestId deliver(Event event);  ///< with one
  runtime::RequestId tool(std::string name, CallId call, std::string ccid = "");

  // Answers to the oldest effect of a kind, each followed by a turn.
  void look_up();
  void load();
  void commit();
  void commit_fails(bool known = true);
  void scan();
  void accept(const runtime::effect::Send& send);
  /// Answers lookups, loads, commits and scans from the store until nothing is left.
  void settle();
  /// Time passes from wake to wake.
  void pass(Duration time);

  /// What became of the request: `stored`, `duplicate`, …; empty while it waits.
  [[nodiscard]] std::string outcome(runtime::RequestId request) const;
  /// As it is stored.
  [[nodiscard]] std::optional<Call> stored(const CallId& call);
  [[nodiscard]] CallId only_call();  ///< the one call of the store that has a key of `v3:caller`
  /// A stored call that answers the caller and is waiting for what comes.
  CallId begin_call(const std::string& ccid = "v3:caller");

 private:
  runtime::RequestId next_request_ = 1;
};

}  // namespace callwright::tests
