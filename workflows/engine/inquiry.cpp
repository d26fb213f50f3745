#include "workflows/engine/inquiry.hpp"

#include "workflows/engine/assistant.hpp"
#include "workflows/engine/attempt_legs.hpp"
#include "workflows/engine/dial.hpp"
#include "workflows/engine/legs.hpp"
#include "workflows/engine/missing_events.hpp"
#include "workflows/engine/runs.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

using std::chrono::seconds;

/// An attempt is not kept open for longer by a question that stays without an answer. The active calls are
/// looked at every 30 s.
constexpr seconds kDialPatience{35};
/// Between two looks for a leg without a name, when nothing is found.
constexpr seconds kLookAgain{40};
/// A leg that was dialled unseen has rung out, or shows as answered, this long after its ring time.
constexpr seconds kRungOutSlack{70};
/// Telnyx's clock and ours.
constexpr seconds kClocksDiffer{2};
constexpr seconds kConversationPatience{2};
constexpr int kConversationQuestionsMax = 5;

bool is_open(const Call& call, Purpose purpose, int leg) {
  return std::ranges::any_of(
      call.intents, [&](const Intent& intent) { return intent.purpose == purpose && intent.leg == leg; });
}

bool has_rung_out(const Decision& d, const Leg& leg) {
  return leg.unnamed_since && d.now >= *leg.unnamed_since + ring_time_of(d, leg) + kRungOutSlack;
}

void give_up_dial(Decision& d, int number) {
  d.disarm(TimerKind::DialAnswer, number);
  d.disarm(TimerKind::RingTimeout, number);
  address_out(d, number, AttemptOutcome::Unknown);
  d.leg(number).end_wanted = true;
  if (number == 0 && !is_ending(d.call)) d.set_state(CallState::Ending);
}

/// The phone should ring: nobody has given it up.
bool is_wanted(Decision& d, const Leg& leg) {
  const auto outcome = leg.number == 0 ? leg.outcome : d.attempt(leg.attempt).outcome;
  return outcome == AttemptOutcome::Open && !leg.end_wanted;
}

bool shows_end(const Leg& leg, TimePoint asked_at, const Reply& reply, const JsonNode& status) {
  if (reply.kind == Reply::Kind::Refused) return reply.status == 404;
  if (reply.kind != Reply::Kind::Accepted) return false;
  if (status["end_time"].exists() && !status["end_time"].is_null()) return true;
  // Whether a ringing leg counts as alive is not documented: it must have been answered when it was asked
  // for.
  return status["is_alive"].boolean() == false && leg.answered_at &&
         *leg.answered_at + kClocksDiffer < asked_at;
}

}  // namespace

void record_healed(Decision& d, std::string_view by,
                   std::initializer_list<std::pair<std::string_view, std::string>> facts) {
  JsonWriter out;
  out.begin_object().member("by", by);
  for (const auto& [name, value] : facts) out.member(name, value);
  d.record("healed", out.end_object().finish());
}

void learn_ids_of(Decision& d, int number, const Json& shown) {
  const auto document = JsonDocument::of(shown);
  const auto ids = document.root();
  learn_ids(d, number, CallControlId(ids["call_control_id"].str()), CallLegId(ids["call_leg_id"].str()),
            CallSessionId(ids["call_session_id"].str()));
}

void adopt(Decision& d, int number, const Json& shown) {
  const auto document = JsonDocument::of(shown);
  const auto ids = document.root();
  const auto id = ids["call_control_id"].str();
  record_healed(
      d, "active_calls",
      {{"leg", std::to_string(number)}, {"call_control_id", id}, {"shown", "the leg that was dialled"}});
  d.disarm(TimerKind::DialAnswer, number);
  d.disarm(TimerKind::HangupRetry, number);
  d.leg(number).unnamed_since.reset();
  learn_ids_of(d, number, shown);
  if (d.leg(number).hangups == 0) leg_rings(d, number);
}

void dial_in_doubt(Decision& d, int number) {
  const bool goes_on = is_wanted(d, d.leg(number));
  look_for_leg(d, number);
  if (goes_on) {
    d.arm(TimerKind::DialAnswer, number, kDialPatience);
  } else {
    give_up_dial(d, number);
  }
}

void look_for_leg(Decision& d, int number) {
  auto& leg = d.leg(number);
  if (!leg.unnamed_since) leg.unnamed_since = d.now;
  if (!d.is_armed(TimerKind::HangupRetry, number)) d.arm(TimerKind::HangupRetry, number, kLookAgain);
  if (is_open(d.call, Purpose::AskDial, number)) return;
  JsonWriter body;
  body.begin_object();
  if (!d.call.connection_id.empty()) body.member("connection_id", d.call.connection_id);
  d.send("list_active_calls", number, body.end_object().finish(), Purpose::AskDial, number,
         Priority::Question);
}

void dial_answer_due(Decision& d, int number) {
  if (d.leg(number).call_control_id) return;
  d.decide("dial_unknown", {{"leg", std::to_string(number)}, {"why", "no answer to the question"}});
  give_up_dial(d, number);
}

void dial_asked(Decision& d, int number, const Reply& reply) {
  auto& leg = d.leg(number);
  if (leg.call_control_id || leg.state == LegState::Ended) return;
  const auto document = JsonDocument::of(reply.data);
  if (reply.kind == Reply::Kind::Accepted && document.root()["call_control_id"].exists()) {
    return adopt(d, number, reply.data);
  }
  give_up_dial(d, number);
  if (reply.kind != Reply::Kind::Accepted) return;
  record_healed(d, "active_calls", {{"leg", std::to_string(number)}, {"shown", "no such leg"}});
  if (has_rung_out(d, leg)) leg_ended(d, number, "");
}

void unnamed_leg_due(Decision& d, int number) {
  const auto& leg = d.leg(number);
  if (leg.unnamed_since && d.now >= *leg.unnamed_since + kLegTimeLimit) {
    leg_ended(d, number, "");
  } else {
    look_for_leg(d, number);
  }
}

void ask_for_legs(Decision& d) {
  d.record("fact", json_object({{"restarted", "timers fell due while the service was down"}}));
  for (const auto& leg : std::vector<Leg>(d.call.legs)) {
    ask_for_leg(d, leg.number);
    ask_for_events(d, leg.number);
  }
}

void leg_asked(Decision& d, const Intent& question, const Reply& reply) {
  const int number = question.ref;
  const auto& leg = d.leg(number);
  if (leg.state == LegState::Ended) return;
  const auto document = JsonDocument::of(reply.data);
  if (!shows_end(leg, question.created_at, reply, document.root())) return;
  record_healed(d, "call_status",
                {{"leg", std::to_string(number)},
                 {"call_control_id", leg.call_control_id.text()},
                 {"shown", reply.status == 404 ? "no such call" : "the call has ended"}});
  leg_ended(d, number, "");
}

void await_conversation(Decision& d) {
  if (d.call.conversation || d.is_armed(TimerKind::ConversationAsk, 0)) return;
  if (is_open(d.call, Purpose::AskConversation, kNoLeg)) return;
  d.arm(TimerKind::ConversationAsk, 0, kConversationPatience);
}

void ask_for_conversation(Decision& d, int asked_before) {
  if (d.call.conversation || d.caller().call_control_id.empty()) return;
  if (is_open(d.call, Purpose::AskConversation, kNoLeg)) return;
  // Telnyx: the conversation of a call has its call_control_id in the metadata.
  d.send("list_conversations", kNoLeg,
         json_object({{"metadata->call_control_id", "eq." + d.caller().call_control_id.text()},
                      {"order", "last_message_at.desc"},
                      {"limit", "10"}}),
         Purpose::AskConversation, asked_before, Priority::Question);
}

void conversation_asked(Decision& d, int asked_before, const Reply& reply) {
  if (d.call.conversation) return;
  const auto document = JsonDocument::of(reply.data);
  for (const auto& listed : document.root().elements()) {
    const auto id = listed["id"].str();
    if (id.empty() || std::ranges::find(d.call.older_conversations, id) != d.call.older_conversations.end())
      continue;
    record_healed(d, "conversations", {{"conversation_id", id}});
    conversation_known(d, ConversationId(id));
    return;
  }
  if (asked_before + 1 >= kConversationQuestionsMax) return;
  // How soon a conversation is listed is not documented.
  d.arm(TimerKind::ConversationAsk, asked_before + 1, kConversationPatience * (1 << (asked_before + 1)));
}

}  // namespace callwright::engine
