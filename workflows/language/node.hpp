#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::language {

/// Where something stands in a file. `file` belongs to the SourceFile and lives as long as the load.
struct Place {
  std::string_view file;
  int line = 0;    ///< from 1; 0: nowhere, a value that no file holds
  int column = 0;  ///< from 1
};

struct Member;

/// A value of a file as written. A scalar is its text: what it means is decided by the key that reads it, so
/// `on`, `off`, `yes` and `no` are never booleans by accident. A quoted scalar is always text.
struct Node {
  enum class Kind { Null, Scalar, List, Map };
  Kind kind = Kind::Null;
  std::string text;
  bool quoted = false;
  std::vector<Node> items;      ///< of a list
  std::vector<Member> members;  ///< of a map, in document order, each key once
  Place place;

  [[nodiscard]] bool is_scalar() const { return kind == Kind::Scalar; }
  [[nodiscard]] bool is_list() const { return kind == Kind::List; }
  [[nodiscard]] bool is_map() const { return kind == Kind::Map; }
  /// A plain scalar: one that a key may read as number, boolean or duration.
  [[nodiscard]] bool is_plain() const { return is_scalar() && !quoted; }
  [[nodiscard]] const Member* find(std::string_view key) const;
  /// The value of a map's key, or null.
  [[nodiscard]] const Node* get(std::string_view key) const;
  /// Where `a.0.b` stands, or the nearest thing above it that exists.
  [[nodiscard]] Place place_of(std::string_view dotted) const;
  /// `a list`, `a map`, … for messages.
  [[nodiscard]] std::string_view what() const;
};

struct Member {
  std::string key;
  Place place;  ///< of the key
  Node value;
};

}  // namespace callwright::language
