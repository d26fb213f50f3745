#pragma once

#include "workflows/engine/decision.hpp"
#include "workflows/engine/scope.hpp"

#include <string>
#include <string_view>

namespace callwright::engine {

/// The body of a `speak` on the leg, in the voice of its person or of the workflow. `cut` ends what is being
/// spoken.
Json speech(const Decision& d, int leg, std::string_view text, bool cut);

/// The body of a speaking command with the voice and language of the leg's person or the workflow where it
/// has none.
Json with_voice(const Decision& d, int leg, const Json& body);

/// Speaks on the leg and remembers whose end is awaited. Returns the intent.
int speak(Decision& d, int leg, std::string_view text, bool cut, Purpose purpose, int ref);

/// Remembers that `intent` speaks on the leg; ends of earlier speeches are then not taken for its end.
void note_speech(Decision& d, int leg, int intent);

/// How long a text takes to speak at most, for deadlines behind webhooks that may be lost.
Duration speaking_time(std::string_view text);

/// Lets the caller hear something: through the assistant where one runs, else spoken by us.
void tell_caller(Decision& d, const Template& text, Subject subject);

/// Speaks to the caller by ourselves; what is being spoken or played to them goes on first, hold audio is
/// cut.
void speak_to_caller(Decision& d, const Template& text, Subject subject);

/// Gives the assistant a message. Fixed text goes as role `system`; values that a caller or a model made go
/// quoted in a second message of role `user`, so that they cannot pose as instructions. With `say` it answers
/// at once. Returns the intent, 0 when no assistant runs.
int tell_assistant(Decision& d, const Template& text, Subject subject, bool say, Purpose purpose, int ref);

/// Says goodbye and hangs up: stops the assistant, speaks, and ends the caller's leg when the speech has
/// ended.
void goodbye(Decision& d, std::string_view text);

/// The caller heard something just now (accepted by Telnyx, or given as a tool's answer): the silence clock
/// restarts.
void caller_was_told(Decision& d, int run);

}  // namespace callwright::engine
