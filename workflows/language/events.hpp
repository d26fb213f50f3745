#pragma once

#include "workflows/language/reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::language {

/// The canonical spelling of a rule's `on`: a Telnyx event type, or one of ours.
std::string read_event(const Reader& reader, const Node& node);

/// True for events of callwright, which are of the call and of no leg.
bool is_own_event(std::string_view event);

/// Every event that this version knows, ours and Telnyx's.
std::vector<std::string> event_names();

/// True for events that wait for an answer: those of tools and operators.
bool is_asked(std::string_view event);

}  // namespace callwright::language
