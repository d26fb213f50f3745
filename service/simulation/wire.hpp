#pragma once

#include "service/simulation/inspector.hpp"
#include "service/simulation/process.hpp"
#include "service/simulation/stage.hpp"
#include "workflows/simulator/deliveries.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace callwright::simulation {

/// The network between the process and Telnyx, in both directions.
class Wire {
 public:
  /// `prepare` is told of every number before it is dialled for a call.
  using Prepare = std::function<void(const std::string& number, const CallId& call)>;

  Wire(Stage& stage, Process& process, Inspector& inspector, Prepare prepare, simulator::DeliveryRules rules)
      : stage_(stage),
        process_(process),
        inspector_(inspector),
        prepare_(std::move(prepare)),
        deliveries_(std::move(rules)) {}

  /// One request to Telnyx and its answer.
  void send(const runtime::effect::Send& send, Process::SendDone done);
  void ask(const runtime::effect::AskActiveCalls& ask, Process::SendDone done);
  /// One attempt of an outgoing webhook at a receiver that fails now and then.
  void send_webhook(const runtime::effect::SendWebhook& send, std::function<void(WebhookReply)> done);
  /// Telnyx sends webhooks: late, in any order, more than once, and again until they are answered.
  void carry(const std::vector<simulator::Webhook>& webhooks);
  /// Some command stays without an answer: what follows on it in its leg's order cannot leave.
  [[nodiscard]] bool is_stuck() const { return stage_.now < stuck_until_; }
  /// Webhooks that are neither delivered nor given up.
  [[nodiscard]] std::size_t webhooks_open() const { return deliveries_.size(); }

 private:
  struct Way {
    Duration there{};
    Duration back{};
    Duration again{};  ///< arrives a second time, so much later; 0: does not
    bool is_answered = true;
    bool fails_afterwards = false;  ///< 500, although it was done
  };

  /// A command that gets no answer.
  struct Unanswered {
    bool arrives = false;
    Duration after{};
    Duration webhooks_after{};  ///< what its leg's webhooks are held back for
  };
  using DeliveryDone = std::function<void(simulator::DeliveryAnswer)>;

  [[nodiscard]] Way way(Duration timeout, const RequestFate& fate);
  bool ends_as_planned(const RequestFate& fate, const ApiSend& request, const Process::SendDone& done);
  /// An intent whose every attempt stays without an answer, whether it takes effect or not.
  bool is_never_answered(const runtime::effect::Send& send, const Process::SendDone& done);
  static Unanswered fate_of(Dice& dice, bool is_dial);
  void arrive_unseen(const runtime::effect::Send& send, const Unanswered& fate);
  void withhold_webhooks(const runtime::effect::Send& send, const Unanswered& fate, bool is_very_late,
                         const SendOutcome& outcome);
  void carry_request(const CallId& call, const ApiSend& request, const Process::SendDone& done);
  void arrive_again(const CallId& call, const ApiSend& request, bool was_refused);
  bool fails_at_once(const CallId& call, const ApiSend& request, const RequestFate& fate,
                     const Process::SendDone& done);
  SendOutcome perform(const CallId& call, const ApiSend& request);
  void deliver();
  void start(simulator::DeliveryAttempt attempt);
  void end(const simulator::DeliveryAttempt& attempt, simulator::DeliveryAnswer answer);
  void give_up(const simulator::DeliveryAttempt& attempt);
  [[nodiscard]] Duration withheld(const Json& envelope) const;
  void arrive(const simulator::DeliveryAttempt& attempt, const DeliveryDone& done);

  Stage& stage_;
  Process& process_;
  Inspector& inspector_;
  Prepare prepare_;
  simulator::Deliveries deliveries_;
  std::optional<TimePoint> planned_;  ///< when `deliver` comes next
  std::set<std::string> lost_;        ///< event ids that no attempt brings
  TimePoint stuck_until_{};
  std::map<std::pair<CallId, int>, Unanswered> never_answered_;  ///< by intent
  std::map<std::string, TimePoint> withheld_until_;              ///< webhooks, by call_control_id
};

}  // namespace callwright::simulation
