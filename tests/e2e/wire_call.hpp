#pragma once

#include "tests/e2e/fake_telnyx.hpp"
#include "tests/e2e/service.hpp"
#include "tests/e2e/signer.hpp"

#include <string>
#include <utility>
#include <vector>

namespace callwright::tests {

/// A workflow for each of so many lines: a number of its own, and two people of its own who are rung at once.
std::string workflow_of_lines(int lines);

/// What happens on a call.
enum class Ending {
  FirstAccepts,   ///< the second person is a voicemail
  SecondAccepts,  ///< the first person is a voicemail
  BothDecline,    ///< both press 2
  NoEscalation,   ///< the caller presses a key and hangs up
};

/// Something that Telnyx sends: a webhook or a tool request.
struct Delivery {
  std::string event_type;  ///< or `tool`
  std::string leg;
  std::string payload;  ///< members besides those that every webhook has: `"digit":"1"`
};

/// What Telnyx may send, in any order, as soon as the service has asked for all that the step before leads
/// to.
struct Step {
  std::vector<Delivery> deliveries;
  std::vector<std::pair<std::string, std::string>> leads_to;  ///< operation and leg
  std::string state;                                          ///< of the call, when it has to be waited for
};

/// One call of `workflow_of_lines`, as Telnyx reports it, delivered by hand.
class WireCall {
 public:
  WireCall(int line, Ending ending);

  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
  [[nodiscard]] std::string caller() const;
  [[nodiscard]] std::string caller_leg() const;
  [[nodiscard]] std::string leg(int person) const;  ///< 0 or 1
  [[nodiscard]] std::string id_of(const Delivery& delivery) const;
  [[nodiscard]] Ending ending() const { return ending_; }

  /// The bytes of the request.
  [[nodiscard]] std::string request(const Delivery& delivery, const FakeTelnyx& telnyx,
                                    const Signer& signer) const;
  /// Sends it and gives the answer.
  RawReply deliver(const Delivery& delivery, const Service& service, FakeTelnyx& telnyx,
                   const Signer& signer);
  /// Waits for what the step leads to; says what did not come.
  [[nodiscard]] std::string await(const Step& step, Service& service, FakeTelnyx& telnyx) const;
  /// Both, for each delivery of the step in order. Empty, or what went wrong.
  std::string play(const Step& step, Service& service, FakeTelnyx& telnyx, const Signer& signer);

  /// What has to be true at the end, whatever happened on the way. Empty, or what is wrong.
  [[nodiscard]] std::string check(const Service& service, const FakeTelnyx& telnyx) const;

 private:
  void add(std::vector<Delivery> deliveries, std::vector<std::pair<std::string, std::string>> leads_to = {},
           std::string state = {});
  void begin();
  void ring(int human);
  void accept(int human);
  void decline();
  void end(bool escalated, int human);
  [[nodiscard]] std::string tool_request(const FakeTelnyx& telnyx, const Signer& signer) const;
  [[nodiscard]] std::string check_commands(const FakeTelnyx& telnyx) const;
  [[nodiscard]] std::string check_records(const Service& service, const std::string& id) const;

  int line_;
  Ending ending_;
  std::vector<Step> steps_;
  std::vector<std::string> acknowledged_;  ///< ids of events that were answered 200
};

/// State, outcome, attempts and legs of a call in one text, without ids and times.
std::string end_state(const JsonNode& call);

}  // namespace callwright::tests
