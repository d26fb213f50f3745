#pragma once

#include "service/runtime/effect.hpp"
#include "service/simulation/stage.hpp"

#include <map>
#include <set>
#include <string>

namespace callwright::simulation {

/// What the world knows of a person's leg beyond what Telnyx shows.
struct PersonFacts {
  simulator::Behaviour behaviour;
  bool took_the_call = false;  ///< pressed the key for it
};

/// Holds what happens against the guarantees (top README, "What it promises"), as it happens and at the end.
/// Each `require` is one of them.
class Inspector {
 public:
  explicit Inspector(Stage& stage) : stage_(stage) {}

  /// Reads what is new in the store.
  void look_at_store();
  /// A webhook was answered 200.
  void webhook_answered(const Event& event, runtime::Outcome outcome);
  /// A request leaves the process.
  void request_leaves(const runtime::effect::Send& send);
  /// A look at the active calls leaves the process, in its `life`th life.
  /// Telnyx has something to tell.
  void webhook_made(const simulator::Webhook& webhook);
  /// A webhook that no attempt brings, or will bring.
  void webhook_lost(std::string_view event_type, const Json& envelope);
  void attempt_failed(std::string_view event_type, const Json& envelope);
  /// A dial that nobody waits for any more, and that nobody can take back. False: it took effect before.
  bool arrives_very_late(const runtime::effect::Send& dial);
  void look_leaves(const runtime::effect::AskActiveCalls& ask, std::uint64_t life, TimePoint now);
  /// The service cannot know of this leg for a while.
  void leg_is_hidden(const std::string& call_control_id) { hidden_.insert(call_control_id); }
  /// The leg of a dial that arrived very late: its call may be closed before anybody hears of it.
  void leg_is_late(const std::string& call_control_id) {
    hidden_.insert(call_control_id);
    late_.insert(call_control_id);
  }
  /// An outgoing webhook reached its receiver.
  void webhook_came(const WebhookSend& webhook, const CallId& call);
  /// A command took effect at Telnyx.
  void took_effect(const simulator::Telnyx::Effect& effect);
  /// `excused`: how long, until now, the service could not know: it was down, or webhooks were to come again.
  void look_at_legs(Duration excused);
  void look_at_the_end();

  PersonFacts& person(const std::string& call_control_id) { return people_[call_control_id]; }
  void assistant_hung_up(const CallId& call) { ++assistant_ends_[call]; }
  /// The call that a leg at Telnyx belongs to; empty when it is not (yet) known.
  static CallId call_of(const simulator::Telnyx::LegView& leg);

 private:
  struct KnownIntent {
    CallId call;
    std::string operation;
  };
  /// Since when a leg is as it should not stay.
  struct Since {
    TimePoint at;
    Duration excused;
  };

  void record_stored(const CallId& call, const JsonNode& record);
  void may_not_last(std::map<CallControlId, Since>& legs, const simulator::Telnyx::LegView& leg, bool is_so,
                    Duration excused, Duration patience, std::string_view guarantee);
  void check_once(const CallId& call, const simulator::Telnyx::Effect& effect, const JsonNode& body);
  void check_dial(const CallId& call, const simulator::Telnyx::Effect& effect);
  void check_joined(const CallId& call);
  /// Whether every escalation of the call's workflows does.
  bool asks_for_a_key(const CallId& call);
  const CallId& known_call_of(const simulator::Telnyx::LegView& leg);
  void check_assistant(const CallId& call);
  bool is_machine_we_called(const simulator::Telnyx::LegView& leg);
  /// A machine that the call has reached is not talked to.
  bool hears_nobody(const CallId& call);
  void check_ended(const CallId& call);
  void check_call_at_the_end(const CallId& id);
  void check_leg_at_the_end(const simulator::Telnyx::LegView& leg);

  Stage& stage_;
  std::int64_t position_ = 0;
  std::map<CallId, std::int64_t> last_seq_;
  std::set<std::string> events_;                ///< ids in records
  std::map<std::string, KnownIntent> intents_;  ///< by command_id
  std::set<std::string> received_;              ///< command_ids of outgoing webhooks that arrived
  std::set<CallId> closed_;
  std::map<std::uint64_t, TimePoint> looked_at_;  ///< by life of the process
  std::map<std::string, int> effects_of_command_;
  std::map<std::pair<CallId, std::string>, int> effects_of_operation_;
  std::map<CallId, int> assistant_ends_;
  std::map<std::string, PersonFacts> people_;  ///< by call_control_id
  std::set<std::string> streamed_;             ///< legs with a stream, by call_control_id
  std::map<CallId, std::set<std::string>> conversations_ended_;
  std::set<CallId> undecidable_;     ///< whose conversation may have ended, as far as Telnyx tells
  std::set<std::string> late_;       ///< by call_control_id
  std::set<std::string> very_late_;  ///< command_ids
  std::set<std::string> hidden_;     ///< by call_control_id
  std::map<CallId, bool> asks_for_a_key_;
  std::set<std::string> unheard_of_;      ///< callers whose first webhook never came, by call_control_id
  std::set<CallId> end_unknown_;          ///< the end of a leg or of the conversation may have come unnoticed
  std::map<CallControlId, Since> quiet_;  ///< callers who hear nothing
  std::map<CallControlId, Since> strays_;    ///< legs that live although their call is closed
  std::map<CallControlId, Since> rings_on_;  ///< phones that ring for a call that somebody has joined
  std::map<std::string, CallId, std::less<>> call_of_client_state_;
  std::map<CallControlId, Since> talked_to_;  ///< machines that an assistant talks to
  std::map<CallId, bool> hears_nobody_;
  std::set<std::string> unjudged_;            ///< whose answer or verdict may be unknown, by call_control_id
  std::map<CallControlId, Since> left_over_;  ///< people whom nobody needs any more
};

}  // namespace callwright::simulation
