#include "service/observe/log_text.hpp"

#include "workflows/model/json.hpp"
#include "workflows/model/text.hpp"

#include <array>

namespace callwright::observe {
namespace {

constexpr std::size_t kValueBytesMax = 1024;

/// Length of the well-formed UTF-8 character at the beginning of the text (RFC 3629), 0 when there is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return i < text.size() && byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {  // neither overlong nor a surrogate
    return follows(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {  // neither overlong nor above U+10FFFF
    return follows(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3)
               ? 4
               : 0;
  }
  return 0;
}

std::string shown(const LogField& field, std::string_view text, bool full_numbers) {
  const auto clean = valid_utf8(cut_utf8(text, kValueBytesMax));
  return field.is_number && !full_numbers ? mask_number(clean) : clean;
}

bool needs_quotes(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '\\' || c == '=' || c == 0x7F) return true;
  }
  return text == "-";
}

std::string text_value(const std::string& text) {
  if (text.empty()) return "-";
  if (!needs_quotes(text)) return text;
  JsonWriter writer;  // its escapes are what people know
  writer.string(text);
  return writer.take();
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const auto length = utf8_length(text);
    valid += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return valid;
}

std::string json_line(Level level, TimePoint time, const std::vector<LogField>& fields, bool full_numbers) {
  JsonWriter writer;
  writer.begin_object().member("time", format_time(time)).member("level", name_of(level));
  for (const auto& field : fields) {
    writer.key(field.key);
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
      writer.string(shown(field, *text, full_numbers));
    } else if (const auto* integer = std::get_if<std::int64_t>(&field.value)) {
      writer.integer(*integer);
    } else {
      writer.null();
    }
  }
  return writer.end_object().take();
}

std::string text_line(Level level, TimePoint time, const std::vector<LogField>& fields, bool full_numbers) {
  static constexpr auto kAligned = std::to_array<std::string_view>({" debug", " info ", " warn ", " error"});
  std::string line = format_time(time);
  line += kAligned.at(static_cast<std::size_t>(level));
  for (const auto& field : fields) {
    line += ' ';
    line += field.key;
    line += '=';
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
      line += text_value(shown(field, *text, full_numbers));
    } else if (const auto* integer = std::get_if<std::int64_t>(&field.value)) {
      line += std::to_string(*integer);
    } else {
      line += '-';
    }
  }
  return line;
}

}  // namespace callwright::observe
