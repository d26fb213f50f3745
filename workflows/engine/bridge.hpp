#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

// The caller's leg and the winner's, bridged without an assistant.

/// The assistant leaves, the caller hears who is coming, then the two are bridged.
void hand_over(Decision& d, int run);

/// The caller has heard `accepted` (or its end was not reported in time): an awaited bridge goes out.
void hand_over_ended(Decision& d);

/// Two who are joined in a conversation that has ended are bridged at once.
void bridge_joined(Decision& d, int run);

void bridge_replied(Decision& d, int leg, const Reply& reply);

/// `call.bridged` of one of our legs: the bridge stands, or the assistant has given the caller away.
void leg_bridged(Decision& d, int leg);

/// A transferred caller: is the leg still there?
void transfer_watch_due(Decision& d);

}  // namespace callwright::engine
