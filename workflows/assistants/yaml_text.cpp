#include "workflows/assistants/yaml_text.hpp"

#include "workflows/language/typed_value.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace callwright::assistants {
namespace {

/// What a reader wants to see first of an assistant or a tool.
constexpr auto kFirst =
    std::to_array<std::string_view>({"display_name", "type", "name", "id", "description", "model",
                                     "instructions", "greeting", "url", "method"});

std::size_t rank_of(std::string_view key) {
  return static_cast<std::size_t>(std::ranges::find(kFirst, key) - kFirst.begin());
}

using Members = std::vector<std::pair<std::string_view, JsonNode>>;

Members in_order(const JsonNode& object) {
  auto members = object.members();
  std::ranges::sort(members, {},
                    [](const auto& member) { return std::pair(rank_of(member.first), member.first); });
  return members;
}

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Words that some reader of YAML takes for something else than text.
bool is_word_of_yaml(std::string_view text) {
  constexpr auto kWords =
      std::to_array<std::string_view>({"true", "false", "null", "yes", "no", "on", "off", "y", "n"});
  std::string lower(text);
  for (auto& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return std::ranges::find(kWords, lower) != kWords.end();
}

/// `12:30`, `2026-11-24` and the like are numbers or dates for some reader of YAML.
bool may_be_number(std::string_view text) {
  return text.front() >= '0' && text.front() <= '9' && text.find_first_of(" _/") == std::string_view::npos;
}

/// Text that needs no quotes wherever it stands.
bool is_plain(std::string_view text) {
  constexpr std::string_view kInside = " _-./()'!?+@;=%$,:";
  if (text.empty() || !(is_letter_or_digit(text.front()) || text.front() == '/')) return false;
  if (text.back() == ' ' || text.back() == ':' || text.find(": ") != std::string_view::npos) return false;
  const auto fits = [&](char c) {
    return is_letter_or_digit(c) || kInside.find(c) != std::string_view::npos;
  };
  return std::ranges::all_of(text, fits) && !is_word_of_yaml(text) && !may_be_number(text) &&
         !language::reads_as_number(text);
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20U || c == '\x7f'; }

/// Several lines that a block scalar keeps as they are.
bool is_block(std::string_view text) {
  if (text.find('\n') == std::string_view::npos || text.ends_with("\n\n")) return false;
  if (std::ranges::any_of(text, [](char c) { return is_control(c) && c != '\n'; })) return false;
  // A line of blanks only is kept by some readers and shortened by others.
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    if (!line.empty() && line.find_first_not_of(' ') == std::string_view::npos) return false;
    begin = end + 1;
  }
  return text.front() != '\n' && text.front() != ' ';
}

std::string in_quotes(std::string_view text) { return JsonWriter().string(text).take(); }

std::string scalar(std::string_view text) { return is_plain(text) ? std::string(text) : in_quotes(text); }

class Writer {
 public:
  void member(std::string_view key, const JsonNode& value, std::size_t indent) {
    text_ += scalar(key) + ":";
    value_behind(value, indent, true);
  }

  void members(const JsonNode& object, std::size_t indent) {
    bool is_first = true;
    for (const auto& [key, value] : in_order(object)) {
      if (!is_first) text_.append(indent, ' ');
      is_first = false;
      member(key, value, indent);
    }
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  /// What stands behind `key:` or `-`, with its line end.
  void value_behind(const JsonNode& value, std::size_t indent, bool is_member) {
    if (value.is_object() && value.size() > 0) {
      open_line(indent + 2, is_member);
      members(value, indent + 2);
    } else if (value.is_array() && value.size() > 0) {
      items(value, indent + 2, is_member);
    } else {
      text_ += " ";
      leaf(value, indent + 2);
      text_ += "\n";
    }
  }

  void items(const JsonNode& list, std::size_t indent, bool is_member) {
    bool is_first = true;
    for (const auto& item : list.elements()) {
      if (is_first) {
        open_line(indent, is_member);
      } else {
        text_.append(indent, ' ');
      }
      is_first = false;
      text_ += "-";
      value_behind(item, indent, false);
    }
  }

  /// A member's block begins on a line of its own, an item's behind its dash.
  void open_line(std::size_t indent, bool is_member) {
    if (is_member) {
      text_ += "\n";
      text_.append(indent, ' ');
    } else {
      text_ += " ";
    }
  }

  void leaf(const JsonNode& value, std::size_t indent) {
    if (value.is_object()) {
      text_ += "{}";
    } else if (value.is_array()) {
      text_ += "[]";
    } else if (value.is_null() || !value.exists()) {
      text_ += "null";
    } else if (!value.is_string()) {
      text_ += value.display();
    } else if (const auto text = value.str(); is_block(text)) {
      block(text, indent);
    } else {
      text_ += scalar(text);
    }
  }

  void block(std::string_view text, std::size_t indent) {
    const bool ends_line = text.ends_with('\n');
    text_ += ends_line ? "|" : "|-";
    if (ends_line) text.remove_suffix(1);
    for (std::size_t begin = 0; begin <= text.size();) {
      const auto end = std::min(text.find('\n', begin), text.size());
      text_ += "\n";
      if (end > begin) text_.append(indent, ' ').append(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }

  std::string text_;
};

}  // namespace

std::string yaml_text(const JsonNode& object) {
  if (object.size() == 0) return "{}\n";
  Writer writer;
  writer.members(object, 0);
  return writer.take();
}

std::string yaml_member(std::string_view key, const JsonNode& value) {
  Writer writer;
  writer.member(key, value, 0);
  return writer.take();
}

}  // namespace callwright::assistants
