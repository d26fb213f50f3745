#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

// From the accept key to the end of the human's part in the conversation.

/// The person accepted: they win when nobody has won this round and the caller is there.
void accepted(Decision& d, int leg);

/// The briefing was heard, refused, or took too long: join now.
void briefing_ended(Decision& d, int leg);

/// The conversation's id, for which an accepted person was held, is known.
void conversation_id_came(Decision& d);
void conversation_wait_due(Decision& d, int run);

void join_replied(Decision& d, int leg, const Reply& reply);
void bridge_replied(Decision& d, int leg, const Reply& reply);

/// The caller has heard `accepted` (or its end was not reported in time): an awaited bridge goes out.
void hand_over_ended(Decision& d);

/// `call.bridged` of one of our legs.
void leg_bridged(Decision& d, int leg);

/// The winner is not to be joined after all: the next round begins, in which people who lost are rung first.
void abandon(Decision& d, int run, AttemptOutcome outcome);

/// The human who was joined has hung up.
void participant_left(Decision& d, int run);

/// The assistant is not there any more while a run is live: it ended, or could not be started again.
void assistant_ended_during_run(Decision& d);

}  // namespace callwright::engine
