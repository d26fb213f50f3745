#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

// From the accept key to the end of the human's part in the conversation.

/// Join or bridge commands of a round: one may be repeated when in doubt.
inline constexpr int kJoinsMax = 2;

/// Of a run that has a winner.
int winner_leg(Decision& d, const Run& run);

/// The person accepted: they win when nobody has won this round and the caller is there.
void accepted(Decision& d, int leg);

/// The briefing was heard, refused, or took too long: join now.
void briefing_ended(Decision& d, int leg);

/// The conversation's id, for which an accepted person was held, is known.
void conversation_id_came(Decision& d);
void conversation_wait_due(Decision& d, int run);

void join_replied(Decision& d, int leg, const Reply& reply);

/// The winner is in: the conversation has taken them, or the bridge stands.
void joined(Decision& d, int run);

/// The winner is not to be joined after all: the next round begins, in which people who lost are rung first.
void abandon(Decision& d, int run, AttemptOutcome outcome);

/// The human who was joined has hung up.
void participant_left(Decision& d, int run);

/// The assistant is not there any more while a run is live: it ended, or could not be started again.
void assistant_ended_during_run(Decision& d);

}  // namespace callwright::engine
