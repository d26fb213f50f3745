#pragma once

#include "workflows/language/file_text.hpp"
#include "workflows/language/findings.hpp"
#include "workflows/language/node.hpp"
#include "workflows/model/json.hpp"

#include <cstddef>

namespace callwright::language {

/// Bounds on what a bundle may hold, so that a hostile file costs neither memory nor stack.
inline constexpr std::size_t kNodesMax =
    20'000;  ///< of all files together, aliases counted as what they name
inline constexpr std::size_t kAliasBytesMax =
    std::size_t{1024} * 1024;         ///< text of one file that aliases repeat
inline constexpr int kDepthMax = 24;  ///< below JsonDocument::kDepthMax, which the content must pass

struct Document {
  Node root;
  bool is_complete = false;  ///< false: the file is no YAML, and this is what stood before the mistake
};

/// Reads one YAML document. Reports syntax errors, more than one document, duplicate keys, keys that are not
/// text, tags, and whatever exceeds the bounds. `nodes` counts across the files of a bundle.
Document parse_yaml(const SourceFile& file, Findings& findings, std::size_t& nodes);

/// The same tree from a stored bundle: strings become quoted scalars, numbers and booleans plain ones.
Node tree_of(const JsonNode& json);

}  // namespace callwright::language
