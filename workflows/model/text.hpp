#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace callwright {

/// Standard Base64 with padding (RFC 4648 section 4).
std::string base64_encode(std::string_view bytes);
/// Empty when the text is not standard padded Base64.
std::optional<std::string> base64_decode(std::string_view text);

/// SHA-256 of the bytes as 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

/// First eight bytes of SHA-256 as 16 hex digits: a short name for a text, for comparing and not for
/// security.
std::string fingerprint(std::string_view bytes);

/// UUID version 5 (RFC 9562) of `name` in callwright's own name space.
std::string uuid_v5(std::string_view name);

/// A number as logs may show it: `+13125550199` becomes `+1312•••0199`; SIP URIs keep their domain.
std::string mask_number(std::string_view address);

/// `+` and 7 to 15 digits, the first not 0 (ITU-T E.164).
bool is_e164(std::string_view text);
/// `sip:` or `sips:` with a host after the `@`.
bool is_sip_uri(std::string_view text);

/// The candidate that a person most likely meant: one that is at most a third of its length away from it,
/// else the only one of which it is a word or the beginning; or empty.
template <class Range>
std::string nearest(std::string_view wrong, const Range& candidates);

/// How many letters were forgotten, added, mistaken or swapped with their neighbour. Case is no difference,
/// and neither is which of `-`, `_` and a blank joins words.
std::size_t spelling_distance(std::string_view a, std::string_view b);

/// True when `part`, of three letters at least, begins `name` or is one or more of its words: `detection` of
/// `machine_detection`.
bool is_part_of_name(std::string_view part, std::string_view name);

/// At most `max` bytes, cut before a UTF-8 character rather than inside it.
std::string cut_utf8(std::string_view text, std::size_t max);

template <class Range>
std::string nearest(std::string_view wrong, const Range& candidates) {
  std::string best;
  std::size_t best_distance = std::min(wrong.size() / 3 + 2, std::max<std::size_t>(wrong.size(), 1));
  for (const auto& candidate : candidates) {
    const auto distance = spelling_distance(wrong, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  if (!best.empty()) return best;
  for (const auto& candidate : candidates) {
    if (!is_part_of_name(wrong, candidate)) continue;
    if (!best.empty()) return {};
    best = candidate;
  }
  return best;
}

}  // namespace callwright
