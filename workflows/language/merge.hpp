#pragma once

#include "workflows/language/findings.hpp"
#include "workflows/language/node.hpp"

#include <vector>

namespace callwright::language {

/// The sections of all files of a bundle, as if they stood in one.
struct Sections {
  Node people{.kind = Node::Kind::Map};
  Node groups{.kind = Node::Kind::Map};
  Node workflows{.kind = Node::Kind::Map};
  Node escalations{.kind = Node::Kind::Map};
  Node defaults{.kind = Node::Kind::Map};
};

/// Merges documents in the given order. An entry that two files define is an error that names both.
Sections merge_documents(const std::vector<Node>& documents, Findings& findings);

}  // namespace callwright::language
