#include "workflows/model/json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

namespace callwright {
namespace {

const rapidjson::Value* as_value(const void* value) { return static_cast<const rapidjson::Value*>(value); }

/// True when brackets outside strings nest deeper than the limit. Checked before parsing, because RapidJSON's
/// writer recurses over whatever tree the parser built.
bool too_deep(std::string_view text, int depth_max) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > depth_max) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

/// The offset of something that RapidJSON lets through although it is not JSON, or npos: a NUL byte, which it
/// takes for the end, and the second half of a surrogate pair without the first (an escape of DC00 to DFFF),
/// of which it makes bytes that are not UTF-8 and that it then refuses to read again.
std::size_t overlooked_error(std::string_view text) {
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) return nul;
  for (auto at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at)) {
    const auto escape = text.substr(at, 4);
    const bool surrogate = escape.size() == 4 && escape[1] == 'u' && (escape[2] == 'd' || escape[2] == 'D');
    if (surrogate && std::string_view("cdefCDEF").contains(escape[3])) return at;
    const bool first_half = surrogate && std::string_view("89abAB").contains(escape[3]);
    at += first_half ? 12 : 2;  // the parser checks the second half after a first one
  }
  return std::string_view::npos;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t at) {
  const auto begin = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at - begin;
}

/// The size of the exponent that begins at `at`, or as much as is too much.
std::size_t exponent_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != 'e' && text[at] != 'E')) return 0;
  ++at;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
  std::size_t value = 0;
  for (; at < text.size() && is_digit(text[at]) && value < 10'000; ++at)
    value = value * 10 + static_cast<std::size_t>(text[at] - '0');
  return value;
}

/// The parser looks up powers of ten down to 10^-348 and does not check that a number stays above: digits
/// after the point count with the exponent. The smallest double takes 340 of them.
std::size_t number_out_of_range(std::string_view text) {
  constexpr std::size_t kPlacesMax = 340;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') {
      in_string = !in_string;
    } else if (in_string) {
      if (c == '\\') ++at;
    } else if (c == '.' || c == 'e' || c == 'E') {
      const auto places = c == '.' ? digits_at(text, at + 1) : 0;
      const auto exponent = exponent_at(text, c == '.' ? at + 1 + places : at);
      if (places + exponent > kPlacesMax) return at;
    }
  }
  return std::string_view::npos;
}

// Full precision: a number that was written has to be read as the same number.
constexpr auto kParseFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag |
                             rapidjson::kParseFullPrecisionFlag;

std::unexpected<Error> invalid_at(std::size_t offset, std::string_view problem) {
  return fail(Errc::InvalidInput, "json.invalid",
              "Not valid JSON at byte " + std::to_string(offset) + ": " + std::string(problem));
}

}  // namespace

/// Text and tree of a document in one piece of memory: strings of the tree point into the text.
struct JsonDocument::Impl {
  explicit Impl(std::string_view text)
      : memory(std::make_unique_for_overwrite<char[]>(tree_size(text) + text.size() + kTerminator.size())),
        pool(memory.get(), tree_size(text), kChunk),
        document(&pool) {
    std::ranges::copy(kTerminator, std::ranges::copy(text, copy_of(text)).out);
  }
  char* copy_of(std::string_view text) { return memory.get() + tree_size(text); }
  /// Enough for the tree of what Telnyx sends; more is taken when a text has many short values.
  static std::size_t tree_size(std::string_view text) { return 2 * text.size() + 256; }
  static constexpr std::size_t kChunk = 4096;
  /// The parser takes up to four bytes for one character before it says that the first of them was wrong.
  static constexpr std::array<char, 4> kTerminator{};

  std::unique_ptr<char[]> memory;
  rapidjson::MemoryPoolAllocator<> pool;
  rapidjson::Document document;
};

JsonDocument::JsonDocument(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;
JsonDocument::~JsonDocument() = default;

Result<JsonDocument> JsonDocument::parse(std::string_view text, int depth_max) {
  if (too_deep(text, depth_max)) {
    return fail(Errc::InvalidInput, "json.too_deep",
                "The JSON nests deeper than " + std::to_string(depth_max) + " levels; send a flatter body.");
  }
  if (const auto offset = overlooked_error(text); offset != std::string_view::npos) {
    return invalid_at(offset, "A byte 0 or half a surrogate pair.");
  }
  if (const auto offset = number_out_of_range(text); offset != std::string_view::npos) {
    return invalid_at(offset, "A number that no double holds.");
  }
  auto impl = std::make_unique<Impl>(text);
  impl->document.ParseInsitu<kParseFlags>(impl->copy_of(text));
  if (impl->document.HasParseError()) {
    return invalid_at(impl->document.GetErrorOffset(),
                      rapidjson::GetParseError_En(impl->document.GetParseError()));
  }
  return JsonDocument(std::move(impl));
}

/// A Json was parsed or written by us, so that what the parser overlooks was looked for already.
JsonDocument JsonDocument::of(const Json& json) {
  auto impl = std::make_unique<Impl>(json.text());
  impl->document.ParseInsitu<kParseFlags>(impl->copy_of(json.text()));
  if (impl->document.HasParseError()) {
    throw std::logic_error(std::string("stored JSON is not valid: ") +
                           rapidjson::GetParseError_En(impl->document.GetParseError()));
  }
  return JsonDocument(std::move(impl));
}

JsonNode JsonDocument::root() const {
  return JsonNode(static_cast<const rapidjson::Value*>(&impl_->document));
}

Json Json::trusted(std::string text) {
  Json json;
  if (text != "null") json.text_ = std::make_shared<const std::string>(std::move(text));
  return json;
}

Result<Json> Json::parse(std::string_view text) {
  auto document = JsonDocument::parse(text);
  if (!document) return std::unexpected(document.error());
  return document->root().json();
}

const std::string& Json::text() const noexcept {
  static const std::string null_text = "null";
  return text_ ? *text_ : null_text;
}

JsonNode::Kind JsonNode::kind() const noexcept {
  if (value_ == nullptr) return Kind::Missing;
  switch (as_value(value_)->GetType()) {
    case rapidjson::kNullType: return Kind::Null;
    case rapidjson::kFalseType:
    case rapidjson::kTrueType: return Kind::Boolean;
    case rapidjson::kNumberType: return Kind::Number;
    case rapidjson::kStringType: return Kind::String;
    case rapidjson::kArrayType: return Kind::Array;
    case rapidjson::kObjectType: return Kind::Object;
  }
  return Kind::Missing;
}

JsonNode JsonNode::operator[](std::string_view key) const {
  if (!is_object()) return {};
  const auto& object = *as_value(value_);
  for (auto member = object.MemberBegin(); member != object.MemberEnd(); ++member) {
    if (std::string_view(member->name.GetString(), member->name.GetStringLength()) == key) {
      return JsonNode(&member->value);
    }
  }
  return {};
}

JsonNode JsonNode::at_path(std::string_view dotted) const {
  JsonNode node = *this;
  while (!dotted.empty() && node.exists()) {
    const auto dot = dotted.find('.');
    const auto part = dotted.substr(0, dot);
    dotted = dot == std::string_view::npos ? std::string_view{} : dotted.substr(dot + 1);
    if (node.is_array()) {
      std::size_t index = 0;
      const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), index);
      const auto& array = *as_value(node.value_);
      if (error != std::errc{} || end != part.data() + part.size() || index >= array.Size()) return {};
      node = JsonNode(&array[static_cast<rapidjson::SizeType>(index)]);
    } else {
      node = node[part];
    }
  }
  return node;
}

std::optional<std::string_view> JsonNode::string() const {
  if (!is_string()) return std::nullopt;
  return std::string_view(as_value(value_)->GetString(), as_value(value_)->GetStringLength());
}

std::optional<std::int64_t> JsonNode::integer() const {
  if (kind() != Kind::Number || !as_value(value_)->IsInt64()) return std::nullopt;
  return as_value(value_)->GetInt64();
}

std::optional<double> JsonNode::number() const {
  if (kind() != Kind::Number) return std::nullopt;
  return as_value(value_)->GetDouble();
}

std::optional<bool> JsonNode::boolean() const {
  if (kind() != Kind::Boolean) return std::nullopt;
  return as_value(value_)->GetBool();
}

std::size_t JsonNode::size() const {
  if (is_array()) return as_value(value_)->Size();
  if (is_object()) return as_value(value_)->MemberCount();
  return 0;
}

std::vector<JsonNode> JsonNode::elements() const {
  std::vector<JsonNode> nodes;
  if (!is_array()) return nodes;
  nodes.reserve(size());
  for (const auto& element : as_value(value_)->GetArray()) nodes.push_back(JsonNode(&element));
  return nodes;
}

std::vector<std::pair<std::string_view, JsonNode>> JsonNode::members() const {
  std::vector<std::pair<std::string_view, JsonNode>> nodes;
  if (!is_object()) return nodes;
  nodes.reserve(size());
  const auto& object = *as_value(value_);
  for (auto member = object.MemberBegin(); member != object.MemberEnd(); ++member) {
    nodes.emplace_back(std::string_view(member->name.GetString(), member->name.GetStringLength()),
                       JsonNode(&member->value));
  }
  return nodes;
}

std::string JsonNode::display() const {
  switch (kind()) {
    case Kind::Missing:
    case Kind::Null: return "";
    case Kind::String: return str();
    default: return json().text();
  }
}

Json JsonNode::json() const {
  if (value_ == nullptr) return {};
  return JsonWriter().node(*this).finish();
}

}  // namespace callwright
