#pragma once

#include "service/runtime/call_box.hpp"
#include "service/runtime/deliveries.hpp"
#include "service/runtime/effect.hpp"
#include "service/runtime/key_index.hpp"
#include "service/runtime/outbox.hpp"
#include "service/runtime/ports/random.hpp"
#include "service/runtime/timer_set.hpp"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace callwright::runtime {

struct ShardConfig {
  std::size_t index = 0;
  std::size_t count = 1;
  std::string deployment;        ///< id of the store, in the client_state of our legs
  std::string connection_id;     ///< of Dial where the body names none
  bool reject_unmatched = true;  ///< an incoming call that no workflow wants becomes a call that is rejected
  std::size_t on_wire_max = 64;
  Duration repeat_window = Sending::kWindow;          ///< see OutboxConfig
  Duration active_calls_every = ActiveCalls::kEvery;  ///< between two looks at a connection
  Duration heal_every = std::chrono::minutes{1};      ///< between two looks that nobody asks for
  Duration quiet_after = std::chrono::minutes{5};     ///< a call of which nothing is heard is asked for
  ReadEvent read_event;                               ///< see OutboxConfig
  DeliveryPolicy webhooks;
  std::size_t mailbox_max = 1000;
  std::size_t scan_limit = 1024;
  std::size_t recovery_loads_max = 64;
  StepFunction step = &callwright::step;
  std::function<const Operation*(std::string_view)> operation = [](std::string_view name) {
    return Catalogue::get().operation(name);
  };
  std::function<std::string(const CallId&)> token_for;  ///< what `callwright_call` is set to
};

struct ShardStats {
  std::size_t calls = 0;
  std::size_t outbox_depth = 0;
  std::size_t on_wire = 0;
  std::size_t commits_in_flight = 0;
};

/// A part of the calls and everything that happens to them, as a machine without I/O: messages in, effects
/// out. It knows no thread, socket, clock or SQL, so the service and the simulation run the same code.
///
/// A call lives on the shard that its id hashes to. Its inputs wait while it is loaded or committed, then all
/// of them are stepped and stored as one entry; the entries of all calls of one turn are one commit. Nothing
/// is answered and nothing is sent before the commit.
class Shard {
 public:
  /// Calls that are due within this time are loaded.
  static constexpr Duration kScanAhead = std::chrono::seconds{60};
  /// After the start and after the last open call, connections are looked at for so long, for legs that
  /// nobody wants any more.
  static constexpr Duration kLooksGoOn = std::chrono::minutes{15};

  /// `random` outlives the shard. `now` is the time of the (re)start.
  Shard(ShardConfig config, Random& random, TimePoint now);

  void handle(TimePoint now, Message message);
  /// What became due since the last time, to be performed in order. To be called once for each turn of the
  /// loop, after all messages of the turn.
  std::vector<Effect> take_effects();
  /// Nothing new is sent; whatever is decided stays on disk for the next start.
  void stop();
  /// Nothing is on the way to Telnyx or to the store.
  [[nodiscard]] bool is_quiet() const;
  [[nodiscard]] ShardStats stats() const;

 private:
  using Request = std::variant<message::Arrived, message::ToolArrived, message::StartCall>;
  /// Events, tool requests and wishes for a call that wait until it is known whether a call has their ids.
  struct Search {
    std::vector<std::string> keys;
    std::vector<Request> waiting;
  };
  struct UnmatchedInput {
    UnmatchedEvent event;
    RequestId request = 0;
    std::string route;
  };
  struct Batch {
    std::vector<CallId> calls;
    std::vector<RequestId> unmatched;
    std::vector<std::string> routes;  ///< searches that go on when the unmatched events are stored
  };

  // shard.cpp: the turn
  void on(message::Tick) {}
  void on(message::OperatorArrived arrived);
  void on(message::LetterRetried retried);
  void on(const message::WebhookReplied& replied);
  void on(const message::Replied& replied);
  void on(message::BundleChanged changed);
  void run_outbox();
  void run_deliveries();
  void fire_timers();
  void run_retries();
  void step_ready(effect::Commit& commit, Batch& batch);
  void step_one(const CallId& id, CallBox& box, effect::Commit& commit, Batch& batch);
  void flush_commit();
  void schedule_wake();
  void respond(RequestId request, Outcome outcome, Answer answer = {});

  // shard_questions.cpp: what is asked once for many calls
  void on(const message::ActiveCallsWanted& wanted) { active_calls_.ask(now_, wanted.connection); }
  void on(const message::ActiveCallsReplied& replied);
  void on(const message::ActiveCallsShown& shown) { compare(shown.seen); }
  void want_active_calls(const std::string& connection);
  void ask_active_calls();
  void tell_restarted(const CallId& id, CallBox& box);
  void fire_asked(const CallId& id, CallBox& box);

  // shard_availability.cpp: what steps know of people
  void on(message::AvailabilityKnown known);
  void on(const message::PhonesIdle& idle) { remember_idle(idle.since); }
  void note_ended_legs(const Call& before, const Call& after);
  void remember_idle(const std::map<std::string, TimePoint>& since);

  // shard_healer.cpp: what Telnyx shows against what the calls believe
  void compare(const ActiveCallsSeen& seen);
  void run_healer();
  void look_at_connections();
  void ask_for_quiet_calls();

  // shard_start.cpp: calls that are asked for
  void on(message::StartCall wanted);
  void start_call(std::vector<Request> wanted);
  void refuse_start(const CallId& id, CallBox& box);

  // shard_search.cpp: from an event to its call
  void on(message::Arrived arrived);
  void on(message::ToolArrived arrived);
  void on(message::LookedUp found);
  void on(const message::LookupFailed& failed);
  void search(Request request, const std::string& route, std::vector<std::string> keys);
  void search_event(message::Arrived arrived);
  void search_again(const std::string& route);
  void not_found(const std::string& route, Search search, const std::vector<UnmatchedEvent>& unmatched);
  CallBox& make_call(const CallId& id, BundlePtr bundle);
  void begin_call(message::Arrived first, std::vector<Request> others,
                  const std::vector<UnmatchedEvent>& unmatched);
  void keep_unmatched(const message::Arrived& arrived, const std::string& route);
  [[nodiscard]] bool begins_call(const Event& event) const;
  [[nodiscard]] CallId new_call_id();

  // shard_calls.cpp: mailboxes and loading
  void on(message::Loaded loaded);
  void on(const message::LoadFailed& failed);
  void on(message::DueFound found);
  void on(message::ScanFailed);
  void deliver(const CallId& id, Waiting waiting);
  void tell(const CallId& id, Input input);
  void load(const CallId& id, CallBox& box);
  void make_ready(const CallId& id, CallBox& box);
  void retry_later(const CallId& id, CallBox& box);
  void refuse_waiting(CallBox& box);
  void leave_if_done(const CallId& id, CallBox& box);
  void erase(const CallId& id);
  void call_not_stored(const CallId& id, CallBox& box);
  void recover_more();
  void scan();

  // shard_commit.cpp: what became of a commit
  void on(message::Committed committed);
  void on(message::CommitFailed failed);
  void entry_committed(const CallId& id, CallBox& box);
  void entry_conflicted(const CallId& id, CallBox& box);
  void entry_lost_claim(const CallId& id, CallBox& box, const std::string& address);
  void entry_failed(const CallId& id, CallBox& box, bool known);
  void answer_stepped(CallBox& box);
  void give_up(const CallId& id, CallBox& box);

  ShardConfig config_;
  Random& random_;
  TimePoint now_;
  BundlePtr bundle_;
  AvailabilityPtr availability_;
  std::set<std::string> idle_matters_;  ///< addresses of people who are rung by how long they were idle
  KeyIndex keys_;
  TimerSet timers_;
  Outbox outbox_;
  ActiveCalls active_calls_;  ///< of the connections that this shard asks for
  Deliveries deliveries_;
  std::unordered_map<CallId, CallBox> boxes_;
  std::vector<CallId> ready_;
  std::set<std::pair<TimePoint, CallId>> retries_;

  std::unordered_map<std::string, Search> searches_;  ///< by route: the text that names their shard
  std::unordered_map<LookupId, std::string> lookups_;
  std::vector<UnmatchedInput> unmatched_;  ///< for the next commit

  std::map<BatchId, Batch> batches_;
  std::deque<CallId> to_recover_;
  std::size_t recovering_ = 0;
  TimePoint next_scan_;
  std::size_t scan_limit_;
  bool scanning_ = false;
  bool walking_ = false;  ///< the scan under way is the one for every open call
  bool walked_ = false;   ///< every call that was open at the start was loaded
  std::size_t walk_limit_;

  TimePoint next_heal_;
  TimePoint next_quiet_;
  TimePoint looks_until_;
  std::set<std::string> connections_;  ///< of calls that are or were open
  bool stopped_ = false;

  std::uint64_t next_number_ = 1;  ///< of lookups and batches
  std::optional<TimePoint> wake_;
  std::vector<Effect> effects_;
};

}  // namespace callwright::runtime
