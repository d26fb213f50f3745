#include "workflows/analysis/picture.hpp"

namespace callwright {
namespace {

std::string join(const Picture::Node& node, std::string_view line_end,
                 std::string (*escaped)(std::string_view)) {
  auto text = escaped(node.title);
  for (const auto& line : node.lines) text += std::string(line_end) + escaped(line);
  return text;
}

/// Within double quotes a backslash begins an escape (`\n`, `\N`), so it is doubled.
std::string dot_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return escaped;
}

std::string_view dot_style(Picture::Shape shape) {
  switch (shape) {
    case Picture::Shape::Rounded: return "shape=box, style=\"rounded,filled\", fillcolor=\"#eef4ff\"";
    case Picture::Shape::Diamond: return "shape=box, style=\"filled\", fillcolor=\"#fff7e6\"";
    case Picture::Shape::Box: break;
  }
  return "shape=box, style=\"filled\", fillcolor=\"#ffffff\"";
}

/// Mermaid reads HTML in labels and `#…;` as an entity.
std::string mermaid_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '#': escaped += "&num;"; break;
      case '`': escaped += "&#96;"; break;
      case '\\': escaped += "&#92;"; break;
      default: escaped += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return escaped;
}

std::string mermaid_node(const Picture::Node& node) {
  const auto text = "\"" + join(node, "<br/>", mermaid_text) + "\"";
  switch (node.shape) {
    case Picture::Shape::Rounded: return node.id + "(" + text + ")";
    case Picture::Shape::Diamond: return node.id + "{{" + text + "}}";
    case Picture::Shape::Box: break;
  }
  return node.id + "[" + text + "]";
}

}  // namespace

std::string dot_of(const Picture& picture) {
  std::string dot =
      "digraph callwright {\n  graph [label=\"" + dot_text(picture.title) +
      "\", labelloc=t, rankdir=TB, fontname=\"Helvetica\", fontsize=16, nodesep=0.4, ranksep=0.5];\n"
      "  node [fontname=\"Helvetica\", fontsize=11, margin=\"0.15,0.08\"];\n"
      "  edge [fontname=\"Helvetica\", fontsize=10, color=\"#555555\"];\n";
  for (const auto& group : picture.groups) {
    dot += "  subgraph cluster_" + group.id + " {\n    label=\"" + dot_text(group.title) +
           "\"; style=\"rounded\"; color=\"#999999\"; fontsize=12;\n";
    for (const auto& node : group.nodes) {
      dot += "    " + node.id + " [" + std::string(dot_style(node.shape)) + ", label=\"" +
             join(node, "\\n", dot_text) + "\"];\n";
    }
    dot += "  }\n";
  }
  for (const auto& arrow : picture.arrows) {
    dot += "  " + arrow.from + " -> " + arrow.to + " [label=\"" + dot_text(arrow.label) + "\"";
    if (arrow.is_dashed) dot += ", style=dashed";
    if (arrow.is_back) dot += ", constraint=false";
    dot += "];\n";
  }
  return dot + "}\n";
}

std::string mermaid_of(const Picture& picture) {
  std::string text = "%% " + mermaid_text(picture.title) + "\nflowchart TB\n";
  for (const auto& group : picture.groups) {
    text += "  subgraph " + group.id + "[\"" + mermaid_text(group.title) + "\"]\n";
    for (const auto& node : group.nodes) text += "    " + mermaid_node(node) + "\n";
    text += "  end\n";
  }
  for (const auto& arrow : picture.arrows) {
    text += "  " + arrow.from + (arrow.is_dashed ? " -.->" : " -->");
    if (!arrow.label.empty()) text += "|\"" + mermaid_text(arrow.label) + "\"|";
    text += " " + arrow.to + "\n";
  }
  return text;
}

}  // namespace callwright
