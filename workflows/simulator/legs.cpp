#include "workflows/simulator/legs.hpp"

#include "workflows/model/text.hpp"
#include "workflows/simulator/conversations.hpp"
#include "workflows/simulator/detection.hpp"
#include "workflows/simulator/gather.hpp"
#include "workflows/simulator/recording.hpp"
#include "workflows/simulator/speech.hpp"
#include "workflows/simulator/webhooks.hpp"

namespace callwright::simulator {
namespace {

void emit_initiated(World& world, const Leg& leg) {
  emit(world, leg, "call.initiated",
       {{"calling_party_type", json_text(calling_party_type(leg))},
        {"direction", json_text(leg.incoming ? "incoming" : "outgoing")},
        {"start_time", json_time(leg.started_at)},
        {"state", json_text(leg.incoming ? "parked" : "bridging")}});
}

/// Does `what` to the leg later, unless it is no longer ringing.
void while_ringing(World& world, const Leg& leg, Duration delay, void (*what)(World&, Leg&)) {
  world.while_live(leg, delay, [what](World& later, Leg& ringing) {
    if (ringing.state == Leg::State::Ringing) what(later, ringing);
  });
}

void end_later(World& world, const Leg& leg, Duration delay, HangupCause why) {
  world.while_live(leg, delay,
                   [why = std::move(why)](World& later, Leg& ending) { end_leg(later, ending, why); });
}

void react(World& world, Leg& leg) {
  switch (leg.person.kind) {
    case Behaviour::Kind::Answers:
    case Behaviour::Kind::Voicemail: while_ringing(world, leg, leg.person.answer_after, answer_leg); break;
    case Behaviour::Kind::Busy:
      while_ringing(world, leg, leg.person.answer_after,
                    [](World& later, Leg& busy) { end_leg(later, busy, {"user_busy", "callee", "486"}); });
      break;
    case Behaviour::Kind::Rejects:
      while_ringing(world, leg, leg.person.answer_after, [](World& later, Leg& rejected) {
        end_leg(later, rejected, {"call_rejected", "callee", "603"});
      });
      break;
    case Behaviour::Kind::NoAnswer: break;
  }
}

void leave_queue_at_end(World& world, Leg& leg) {
  if (!leg.queue_name) return;
  const auto name = *std::exchange(leg.queue_name, std::nullopt);
  emit(world, leg, "call.dequeued", {{"queue", json_text(name)}, {"reason", json_text("hangup")}});
}

void release_partner(World& world, Leg& leg) {
  if (!leg.bridged_to) return;
  auto& partner = world.legs[*leg.bridged_to];
  leg.bridged_to.reset();
  partner.bridged_to.reset();
  if (partner.is_live() && !partner.stays_after_unbridge)
    end_leg(world, partner, {"normal_clearing", "caller"});
}

}  // namespace

std::string_view calling_party_type(const Leg& leg) { return is_sip_uri(leg.from) ? "sip" : "pstn"; }

Leg& place_incoming(World& world, const std::string& from, const std::string& to) {
  Leg& leg = world.add_leg();
  leg.incoming = true;
  leg.state = Leg::State::Parked;
  leg.from = from;
  leg.to = to;
  emit_initiated(world, leg);
  return leg;
}

void ring(World& world, Leg& leg) {
  emit_initiated(world, leg);
  while_ringing(world, leg, leg.ring_time, [](World& later, Leg& unanswered) {
    end_leg(later, unanswered, {unanswered.retry_on_timeout ? "timeout" : "no_answer", "unknown"});
  });
  react(world, leg);
}

void answer_leg(World& world, Leg& leg) {
  leg.state = Leg::State::Answered;
  leg.answered_at = world.now;
  emit(world, leg, "call.answered",
       {{"start_time", json_time(leg.started_at)}, {"state", json_text("answered")}});
  if (leg.record_on_answer) begin_recording(world, leg, leg.recording_channels);
  if (!leg.assistant_on_answer.is_null()) start_on_answer(world, leg);
  if (leg.incoming) return;
  end_later(world, leg, leg.time_limit, {"time_limit", "unknown"});
  if (leg.person.hangs_up_after) {
    end_later(world, leg, *leg.person.hangs_up_after, phone_hangup(leg));
  }
  begin_detection(world, leg);
  if (leg.bridge_on_answer && world.legs[*leg.bridge_on_answer].is_answered()) {
    bridge_legs(world, world.legs[*leg.bridge_on_answer], leg);
  }
}

void end_leg(World& world, Leg& leg, const HangupCause& why) {
  leg.state = Leg::State::Ended;
  leg.ended_at = world.now;
  leg.hangup_cause = why.cause;
  world.forget(leg);
  end_gather(world, leg, "call_hangup");
  silence(world, leg, "call_hangup");
  emit(world, leg, "call.hangup",
       {{"call_quality_stats", Json()},
        {"hangup_cause", json_text(why.cause)},
        {"hangup_source", json_text(why.source)},
        {"sip_hangup_cause", json_text(why.sip)},
        {"start_time", json_time(leg.started_at)},
        {"state", json_text("hangup")}});
  leave_queue_at_end(world, leg);
  leave_conversation(world, leg);
  end_recording(world, leg);
  release_partner(world, leg);
}

HangupCause command_hangup(const Leg& leg) {
  if (!leg.answered_at) {
    return leg.incoming ? HangupCause{"call_rejected", "callee"}
                        : HangupCause{"originator_cancel", "caller", "487"};
  }
  return {"normal_clearing", leg.incoming ? "callee" : "caller", leg.incoming ? "unspecified" : "200"};
}

HangupCause phone_hangup(const Leg& leg) {
  if (!leg.answered_at) {
    return leg.incoming ? HangupCause{"originator_cancel", "caller"}
                        : HangupCause{"call_rejected", "callee", "603"};
  }
  return {"normal_clearing", leg.incoming ? "caller" : "callee", leg.incoming ? "unspecified" : "200"};
}

void bridge_legs(World& world, Leg& leg, Leg& other) {
  if (leg.bridged_to != other.number) {
    release_partner(world, leg);
    release_partner(world, other);
  }
  leg.bridged_to = other.number;
  other.bridged_to = leg.number;
  emit(world, leg, "call.bridged");
  emit(world, other, "call.bridged");
}

}  // namespace callwright::simulator
