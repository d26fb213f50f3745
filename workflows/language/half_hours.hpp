#pragma once

#include "workflows/language/bundle.hpp"

#include <bitset>
#include <map>
#include <optional>
#include <string>

namespace callwright::language {

/// A bit for every half hour of the next 90 days.
using HalfHours = std::bitset<90UL * 48>;

/// When schedules let things happen. Half hours, because hardly anybody opens at another minute.
class Openings {
 public:
  Openings(const Bundle& bundle, TimePoint now);

  /// Looking at all of them would take too long: nothing else may be asked.
  [[nodiscard]] bool are_too_many() const { return are_too_many_; }
  [[nodiscard]] HalfHours of(const RingStep& step);
  /// When the condition may hold for some values.
  [[nodiscard]] HalfHours of(const Condition& condition) { return may(condition); }
  /// The beginning of the half hour `index`, counted from 0.
  [[nodiscard]] TimePoint time_of(std::size_t index) const;

 private:
  const HalfHours& open(const std::string& schedule);
  HalfHours within(const std::string& during, const std::string& outside);
  HalfHours may(const Condition& condition);
  HalfHours must(const Condition& condition);

  const Bundle& bundle_;
  TimePoint from_;
  bool are_too_many_ = false;
  std::map<std::string, HalfHours> open_;
};

}  // namespace callwright::language
