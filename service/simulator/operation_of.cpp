#include "service/simulator/operation_of.hpp"

#include "workflows/catalogue/catalogue.hpp"

namespace callwright::simulator {
namespace {

/// Takes the text up to the next slash off the front.
std::string_view take_segment(std::string_view& path) {
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size() == path.size() ? path.size() : segment.size() + 1);
  return segment;
}

bool fits(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const auto expected = take_segment(pattern);
    const auto given = take_segment(path);
    if (!expected.starts_with('{') && expected != given) return false;
  }
  return pattern.empty() && path.empty();
}

}  // namespace

std::string operation_of(std::string_view method, std::string_view path) {
  for (const auto& operation : Catalogue::get().operations()) {
    if (operation.method == method && fits(operation.path, path)) return operation.name;
  }
  return {};
}

}  // namespace callwright::simulator
