#pragma once

#include "workflows/language/test_case.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace callwright::simulation {

/// What a test says goes wrong, and how much of it has been used up.
class PlannedFaults {
 public:
  explicit PlannedFaults(TestFaults faults = {}) : faults_(std::move(faults)) {}

  /// What becomes of the next request of that operation; `webhook`: of the next outgoing webhook.
  RequestFate next_fate(std::string_view operation);
  [[nodiscard]] bool crashes() const {
    return faults_.crashes_after_every_record || !faults_.crash_after.empty();
  }
  /// Counts the commits. True: the process dies before it hears that this one is stored.
  bool crashes_after_commit();
  [[nodiscard]] bool loses(std::string_view event_type) const;
  [[nodiscard]] bool doubles(std::string_view event_type) const;
  [[nodiscard]] Duration delay_of(std::string_view event_type) const;

 private:
  TestFaults faults_;
  int commits_ = 0;
  std::map<std::string, std::size_t, std::less<>> requests_;  ///< so far, by operation
};

}  // namespace callwright::simulation
