#pragma once

#include "service/runtime/call_input.hpp"
#include "service/runtime/effect.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace callwright::runtime {

/// How outgoing webhooks are repeated.
struct DeliveryPolicy {
  Duration first_retry = std::chrono::seconds{5};
  Duration give_up = std::chrono::hours{24};  ///< no attempt begins later than this after the decision
  Duration timeout = std::chrono::seconds{15};
  std::size_t per_host_max = 4;  ///< attempts under way, so that a dead receiver holds up nobody else
};

/// The pause after so many failed attempts: `first_retry`, then 6, 24, 120, 360, 720 times that, then always
/// 1440 times (with 5 s: 30 s, 2 min, 10 min, 30 min, 1 h, 2 h), each a fifth more or less. What it adds
/// follows from `id`, so that webhooks that failed together do not come back together.
Duration pause_after(const DeliveryPolicy& policy, int failed, std::string_view id);

/// The outgoing webhooks of all calls of a shard. Each is attempted until a receiver answers 2xx, answers
/// 410, or the time is over; each failed attempt is an input of the call, so that the time of the next one is
/// on disk. Webhooks have no order among each other.
class Deliveries {
 public:
  struct Turn {
    std::vector<effect::SendWebhook> sends;
    std::vector<CallInput> inputs;  ///< Replied and AttemptFailed
    std::vector<effect::IntentEnded> ended;
  };

  explicit Deliveries(DeliveryPolicy policy) : policy_(policy) {}
  /// Takes over the webhooks of the call as it is stored.
  void sync(const CallPtr& call);
  /// One for each send.
  void replied(TimePoint now, const CallId& call, int intent, const WebhookReply& reply);
  void forget(const CallId& call);
  /// Everything that may happen at `now`.
  Turn take_turn(TimePoint now);
  /// When take_turn has something to do without another message.
  [[nodiscard]] std::optional<TimePoint> next() const;
  /// Nothing happens to the call's webhooks before `until`.
  [[nodiscard]] bool rests(const CallId& call, TimePoint until) const;
  /// Nothing leaves any more; replies are still taken.
  void stop() { stopped_ = true; }

 private:
  enum class State : std::uint8_t {
    Waiting,  ///< for its time
    InLine,   ///< for its host
    OnWire,
    Noting,  ///< what came of it is an input of the call and not yet stored
  };
  struct Delivery {
    Intent intent;
    std::string host;
    std::uint64_t order = 0;
    State state = State::Waiting;
    std::optional<TimePoint> first_try;  ///< by this process
  };
  struct Key {
    std::uint64_t order;
    CallId call;
    int intent;
    auto operator<=>(const Key&) const = default;
  };
  struct Host {
    std::size_t on_wire = 0;
    std::set<Key> line;
  };

  Delivery* find(const CallId& call, int intent);
  void schedule(const CallId& call, Delivery& delivery);
  void remove(const CallId& call, const Delivery& delivery);
  void launch(TimePoint now, const Key& key, Host& host);
  void failed(TimePoint now, const CallId& call, Delivery& delivery, const WebhookReply& reply);
  void resolve(TimePoint now, const CallId& call, Delivery& delivery, Reply reply);

  DeliveryPolicy policy_;
  std::unordered_map<CallId, std::map<int, Delivery>> calls_;
  std::set<std::pair<TimePoint, Key>> due_;
  std::map<std::string, Host> hosts_;  ///< of webhooks that wait or are under way
  std::uint64_t next_order_ = 1;
  bool stopped_ = false;
  Turn turn_;
};

}  // namespace callwright::runtime
