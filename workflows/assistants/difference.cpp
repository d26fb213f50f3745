#include "workflows/assistants/difference.hpp"

#include "workflows/language/scalars.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace callwright::assistants {
namespace {

/// Maps whose keys are not Telnyx's: a key that is gone from the file is meant to be gone.
constexpr auto kOwnKeys = std::to_array<std::string_view>(
    {"dynamic_variables", "body_parameters", "query_parameters", "path_parameters", "parameters",
     "properties", "preset_body_fields", "preset_query_params"});

bool has_own_keys(std::string_view name) { return std::ranges::find(kOwnKeys, name) != kOwnKeys.end(); }

bool is_nothing(const JsonNode& value) {
  const bool is_empty = (value.is_array() || value.is_object()) && value.size() == 0;
  return !value.exists() || value.is_null() || is_empty;
}

bool is_words(const JsonNode& list) {
  const auto elements = list.elements();
  return list.is_array() && std::ranges::all_of(elements, &JsonNode::is_string);
}

std::vector<std::string> sorted_words(const JsonNode& list) {
  std::vector<std::string> words;
  for (const auto& element : list.elements()) words.push_back(element.str());
  std::ranges::sort(words);
  return words;
}

bool is_same(std::string_view name, const JsonNode& file, const JsonNode& account);

bool has_what(const JsonNode& file, const JsonNode& account) {
  return std::ranges::all_of(file.members(), [&](const auto& member) {
    return is_same(member.first, member.second, account[member.first]);
  });
}

/// Both have the same keys; one that holds nothing counts as none.
bool is_same_map(const JsonNode& file, const JsonNode& account) {
  const auto is_known = [&](const auto& member) {
    return is_nothing(member.second) || file[member.first].exists();
  };
  const auto is_equal = [&](const auto& member) {
    const auto other = account[member.first];
    if (member.second.is_object() && other.is_object()) return is_same_map(member.second, other);
    return is_same(member.first, member.second, other);
  };
  return std::ranges::all_of(account.members(), is_known) && std::ranges::all_of(file.members(), is_equal);
}

bool is_same_list(const JsonNode& file, const JsonNode& account) {
  if (is_words(file) && is_words(account)) return sorted_words(file) == sorted_words(account);
  const auto ours = file.elements();
  const auto theirs = account.elements();
  return std::ranges::equal(ours, theirs, [](const auto& a, const auto& b) { return is_same("", a, b); });
}

bool is_same(std::string_view name, const JsonNode& file, const JsonNode& account) {
  if (is_nothing(file) && is_nothing(account)) return true;
  if (file.kind() != account.kind()) return false;
  if (file.is_object()) return has_own_keys(name) ? is_same_map(file, account) : has_what(file, account);
  if (file.is_array()) return is_same_list(file, account);
  if (file.number()) return file.number() == account.number();
  return canonical(file) == canonical(account);
}

class Comparison {
 public:
  void compare(const std::string& field, std::string_view name, const JsonNode& file,
               const JsonNode& account) {
    if (is_same(name, file, account)) return;
    const bool is_opened = file.is_object() && account.is_object() && !has_own_keys(name);
    if (!is_opened) {
      add(field, file, account);
      return;
    }
    for (const auto& [key, value] : file.members())
      compare(field + "." + std::string(key), key, value, account[key]);
  }

  /// Tools have no order; what the file does not list any more is to go.
  void compare_tools(const JsonNode& file, const JsonNode& account) {
    std::map<std::string, JsonNode> theirs;
    for (const auto& tool : account.elements()) theirs.emplace(tool_name(tool), tool);
    for (const auto& tool : file.elements()) {
      const auto name = tool_name(tool);
      const auto found = theirs.find(name);
      const auto other = found == theirs.end() ? JsonNode() : found->second;
      compare("tools." + name, "", tool, other);
      if (found != theirs.end()) theirs.erase(found);
    }
    for (const auto& [name, tool] : theirs) add("tools." + name, JsonNode(), tool);
  }

  [[nodiscard]] std::vector<Difference> take() { return std::move(all_); }

 private:
  void add(const std::string& field, const JsonNode& file, const JsonNode& account) {
    const auto kind = !account.exists() || account.is_null() ? Difference::Kind::OnlyFile
                      : !file.exists()                       ? Difference::Kind::OnlyAccount
                                                             : Difference::Kind::Changed;
    all_.push_back(
        {field, kind, account.exists() ? account.json() : Json(), file.exists() ? file.json() : Json()});
  }
  std::vector<Difference> all_;
};

Json merged_node(std::string_view name, const std::string& place, const JsonNode& file,
                 const JsonNode& account, const std::set<std::string, std::less<>>& dropped) {
  if (!file.is_object() || !account.is_object() || has_own_keys(name)) return file.json();
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [key, value] : account.members()) {
    const auto inner = place + "." + std::string(key);
    if (file[key].exists() || value.is_null() || dropped.contains(inner)) continue;
    writer.key(key).node(value);
  }
  for (const auto& [key, value] : file.members())
    writer.key(key).raw(merged_node(key, place + "." + std::string(key), value, account[key], dropped));
  return writer.end_object().finish();
}

Json merged_tools(const JsonNode& file, const JsonNode& account) {
  std::vector<Json> tools;
  for (const auto& tool : file.elements()) {
    const auto known = account.elements();
    const auto found =
        std::ranges::find(known, tool_name(tool), [](const auto& one) { return tool_name(one); });
    tools.push_back(found == known.end() ? tool.json() : merged_node("", "", tool, *found, {}));
  }
  return language::json_list(tools);
}

}  // namespace

std::vector<Difference> differences(const Settings& file, const Settings& account) {
  Comparison comparison;
  for (const auto& [field, value] : file) {
    const auto found = account.find(field);
    const auto ours = JsonDocument::of(value);
    const auto theirs = JsonDocument::of(found == account.end() ? Json() : found->second);
    if (field == "tools") {
      comparison.compare_tools(ours.root(), theirs.root());
    } else {
      comparison.compare(field, field, ours.root(), theirs.root());
    }
  }
  return comparison.take();
}

Json merged(std::string_view field, const Json& file, const Json& account,
            const std::set<std::string, std::less<>>& dropped) {
  const auto ours = JsonDocument::of(file);
  const auto theirs = JsonDocument::of(account);
  if (field == "tools") return merged_tools(ours.root(), theirs.root());
  return merged_node(field, std::string(field), ours.root(), theirs.root(), dropped);
}

std::vector<std::string> places_of(const Settings& settings) {
  std::vector<std::string> places;
  for (const auto& [field, value] : settings) {
    places.push_back(field);
    const auto document = JsonDocument::of(value);
    if (!document.root().is_object() || has_own_keys(field)) continue;
    for (const auto& [key, inner] : document.root().members())
      places.push_back(field + "." + std::string(key));
  }
  return places;
}

}  // namespace callwright::assistants
