#include "workflows/language/node.hpp"

#include "workflows/language/findings.hpp"

#include <algorithm>
#include <charconv>

namespace callwright::language {
namespace {

const Node* step_into(const Node& node, std::string_view segment) {
  if (node.is_map()) return node.get(segment);
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(segment.data(), segment.data() + segment.size(), index);
  if (!node.is_list() || error != std::errc{} || index >= node.items.size()) return nullptr;
  return &node.items[index];
}

}  // namespace

const Member* Node::find(std::string_view key) const {
  const auto found = std::ranges::find(members, key, &Member::key);
  return found == members.end() ? nullptr : &*found;
}

const Node* Node::get(std::string_view key) const {
  const auto* member = find(key);
  return member == nullptr ? nullptr : &member->value;
}

Place Node::place_of(std::string_view dotted) const {
  const Node* here = this;
  Place found = here->place;
  while (!dotted.empty()) {
    const auto dot = dotted.find('.');
    const auto segment = dotted.substr(0, dot);
    const auto* next = step_into(*here, segment);
    if (next == nullptr) break;
    found = here->is_map() ? here->find(segment)->place : next->place;
    here = next;
    dotted = dot == std::string_view::npos ? std::string_view{} : dotted.substr(dot + 1);
  }
  return found;
}

const Node* Node::at(std::string_view dotted) const {
  const Node* here = this;
  while (here != nullptr && !dotted.empty()) {
    const auto dot = dotted.find('.');
    here = step_into(*here, dotted.substr(0, dot));
    dotted = dot == std::string_view::npos ? std::string_view{} : dotted.substr(dot + 1);
  }
  return here;
}

Place Node::value_place(std::string_view dotted) const {
  const auto* value = at(dotted);
  return value == nullptr ? place_of(dotted) : value->place;
}

std::string Node::what() const {
  switch (kind) {
    case Kind::Null: return "nothing";
    case Kind::List: return "a list";
    case Kind::Map: return "a map";
    case Kind::Scalar: break;
  }
  return (quoted ? "the quoted text " : "the text ") + language::quoted(text);
}

}  // namespace callwright::language
