#include "handlers/calls_api/call_query.hpp"

#include "handlers/calls_api/query_values.hpp"
#include "workflows/model/call.hpp"
#include "workflows/model/text.hpp"
#include "workflows/model/time.hpp"

#include <array>
#include <string_view>

namespace callwright {
namespace {

constexpr auto kCallKeys = std::to_array<std::string_view>(
    {"state", "workflow", "number", "outcome", "since", "until", "q", "cursor", "limit"});
constexpr auto kRecordKeys = std::to_array<std::string_view>({"cursor", "limit"});

bool is_state(std::string_view text) {
  for (int i = 0; i <= static_cast<int>(CallState::Failed); ++i) {
    if (name_of(static_cast<CallState>(i)) == text) return true;
  }
  return false;
}

}  // namespace

Result<CallQuery> parse_call_query(const Request& request) {
  if (auto problem = query_problem(request, kCallKeys)) return std::unexpected(std::move(*problem));
  CallQuery query;
  query.state = request.query_value("state");
  if (!query.state.empty() && !is_state(query.state)) {
    return query_error(
        "state",
        "arriving, answering, starting, conversing, escalating, joined, ending, ended, settled, "
        "transferred or failed");
  }
  query.number = with_plus(request.query_value("number"));
  if (!query.number.empty() && !is_e164(query.number) && !is_sip_uri(query.number)) {
    return query_error("number",
                       "a whole number such as +13125550199 (the plus sign written as %2B) or a SIP URI");
  }
  query.workflow = request.query_value("workflow");
  query.outcome = request.query_value("outcome");
  query.text = request.query_value("q");
  query.cursor = request.query_value("cursor");

  const auto since = parse_query_moment(request, "since");
  if (!since) return std::unexpected(since.error());
  const auto until = parse_query_moment(request, "until");
  if (!until) return std::unexpected(until.error());
  if (*since && *until && **since > **until) return query_error("since", "before until");
  query.since = *since;
  query.until = *until;
  const auto limit = parse_query_limit(request, query.limit, 200);
  if (!limit) return std::unexpected(limit.error());
  query.limit = *limit;
  return query;
}

Result<RecordQuery> parse_record_query(const Request& request) {
  if (auto problem = query_problem(request, kRecordKeys)) return std::unexpected(std::move(*problem));
  RecordQuery query;
  query.cursor = request.query_value("cursor");
  const auto limit = parse_query_limit(request, query.limit, 500);
  if (!limit) return std::unexpected(limit.error());
  query.limit = *limit;
  return query;
}

}  // namespace callwright
