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

struct Template {
  const Operation* operation;
  std::vector<std::string_view> parts;
};

std::vector<Template> all_templates() {
  std::vector<Template> templates;
  for (const auto& operation : Catalogue::get().operations()) {
    templates.push_back({&operation, parts_of(operation.path)});
  }
  return templates;
}

}  // namespace

std::optional<Route> find_route(std::string_view method, std::string_view path) {
  static const auto templates = all_templates();
  if (!path.starts_with('/')) return std::nullopt;
  const auto parts = parts_of(path);
  const Template* best = nullptr;
  int best_literal = -1;
  for (const auto& candidate : templates) {
    if (candidate.operation->method != method) continue;
    const auto literal = literal_parts(candidate.parts, parts);
    if (!literal || *literal <= best_literal) continue;
    best_literal = *literal;
    best = &candidate;
  }
  if (best == nullptr) return std::nullopt;
  Route route{best->operation, {}};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = best->parts[i];
    if (is_parameter(part)) route.parameters.emplace(part.substr(1, part.size() - 2), parts[i]);
  }
  return route;
}

}  // namespace callwright::simulator
