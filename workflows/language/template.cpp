#include "workflows/language/template.hpp"

#include <algorithm>

namespace callwright {
namespace {

using Part = Template::Part;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Segments between dots, none empty. Names of insights may hold spaces, so little else is refused.
bool is_path(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '"'; });
}

Result<Part> parse_reference(std::string_view inside) {
  const auto bar = inside.find('|');
  const auto path = trimmed(inside.substr(0, bar));
  if (inside.find("${") != std::string_view::npos)
    return fail(Errc::InvalidInput, "template.syntax", "`${…}` does not nest; close the first with `}`");
  if (!is_path(path))
    return fail(
        Errc::InvalidInput, "template.syntax",
        "`${" + std::string(inside) + "}` holds no path; write `${caller.number}` or `${path | default}`");
  Part part{.text = std::string(path), .is_path = true};
  if (bar != std::string_view::npos) part.fallback = std::string(trimmed(inside.substr(bar + 1)));
  return part;
}

void append_literal(std::vector<Part>& parts, std::string_view text) {
  if (text.empty()) return;
  if (parts.empty() || parts.back().is_path) parts.emplace_back();
  parts.back().text += text;
}

void write_rendered(JsonWriter& writer, const JsonNode& node, const Scope& scope,
                    std::vector<std::string>* missing) {
  if (node.is_object()) {
    writer.begin_object();
    for (const auto& [key, value] : node.members()) {
      writer.key(key);
      write_rendered(writer, value, scope, missing);
    }
    writer.end_object();
  } else if (node.is_array()) {
    writer.begin_array();
    for (const auto& element : node.elements()) write_rendered(writer, element, scope, missing);
    writer.end_array();
  } else if (node.is_string()) {
    const auto text = Template::parse(*node.string());
    writer.string(text ? text->render(scope, missing) : node.str());
  } else {
    writer.node(node);
  }
}

}  // namespace

Result<Template> Template::parse(std::string_view source) {
  Template made;
  made.source_ = source;
  while (!source.empty()) {
    const auto dollar = source.find('$');
    append_literal(made.parts_, source.substr(0, dollar));
    if (dollar == std::string_view::npos) break;
    source.remove_prefix(dollar);
    if (source.starts_with("$${")) {
      append_literal(made.parts_, "${");
      source.remove_prefix(3);
    } else if (source.starts_with("${")) {
      const auto end = source.find('}');
      if (end == std::string_view::npos)
        return fail(Errc::InvalidInput, "template.syntax",
                    "`${` is never closed; add `}`, or write `$${` for the characters themselves");
      auto part = parse_reference(source.substr(2, end - 2));
      if (!part) return std::unexpected(part.error());
      made.parts_.push_back(*std::move(part));
      source.remove_prefix(end + 1);
    } else {
      append_literal(made.parts_, "$");
      source.remove_prefix(1);
    }
  }
  return made;
}

std::string Template::render(const Scope& scope, std::vector<std::string>* missing) const {
  std::string text;
  for (const auto& part : parts_) {
    if (!part.is_path) {
      text += part.text;
      continue;
    }
    const auto value = scope.value(part.text);
    if (value && !(value->empty() && part.fallback)) {
      text += *value;
    } else if (part.fallback) {
      text += *part.fallback;
    } else if (missing != nullptr) {
      missing->push_back(part.text);
    }
  }
  return text;
}

Json render_json(const Json& body, const Scope& scope, std::vector<std::string>* missing) {
  const auto document = JsonDocument::of(body);
  JsonWriter writer;
  write_rendered(writer, document.root(), scope, missing);
  return writer.finish();
}

}  // namespace callwright
