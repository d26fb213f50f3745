#pragma once

#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace callwright::language {

// How days, hours and dates are written. What cannot be read is empty.

/// `mon`, `mon-fri`, `sat,sun` and `fri-mon` over the weekend, set from Monday.
std::optional<std::bitset<7>> parse_days(std::string_view text);
/// The shortest of these forms: `mon-fri`, or the days with commas.
std::string days_text(const std::bitset<7>& days);

/// `HH:MM` as the minute of the day; `24:00` is its end.
std::optional<int> parse_clock(std::string_view text);
std::string clock_text(int minute);

/// `08:00-18:00`, as the minutes of the day.
std::optional<std::pair<int, int>> parse_hours(std::string_view text);

/// `2026-12-25`, of the years 2000 to 2099.
std::optional<std::chrono::local_days> parse_date(std::string_view text);
std::string date_text(std::chrono::local_days date);

/// `mon 08:00` or `08:00`.
struct Handoff {
  std::optional<std::chrono::weekday> weekday;
  int minute = 0;
};
std::optional<Handoff> parse_handoff(std::string_view text);
std::string handoff_text(const Handoff& handoff);

/// `day`, `week` or `N days`, 1 to 365, as days.
std::optional<int> parse_turn_length(std::string_view text);

}  // namespace callwright::language
