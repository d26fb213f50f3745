#include "workflows/simulator/assistants/fields.hpp"

#include <algorithm>
#include <optional>

namespace callwright::simulator::assistants {
namespace {

/// The schema of a field that is an object; null for every other field.
const std::vector<Field>* schema_of(const Field& field) {
  constexpr std::string_view kObject = "object:";
  if (!field.type.starts_with(kObject)) return nullptr;
  return Catalogue::get().schema(std::string_view(field.type).substr(kObject.size()));
}

void write_with_defaults(JsonWriter& writer, const std::vector<Field>& schema, const JsonNode& object);

/// True when everything in such an object has a documented default.
bool is_known_without_value(const std::vector<Field>& schema) {
  return std::ranges::all_of(schema, [](const Field& field) {
    if (!field.default_value.is_null()) return true;
    const auto* inner = schema_of(field);
    return inner != nullptr && is_known_without_value(*inner);
  });
}

void write_default(JsonWriter& writer, const Field& field) {
  const auto* inner = schema_of(field);
  if (!field.default_value.is_null()) {
    writer.member(field.name, field.default_value);
  } else if (inner != nullptr && is_known_without_value(*inner)) {
    writer.key(field.name);
    write_with_defaults(writer, *inner, JsonNode());
  }
}

void write_value(JsonWriter& writer, const Field& field, const JsonNode& value) {
  const auto* inner = schema_of(field);
  if (inner == nullptr || !value.is_object()) {
    writer.node(value);
  } else {
    write_with_defaults(writer, *inner, value);
  }
}

void write_with_defaults(JsonWriter& writer, const std::vector<Field>& schema, const JsonNode& object) {
  writer.begin_object();
  for (const auto& [name, value] : object.members()) {
    const auto field = std::ranges::find(schema, name, &Field::name);
    writer.key(name);
    if (field == schema.end()) {
      writer.node(value);
    } else {
      write_value(writer, *field, value);
    }
  }
  for (const auto& field : schema) {
    if (!object[field.name].exists()) write_default(writer, field);
  }
  writer.end_object();
}

Json value_of(const Field& field, const JsonNode& value) {
  JsonWriter writer;
  write_value(writer, field, value);
  return writer.finish();
}

}  // namespace

void Fields::set(std::string_view name, Json value) {
  const auto found = std::ranges::find(members_, name, [](const auto& member) { return member.first; });
  if (found == members_.end()) {
    members_.emplace_back(name, std::move(value));
  } else {
    found->second = std::move(value);
  }
}

void Fields::set(std::string_view name, std::string_view text) {
  set(name, JsonWriter().string(text).finish());
}

void Fields::erase(std::string_view name) {
  std::erase_if(members_, [&](const auto& member) { return member.first == name; });
}

const Json* Fields::find(std::string_view name) const {
  const auto found = std::ranges::find(members_, name, [](const auto& member) { return member.first; });
  return found == members_.end() ? nullptr : &found->second;
}

std::string Fields::text(std::string_view name) const {
  const auto* value = find(name);
  return value == nullptr ? std::string{} : JsonDocument::of(*value).root().str();
}

std::vector<std::string> Fields::texts(std::string_view name) const {
  std::vector<std::string> texts;
  const auto* value = find(name);
  if (value == nullptr) return texts;
  const auto document = JsonDocument::of(*value);
  for (const auto& element : document.root().elements()) texts.push_back(element.str());
  return texts;
}

void Fields::set_texts(std::string_view name, const std::vector<std::string>& texts) {
  JsonWriter writer;
  writer.begin_array();
  for (const auto& text : texts) writer.string(text);
  set(name, writer.end_array().finish());
}

Json Fields::at(std::string_view name, std::string_view dotted) const {
  const auto* value = find(name);
  if (value == nullptr) return {};
  const auto document = JsonDocument::of(*value);
  const auto inner = document.root().at_path(dotted);
  return inner.exists() ? inner.json() : Json();
}

void Fields::write(JsonWriter& writer) const {
  for (const auto& [name, value] : members_) writer.member(name, value);
}

Fields filled_in(const Operation& operation, const JsonNode& body) {
  Fields fields;
  for (const auto& field : operation.body) {
    const auto value = body[field.name];
    if (value.exists()) {
      fields.set(field.name, value_of(field, value));
    } else if (!field.default_value.is_null()) {
      fields.set(field.name, field.default_value);
    }
  }
  return fields;
}

void set_given(Fields& fields, const Operation& operation, const JsonNode& body) {
  for (const auto& field : operation.body) {
    const auto value = body[field.name];
    if (value.exists()) fields.set(field.name, value_of(field, value));
  }
}

Json with_defaults(std::string_view schema, const JsonNode& object) {
  JsonWriter writer;
  write_with_defaults(writer, *Catalogue::get().schema(schema), object);
  return writer.finish();
}

}  // namespace callwright::simulator::assistants
