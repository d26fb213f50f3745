#pragma once

#include "workflows/engine/decision.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace callwright::engine {

/// Begins the action list at `source` (see find_actions) and runs it as far as it goes without waiting; when
/// the list `after` is not over yet, it begins at its end. Returns its number.
int start_list(Decision& d, std::string source, const Json& event, int run, std::uint64_t request,
               int after = 0);

/// The reply to a list's command. False when no list waits for it.
void list_replied(Decision& d, const Intent& intent, const Reply& reply);

/// An event that some list may wait for as the effect of its command.
void list_effect(Decision& d, std::string_view event_name, int leg);

/// The effect did not come in time: the list goes on.
void list_effect_overdue(Decision& d, int list);

/// Commands on a dead leg cannot take effect any more.
void fail_lists_of_leg(Decision& d, int leg);

}  // namespace callwright::engine
