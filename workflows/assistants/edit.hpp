#pragma once

#include "workflows/assistants/settings.hpp"
#include "workflows/language/node.hpp"

#include <string>
#include <string_view>

namespace callwright::assistants {

/// The text of a file with new values for some of its fields, and everything else as people wrote it:
/// comments, order, blank lines. `written` is the text as it was parsed. A field that is not there yet is
/// added at the end; a file whose fields do not each begin a line is written anew.
std::string edited(const std::string& text, const language::Node& written, const Settings& changes,
                   const Settings& all);

}  // namespace callwright::assistants
