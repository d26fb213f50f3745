#include "workflows/language/scalars.hpp"

#include "workflows/language/grammar.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace callwright::language {
namespace {

struct Unit {
  std::string_view name;
  Duration length;
};
constexpr std::array kUnits = {Unit{"h", std::chrono::hours{1}}, Unit{"m", std::chrono::minutes{1}},
                               Unit{"s", std::chrono::seconds{1}}, Unit{"ms", Duration{1}}};
constexpr std::size_t kDigitsMax = 9;  // no range reaches further, and the product stays in 64 bits

std::optional<Duration> parse_duration(std::string_view text) {
  const auto unit_start = std::min(text.find_first_not_of("0123456789"), text.size());
  if (unit_start == 0 || unit_start > kDigitsMax) return std::nullopt;
  const auto unit = std::ranges::find(kUnits, text.substr(unit_start), &Unit::name);
  std::int64_t number = 0;
  const char* begin = text.data();
  std::from_chars(begin, begin + unit_start, number);
  if (unit == kUnits.end()) return std::nullopt;
  return number * unit->length;
}

bool is_only_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

void wrong_type(const Reader& reader, const Node& node, std::string_view key, std::string_view wanted) {
  const bool is_phrase = key.find_first_of(" `") != std::string_view::npos;
  const auto subject = is_phrase ? std::string(key) : "`" + std::string(key) + "`";
  reader.error(node.place, "wrong_type",
               subject + " wants " + std::string(wanted) + ", this is " + node.what());
}

void unknown_key(const Reader& reader, const Member& member, std::string_view of_what,
                 const std::vector<std::string>& accepted) {
  if (member.key == "<<")
    return reader.error(member.place, "unknown_key",
                        "`<<` merges nothing here; put what entries share into `defaults`");
  auto hint = reader.suggest(member.key, accepted);
  const auto owner = owner_of_key(member.key, of_what);
  auto message = quoted(member.key) + " is not a key of " + std::string(of_what) +
                 (owner.empty() ? hint.or_list() : "; it belongs to " + owner);
  if (!owner.empty()) hint.nearest.clear();
  reader.error(member.place, "unknown_key", std::move(message), std::move(hint));
}

void not_supported(const Reader& reader, const Place& at, std::string_view what) {
  reader.error(at, "not_supported", std::string(what) + " is not in this version; remove it");
}

std::optional<std::string> read_word(const Reader& reader, const Node& node, std::string_view key) {
  if (node.is_scalar()) return node.text;
  wrong_type(reader, node, key, "a text");
  return std::nullopt;
}

std::optional<Template> read_template(const Reader& reader, const Node& node, std::string_view key) {
  const auto text = read_word(reader, node, key);
  if (!text) return std::nullopt;
  auto made = Template::parse(*text);
  if (!made) {
    reader.error(node.place, "template_syntax", made.error().detail);
    return std::nullopt;
  }
  check_template(reader, node.place, *made);
  return *std::move(made);
}

std::optional<Duration> read_duration(const Reader& reader, const Node& node, std::string_view key,
                                      const DurationRange& range) {
  if (!node.is_scalar()) {
    wrong_type(reader, node, key, "a duration such as `20s`");
    return std::nullopt;
  }
  const auto duration = parse_duration(node.text);
  if (!duration) {
    const bool is_bare = !node.text.empty() && is_only_digits(node.text);
    reader.error(node.place, "bad_unit",
                 "`" + std::string(key) + "` is a duration: " + quoted(node.text) +
                     (is_bare ? " needs a unit" : " is not a whole number with a unit") +
                     "; write `500ms`, `20s`, `4m` or `2h`");
    return std::nullopt;
  }
  const bool is_exact = !range.whole_seconds || *duration % std::chrono::seconds{1} == Duration{0};
  if (*duration < range.min || *duration > range.max || !is_exact) {
    reader.error(node.place, "out_of_range",
                 "`" + std::string(key) + "` is " + duration_text(range.min) + " to " +
                     duration_text(range.max) + (range.whole_seconds ? " in whole seconds" : "") + ", not " +
                     quoted(node.text));
    return std::nullopt;
  }
  return duration;
}

std::optional<int> read_count(const Reader& reader, const Node& node, std::string_view key, int min,
                              int max) {
  std::int64_t number = 0;
  const char* end = node.text.data() + node.text.size();
  const auto parsed = std::from_chars(node.text.data(), end, number);
  const bool is_number = node.is_plain() && parsed.ptr == end &&
                         (parsed.ec == std::errc{} || parsed.ec == std::errc::result_out_of_range);
  if (!is_number) {
    wrong_type(reader, node, key, node.quoted ? "a whole number without quotes" : "a whole number");
    return std::nullopt;
  }
  if (parsed.ec != std::errc{} || number < min || number > max) {
    reader.error(node.place, "out_of_range",
                 "`" + std::string(key) + "` is " + std::to_string(min) + " to " + std::to_string(max) +
                     ", not " + quoted(node.text));
    return std::nullopt;
  }
  return static_cast<int>(number);
}

std::optional<bool> read_flag(const Reader& reader, const Node& node, std::string_view key) {
  if (node.is_plain() && (node.text == "true" || node.text == "false")) return node.text == "true";
  wrong_type(reader, node, key, node.quoted ? "`true` or `false` without quotes" : "`true` or `false`");
  return std::nullopt;
}

std::optional<std::size_t> read_choice(const Reader& reader, const Node& node, std::string_view key,
                                       const std::vector<std::string>& accepted) {
  const auto text = read_word(reader, node, key);
  if (!text) return std::nullopt;
  const auto found = std::ranges::find(accepted, *text);
  if (found != accepted.end()) return static_cast<std::size_t>(found - accepted.begin());
  auto hint = reader.suggest(*text, accepted);
  auto message =
      "`" + std::string(key) + "` is " + one_of(accepted) + ", not " + quoted(*text) + hint.or_else("");
  reader.error(node.place, "not_accepted", std::move(message), std::move(hint));
  return std::nullopt;
}

std::vector<const Node*> read_words(const Reader& reader, const Node& node, std::string_view key) {
  std::vector<const Node*> words;
  if (node.is_scalar()) words.push_back(&node);
  if (!node.is_scalar() && !node.is_list()) wrong_type(reader, node, key, "a list of texts");
  for (const auto& item : node.items) {
    if (item.is_scalar()) words.push_back(&item);
    if (!item.is_scalar()) wrong_type(reader, item, key, "a list of texts");
  }
  return words;
}

std::string duration_text(Duration duration) {
  for (const auto& unit : kUnits) {
    if (duration != Duration{0} && duration % unit.length == Duration{0})
      return std::to_string(duration / unit.length) + std::string(unit.name);
  }
  return "0s";
}

Json json_text(std::string_view text) {
  JsonWriter writer;
  return writer.string(text).finish();
}

Json json_texts(const std::vector<std::string>& texts) {
  JsonWriter writer;
  writer.begin_array();
  for (const auto& text : texts) writer.string(text);
  return writer.end_array().finish();
}

Json json_number(int number) { return Json::trusted(std::to_string(number)); }

Json json_flag(bool flag) { return Json::trusted(flag ? "true" : "false"); }

Json json_list(const std::vector<Json>& items) {
  JsonWriter writer;
  writer.begin_array();
  for (const auto& item : items) writer.raw(item);
  return writer.end_array().finish();
}

Json json_sorted(const std::map<std::string, Json>& members) {
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [name, value] : members) writer.member(name, value);
  return writer.end_object().finish();
}

std::map<std::string, Json> members_of(const Json& object) {
  std::map<std::string, Json> members;
  const auto document = JsonDocument::of(object);
  for (const auto& [name, value] : document.root().members()) members.emplace(name, value.json());
  return members;
}

}  // namespace callwright::language
