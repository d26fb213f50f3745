#include "workflows/language/calendar_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace callwright::language {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr int kDayMinutes = 1440;
constexpr int kTurnDaysMax = 365;

std::optional<std::size_t> parse_day(std::string_view text) {
  const auto found = std::ranges::find(kDays, text);
  if (found == kDays.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kDays.begin());
}

/// All of `text` as a number of exactly `digits` digits.
std::optional<int> parse_digits(std::string_view text, std::size_t digits) {
  int number = 0;
  const bool is_digits = text.find_first_not_of("0123456789") == std::string_view::npos;
  if (text.size() != digits || !is_digits) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string_view without_blanks(std::string_view text) {
  const auto first = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

std::string padded(int number) {
  const auto text = std::to_string(number);
  return text.size() < 2 ? "0" + text : text;
}

/// `mon-fri` of the days of a week, which may reach over its end.
bool add_range(std::string_view text, std::bitset<7>& days) {
  const auto dash = text.find('-');
  const auto first = parse_day(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : parse_day(text.substr(dash + 1));
  if (!first || !last) return false;
  for (auto day = *first;; day = (day + 1) % kDays.size()) {
    days.set(day);
    if (day == *last) return true;
  }
}

}  // namespace

std::optional<std::bitset<7>> parse_days(std::string_view text) {
  std::bitset<7> days;
  while (true) {
    const auto comma = text.find(',');
    if (!add_range(without_blanks(text.substr(0, comma)), days)) return std::nullopt;
    if (comma == std::string_view::npos) return days;
    text.remove_prefix(comma + 1);
  }
}

std::string days_text(const std::bitset<7>& days) {
  std::string text;
  for (std::size_t first = 0; first < days.size(); ++first) {
    if (!days[first]) continue;
    auto last = first;
    while (last + 1 < days.size() && days[last + 1]) ++last;
    text += (text.empty() ? "" : ",") + std::string(kDays[first]);
    if (last > first) text += "-" + std::string(kDays[last]);
    first = last;
  }
  return text;
}

std::optional<int> parse_clock(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = parse_digits(text.substr(0, 2), 2);
  const auto minute = parse_digits(text.substr(3), 2);
  if (!hour || !minute || *minute > 59) return std::nullopt;
  const int of_day = *hour * 60 + *minute;
  return of_day > kDayMinutes ? std::nullopt : std::optional(of_day);
}

std::string clock_text(int minute) { return padded(minute / 60) + ":" + padded(minute % 60); }

std::optional<std::pair<int, int>> parse_hours(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto from = parse_clock(without_blanks(text.substr(0, dash)));
  const auto to = parse_clock(without_blanks(text.substr(dash + 1)));
  if (!from || !to || *from == kDayMinutes) return std::nullopt;
  return std::pair{*from, *to};
}

std::optional<std::chrono::local_days> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = parse_digits(text.substr(0, 4), 4);
  const auto month = parse_digits(text.substr(5, 2), 2);
  const auto day = parse_digits(text.substr(8), 2);
  if (!year || !month || !day || *year < 2000 || *year > 2099) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::local_days{date};
}

std::string date_text(std::chrono::local_days date) {
  const std::chrono::year_month_day parts{date};
  return std::to_string(static_cast<int>(parts.year())) + "-" +
         padded(static_cast<int>(static_cast<unsigned>(parts.month()))) + "-" +
         padded(static_cast<int>(static_cast<unsigned>(parts.day())));
}

std::optional<Handoff> parse_handoff(std::string_view text) {
  Handoff handoff;
  const auto blank = text.find(' ');
  if (blank != std::string_view::npos) {
    const auto day = parse_day(text.substr(0, blank));
    if (!day) return std::nullopt;
    handoff.weekday = std::chrono::Monday + std::chrono::days{*day};
    text = without_blanks(text.substr(blank));
  }
  const auto minute = parse_clock(text);
  if (!minute || *minute == kDayMinutes) return std::nullopt;
  handoff.minute = *minute;
  return handoff;
}

std::string handoff_text(const Handoff& handoff) {
  if (!handoff.weekday) return clock_text(handoff.minute);
  return std::string(kDays.at(handoff.weekday->iso_encoding() - 1)) + " " + clock_text(handoff.minute);
}

std::optional<int> parse_turn_length(std::string_view text) {
  if (text == "day") return 1;
  if (text == "week") return 7;
  constexpr std::string_view kDaysWord = " days";
  if (!text.ends_with(kDaysWord)) return std::nullopt;
  text.remove_suffix(kDaysWord.size());
  const auto days = text.size() > 3 ? std::nullopt : parse_digits(text, text.size());
  return days && *days >= 1 && *days <= kTurnDaysMax ? days : std::nullopt;
}

}  // namespace callwright::language
