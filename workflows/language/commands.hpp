#pragma once

#include "workflows/language/reader.hpp"

#include <string_view>
#include <vector>

namespace callwright::language {

/// True for a Call Control command that a workflow may give. `dial` is not one, because people are rung by
/// `escalate`, which keeps track of them; neither is `client_state_update`.
bool is_command(std::string_view name);
std::vector<std::string> command_names();

/// Reads the body of a command into `action.body`: the fields of Telnyx, `person` for the target of
/// `transfer` and `refer`, and no text from outside where it would choose who is called.
void read_command(const Reader& reader, const Member& written, Action& action);

/// True when the command takes the assistant off the leg or ends the leg.
bool ends_assistant(std::string_view operation);

}  // namespace callwright::language
