#pragma once

#include "workflows/simulator/world.hpp"

#include <string>
#include <string_view>

namespace callwright::simulator {

/// Why a leg ended, in the words of `call.hangup`.
struct HangupCause {
  std::string cause;
  std::string source;               ///< caller, callee, unknown
  std::string sip = "unspecified";  ///< SIP status as text
};

/// A new incoming leg, waiting for the application (`parked`).
Leg& place_incoming(World& world, const std::string& from, const std::string& to);

/// Sends the INVITE of an outgoing leg that is otherwise filled in: `call.initiated`, then what the person
/// does.
void ring(World& world, Leg& leg);

/// The leg is answered, with everything that was asked for this moment: detection, assistant, bridge, time
/// limit.
void answer_leg(World& world, Leg& leg);

/// Ends a live leg: what is spoken or gathered ends first, a bridged partner is hung up unless it asked to
/// stay, a conversation learns of it.
void end_leg(World& world, Leg& leg, const HangupCause& why);

/// The cause with which a hangup command ends this leg.
HangupCause command_hangup(const World& world, const Leg& leg);
/// The cause when whoever holds the phone ends it.
HangupCause phone_hangup(const Leg& leg);

/// Connects two answered legs; a former partner of either is released.
void bridge_legs(World& world, Leg& leg, Leg& other);

/// Takes a leg out of its bridge; its partner is hung up unless it asked to stay.
void leave_bridge(World& world, Leg& leg);

/// `pstn` or `sip`.
std::string_view calling_party_type(const Leg& leg);

}  // namespace callwright::simulator
