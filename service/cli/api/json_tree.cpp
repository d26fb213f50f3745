#include "service/cli/api/json_tree.hpp"

#include <algorithm>

namespace callwright::cli::api {

JsonTree JsonTree::of(const JsonNode& node) {
  JsonTree tree;
  if (node.is_object()) {
    for (const auto& [name, value] : node.members()) tree.member(std::string(name)) = of(value);
  } else if (node.is_array()) {
    tree.kind_ = Kind::List;
    for (const auto& element : node.elements()) tree.items_.push_back(of(element));
  } else {
    tree.kind_ = Kind::Scalar;
    tree.scalar_ = node.json();
  }
  return tree;
}

Result<void> JsonTree::put(const SetPath& path, const Json& value) {
  auto* at = this;
  SetPath walked;
  for (const auto& step : path) {
    walked.push_back(step);
    auto* next = at->enter(step);
    if (next == nullptr) {
      return fail(Errc::InvalidInput, "set.gap",
                  write_set_path(walked) + " leaves a gap: the list has " +
                      std::to_string(at->items_.size()) + " element(s), so the next one is [" +
                      std::to_string(at->items_.size()) + "]");
    }
    at = next;
  }
  *at = of(JsonDocument::of(value).root());
  return {};
}

void JsonTree::append(const SetPath& path, const Json& value) {
  auto* at = this;
  for (const auto& step : path) {
    at = at->enter(step);
    if (at == nullptr) return;
  }
  at->become(Kind::List);
  at->items_.push_back(of(JsonDocument::of(value).root()));
}

void JsonTree::erase(const std::string& name) {
  std::erase_if(members_, [&](const auto& member) { return member.first == name; });
}

Json JsonTree::json() const {
  JsonWriter out;
  write(out);
  return out.finish();
}

void JsonTree::write(JsonWriter& out) const {
  switch (kind_) {
    case Kind::Scalar: out.raw(scalar_); break;
    case Kind::Object:
      out.begin_object();
      for (const auto& [name, value] : members_) value.write(out.key(name));
      out.end_object();
      break;
    case Kind::List:
      out.begin_array();
      for (const auto& item : items_) item.write(out);
      out.end_array();
      break;
  }
}

void JsonTree::become(Kind kind) {
  if (kind_ == kind) return;
  *this = JsonTree();
  kind_ = kind;
}

JsonTree& JsonTree::member(const std::string& name) {
  const auto found = std::ranges::find(members_, name, &std::pair<std::string, JsonTree>::first);
  return found != members_.end() ? found->second : members_.emplace_back(name, JsonTree()).second;
}

JsonTree* JsonTree::enter(const SetStep& step) {
  if (const auto* name = std::get_if<std::string>(&step)) {
    become(Kind::Object);
    return &member(*name);
  }
  const auto index = std::get<std::size_t>(step);
  become(Kind::List);
  if (index > items_.size()) return nullptr;
  return index == items_.size() ? &items_.emplace_back() : &items_[index];
}

}  // namespace callwright::cli::api
