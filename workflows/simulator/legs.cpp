#include "workflows/simulator/legs.hpp"

#include "workflows/model/text.hpp"
#include "workflows/simulator/conferences.hpp"
#include "workflows/simulator/conversations.hpp"
#include "workflows/simulator/cost.hpp"
#include "workflows/simulator/gather.hpp"
#include "workflows/simulator/on_answer.hpp"
#include "workflows/simulator/queues.hpp"
#include "workflows/simulator/recording.hpp"
#include "workflows/simulator/speech.hpp"
#include "workflows/simulator/streams.hpp"
#include "workflows/simulator/webhooks.hpp"

namespace callwright::simulator {
namespace {

void emit_initiated(World& world, const Leg& leg) {
  Members members;
  if (world.settings.unstated.initiated_names_party_type) {
    members.emplace_back("calling_party_type", json_text(calling_party_type(leg)));
  }
  members.emplace_back("direction", json_text(leg.incoming ? "incoming" : "outgoing"));
  members.emplace_back("start_time", json_time(leg.started_at));
  members.emplace_back("state", json_text(leg.incoming ? "parked" : "bridging"));
  emit(world, leg, "call.initiated", members);
}

/// Numbers as text, as in Telnyx's samples; `mos` of a good line.
Json quality_stats(const Leg& leg) {
  const auto packets = std::to_string((*leg.ended_at - *leg.answered_at).count() / 20);
  JsonWriter writer;
  writer.begin_object().key("inbound").begin_object().member("jitter_max_variance", "0.00");
  writer.member("jitter_packet_count", "0").member("mos", "4.50").member("packet_count", packets);
  writer.member("skip_packet_count", "0").end_object().key("outbound").begin_object();
  return writer.member("packet_count", packets)
      .member("skip_packet_count", "0")
      .end_object()
      .end_object()
      .finish();
}

void emit_hangup(World& world, const Leg& leg, const HangupCause& why) {
  const auto& unstated = world.settings.unstated;
  const bool has_stats = unstated.hangup_has_quality_stats && leg.answered_at;
  Members members = {{"call_quality_stats", has_stats ? quality_stats(leg) : Json()},
                     {"hangup_cause", json_text(why.cause)},
                     {"hangup_source", json_text(why.source)},
                     {"sip_hangup_cause", json_text(why.sip)},
                     {"start_time", json_time(leg.started_at)},
                     {"state", json_text("hangup")}};
  if (unstated.hangup_names_its_end) members.emplace_back("end_time", json_time(*leg.ended_at));
  emit(world, leg, "call.hangup", members);
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

void release_partner(World& world, Leg& leg) {
  if (!leg.bridged_to) return;
  auto& partner = world.legs[*leg.bridged_to];
  leg.bridged_to.reset();
  partner.bridged_to.reset();
  if (partner.is_live() && !partner.stays_after_unbridge)
    end_leg(world, partner, {"normal_clearing", "caller"});
}

/// A transfer's new leg that still rings, when it is to end with the leg that is transferred.
void release_targets(World& world, const Leg& leg) {
  if (world.settings.unstated.ringing_target_outlives_its_caller) return;
  for (auto& target : world.legs) {
    if (target.transferred_from == leg.number && target.state == Leg::State::Ringing) {
      end_leg(world, target, {"originator_cancel", "caller", "487"});
    }
  }
}

/// Of several destinations the first answer wins.
void hang_up_siblings(World& world, const Leg& leg) {
  for (const auto number : leg.siblings) {
    auto& sibling = world.legs[number];
    if (sibling.state == Leg::State::Ringing) end_leg(world, sibling, {"originator_cancel", "caller", "487"});
  }
}

}  // namespace

std::string_view calling_party_type(const Leg& leg) { return is_sip_uri(leg.from) ? "sip" : "pstn"; }

void leave_bridge(World& world, Leg& leg) { release_partner(world, leg); }

Leg& place_incoming(World& world, const std::string& from, const std::string& to) {
  Leg& leg = world.add_leg();
  leg.incoming = true;
  leg.state = Leg::State::Parked;
  leg.from = from;
  leg.to = to;
  emit_initiated(world, leg);
  if (const auto limit = world.settings.first_command_timeout) {
    world.while_live(leg, *limit, [](World& later, Leg& untouched) {
      if (!untouched.got_a_command) end_leg(later, untouched, {"unspecified", "unknown"});
    });
  }
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
  if (!leg.incoming) {
    end_later(world, leg, leg.time_limit, {"time_limit", "unknown"});
    if (leg.person.hangs_up_after) end_later(world, leg, *leg.person.hangs_up_after, phone_hangup(leg));
  }
  hang_up_siblings(world, leg);
  begin_what_waited(world, leg);
}

void end_leg(World& world, Leg& leg, const HangupCause& why) {
  leg.state = Leg::State::Ended;
  leg.ended_at = world.now;
  leg.hangup_cause = why.cause;
  world.forget(leg);
  end_gather(world, leg, "call_hangup");
  silence(world, leg, "call_hangup");
  end_streams(world, leg);
  emit_hangup(world, leg, why);
  end_in_queue(world, leg);
  leave_conference(world, leg);
  leave_conversation(world, leg);
  end_recordings(world, leg);
  report_cost(world, leg);
  release_partner(world, leg);
  release_targets(world, leg);
}

HangupCause command_hangup(const World& world, const Leg& leg) {
  using Source = Unstated::HangupSource;
  const auto choice = world.settings.unstated.hangup_command_source;
  const bool callee = leg.incoming == (choice == Source::OurSide);
  const std::string source = choice == Source::Unknown ? "unknown" : callee ? "callee" : "caller";
  if (leg.answered_at) return {"normal_clearing", source, leg.incoming ? "unspecified" : "200"};
  if (leg.incoming) return {"call_rejected", source};
  return {"originator_cancel", source, "487"};
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
  for (auto* bridged : {&leg, &other}) {
    exit_queue(world, *bridged, "bridged");
    leave_conference(world, *bridged);
  }
  leg.bridged_to = other.number;
  other.bridged_to = leg.number;
  emit(world, leg, "call.bridged");
  emit(world, other, "call.bridged");
}

}  // namespace callwright::simulator
