#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace callwright {

/// A picture of boxes and arrows, before any format. All texts are plain: each format escapes them its own
/// way.
struct Picture {
  enum class Shape { Box, Rounded, Diamond };
  struct Node {
    std::string id;  ///< letters, digits and `_`, unique in the picture
    Shape shape = Shape::Box;
    std::string title;
    std::vector<std::string> lines;  ///< below the title
  };
  struct Group {
    std::string id;
    std::string title;
    std::vector<Node> nodes;
  };
  struct Arrow {
    std::string from;
    std::string to;
    std::string label;
    bool is_dashed = false;  ///< what happens when something fails
    bool is_back = false;    ///< against the direction of reading
  };
  std::string title;
  std::vector<Group> groups;
  std::vector<Arrow> arrows;
};

/// Graphviz's language, https://graphviz.org/doc/info/lang.html.
std::string dot_of(const Picture& picture);

/// A Mermaid flowchart, https://mermaid.js.org/syntax/flowchart.html.
std::string mermaid_of(const Picture& picture);

}  // namespace callwright
