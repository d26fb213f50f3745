#pragma once

#include "service/runtime/ports/random.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>

namespace callwright::simulation {

/// The one source of chance of a world. The same seed gives the same throws on every machine, which the
/// distributions of the standard library do not promise (splitmix64).
class Dice final : public Random {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15U;
    auto mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  /// 0 to `count` - 1.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  bool chance(int per_mille) { return below(1000) < static_cast<std::size_t>(per_mille); }
  /// Both ends included.
  Duration between(Duration low, Duration high) {
    return low +
           Duration{static_cast<Duration::rep>(below(static_cast<std::size_t>((high - low).count()) + 1))};
  }
  template <class Items>
  const auto& one_of(const Items& items) {
    return items[below(std::size(items))];
  }

  std::string uuid_v7(TimePoint now) override {
    const auto millis = static_cast<std::uint64_t>(now.time_since_epoch().count());
    return hex(millis >> 16U, 8) + "-" + hex(millis, 4) + "-7" + hex(next(), 3) + "-8" + hex(next(), 3) +
           "-" + hex(next(), 12);
  }

 private:
  static std::string hex(std::uint64_t value, std::size_t digits) {
    std::string text(digits, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, value >>= 4U) {
      *digit = "0123456789abcdef"[value & 15U];
    }
    return text;
  }

  std::uint64_t state_;
};

}  // namespace callwright::simulation
