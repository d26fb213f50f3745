#pragma once

#include "workflows/language/bundle.hpp"

#include <optional>
#include <string>
#include <vector>

namespace callwright::assistants {

/// A path that a rule reads, in a text or in a condition.
struct PathRead {
  std::string path;
  bool has_default = false;                        ///< of a text: it does without
  std::optional<Condition::Operator> compared_by;  ///< of a condition
};

/// Every path that the rule's condition and the texts of its actions name.
std::vector<PathRead> paths_read(const Rule& rule);

}  // namespace callwright::assistants
