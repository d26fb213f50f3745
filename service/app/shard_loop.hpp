#pragma once

#include "service/app/runtime_observer.hpp"
#include "service/app/store_service.hpp"
#include "service/runtime/ports/api.hpp"
#include "service/runtime/ports/webhook_sender.hpp"
#include "service/runtime/shard.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace callwright {

/// Gets the answer to a request, on the thread of the loop that took the request in.
using Respond = std::move_only_function<void(runtime::effect::Respond)>;

/// What a loop uses; everything outlives it.
struct LoopServices {
  StoreService& store;
  Random& random;
  RuntimeObserver& observer;
  std::function<TimePoint()> clock;
  std::function<void()> quiet_changed;  ///< called when is_quiet may have changed
};

/// A shard's ways out of the process; each belongs to it alone.
struct WaysOut {
  Api* telnyx = nullptr;
  WebhookSender* webhooks = nullptr;
};

/// One shard on one thread: an io_context, a timer and the Shard whose effects it performs. Effects are taken
/// once per turn, behind the handlers that are ready already: that is the group commit. Once started it has
/// to be finished and joined before it is destroyed.
class ShardLoop {
 public:
  ShardLoop(runtime::ShardConfig config, LoopServices services);
  ShardLoop(const ShardLoop&) = delete;
  ShardLoop& operator=(const ShardLoop&) = delete;

  [[nodiscard]] boost::asio::io_context& context() { return context_; }
  /// Runs the loop on its thread. `peers` are the loops of all shards, by index; `ways` belong to this one.
  void start(WaysOut ways, std::vector<ShardLoop*> peers);
  /// The loop that runs on the calling thread, or null.
  static ShardLoop* current();

  /// Takes in a request; its `request` is filled in here. From any thread.
  void ask(runtime::Message message, Respond respond);
  /// From any thread; wakes the loop once for all that comes before it looks.
  void post(runtime::Message message);

  /// From any thread. Requests are refused from now on and nothing new is sent; what is under way goes on.
  void drain();
  /// Drained, and nothing is on the way to Telnyx or to the store.
  [[nodiscard]] bool is_quiet() const { return quiet_; }
  /// From any thread: answers whoever still waits with Unavailable and lets the thread end as soon as nothing
  /// else runs on its io_context. To be called when all loops are quiet.
  void finish();
  void join();

 private:
  struct Ask {
    runtime::Message message;
    Respond respond;
  };
  struct Drain {};
  struct Finish {};
  using Mail = std::variant<runtime::Message, Ask, runtime::effect::Respond, Drain, Finish>;

  void receive(std::vector<Mail> mail);
  void open_mail();
  void open(runtime::Message message);
  void open(Ask ask);
  void open(runtime::effect::Respond respond);
  void open(Drain);
  void open(Finish);
  void handle(runtime::Message message);
  void turn_later();
  void turn();
  void hand_over();
  void report_quiet();

  void perform(runtime::effect::Lookup lookup);
  void perform(const runtime::effect::Load& load);
  void perform(runtime::effect::Commit commit);
  void perform(runtime::effect::Send send);
  void perform(runtime::effect::AskActiveCalls ask);
  void perform(runtime::effect::SendWebhook send);
  void perform(runtime::effect::Respond respond);
  void perform(runtime::effect::WakeAt wake);
  void perform(runtime::effect::ScanDue scan);
  void perform(runtime::effect::Forward forward);
  void perform(const runtime::effect::Logged& logged) { services_.observer.logged(logged); }
  void perform(const runtime::effect::IntentEnded& ended) { services_.observer.intent_ended(ended); }
  void perform(const runtime::effect::Recovered& recovered) { services_.observer.recovered(recovered); }
  void perform(const runtime::effect::StepFailed& failed) { services_.observer.step_failed(failed); }
  void arm();

  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer timer_;
  TimePoint wake_at_{};
  std::size_t index_;
  LoopServices services_;
  runtime::Shard shard_;
  WaysOut ways_;
  std::vector<ShardLoop*> peers_;
  std::thread thread_;

  std::mutex mutex_;
  std::vector<Mail> incoming_;  ///< guarded by mutex_

  std::vector<std::vector<Mail>> outgoing_;  ///< by shard, handed over at the end of the turn
  std::vector<runtime::effect::Respond> answers_;
  std::unordered_map<runtime::RequestId, Respond> asked_;
  runtime::RequestId next_request_;
  bool turn_posted_ = false;
  bool draining_ = false;
  bool finished_ = false;
  std::atomic<bool> quiet_ = false;
};

}  // namespace callwright
