#include "handlers/calls_api/query_values.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <charconv>

namespace callwright {
namespace {

constexpr std::size_t kTextBytesMax = 256;

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (const auto name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

}  // namespace

std::unexpected<Error> query_error(std::string_view name, std::string_view accepted) {
  return fail(Errc::InvalidInput, "query." + std::string(name),
              std::string(name) + " must be " + std::string(accepted) + ".");
}

std::optional<Error> query_problem(const Request& request, std::span<const std::string_view> known) {
  for (auto at = request.query.begin(); at != request.query.end(); ++at) {
    const auto& [name, value] = *at;
    if (std::ranges::find(known, name) == known.end()) {
      const std::string near = name.size() > 32 ? "" : nearest(name, known);
      return Error(Errc::InvalidInput, "query.unknown",
                   near.empty() ? "The query has an unknown name; there are " + joined(known) + "."
                                : "The query has an unknown name; did you mean " + near + "?");
    }
    if (std::any_of(request.query.begin(), at, [&](const auto& earlier) { return earlier.first == name; })) {
      return Error(Errc::InvalidInput, "query.repeated", "Give " + name + " once.");
    }
    if (value.size() > kTextBytesMax) {
      return query_error(name, "at most " + std::to_string(kTextBytesMax) + " bytes").error();
    }
  }
  return std::nullopt;
}

Result<std::size_t> parse_query_limit(const Request& request, std::size_t otherwise, std::size_t max) {
  const auto text = request.query_value("limit");
  if (text.empty()) return otherwise;
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (error != std::errc{} || end != text.data() + text.size() || limit < 1 || limit > max) {
    return query_error("limit", "a whole number from 1 to " + std::to_string(max));
  }
  return limit;
}

std::string with_plus(std::string_view text) {
  std::string result(text);
  if (result.starts_with(' ')) result.front() = '+';
  return result;
}

Result<std::optional<TimePoint>> parse_query_moment(const Request& request, std::string_view name) {
  std::string text(request.query_value(name));
  if (text.empty()) return std::nullopt;
  // `+01:00` whose plus became a space; a space at the sixth place from the end can be nothing else.
  if (text.size() > 6 && text[text.size() - 6] == ' ') text[text.size() - 6] = '+';
  const auto time = parse_time(text);
  if (!time) return query_error(name, "a time such as 2026-11-24T10:00:00Z");
  return time;
}

}  // namespace callwright
