#include "workflows/assistants/paths_read.hpp"

#include "workflows/language/template.hpp"

namespace callwright::assistants {
namespace {

using Paths = std::vector<PathRead>;

void read_text(const Template& text, Paths& paths) {
  for (const auto& part : text.parts()) {
    if (part.is_path) paths.push_back({part.text, part.fallback.has_value(), {}});
  }
}

/// Every text in it may be a template.
void read_json(const JsonNode& value, Paths& paths) {
  for (const auto& element : value.elements()) read_json(element, paths);
  for (const auto& [key, member] : value.members()) read_json(member, paths);
  if (!value.is_string()) return;
  if (const auto text = Template::parse(value.str())) read_text(*text, paths);
}

void read_condition(const Condition& condition, Paths& paths) {
  for (const auto& test : condition.tests) paths.push_back({test.path, true, test.op});
  for (const auto& inner : condition.any) read_condition(inner, paths);
  for (const auto& inner : condition.none_of) read_condition(inner, paths);
}

}  // namespace

std::vector<PathRead> paths_read(const Rule& rule) {
  Paths paths;
  read_condition(rule.condition, paths);
  for (const auto& action : rule.actions) {
    read_text(action.text, paths);
    read_json(JsonDocument::of(action.body).root(), paths);
    read_json(JsonDocument::of(action.with).root(), paths);
  }
  return paths;
}

}  // namespace callwright::assistants
