#pragma once

#include "service/simulation/inspector.hpp"
#include "service/simulation/people.hpp"
#include "service/simulation/process.hpp"
#include "service/simulation/stage.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace callwright::simulation {

/// The network between the process and Telnyx, in both directions.
class Wire {
 public:
  Wire(Stage& stage, Process& process, Inspector& inspector, People& people)
      : stage_(stage), process_(process), inspector_(inspector), people_(people) {}

  /// One request to Telnyx and its answer.
  void send(const runtime::effect::Send& send, Process::SendDone done);
  void ask(const runtime::effect::AskActiveCalls& ask, Process::SendDone done);
  /// One attempt of an outgoing webhook at a receiver that fails now and then.
  void send_webhook(const runtime::effect::SendWebhook& send, std::function<void(WebhookReply)> done);
  /// Telnyx sends webhooks: late, in any order, more than once, and again until they are answered.
  void carry(const std::vector<simulator::Webhook>& webhooks);
  /// Some webhook was not taken in and is to be delivered again, or some command stays without an answer:
  /// what follows on it in its leg's order cannot leave.
  [[nodiscard]] bool is_repeating() const { return repeating_ > 0 || stage_.now < stuck_until_; }

 private:
  struct Way {
    Duration there{};
    Duration back{};
    bool is_answered = true;
    bool fails_afterwards = false;  ///< 500, although it was done
  };

  [[nodiscard]] Way way(Duration timeout);
  /// An intent whose every attempt stays without an answer, whether it takes effect or not.
  bool is_never_answered(const runtime::effect::Send& send, const Process::SendDone& done);
  void withhold_webhooks(const runtime::effect::Send& send, const SendOutcome& outcome);
  void carry_request(const CallId& call, const ApiSend& request, const Process::SendDone& done);
  bool fails_at_once(const CallId& call, const ApiSend& request, const Process::SendDone& done);
  SendOutcome perform(const ApiSend& request);
  void deliver(const simulator::Webhook& webhook, int attempt, Duration delay);
  [[nodiscard]] Duration withheld(const simulator::Webhook& webhook) const;
  void attempt(const simulator::Webhook& webhook, int attempt);

  Stage& stage_;
  Process& process_;
  Inspector& inspector_;
  People& people_;
  int repeating_ = 0;
  TimePoint stuck_until_{};
  std::map<std::pair<CallId, int>, bool> never_answered_;  ///< intents; true: they arrive at Telnyx
  std::map<std::string, TimePoint> withheld_until_;        ///< webhooks, by call_control_id
};

}  // namespace callwright::simulation
