#pragma once

#include "workflows/model/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright {

class JsonDocument;

/// Immutable JSON as compact text, cheap to copy and comparable by content. It is looked into by parsing on
/// demand
/// (`JsonDocument`). A default `Json` is `null`.
class Json {
 public:
  Json() = default;
  /// Takes text that is known to be valid JSON: made by JsonWriter, read from the store, or checked by
  /// `parse`.
  static Json trusted(std::string text);
  /// Checks outside text (see JsonDocument::parse) and keeps it in compact form.
  static Result<Json> parse(std::string_view text);
  [[nodiscard]] const std::string& text() const noexcept;
  [[nodiscard]] bool is_null() const noexcept { return text_ == nullptr; }
  friend bool operator==(const Json& a, const Json& b) { return a.text() == b.text(); }

 private:
  std::shared_ptr<const std::string> text_;  // null means `null`
};

/// A place in a JsonDocument. Copyable, valid as long as the document; looking up what is not there gives a
/// missing node on which every other question is allowed too.
class JsonNode {
 public:
  enum class Kind { Missing, Null, Boolean, Number, String, Array, Object };
  JsonNode() = default;
  [[nodiscard]] Kind kind() const noexcept;
  [[nodiscard]] bool exists() const noexcept { return value_ != nullptr; }
  [[nodiscard]] bool is_null() const noexcept { return kind() == Kind::Null; }
  [[nodiscard]] bool is_string() const noexcept { return kind() == Kind::String; }
  [[nodiscard]] bool is_object() const noexcept { return kind() == Kind::Object; }
  [[nodiscard]] bool is_array() const noexcept { return kind() == Kind::Array; }
  /// Member of an object; missing when this is no object or has no such member. The first of duplicates wins.
  [[nodiscard]] JsonNode operator[](std::string_view key) const;
  /// Follows `a.b.0.c`; a number is an index where the node is an array.
  [[nodiscard]] JsonNode at_path(std::string_view dotted) const;
  [[nodiscard]] std::optional<std::string_view> string() const;
  /// The string, or empty text when this is not one.
  [[nodiscard]] std::string str() const { return std::string(string().value_or(std::string_view{})); }
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  [[nodiscard]] std::optional<double> number() const;
  [[nodiscard]] std::optional<bool> boolean() const;
  [[nodiscard]] std::size_t size() const;  ///< elements of an array or members of an object, else 0
  [[nodiscard]] std::vector<JsonNode> elements() const;
  [[nodiscard]] std::vector<std::pair<std::string_view, JsonNode>> members() const;
  /// A scalar as people write it (text without quotes, `true`, `3`); arrays and objects as JSON; missing and
  /// null as "".
  [[nodiscard]] std::string display() const;
  [[nodiscard]] Json json() const;

 private:
  friend class JsonDocument;
  friend class JsonWriter;
  explicit JsonNode(const void* value) : value_(value) {}
  const void* value_ = nullptr;
};

/// Parsed JSON. Parsing is iterative, checks UTF-8, and refuses trailing text and nesting deeper than
/// `kDepthMax`.
class JsonDocument {
 public:
  static constexpr int kDepthMax = 32;
  /// For bodies from outside: they are stored within records and snapshots, which have to be read again.
  static constexpr int kOutsideDepthMax = 24;
  /// InvalidInput `json.invalid` or `json.too_deep`, with the offset of the first problem. `depth_max` is at
  /// most kDepthMax.
  static Result<JsonDocument> parse(std::string_view text, int depth_max = kDepthMax);
  /// For text we made ourselves; throws std::logic_error when it is not valid JSON.
  static JsonDocument of(const Json& json);
  [[nodiscard]] JsonNode root() const;
  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) noexcept;
  ~JsonDocument();

 private:
  struct Impl;
  explicit JsonDocument(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Writes compact JSON in document order. The caller keeps begin and end balanced.
class JsonWriter {
 public:
  JsonWriter() = default;
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& string(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& number(double value);
  JsonWriter& boolean(bool value) { return plain(value ? "true" : "false"); }
  JsonWriter& null() { return plain("null"); }
  JsonWriter& raw(const Json& value) { return plain(value.text()); }
  JsonWriter& node(const JsonNode& value);

  JsonWriter& member(std::string_view name, std::string_view value) { return key(name).string(value); }
  JsonWriter& member(std::string_view name, const char* value) { return key(name).string(value); }
  JsonWriter& member(std::string_view name, const std::string& value) { return key(name).string(value); }
  JsonWriter& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  JsonWriter& member(std::string_view name, int value) { return key(name).integer(value); }
  JsonWriter& member(std::string_view name, bool value) { return key(name).boolean(value); }
  JsonWriter& member(std::string_view name, const Json& value) { return key(name).raw(value); }

  /// The text so far; the writer is empty afterwards.
  [[nodiscard]] std::string take();
  [[nodiscard]] Json finish() { return Json::trusted(take()); }

 private:
  void separate();
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& plain(std::string_view value);

  std::string text_;
  bool follows_ = false;  ///< something that needs a comma behind it was written last
};

/// `{"key": "value", …}` of texts, in the given order.
Json json_object(std::initializer_list<std::pair<std::string_view, std::string_view>> members);

}  // namespace callwright
