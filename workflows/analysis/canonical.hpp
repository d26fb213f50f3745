#pragma once

#include "workflows/analysis/equals.hpp"
#include "workflows/analysis/point.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace callwright::analysis {

/// The point as a text in which everything is left out that no later decision reads: legs, intents and timers
/// are renumbered, moments are the time until they come, what is over is gone, equal people stand in a fixed
/// order. Two points with the same text go on in the same way. Whatever a call holds beyond what is known
/// here stays in the text: it can only keep points apart.
std::string canonical_text(const Scene& scene, const Equals& equals, const Point& point);

/// 128 bits of a text.
struct Digest {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend bool operator==(const Digest&, const Digest&) = default;
};
Digest digest_of(std::string_view text);

}  // namespace callwright::analysis

template <>
struct std::hash<callwright::analysis::Digest> {
  std::size_t operator()(const callwright::analysis::Digest& digest) const noexcept { return digest.low; }
};
