#pragma once

#include "workflows/language/reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::language {

/// E.164, a SIP URI, or a prefix of one ending in `*`.
void check_pattern(const Reader& reader, const Place& at, const std::string& pattern);

/// The value of a `from`: one of our numbers, E.164.
void check_caller_id(const Reader& reader, const Place& at, const std::string& number);

/// The E.164 number that a person most likely meant by `+1 (312) 555-0111` or `0013125550111`.
Hint number_hint(std::string_view text);

bool fits_pattern(std::string_view pattern, std::string_view address);
bool fits_any_pattern(const std::vector<std::string>& patterns, std::string_view address);
/// True when some address fits both; an empty list accepts every address.
bool patterns_overlap(const std::vector<std::string>& a, const std::vector<std::string>& b);
/// True when every address that fits one of `narrow` fits one of `wide`; an empty list accepts every address.
bool patterns_cover(const std::vector<std::string>& wide, const std::vector<std::string>& narrow);
/// True when every address that fits is an E.164 number.
bool is_numbers_only(const std::vector<std::string>& patterns);

}  // namespace callwright::language
