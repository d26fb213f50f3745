#pragma once

#include "service/runtime/shard.hpp"
#include "service/simulation/stage.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace callwright::simulation {

/// The process of the service: Shards whose effects are performed in virtual time. It can die at any moment
/// and is then started again on the same store. What is on its way to Telnyx at that moment arrives.
class Process {
 public:
  /// The answer to a request; null: the process died before it answered.
  using Answered = std::function<void(const runtime::effect::Respond*)>;
  using SendDone = std::function<void(SendOutcome)>;
  struct Surroundings {
    std::function<void(const runtime::effect::Send&, SendDone)> send;
    std::function<void(const runtime::effect::AskActiveCalls&, SendDone)> ask;
    std::function<void(const runtime::effect::SendWebhook&, std::function<void(WebhookReply)>)> send_webhook;
    std::function<void()> stored;  ///< something may be new in the store
    runtime::StepFunction step;
  };

  Process(Stage& stage, Surroundings surroundings);

  void start();
  void crash(std::string_view why);
  /// New calls begin with the stage's bundle.
  void use_bundle();
  /// The shards learn who stands in and who is idle since when, as the store has it.
  void tell_of_people();
  /// The clock of the machine is set. A running process never goes back in time.
  void set_clock_forward(Duration by);
  [[nodiscard]] TimePoint started_at() const { return started_at_; }
  /// A commit takes so long that nothing can be promised meanwhile.
  [[nodiscard]] bool is_disk_stuck() const { return stage_.now < disk_stuck_until_; }
  /// What the process takes for the time.
  [[nodiscard]] TimePoint now() const { return stage_.now + clock_ahead_; }
  [[nodiscard]] bool is_up() const { return !shards_.empty(); }
  /// Counts the starts.
  [[nodiscard]] std::uint64_t life() const { return life_; }
  [[nodiscard]] bool is_idle() const { return is_up() && asked_.empty(); }
  /// Puts a request to whichever shard took the connection.
  void ask(runtime::Message message, Answered answered);

 private:
  struct Running {
    std::unique_ptr<runtime::Shard> shard;
    bool turn_planned = false;
    std::uint64_t wake = 0;  ///< number of the latest WakeAt
  };

  void handle(std::size_t index, runtime::Message message);
  void plan_turn(std::size_t index);
  void turn(std::size_t index);
  /// Later, unless the process has died by then.
  void later(TimePoint time, std::function<void()> what);
  /// The store reads and writes one thing after another, each on its own thread.
  TimePoint disk_time(TimePoint& free_at, Duration longest);
  void read(std::size_t index, std::function<runtime::Message()> question);
  bool dies();
  bool dies_as_planned(const runtime::effect::Commit& commit);

  void perform(std::size_t index, runtime::effect::Lookup lookup);
  void perform(std::size_t index, const runtime::effect::Load& load);
  void perform(std::size_t index, runtime::effect::Commit commit);
  void perform(std::size_t index, const runtime::effect::Send& send);
  void perform(std::size_t index, const runtime::effect::AskActiveCalls& ask);
  void perform(std::size_t index, const runtime::effect::SendWebhook& send);
  void perform(std::size_t index, const runtime::effect::Respond& respond);
  void perform(std::size_t index, runtime::effect::WakeAt wake);
  void perform(std::size_t index, runtime::effect::ScanDue scan);
  void perform(std::size_t index, runtime::effect::Forward forward);
  void perform(std::size_t, const runtime::effect::Logged&) {}
  void perform(std::size_t, const runtime::effect::IntentEnded&) {}
  void perform(std::size_t, const runtime::effect::Recovered&) {}
  void perform(std::size_t, const runtime::effect::StepFailed& failed);

  void write(std::size_t index, const runtime::effect::Commit& commit);
  runtime::Message load(const CallId& id);

  Stage& stage_;
  Duration clock_ahead_{0};
  TimePoint started_at_{};
  TimePoint disk_stuck_until_{};
  Surroundings surroundings_;
  std::vector<Running> shards_;
  std::map<runtime::RequestId, Answered> asked_;
  std::map<BundleId, BundlePtr> bundles_;  ///< as read back from the store
  runtime::RequestId next_request_ = 1;
  std::uint64_t life_ = 0;  ///< counts the starts: whatever is left of an earlier life means nothing
  int crashes_left_ = 20;
  TimePoint reader_free_{};
  TimePoint writer_free_{};
};

}  // namespace callwright::simulation
