#pragma once

#include "workflows/language/findings.hpp"
#include "workflows/language/node.hpp"

#include <vector>

namespace callwright::language {

/// The sections of all files of a bundle, as if they stood in one.
struct Sections {
  Node people{.kind = Node::Kind::Map};
  Node groups{.kind = Node::Kind::Map};
  Node schedules{.kind = Node::Kind::Map};
  Node rotations{.kind = Node::Kind::Map};
  Node workflows{.kind = Node::Kind::Map};
  Node escalations{.kind = Node::Kind::Map};
  Node defaults{.kind = Node::Kind::Map};
  Node tests{.kind = Node::Kind::List};
};

/// Merges documents in the given order. An entry that two files define is an error that names both. With
/// `is_partial` a file could not be read, so that nothing is asked of all of them together.
Sections merge_documents(const std::vector<Node>& documents, Findings& findings, bool is_partial = false);

/// Where a value stands in an entry, or in `defaults` where the entry has it from there.
Place place_in(const Sections& sections, const Node& entry, const std::string& dotted);

}  // namespace callwright::language
