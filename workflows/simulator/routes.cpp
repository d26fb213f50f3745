#include "workflows/simulator/routes.hpp"

#include <vector>

namespace callwright::simulator {
namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const auto slash = path.find('/', 1);
    parts.push_back(path.substr(1, slash == std::string_view::npos ? slash : slash - 1));
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash);
  }
  return parts;
}

bool is_parameter(std::string_view part) { return part.starts_with('{') && part.ends_with('}'); }

/// Number of literal parts when the template fits.
std::optional<int> literal_parts(const std::vector<std::string_view>& pattern,
                                 const std::vector<std::string_view>& parts) {
  if (pattern.size() != parts.size()) return std::nullopt;
  int literal = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (is_parameter(pattern[i])) {
      if (parts[i].empty()) return std::nullopt;
    } else if (pattern[i] == parts[i]) {
      ++literal;
    } else {
      return std::nullopt;
    }
  }
  return literal;
}

}  // namespace

std::optional<Route> find_route(std::string_view method, std::string_view path) {
  if (!path.starts_with('/')) return std::nullopt;
  const auto parts = parts_of(path);
  Route best;
  int best_literal = -1;
  for (const auto& operation : Catalogue::get().operations()) {
    if (operation.method != method) continue;
    const auto literal = literal_parts(parts_of(operation.path), parts);
    if (!literal || *literal <= best_literal) continue;
    best_literal = *literal;
    best.operation = &operation;
  }
  if (best.operation == nullptr) return std::nullopt;
  const auto pattern = parts_of(best.operation->path);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!is_parameter(pattern[i])) continue;
    best.parameters.emplace(pattern[i].substr(1, pattern[i].size() - 2), parts[i]);
  }
  return best;
}

}  // namespace callwright::simulator
