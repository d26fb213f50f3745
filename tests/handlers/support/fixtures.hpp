#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace callwright::tests {

/// The text of a file below tests/fixtures; throws when it is not there.
inline std::string fixture(const std::string& name) {
  std::ifstream file(std::string(CALLWRIGHT_FIXTURES) + "/" + name, std::ios::binary);
  if (!file) throw std::runtime_error("no fixture " + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace callwright::tests
