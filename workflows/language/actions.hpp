#pragma once

#include "workflows/language/reader.hpp"
#include "workflows/model/json.hpp"

#include <vector>

namespace callwright::language {

/// Reads a `do` list. `reader.place` says which values its templates may name; `can_reply` whether something
/// waits for an answer there (a tool or an operator).
std::vector<Action> read_actions(const Reader& reader, const Node& list, bool can_reply);

/// One action, as `if_fails: {escalate: …}` writes it.
std::vector<Action> read_single_action(const Reader& reader, const Node& map);

/// The form of one action, and of what `escalate` takes.
Json action_shape();
Json escalate_shape();

Json write_actions(const std::vector<Action>& actions);

}  // namespace callwright::language
