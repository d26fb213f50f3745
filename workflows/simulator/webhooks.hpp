#pragma once

#include "workflows/simulator/world.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::simulator {

using Members = std::vector<std::pair<std::string_view, Json>>;

Json json_text(std::string_view text);
Json json_time(TimePoint time);
Json json_flag(bool flag);
Json json_number(std::int64_t number);

/// Puts a webhook of the leg into the outbox and the event log. The ids, `client_state`, `from` and `to` are
/// added as far as the catalogue documents them for this type; `more` follows, and throws std::logic_error
/// where it has an undocumented field.
void emit(World& world, const Leg& leg, std::string_view event_type, const Members& more = {});

/// Puts a webhook into the outbox that is no leg's and has no envelope: `body` is all of it.
void emit_bare(World& world, std::string_view event_type, std::string url, const Json& body);

}  // namespace callwright::simulator
