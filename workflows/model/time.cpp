#include "workflows/model/time.hpp"

#include <array>
#include <cstdio>

namespace callwright {
namespace {

/// Reads exactly `count` digits at `at` and moves on; empty when there are fewer.
std::optional<int> digits(std::string_view text, std::size_t& at, std::size_t count) {
  int value = 0;
  for (std::size_t i = 0; i < count; ++i, ++at) {
    if (at >= text.size() || text[at] < '0' || text[at] > '9') return std::nullopt;
    value = value * 10 + (text[at] - '0');
  }
  return value;
}

bool skip(std::string_view text, std::size_t& at, std::string_view any_of) {
  if (at >= text.size() || any_of.find(text[at]) == std::string_view::npos) return false;
  ++at;
  return true;
}

std::optional<Duration> fraction(std::string_view text, std::size_t& at) {
  if (!skip(text, at, ".")) return Duration{0};
  int millis = 0;
  int count = 0;
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++count) {
    if (count < 3) millis = millis * 10 + (text[at] - '0');
  }
  if (count == 0) return std::nullopt;
  for (; count < 3; ++count) millis *= 10;
  return Duration{millis};
}

std::optional<std::chrono::minutes> offset(std::string_view text, std::size_t& at) {
  if (skip(text, at, "Zz")) return std::chrono::minutes{0};
  const bool negative = at < text.size() && text[at] == '-';
  if (!skip(text, at, "+-")) return std::nullopt;
  const auto hours = digits(text, at, 2);
  if (!hours || !skip(text, at, ":")) return std::nullopt;
  const auto minutes = digits(text, at, 2);
  if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const std::chrono::minutes total{*hours * 60 + *minutes};
  return negative ? -total : total;
}

}  // namespace

std::string format_time(TimePoint time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  std::array<char, 64> text{};
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<TimePoint> parse_time(std::string_view text) {
  std::size_t at = 0;
  const auto year = digits(text, at, 4);
  if (!year || !skip(text, at, "-")) return std::nullopt;
  const auto month = digits(text, at, 2);
  if (!month || !skip(text, at, "-")) return std::nullopt;
  const auto day = digits(text, at, 2);
  if (!day || !skip(text, at, "Tt ")) return std::nullopt;
  const auto hour = digits(text, at, 2);
  if (!hour || !skip(text, at, ":")) return std::nullopt;
  const auto minute = digits(text, at, 2);
  if (!minute || !skip(text, at, ":")) return std::nullopt;
  const auto second = digits(text, at, 2);
  if (!second) return std::nullopt;
  const auto millis = fraction(text, at);
  if (!millis) return std::nullopt;
  const auto zone = offset(text, at);
  if (!zone || at != text.size()) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const auto time = TimePoint{std::chrono::sys_days{date}} + std::chrono::hours{*hour} +
                    std::chrono::minutes{*minute} + std::chrono::seconds{*second} + *millis - *zone;
  // An offset at the ends of the calendar leads to a year that has no four digits to be written with.
  const std::chrono::year_month_day utc{std::chrono::floor<std::chrono::days>(time)};
  if (utc.year() < std::chrono::year{0} || utc.year() > std::chrono::year{9999}) return std::nullopt;
  return time;
}

}  // namespace callwright
