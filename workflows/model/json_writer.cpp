#include "workflows/model/json.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include <rapidjson/document.h>
#include <rapidjson/internal/dtoa.h>

namespace callwright {
namespace {

/// The first character that JSON text cannot hold as it is, or the end.
std::size_t plain_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && static_cast<unsigned char>(text[length]) >= 0x20 && text[length] != '"' &&
         text[length] != '\\') {
    ++length;
  }
  return length;
}

void append_escape(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  out += '\\';
  switch (c) {
    case '"':
    case '\\': out += c; return;
    case '\b': out += 'b'; return;
    case '\f': out += 'f'; return;
    case '\n': out += 'n'; return;
    case '\r': out += 'r'; return;
    case '\t': out += 't'; return;
    default: break;
  }
  const auto byte = static_cast<unsigned char>(c);
  out.append("u00").append(1, kHex[byte >> 4U]).append(1, kHex[byte & 0xFU]);
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  while (true) {
    const auto length = plain_length(text);
    out.append(text.substr(0, length));
    if (length == text.size()) break;
    append_escape(out, text[length]);
    text.remove_prefix(length + 1);
  }
  out += '"';
}

void write_number(JsonWriter& out, const rapidjson::Value& value) {
  if (value.IsInt64()) {
    out.integer(value.GetInt64());
  } else if (value.IsUint64()) {
    out.raw(Json::trusted(std::to_string(value.GetUint64())));
  } else {
    out.number(value.GetDouble());
  }
}

/// Recursion is bounded: the parser refuses what nests deeper than kDepthMax.
void write_tree(JsonWriter& out, const rapidjson::Value& value) {
  switch (value.GetType()) {
    case rapidjson::kNullType: out.null(); return;
    case rapidjson::kFalseType:
    case rapidjson::kTrueType: out.boolean(value.GetBool()); return;
    case rapidjson::kNumberType: write_number(out, value); return;
    case rapidjson::kStringType: out.string({value.GetString(), value.GetStringLength()}); return;
    case rapidjson::kArrayType:
      out.begin_array();
      for (const auto& element : value.GetArray()) write_tree(out, element);
      out.end_array();
      return;
    case rapidjson::kObjectType:
      out.begin_object();
      for (const auto& [name, member] : value.GetObject()) {
        write_tree(out.key({name.GetString(), name.GetStringLength()}), member);
      }
      out.end_object();
      return;
  }
}

}  // namespace

/// A comma stands before every key or value that follows another; none follows a key or an opening bracket.
void JsonWriter::separate() {
  if (follows_) text_ += ',';
  follows_ = true;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  text_ += bracket;
  follows_ = false;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  text_ += bracket;
  follows_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_string(text_, name);
  text_ += ':';
  follows_ = false;
  return *this;
}

JsonWriter& JsonWriter::plain(std::string_view value) {
  separate();
  text_ += value;
  return *this;
}

JsonWriter& JsonWriter::string(std::string_view value) {
  separate();
  append_string(text_, value);
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return plain({digits.data(), end});
}

JsonWriter& JsonWriter::number(double value) {
  if (!std::isfinite(value)) return null();
  std::array<char, 32> digits{};
  return plain({digits.data(), rapidjson::internal::dtoa(value, digits.data())});
}

JsonWriter& JsonWriter::node(const JsonNode& value) {
  if (!value.exists()) return null();
  write_tree(*this, *static_cast<const rapidjson::Value*>(value.value_));
  return *this;
}

std::string JsonWriter::take() {
  follows_ = false;
  return std::exchange(text_, {});
}

Json json_object(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [name, value] : members) writer.member(name, value);
  return writer.end_object().finish();
}

}  // namespace callwright
