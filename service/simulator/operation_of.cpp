#include "service/simulator/operation_of.hpp"

#include "workflows/catalogue/catalogue.hpp"

#include <optional>

namespace callwright::simulator {
namespace {

/// Takes the text up to the next slash off the front.
std::string_view take_segment(std::string_view& path) {
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size() == path.size() ? path.size() : segment.size() + 1);
  return segment;
}

/// How many segments stand in the pattern as they are; empty: it does not fit the path.
std::optional<int> literals_that_fit(std::string_view pattern, std::string_view path) {
  int literals = 0;
  while (!pattern.empty() && !path.empty()) {
    const auto expected = take_segment(pattern);
    const auto given = take_segment(path);
    if (expected.starts_with('{')) continue;
    if (expected != given) return std::nullopt;
    ++literals;
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return literals;
}

}  // namespace

std::string operation_of(std::string_view method, std::string_view path) {
  std::string found;
  int most = -1;
  for (const auto& operation : Catalogue::get().operations()) {
    if (operation.method != method) continue;
    const auto literals = literals_that_fit(operation.path, path).value_or(-1);
    if (literals <= most) continue;
    most = literals;
    found = operation.name;
  }
  return found;
}

}  // namespace callwright::simulator
