#pragma once

#include "workflows/engine/decision.hpp"

#include <string_view>

namespace callwright::engine {

/// Longest life of a leg that we dial, as Dial's time_limit_secs (Telnyx: 30–14400 s).
inline constexpr std::chrono::seconds kLegTimeLimit{14400};

/// Takes over what a webhook or a reply says of the leg's ids, and hangs up a leg that was to be ended before
/// its id was known.
void learn_ids(Decision& d, int leg, const CallControlId& id, const CallLegId& leg_id,
               const CallSessionId& session);

/// Hangs the leg up: at once when its id is known, else as soon as it is. Repeated until it is known to be
/// dead.
void end_leg(Decision& d, int leg);

/// Tells an answered person why the call is over for them, then hangs up; a leg that rings is simply ended.
void release(Decision& d, int leg, const Template& reason);

/// The leg is dead. `hangup_cause` is Telnyx's word, or empty when only evidence of the end is known.
void leg_ended(Decision& d, int leg, std::string_view hangup_cause);

/// The leg's hangup was not confirmed in time.
void hangup_retry_due(Decision& d, int leg);

/// A speech on the leg has ended (or could not be spoken): what waited for it goes on.
void speech_ended(Decision& d, int leg);

}  // namespace callwright::engine
