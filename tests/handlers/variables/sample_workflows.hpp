#pragma once

#include "workflows/language/load.hpp"

#include <stdexcept>
#include <string>

namespace callwright::tests {

/// A bundle of workflows in YAML; throws when it does not load.
inline BundlePtr bundle_of(const std::string& workflows) {
  const auto loaded = load_bundle({{.name = "a.yaml", .text = "language: 1\n" + workflows}}, {});
  if (loaded.bundle != nullptr) return loaded.bundle;
  std::string why;
  for (const auto& finding : loaded.findings) why += format_finding(finding) + "\n";
  throw std::runtime_error(why);
}

}  // namespace callwright::tests
