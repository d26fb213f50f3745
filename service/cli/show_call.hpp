#pragma once

#include "service/cli/terminal.hpp"
#include "service/cli/timeline.hpp"
#include "workflows/model/json.hpp"

#include <map>
#include <string>

namespace callwright::cli {

/// One or two lines that say which call this is, from the API's JSON of it.
std::string call_heading(const JsonNode& call, const Terminal& terminal);

/// How the people of a call are called, from the same JSON: key in the workflow -> name.
std::map<std::string, std::string> names_in(const JsonNode& call);

/// A line of the timeline with the colour of its tone.
std::string paint_line(const TimelineLine& line, const Terminal& terminal);

}  // namespace callwright::cli
