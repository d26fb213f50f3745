#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::language {

/// Where something stands in a file. `file` belongs to the SourceFile and lives as long as the load.
struct Place {
  std::string_view file;
  int line = 0;           ///< from 1; 0: nowhere, a value that no file holds
  int column = 0;         ///< from 1, in bytes, as the parser counts
  int length = 0;         ///< bytes of a plain value; 0: as the file shows
  std::string part = {};  ///< the words within the value that a finding is about; empty: all of it

  /// The words `of_it` within what stands here.
  [[nodiscard]] Place only(std::string_view of_it) const {
    auto narrow = *this;
    narrow.part = of_it;
    return narrow;
  }
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
  /// The value at `a.0.b`, or null.
  [[nodiscard]] const Node* at(std::string_view dotted) const;
  /// Where that value stands, or the nearest thing above it that exists.
  [[nodiscard]] Place value_place(std::string_view dotted) const;
  /// `a list`, `the text `x``, … for messages.
  [[nodiscard]] std::string what() const;
};

struct Member {
  std::string key;
  Place place;  ///< of the key
  Node value;
};

}  // namespace callwright::language
