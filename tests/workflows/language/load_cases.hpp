#pragma once

#include "tests/workflows/language/sample.hpp"

#include <string>

namespace callwright::tests {

/// A bundle and exactly what is said about it.
struct LoadCase {
  std::string name;
  Sample sample;
  std::string findings;  ///< as findings_of
};

/// `line:column-end severity: message [code]` of every finding, one a line: what the caret underlines and
/// the words that a person reads.
inline std::string findings_of(const Loaded& loaded) {
  std::string text;
  for (const auto& finding : loaded.findings) {
    text += std::to_string(finding.line) + ":" + std::to_string(finding.column);
    if (finding.end_column > 0) text += "-" + std::to_string(finding.end_column);
    text += finding.is_error ? " error: " : " warning: ";
    text += finding.message + " [" + finding.code + "]\n";
  }
  return text;
}

inline constexpr auto kCaseName = [](const auto& tested) { return tested.param.name; };

}  // namespace callwright::tests
