#pragma once

#include "workflows/engine/decision.hpp"

#include <string_view>

namespace callwright::engine {

// A workflow may give the caller to something other than the assistant: endless audio, a queue, a
// conversation relay, a media stream, a bridge. As long as that lasts the caller is not left in silence.

/// A command of a workflow on the caller's leg was accepted.
void command_accepted(Decision& d, const Intent& intent);

/// An event of the caller's leg that may end it.
void end_occupation(Decision& d, std::string_view event_name);

/// Playback without end counts as done when it is accepted.
bool is_endless(const Intent& intent);

}  // namespace callwright::engine
