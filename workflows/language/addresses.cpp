#include "workflows/language/addresses.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <utility>

namespace callwright::language {
namespace {

bool is_prefix(std::string_view pattern) { return pattern.ends_with('*'); }

std::string_view stem_of(std::string_view pattern) {
  return is_prefix(pattern) ? pattern.substr(0, pattern.size() - 1) : pattern;
}

bool is_number_stem(std::string_view stem) {
  return stem.size() >= 2 && stem.size() <= 16 && stem[0] == '+' && stem[1] != '0' &&
         stem.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool is_sip_stem(std::string_view stem) {
  return (stem.starts_with("sip:") || stem.starts_with("sips:")) &&
         stem.find_first_of(" \t\n*") == std::string_view::npos;
}

bool overlap(std::string_view a, std::string_view b) {
  const auto left = stem_of(a);
  const auto right = stem_of(b);
  if (is_prefix(a) && is_prefix(b)) return left.starts_with(right) || right.starts_with(left);
  if (is_prefix(a)) return right.starts_with(left);
  return is_prefix(b) ? left.starts_with(right) : left == right;
}

}  // namespace

void check_pattern(const Reader& reader, const Place& at, const std::string& pattern) {
  const auto stem = stem_of(pattern);
  const bool is_good = is_prefix(pattern) ? stem.empty() || is_number_stem(stem) || is_sip_stem(stem)
                                          : is_e164(pattern) || is_sip_uri(pattern);
  if (is_good) return;
  auto hint = number_hint(pattern);
  const auto end = hint.or_else(
      "; write E.164 such as `+13125550100`, a SIP URI, or the beginning of one followed by `*`");
  reader.refuse(at, "not_a_number", quoted(pattern) + " is no number here" + end, std::move(hint));
}

void check_caller_id(const Reader& reader, const Place& at, const std::string& number) {
  if (is_e164(number)) return;
  auto hint = number_hint(number);
  auto message =
      "`from` is the caller id, one of your numbers in E.164, not " + quoted(number) + hint.or_else("");
  reader.refuse(at, "not_a_number", std::move(message), std::move(hint));
}

Hint number_hint(std::string_view text) {
  std::string number(text);
  std::erase_if(number,
                [](char c) { return std::string_view(" -().\t/").find(c) != std::string_view::npos; });
  if (number.starts_with("00")) number.replace(0, 2, "+");
  // Without a country code nobody can tell the country, but those eleven digits say their own.
  if (number.size() == 11 && number.starts_with('1')) number.insert(0, 1, '+');
  return {{}, is_e164(number) && number != text ? number : std::string()};
}

bool fits_pattern(std::string_view pattern, std::string_view address) {
  return is_prefix(pattern) ? address.starts_with(stem_of(pattern)) : address == pattern;
}

bool fits_any_pattern(const std::vector<std::string>& patterns, std::string_view address) {
  return std::ranges::any_of(patterns, [&](const auto& pattern) { return fits_pattern(pattern, address); });
}

bool patterns_overlap(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return true;
  return std::ranges::any_of(a, [&](const auto& left) {
    return std::ranges::any_of(b, [&](const auto& right) { return overlap(left, right); });
  });
}

bool patterns_cover(const std::vector<std::string>& wide, const std::vector<std::string>& narrow) {
  if (wide.empty()) return true;
  const auto is_covered = [&](const std::string& pattern) {
    return std::ranges::any_of(wide, [&](const std::string& over) {
      return is_prefix(over) ? stem_of(pattern).starts_with(stem_of(over)) : over == pattern;
    });
  };
  return !narrow.empty() && std::ranges::all_of(narrow, is_covered);
}

bool is_numbers_only(const std::vector<std::string>& patterns) {
  return !patterns.empty() && std::ranges::all_of(patterns, [](const auto& pattern) {
    return !stem_of(pattern).empty() && !stem_of(pattern).starts_with("sip");
  });
}

}  // namespace callwright::language
