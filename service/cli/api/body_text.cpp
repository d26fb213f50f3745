#include "service/cli/api/body_text.hpp"

#include "workflows/language/findings.hpp"
#include "workflows/language/tree.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace callwright::cli::api {
namespace {

using language::Node;

/// A plain scalar is a number or boolean where JSON would read it as one.
void write_scalar(JsonWriter& out, const Node& node) {
  if (node.is_plain()) {
    const auto value = JsonDocument::parse(node.text);
    const auto kind = value ? value->root().kind() : JsonNode::Kind::Missing;
    if (kind == JsonNode::Kind::Boolean || kind == JsonNode::Kind::Number) {
      out.node(value->root());
      return;
    }
  }
  out.string(node.text);
}

void write_node(JsonWriter& out, const Node& node) {
  switch (node.kind) {
    case Node::Kind::Null: out.null(); break;
    case Node::Kind::Scalar: write_scalar(out, node); break;
    case Node::Kind::List:
      out.begin_array();
      for (const auto& item : node.items) write_node(out, item);
      out.end_array();
      break;
    case Node::Kind::Map:
      out.begin_object();
      for (const auto& member : node.members) write_node(out.key(member.key), member.value);
      out.end_object();
      break;
  }
}

std::unexpected<Error> unreadable_body(std::string detail) {
  return fail(Errc::InvalidInput, "body.invalid", std::move(detail));
}

Result<Json> read_yaml(const std::string& name, const std::string& text) {
  const SourceFile file{.name = name, .text = text};
  language::Findings findings;
  std::size_t nodes = 0;
  const auto document = language::parse_yaml(file, findings, nodes);
  std::string problems;
  for (const auto& finding : findings.sorted({file})) {
    problems += (problems.empty() ? "" : "\n") + format_finding(finding);
  }
  if (findings.has_errors() || !document.is_complete) return unreadable_body(std::move(problems));
  JsonWriter out;
  write_node(out, document.root);
  return out.finish();
}

}  // namespace

Result<Json> read_body_text(const std::string& name, const std::string& text) {
  const auto json = JsonDocument::parse(text);
  if (json) return json->root().json();
  const auto first = text.find_first_not_of(" \t\r\n");
  const bool looks_like_json = first != std::string::npos && (text[first] == '{' || text[first] == '[');
  auto yaml = name.ends_with(".json") ? Result<Json>(unreadable_body("")) : read_yaml(name, text);
  if (yaml || (!looks_like_json && !name.ends_with(".json"))) return yaml;
  return unreadable_body(name + " is not JSON: " + json.error().detail);
}

}  // namespace callwright::cli::api
