#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace callwright {

/// Wall time in UTC with milliseconds. Time always comes in as an argument: nothing below `service` reads a
/// clock.
using Duration = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<Duration>;

/// `2026-11-24T10:00:00.123Z`.
std::string format_time(TimePoint time);

/// Reads RFC 3339 (`Z` or a numeric offset, any number of fraction digits, cut to milliseconds).
/// Empty for anything else: an event's time is only an annotation, so no error is needed.
std::optional<TimePoint> parse_time(std::string_view text);

}  // namespace callwright
