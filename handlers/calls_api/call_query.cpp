#include "handlers/calls_api/call_query.hpp"

#include "workflows/model/call.hpp"
#include "workflows/model/text.hpp"
#include "workflows/model/time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>
#include <string_view>

namespace callwright {
namespace {

constexpr auto kCallKeys = std::to_array<std::string_view>(
    {"state", "workflow", "number", "outcome", "since", "until", "q", "cursor", "limit"});
constexpr auto kRecordKeys = std::to_array<std::string_view>({"cursor", "limit"});
constexpr std::size_t kTextBytesMax = 256;

std::unexpected<Error> wrong(std::string_view name, std::string_view accepted) {
  return fail(Errc::InvalidInput, "query." + std::string(name),
              std::string(name) + " must be " + std::string(accepted) + ".");
}

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (const auto name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

/// Every key known and given once, every value of a sensible length.
std::optional<Error> key_problem(const Request& request, std::span<const std::string_view> known) {
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
      return wrong(name, "at most " + std::to_string(kTextBytesMax) + " bytes").error();
    }
  }
  return std::nullopt;
}

Result<std::size_t> parse_limit(const Request& request, std::size_t otherwise, std::size_t max) {
  const auto text = request.query_value("limit");
  if (text.empty()) return otherwise;
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (error != std::errc{} || end != text.data() + text.size() || limit < 1 || limit > max) {
    return wrong("limit", "a whole number from 1 to " + std::to_string(max));
  }
  return limit;
}

bool is_state(std::string_view text) {
  for (int i = 0; i <= static_cast<int>(CallState::Failed); ++i) {
    if (name_of(static_cast<CallState>(i)) == text) return true;
  }
  return false;
}

/// A plus sign that was not written as %2B arrives as a space.
std::string with_plus(std::string_view text) {
  std::string result(text);
  if (result.starts_with(' ')) result.front() = '+';
  return result;
}

Result<std::optional<TimePoint>> parse_moment(const Request& request, std::string_view name) {
  std::string text(request.query_value(name));
  if (text.empty()) return std::nullopt;
  // `+01:00` whose plus became a space; a space at the sixth place from the end can be nothing else.
  if (text.size() > 6 && text[text.size() - 6] == ' ') text[text.size() - 6] = '+';
  const auto time = parse_time(text);
  if (!time) return wrong(name, "a time such as 2026-11-24T10:00:00Z");
  return time;
}

}  // namespace

Result<CallQuery> parse_call_query(const Request& request) {
  if (auto problem = key_problem(request, kCallKeys)) return std::unexpected(std::move(*problem));
  CallQuery query;
  query.state = request.query_value("state");
  if (!query.state.empty() && !is_state(query.state)) {
    return wrong("state",
                 "arriving, answering, starting, conversing, escalating, joined, ending, ended, settled, "
                 "transferred or failed");
  }
  query.number = with_plus(request.query_value("number"));
  if (!query.number.empty() && !is_e164(query.number) && !is_sip_uri(query.number)) {
    return wrong("number", "a whole number such as +13125550199 (the plus sign written as %2B) or a SIP URI");
  }
  query.workflow = request.query_value("workflow");
  query.outcome = request.query_value("outcome");
  query.text = request.query_value("q");
  query.cursor = request.query_value("cursor");

  const auto since = parse_moment(request, "since");
  if (!since) return std::unexpected(since.error());
  const auto until = parse_moment(request, "until");
  if (!until) return std::unexpected(until.error());
  if (*since && *until && **since > **until) return wrong("since", "before until");
  query.since = *since;
  query.until = *until;
  const auto limit = parse_limit(request, query.limit, 200);
  if (!limit) return std::unexpected(limit.error());
  query.limit = *limit;
  return query;
}

Result<RecordQuery> parse_record_query(const Request& request) {
  if (auto problem = key_problem(request, kRecordKeys)) return std::unexpected(std::move(*problem));
  RecordQuery query;
  query.cursor = request.query_value("cursor");
  const auto limit = parse_limit(request, query.limit, 500);
  if (!limit) return std::unexpected(limit.error());
  query.limit = *limit;
  return query;
}

}  // namespace callwright
