#pragma once

#include "workflows/model/event.hpp"

#include <string>
#include <string_view>

namespace callwright {

/// An Event as JSON text, for records and for unmatched events that a later call may adopt.
std::string write_event(const Event& event);
Result<Event> read_event(std::string_view text);

}  // namespace callwright
