#pragma once

#include "service/runtime/active_calls.hpp"
#include "service/runtime/call_input.hpp"
#include "service/runtime/effect.hpp"
#include "service/runtime/question.hpp"
#include "service/runtime/send_request.hpp"
#include "service/runtime/sending.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace callwright::runtime {

struct OutboxConfig {
  Sender sender;
  std::size_t on_wire_max = 64;
  Duration window = Sending::kWindow;  ///< how long a command without an answer is repeated; at most kWindow
  /// Operations by name; null for an unknown one.
  std::function<const Operation*(std::string_view)> operation;
  /// From an event as Telnyx shows it in an answer; empty: what is missing cannot be found in answers.
  ReadEvent read_event = {};
};

/// The open intents of all calls of a shard that go to Telnyx: which may leave now, in which order, and when
/// each is repeated.
///
/// Intents of one leg leave in number order, the next when the reply to the one before is stored; a hangup
/// goes before everything of its leg that is not on the wire. Across calls hangups go first, then joins, then
/// the rest, then new dials. After a 429 only hangups and joins leave until its time is over.
///
/// Questions belong to no leg's order, leave last and may take only a part of the wire, and a 429 to one
/// holds up questions only. Questions for the active calls of a connection do not leave from here: they are
/// `wanted`, and one look (see ActiveCalls) answers all that were asked before it left.
class Outbox {
 public:
  enum class Origin : std::uint8_t {
    Decided,   ///< intents that are new here were made by this process and never sent
    Recovered  ///< intents that are new here may have been sent by an earlier process
  };
  struct Turn {
    std::vector<effect::Send> sends;
    std::vector<CallInput> inputs;  ///< Replied and Held
    std::vector<effect::IntentEnded> ended;
    std::set<std::string> wanted;  ///< connections whose active calls are asked for
  };

  explicit Outbox(OutboxConfig config) : config_(std::move(config)) {}
  /// Takes over the intents of the call as it is stored.
  void sync(TimePoint now, const CallPtr& call, Origin origin);
  /// The Held input of this intent is stored.
  void stamped(TimePoint at, const CallId& call, int intent);
  /// One for each Send.
  void replied(TimePoint now, const CallId& call, int intent, const SendOutcome& outcome);
  /// A look at active calls: the answer to those who asked before it left.
  void seen(TimePoint now, const ActiveCallsSeen& look);
  void forget(const CallId& call);
  /// Everything that may happen at `now`.
  Turn take_turn(TimePoint now);
  /// When take_turn has something to do without another message.
  [[nodiscard]] std::optional<TimePoint> next() const;
  /// Nothing leaves any more; replies are still taken.
  void stop() { stopped_ = true; }
  [[nodiscard]] std::size_t on_wire() const { return on_wire_; }
  [[nodiscard]] std::size_t depth() const { return depth_; }

 private:
  struct ReadyKey {
    Priority priority;
    std::uint64_t order;
    CallId call;
    int intent;
    auto operator<=>(const ReadyKey&) const = default;
  };
  struct CallSendings {
    CallPtr call;
    std::map<int, Sending> sendings;  ///< by intent number
    std::vector<ReadyKey> ready;
    std::optional<TimePoint> wake;
  };

  Sending& add(TimePoint now, CallSendings& of, const Intent& intent, Origin origin);
  void refresh(TimePoint now, CallSendings& of);
  void consider(TimePoint now, CallSendings& of, Sending& sending);
  void launch(TimePoint now, CallSendings& of, Sending& sending);
  void ask(TimePoint now, const CallSendings& of, Sending& sending);
  [[nodiscard]] bool answer_from_memory(TimePoint now, const CallSendings& of, Sending& sending);
  void remember_answer(TimePoint now, const Sending& sending, const Reply& reply);
  void answer(TimePoint now, CallSendings& of, Sending& sending, const ActiveCallsSeen& look);
  /// Until when the first of the ready ones may not leave; empty: until another message.
  [[nodiscard]] std::optional<TimePoint> held_until(const ReadyKey& first) const;
  void resolve(TimePoint now, const CallSendings& of, Sending& sending, Reply reply);
  void resolve_withdrawn(TimePoint now, CallSendings& of);
  void wake_at(CallSendings& of, TimePoint time);
  void unschedule(CallSendings& of);

  OutboxConfig config_;
  std::unordered_map<CallId, CallSendings> calls_;
  std::set<ReadyKey> ready_;
  std::set<std::pair<TimePoint, CallId>> wake_;
  std::set<std::pair<CallId, int>> asked_;      ///< intents that wait for a look
  std::set<std::pair<CallId, int>> questions_;  ///< intents that are on the wire and are questions
  struct Answer {
    Json data;
    TimePoint until{};
  };
  std::map<std::string, Answer> insight_names_;  ///< of the account, by insight
  TimePoint paused_until_{};
  TimePoint questions_paused_until_{};
  std::size_t on_wire_ = 0;
  std::size_t depth_ = 0;  ///< open intents of all calls
  std::uint64_t next_order_ = 1;
  bool stopped_ = false;
  Turn turn_;
};

}  // namespace callwright::runtime
