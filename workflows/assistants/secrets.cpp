#include "workflows/assistants/secrets.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace callwright::assistants {
namespace {

constexpr auto kWords = std::to_array<std::string_view>(
    {"authorization", "api-key", "apikey", "api_key", "token", "secret", "password", "cookie", "signature"});

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return text;
}

/// `{name: Authorization, value: Bearer …}`
bool is_secret(const JsonNode& object) {
  const auto name = lower(object["name"].str());
  const auto value = object["value"].str();
  const bool is_named_so =
      std::ranges::any_of(kWords, [&](auto word) { return name.find(word) != std::string::npos; });
  return is_named_so && !value.empty() && value.find("{{") == std::string::npos;
}

void collect(const JsonNode& value, std::vector<std::string>& names) {
  if (value.is_object() && is_secret(value)) names.push_back(value["name"].str());
  for (const auto& element : value.elements()) collect(element, names);
  for (const auto& [key, member] : value.members()) collect(member, names);
}

void write_hidden(JsonWriter& writer, const JsonNode& value) {
  if (value.is_array()) {
    writer.begin_array();
    for (const auto& element : value.elements()) write_hidden(writer, element);
    writer.end_array();
  } else if (value.is_object()) {
    const bool hides = is_secret(value);
    writer.begin_object();
    for (const auto& [key, member] : value.members()) {
      writer.key(key);
      if (hides && key == "value") {
        writer.string("(hidden)");
      } else {
        write_hidden(writer, member);
      }
    }
    writer.end_object();
  } else {
    writer.node(value);
  }
}

}  // namespace

std::vector<std::string> secrets_in_clear(const JsonNode& value) {
  std::vector<std::string> names;
  collect(value, names);
  return names;
}

Json without_secrets(const Json& value) {
  const auto document = JsonDocument::of(value);
  JsonWriter writer;
  write_hidden(writer, document.root());
  return writer.finish();
}

}  // namespace callwright::assistants
