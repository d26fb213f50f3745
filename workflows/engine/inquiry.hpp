#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

// What is asked of Telnyx when it is not known what became of a command or a leg. Each answer that tells
// something new is a `healed` record, with the question that brought it.

/// `healed`: what was learnt, by which question.
void record_healed(Decision& d, std::string_view by,
                   std::initializer_list<std::pair<std::string_view, std::string>> facts);

/// Nobody knows whether the dial was carried out: adopted when Telnyx lists a leg with our client_state, else
/// the attempt's outcome is `unknown`.
void dial_in_doubt(Decision& d, int leg);
/// The leg has no call_control_id, and it may live: looked for until it is found or certainly over.
void look_for_leg(Decision& d, int leg);
void dial_answer_due(Decision& d, int leg);
void dial_asked(Decision& d, int leg, const Reply& reply);
/// Not found so far: asked again, or over.
void unnamed_leg_due(Decision& d, int leg);
/// The ids under which Telnyx lists the leg.
void learn_ids_of(Decision& d, int leg, const Json& ids);
/// Telnyx lists the leg under these ids. One that is not wanted any more is hung up as soon as its id is
/// known.
void adopt(Decision& d, int leg, const Json& ids);

/// The service was down: whether each leg lives and what happened to it is asked before timers decide.
void ask_for_legs(Decision& d);
void leg_asked(Decision& d, const Intent& question, const Reply& reply);

/// The assistant runs and nobody told its conversation's id: asked for after a while.
void await_conversation(Decision& d);
/// Asks now, unless that is under way.
void ask_for_conversation(Decision& d, int asked_before);
void conversation_asked(Decision& d, int asked_before, const Reply& reply);

}  // namespace callwright::engine
