#pragma once

#include "workflows/engine/decision.hpp"

#include <string_view>

namespace callwright::engine {

/// For the machine detection's verdict, after the answer.
inline constexpr std::chrono::milliseconds kVerdictWait{3500};

// The gate: what happens on a person's own leg between its answer and the accept key.

/// The person, or their voicemail, has answered.
void person_answered(Decision& d, int leg);

/// The machine detection's verdict. `silence` and `not_sure` count as human; an accept key beats a later
/// machine.
void verdict_came(Decision& d, int leg, Verdict verdict);
void verdict_wait_due(Decision& d, int leg);

/// A key, reported by `call.dtmf.received` or `call.gather.ended`: it counts at the first of the two.
void key_pressed(Decision& d, int leg, std::string_view digit);
void gather_ended(Decision& d, int leg, std::string_view status, std::string_view digits);
void gate_refused(Decision& d, int leg);
void gate_deadline_due(Decision& d, int leg);

/// The verdict that a result of the machine detection stands for.
Verdict verdict_of(std::string_view result);

}  // namespace callwright::engine
