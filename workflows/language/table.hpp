#pragma once

#include "workflows/language/grammar.hpp"
#include "workflows/language/scalars.hpp"
#include "workflows/language/shape.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::language {

/// One row of a section: the key, how its value is read into a T, and how it is written into the normalised
/// content. A new key of the language is a new row.
template <class T>
struct Key {
  std::string name;
  Shape shape;                                               ///< the form of its value, for editors
  std::function<void(const Reader&, const Node&, T&)> read;  ///< empty: this version does not have the key
  std::function<std::optional<Json>(const T&)> write;        ///< nothing: the key is left out
  bool is_required = false;

  /// The same key with a form that says more.
  [[nodiscard]] Key shaped(Shape form) && {
    shape = std::move(form);
    return std::move(*this);
  }

  [[nodiscard]] Key required() && {
    is_required = true;
    return std::move(*this);
  }
};

/// The keys that a map of one kind may hold.
template <class T>
class Table {
 public:
  Table(std::string what, std::initializer_list<Key<T>> keys) : what_(std::move(what)), keys_(keys) {}

  /// Reads a map over what `into` already holds, which is how defaults are applied.
  void read(const Reader& reader, const Node& map, T& into) const {
    if (!map.is_map()) return wrong_type(reader, map, what_, "a map of keys");
    for (const auto& member : map.members) read_member(reader, member, into);
  }

  /// Every required key must stand in `map` or, when given, in `defaults`.
  void require(const Reader& reader, const Node& map, const Place& at, const Node* defaults = nullptr) const {
    if (reader.is_partial && defaults != nullptr) return;
    for (const auto& key : keys_) {
      const bool is_given = map.find(key.name) || (defaults != nullptr && defaults->find(key.name));
      if (key.is_required && map.is_map() && !is_given && !is_misspelt_in(reader, map, key.name))
        reader.error(at, "missing_key", what_ + " needs the key `" + key.name + "`");
    }
  }

  void read_complete(const Reader& reader, const Node& map, T& into) const {
    read(reader, map, into);
    require(reader, map, map.place);
  }

  [[nodiscard]] Json write(const T& from) const {
    std::map<std::string, Json> members;
    for (const auto& key : keys_) {
      auto value = key.write ? key.write(from) : std::nullopt;
      if (value) members.emplace(key.name, *std::move(value));
    }
    return json_sorted(members);
  }

  /// The form of a map with these keys. Required ones that may stand elsewhere, in `defaults`, are not asked
  /// for.
  [[nodiscard]] Json schema(bool asks_for_required = true) const {
    std::map<std::string, Json> properties;
    std::vector<std::string> required;
    for (const auto& key : keys_) {
      if (!key.read) continue;
      const auto said = reference_of(what_, key.name);
      const auto form = key.shape.json();
      properties.emplace(key.name, said.empty() ? form : shapes::with(form, "description", json_text(said)));
      if (key.is_required && asks_for_required) required.push_back(key.name);
    }
    return shapes::object(properties, required);
  }

  /// No key is required.
  [[nodiscard]] bool may_be_empty() const { return std::ranges::none_of(keys_, &Key<T>::is_required); }

  [[nodiscard]] bool has(std::string_view name) const {
    return std::ranges::find(keys_, name, &Key<T>::name) != keys_.end();
  }

  [[nodiscard]] KeyGroup group() const {
    KeyGroup keys{what_, names(), {}};
    for (const auto& key : keys_) {
      if (!key.read) keys.later.push_back(key.name);
    }
    return keys;
  }

  /// The keys of this version.
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> list;
    for (const auto& key : keys_) {
      if (key.read) list.push_back(key.name);
    }
    return list;
  }

  /// The key stands there under a name that was reported already.
  [[nodiscard]] bool is_misspelt_in(const Reader& reader, const Node& map, std::string_view key) const {
    return std::ranges::any_of(map.members, [&](const Member& member) {
      return !has(member.key) && reader.suggest(member.key, names()).nearest == key;
    });
  }

 private:
  void read_member(const Reader& reader, const Member& member, T& into) const {
    const auto key = std::ranges::find(keys_, member.key, &Key<T>::name);
    if (key == keys_.end()) {
      unknown_key(reader, member, what_, names());
    } else if (!key->read) {
      not_supported(reader, member.place, "`" + key->name + "` of " + what_);
    } else {
      key->read(reader, member.value, into);
    }
  }

  std::string what_;
  std::vector<Key<T>> keys_;
};

}  // namespace callwright::language
