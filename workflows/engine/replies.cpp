#include "workflows/engine/replies.hpp"

#include "workflows/engine/actions.hpp"
#include "workflows/engine/again.hpp"
#include "workflows/engine/assistant.hpp"
#include "workflows/engine/bridge.hpp"
#include "workflows/engine/gate.hpp"
#include "workflows/engine/hold.hpp"
#include "workflows/engine/inquiry.hpp"
#include "workflows/engine/insights.hpp"
#include "workflows/engine/join.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/missing_events.hpp"
#include "workflows/engine/occupation.hpp"
#include "workflows/engine/outside.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/engine/telling.hpp"

namespace callwright::engine {
namespace {

std::string_view name_of_kind(Reply::Kind kind) {
  switch (kind) {
    case Reply::Kind::Accepted: return "accepted";
    case Reply::Kind::Refused: return "refused";
    case Reply::Kind::Unknown: return "unknown";
    case Reply::Kind::Withdrawn: return "withdrawn";
  }
  return "unknown";
}

void record_reply(Decision& d, int number, std::string_view operation, const Reply& reply) {
  JsonWriter out;
  out.begin_object().member("intent", number).member("operation", operation);
  out.member("result", name_of_kind(reply.kind)).member("status", reply.status);
  if (!reply.code.empty()) out.member("code", reply.code);
  if (!reply.detail.empty()) out.member("detail", reply.detail);
  if (!reply.data.is_null()) out.member("data", reply.data);
  d.record("reply", out.end_object().finish());
}

/// 90018: the leg has ended, except for a bridge, where it may be the other one. A path that Telnyx does not
/// know (404) says the same of a leg that we hang up.
bool is_evidence_of_end(const Intent& intent, const Reply& reply) {
  if (reply.kind != Reply::Kind::Refused || intent.purpose == Purpose::Dial) return false;
  if (is_question(intent.purpose)) return false;
  if (intent.leg == kNoLeg) return false;
  if (intent.operation == "bridge") return false;
  return reply.code == "90018" || (intent.purpose == Purpose::Hangup && reply.status == 404);
}

void speech_refused(Decision& d, const Intent& intent) {
  if (d.leg(intent.leg).speaking == intent.number) speech_ended(d, intent.leg);
}

/// What the assistant would not take is spoken by us; a speech that was not taken waits for the next
/// occasion.
void tell_replied(Decision& d, const Intent& intent, bool accepted) {
  if (accepted) return caller_was_told(d, intent.ref);
  if (intent.operation == "speak") return speech_refused(d, intent);
  const auto* run = find_run(d.call, intent.ref);
  if (run == nullptr || (run->state != RunState::Ringing && run->state != RunState::Joining)) return;
  speak_to_caller(d, d.escalation(*run).caller.waiting, {.run = run->number});
}

void dispatch(Decision& d, const Intent& intent, const Reply& reply) {
  const bool accepted = reply.kind == Reply::Kind::Accepted;
  switch (intent.purpose) {
    case Purpose::Action:
      if (intent.operation == "ai_assistant_start") assistant_start_replied(d, reply);
      if (intent.operation == "speak" && !accepted) speech_refused(d, intent);
      if (accepted) command_accepted(d, intent);
      list_replied(d, intent, reply);
      return;
    case Purpose::Dial: return dial_replied(d, intent.ref, reply);
    case Purpose::Gate:
      if (reply.kind == Reply::Kind::Refused) gate_refused(d, intent.ref);
      return;
    case Purpose::Briefing:
    case Purpose::Release:
    case Purpose::Goodbye:
      if (!accepted) speech_refused(d, intent);
      return;
    case Purpose::Join: return join_replied(d, intent.ref, reply);
    case Purpose::Bridge: return bridge_replied(d, intent.ref, reply);
    case Purpose::Tell: return tell_replied(d, intent, accepted);
    case Purpose::Hold: return hold_replied(d, intent.ref, reply);
    case Purpose::RestartAssistant: return assistant_start_replied(d, reply);
    case Purpose::Hangup:  // confirmed by call.hangup; repeated by its timer until then
    case Purpose::GateStop:
    case Purpose::HoldStop:
    case Purpose::StopAssistant:
    case Purpose::Deliver:
    case Purpose::HangupStray: return;
    case Purpose::AskLeg: return leg_asked(d, intent, reply);
    case Purpose::AskEvents: return events_asked(d, intent.ref, reply);
    case Purpose::AskDeliveries: return deliveries_asked(d, intent.ref, reply);
    case Purpose::AskDial: return dial_asked(d, intent.ref, reply);
    case Purpose::AskConversation: return conversation_asked(d, intent.ref, reply);
    case Purpose::AskInsights: return insights_asked(d, intent, reply);
    case Purpose::AskInsightName: return insight_name_asked(d, intent, reply);
  }
}

}  // namespace

void replied(Decision& d, int number, const Reply& reply) {
  const auto* found = find_intent(d.call, number);
  if (found == nullptr) {
    record_reply(d, number, "", reply);
    return;
  }
  const Intent intent = *found;
  d.cause = "reply " + intent.operation;
  record_reply(d, number, intent.operation, reply);
  d.drop_intent(number);
  outside_replied(d, intent, reply);
  if (is_evidence_of_end(intent, reply)) {
    leg_ended(d, intent.leg, "");
    return;
  }
  if (reply.kind == Reply::Kind::Unknown && send_again(d, intent) != 0) return;
  dispatch(d, intent, reply);
}

}  // namespace callwright::engine
