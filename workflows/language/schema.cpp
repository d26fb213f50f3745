#include "workflows/language/schema.hpp"

#include "workflows/language/actions.hpp"
#include "workflows/language/condition_keys.hpp"
#include "workflows/language/scalars.hpp"
#include "workflows/language/sections.hpp"
#include "workflows/language/shape.hpp"
#include "workflows/language/telnyx_shape.hpp"
#include "workflows/language/test_parts.hpp"

namespace callwright::language {
namespace {

/// A section may be a heading with nothing under it yet.
Json section_of(const Json& entry) {
  const auto map =
      shapes::with(shapes::map_of(entry), "propertyNames", shapes::matching("^[A-Za-z0-9_-]{1,64}$"));
  return shapes::any_of({map, shapes::nothing()});
}

/// Any key of a workflow or an escalation.
Json defaults_shape() {
  auto properties = members_of(members_of(workflow_keys().schema(false))["properties"]);
  properties.merge(members_of(members_of(escalation_keys().schema(false))["properties"]));
  return shapes::any_of({shapes::object(properties, {}), shapes::nothing()});
}

std::map<std::string, Json> sections() {
  return {{"language", json_sorted({{"const", json_number(1)}})},
          {"people", section_of(person_shape())},
          {"groups", section_of(group_shape())},
          {"schedules", section_of(schedule_shape())},
          {"rotations", section_of(rotation_shape())},
          {"workflows", section_of(workflow_keys().schema(false))},
          {"escalations", section_of(escalation_keys().schema(false))},
          {"defaults", defaults_shape()},
          {"tests", shapes::list(test_keys().schema())}};
}

}  // namespace

Json workflow_schema() {
  auto definitions = telnyx_definitions();
  definitions.emplace("action", action_shape());
  definitions.emplace("escalate", escalate_shape());
  definitions.emplace("actions", shapes::list(shapes::reference("action")));
  definitions.emplace("conditions", conditions_shape());
  auto properties = sections();
  for (auto& [name, form] : properties)
    form = shapes::with(form, "description", json_text(reference_of("a file", name)));
  auto schema = shapes::object(properties, {});
  schema = shapes::with(schema, "$schema", json_text("https://json-schema.org/draft/2020-12/schema"));
  schema = shapes::with(schema, "title", json_text("A workflow file of callwright"));
  return shapes::with(schema, "$defs", json_sorted(definitions));
}

}  // namespace callwright::language
