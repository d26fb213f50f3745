#include "service/cli/api/arguments.hpp"

#include "service/cli/api/values.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

namespace callwright::cli::api {
namespace {

constexpr int kTimeoutSecondsMax = 600;
constexpr int kRetriesMax = 20;

/// Where a field of that name lies within the objects that the operation takes: `voice_settings.voice`; empty
/// when it lies in none or in several.
std::string place_within(const Operation& operation, const std::string& name) {
  std::string place;
  for (const auto& field : operation.body) {
    if (types_at(operation, {field.name, name}).empty() || field.type.starts_with("map")) continue;
    if (!place.empty()) return {};
    place = field.name + "." + name;
  }
  return place;
}

class WordReader {
 public:
  WordReader(const Operation& operation, const std::vector<std::string>& words)
      : operation_(operation), words_(words), unchecked_(std::ranges::count(words, "--unchecked") > 0) {}

  Arguments read() {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (!is_utf8(words_[i])) problem("", "encoding", "word " + std::to_string(i + 1) + " is no UTF-8 text");
    }
    if (!result_.problems.empty()) {
      result_.has_unknown_flag = true;
      return std::move(result_);
    }
    while (at_ < words_.size()) read_word(words_[at_++]);
    return std::move(result_);
  }

 private:
  void read_word(const std::string& word);
  void read_flag(std::string_view name, std::optional<std::string> value);
  void read_own(const OwnOption& option, std::optional<std::string> value);
  void keep_own(std::string_view name, const std::string& value);
  void keep_switch(std::string_view name);
  void keep_set(const std::string& text);
  void keep_number(std::string_view name, const std::string& text, int max, int& into);
  void read_field(const FlagField& found, const std::string& flag, std::optional<std::string> value);
  void read_unknown(const std::string& flag, std::optional<std::string> value);
  void refuse_flag(const std::string& flag);
  void problem(std::string flag, std::string code, std::string message,
               std::vector<std::string> accepted = {}, std::string suggestion = {}) {
    result_.problems.push_back(
        {std::move(flag), std::move(code), std::move(message), std::move(accepted), std::move(suggestion)});
  }
  /// The next word, where it is not a flag of this operation.
  std::optional<std::string> take_value();
  [[nodiscard]] bool is_known_flag(std::string_view word) const;

  const Operation& operation_;
  const std::vector<std::string>& words_;
  bool unchecked_;
  std::size_t at_ = 0;
  bool only_positional_ = false;
  Arguments result_;
};

void WordReader::read_word(const std::string& word) {
  if (only_positional_ || word.size() < 2 || word.front() != '-') {
    result_.positional.push_back(word);
  } else if (word == "--") {
    only_positional_ = true;
  } else if (word == "-h") {
    result_.switches.help = true;
  } else if (!word.starts_with("--")) {
    result_.has_unknown_flag = true;
    problem(word.substr(0, 2), "unknown_flag",
            "flags begin with two dashes; a value that begins with one stands behind --");
  } else {
    const auto sign = word.find('=');
    std::optional<std::string> value;
    if (sign != std::string::npos) value = word.substr(sign + 1);
    read_flag(std::string_view(word).substr(2, sign == std::string::npos ? sign : sign - 2),
              std::move(value));
  }
}

void WordReader::read_flag(std::string_view name, std::optional<std::string> value) {
  if (const auto* option = find_own_option(name)) return read_own(*option, std::move(value));
  const auto flag = "--" + std::string(name);
  if (const auto found = find_field(operation_, name); found.field != nullptr)
    return read_field(found, flag, std::move(value));
  if (name.starts_with("no-")) {
    const auto found = find_field(operation_, name.substr(3));
    if (found.field != nullptr && !value && is_boolean(catalogue::parse_type(found.field->type)))
      return read_field(found, flag, "false");
  }
  read_unknown(flag, std::move(value));
}

bool WordReader::is_known_flag(std::string_view word) const {
  if (!word.starts_with("--") || word.size() < 3) return false;
  const auto name = word.substr(2, word.find('=') == std::string_view::npos ? word.npos : word.find('=') - 2);
  return find_own_option(name) != nullptr || find_field(operation_, name).field != nullptr;
}

std::optional<std::string> WordReader::take_value() {
  if (at_ == words_.size() || is_known_flag(words_[at_])) return std::nullopt;
  return words_[at_++];
}

void WordReader::read_own(const OwnOption& option, std::optional<std::string> value) {
  const auto flag = "--" + std::string(option.name);
  if (option.value.empty()) {
    if (value) return problem(flag, "usage", flag + " takes no value");
    return keep_switch(option.name);
  }
  if (!value) value = take_value();
  if (!value || value->empty())
    return problem(flag, "usage", flag + " needs a value: " + flag + " " + std::string(option.value));
  keep_own(option.name, *value);
}

void WordReader::keep_switch(std::string_view name) {
  auto& switches = result_.switches;
  if (name == "all") switches.all = true;
  if (name == "dry-run") switches.dry_run = true;
  if (name == "json") switches.as_json = true;
  if (name == "table") switches.as_table = true;
  if (name == "unchecked") switches.unchecked = true;
  if (name == "help") switches.help = true;
}

void WordReader::keep_own(std::string_view name, const std::string& value) {
  auto& switches = result_.switches;
  if (name == "set") keep_set(value);
  if (name == "body") switches.body_file = value;
  if (name == "idempotency-key") switches.idempotency_key = value;
  if (name == "retries") keep_number(name, value, kRetriesMax, switches.retries);
  if (name == "timeout") {
    int seconds = 0;
    keep_number(name, value, kTimeoutSecondsMax, seconds);
    if (seconds > 0) switches.timeout = std::chrono::seconds{seconds};
  }
}

void WordReader::keep_number(std::string_view name, const std::string& text, int max, int& into) {
  const int min = name == "timeout" ? 1 : 0;
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < min || number > max) {
    const auto flag = "--" + std::string(name);
    return problem(flag, "range",
                   flag + " takes a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  }
  into = number;
}

/// `page[size]` is the name of a query parameter; anything else is a place in the body.
void WordReader::keep_set(const std::string& text) {
  const auto sign = text.find('=');
  const auto name = text.substr(0, sign);
  const auto in_query = std::ranges::find(operation_.query, name, &Field::name) != operation_.query.end();
  if (sign != std::string::npos && in_query) {
    result_.fields.push_back(
        {.path = {name}, .text = text.substr(sign + 1), .shown = "--set " + name, .in_query = true});
    return;
  }
  auto option = parse_set_option(text);
  if (!option) return problem("--set", "set.path", "--set: " + option.error().detail);
  result_.fields.push_back({.path = std::move(option->path),
                            .text = std::move(option->value),
                            .shown = "--set " + option->place,
                            .is_raw = option->is_raw});
}

void WordReader::read_field(const FlagField& found, const std::string& flag,
                            std::optional<std::string> value) {
  const auto types = catalogue::parse_type(found.field->type);
  if (!value && is_boolean(types)) {
    const bool is_said = at_ < words_.size() && (words_[at_] == "true" || words_[at_] == "false");
    value = is_said ? words_[at_++] : "true";
  }
  if (!value) value = take_value();
  if (!value) return problem(flag, "usage", flag + " needs a value: " + flag + " " + word_for(types));
  result_.fields.push_back({.path = {found.field->name},
                            .text = std::move(*value),
                            .shown = flag,
                            .in_query = found.in_query,
                            .is_flag = true});
}

void WordReader::read_unknown(const std::string& flag, std::optional<std::string> value) {
  if (!value && at_ < words_.size() && !words_[at_].starts_with("--")) value = words_[at_++];
  if (!unchecked_) return refuse_flag(flag);
  const bool in_query = operation_.method == "GET" || operation_.method == "DELETE";
  auto name = flag.substr(2);
  std::ranges::replace(name, '-', '_');
  result_.fields.push_back({.path = {std::move(name)},
                            .text = value.value_or("true"),
                            .shown = flag,
                            .in_query = in_query,
                            .is_flag = true});
}

void WordReader::refuse_flag(const std::string& flag) {
  result_.has_unknown_flag = true;
  const auto name = normal_flag(flag.substr(2));
  if (name == "api_key" || name == "token" || name == "key") {
    return problem(flag, "unknown_flag",
                   flag +
                       " is not taken, because others on this machine can see flags: the key comes from "
                       "TELNYX_API_KEY or the file that TELNYX_API_KEY_FILE names");
  }
  if (std::ranges::find(operation_.path_params, name) != operation_.path_params.end())
    return problem(flag, "unknown_flag", name + " stands by its position, not behind a flag");
  if (const auto place = place_within(operation_, name); !place.empty())
    return problem(flag, "unknown_flag", flag + " lies deeper: --set " + place + "=…", {}, place);
  const auto flags = flags_of(operation_);
  const auto meant = nearest(flag.substr(2), flags);
  const auto hint = meant.empty() ? "; `callwright api " + operation_.name + " --help` lists them"
                                  : "; did you mean --" + meant + "?";
  problem(flag, "unknown_flag", flag + " is no flag of " + operation_.name + hint, flags, meant);
}

}  // namespace

Arguments read_arguments(const Operation& operation, const std::vector<std::string>& words) {
  return WordReader(operation, words).read();
}

}  // namespace callwright::cli::api
