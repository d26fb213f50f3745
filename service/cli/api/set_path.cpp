#include "service/cli/api/set_path.hpp"

#include "workflows/model/json.hpp"

#include <charconv>
#include <optional>

namespace callwright::cli::api {
namespace {

constexpr std::string_view kNameEnds = ".[=";

std::unexpected<Error> wrong_path(std::string_view text, const std::string& why) {
  return fail(Errc::InvalidInput, "set.path",
              "`" + std::string(text.substr(0, 80)) + "` " + why + "; write a place such as tools[0].type");
}

/// Where the JSON text that begins at `at` ends: behind its closing quote.
std::optional<std::size_t> end_of_quoted(std::string_view text, std::size_t at) {
  for (auto i = at + 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\') ++i;
  }
  return std::nullopt;
}

/// `[3]` or `["a.b"]` at `at`, which is moved behind it.
std::optional<SetStep> read_bracket(std::string_view text, std::size_t& at) {
  const auto begin = at + 1;
  if (begin < text.size() && text[begin] == '"') {
    const auto end = end_of_quoted(text, begin);
    if (!end || *end >= text.size() || text[*end] != ']') return std::nullopt;
    const auto name = JsonDocument::parse(text.substr(begin, *end - begin));
    if (!name || name->root().str().empty()) return std::nullopt;
    at = *end + 1;
    return name->root().str();
  }
  const auto close = text.find(']', begin);
  if (close == std::string_view::npos || close == begin) return std::nullopt;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(text.data() + begin, text.data() + close, index);
  if (error != std::errc{} || end != text.data() + close) return std::nullopt;
  at = close + 1;
  return index;
}

/// Steps from the front of `text`; `at` is moved behind them.
Result<SetPath> read_steps(std::string_view text, std::size_t& at) {
  SetPath path;
  while (at < text.size() && text[at] != '=' && text.substr(at, 2) != ":=") {
    if (path.size() == kStepsMax) return wrong_path(text, "goes too deep");
    if (text[at] == '[' && !path.empty()) {
      auto step = read_bracket(text, at);
      if (!step) return wrong_path(text, "needs an index such as [0] or a quoted name such as [\"a.b\"]");
      path.push_back(std::move(*step));
      continue;
    }
    if (text[at] == '.' && !path.empty()) ++at;
    auto end = text.find_first_of(kNameEnds, at);
    if (end == std::string_view::npos) end = text.size();
    if (end < text.size() && text[end] == '=' && end > at && text[end - 1] == ':') --end;
    if (end == at) return wrong_path(text, "has a place without a name");
    path.emplace_back(std::string(text.substr(at, end - at)));
    at = end;
  }
  if (path.empty()) return wrong_path(text, "names no field");
  return path;
}

}  // namespace

Result<SetPath> parse_set_path(std::string_view text) {
  std::size_t at = 0;
  auto path = read_steps(text, at);
  if (path && at < text.size()) return wrong_path(text, "holds a =");
  return path;
}

Result<SetOption> parse_set_option(std::string_view text) {
  std::size_t at = 0;
  auto path = read_steps(text, at);
  if (!path) return std::unexpected(path.error());
  if (at == text.size()) return wrong_path(text, "has no value: PATH=VALUE");
  SetOption option{.path = std::move(*path), .place = std::string(text.substr(0, at)), .value = {}};
  option.is_raw = text[at] == ':';
  option.value = text.substr(at + (option.is_raw ? 2 : 1));
  return option;
}

std::string write_set_path(const SetPath& path) {
  std::string text;
  for (const auto& step : path) {
    if (const auto* index = std::get_if<std::size_t>(&step)) {
      text += "[" + std::to_string(*index) + "]";
      continue;
    }
    const auto& name = std::get<std::string>(step);
    const bool is_plain = name.find_first_of(".[=") == std::string::npos;
    if (is_plain) {
      text += (text.empty() ? "" : ".") + name;
    } else {
      text += "[" + JsonWriter().string(name).take() + "]";
    }
  }
  return text;
}

}  // namespace callwright::cli::api
