#include "service/runtime/active_calls.hpp"

#include "workflows/model/client_state.hpp"

#include <algorithm>
#include <utility>

namespace callwright::runtime {
namespace {

constexpr Duration kTimeout = std::chrono::seconds{10};
constexpr std::string_view kPageSize = "250";  // Telnyx: 1 to 250

Json ids_of(const JsonNode& call) {
  JsonWriter out;
  out.begin_object();
  for (const auto name : {"call_control_id", "call_leg_id", "call_session_id"}) {
    out.member(name, call[name].display());
  }
  return out.end_object().finish();
}

}  // namespace

void ActiveCalls::ask(TimePoint now, const std::string& connection) {
  auto& look = looks_[connection];
  // A clock that was set back must not hold up the next look for longer than the usual pause.
  if (!look.on_wire && look.left_at && now < *look.left_at) look.left_at.reset();
  if (!look.wanted_at || now < *look.wanted_at) look.wanted_at = now;
}

TimePoint ActiveCalls::leaves_at(const Look& look) const {
  if (!look.page.empty()) return {};
  const auto gathered = *look.wanted_at + kGather;
  return look.left_at ? std::max(gathered, *look.left_at + every_) : gathered;
}

std::vector<ActiveCalls::Request> ActiveCalls::take_requests(TimePoint now) {
  std::vector<Request> requests;
  for (auto& [connection, look] : looks_) {
    if (look.on_wire || (!look.wanted_at && look.page.empty()) || now < leaves_at(look)) continue;
    if (look.page.empty()) {
      look.wanted_at.reset();
      look.left_at = now;
      look.pages = 0;
      look.legs.clear();
    }
    look.on_wire = true;
    ++look.pages;
    ++on_wire_;
    requests.push_back(request_for(connection, look));
  }
  return requests;
}

ActiveCalls::Request ActiveCalls::request_for(const std::string& connection, const Look& look) const {
  ApiSend send{.operation = operation_,
               .path_params = {{"connection_id", connection}},
               .query = {{"page[limit]", std::string(kPageSize)}},
               .body = {},
               .idempotency_key = {},
               .timeout = kTimeout};
  if (!look.page.empty()) send.query.emplace_back("page[after]", look.page);
  return {connection, std::move(send)};
}

std::optional<ActiveCallsSeen> ActiveCalls::replied(const std::string& connection,
                                                    const SendOutcome& outcome) {
  auto& look = looks_[connection];
  look.on_wire = false;
  --on_wire_;
  const bool accepted = outcome.kind == SendOutcome::Kind::Accepted;
  if (accepted) read(look, outcome.data);
  const bool more = accepted && !outcome.next_page.empty() && outcome.next_page != look.page;
  if (more && look.pages < kPagesMax) {
    look.page = outcome.next_page;
    return std::nullopt;
  }
  look.page.clear();
  ActiveCallsSeen seen{.connection = connection,
                       .left_at = look.left_at.value_or(TimePoint{}),
                       .outcome = outcome,
                       .complete = accepted && !more,
                       .legs = std::exchange(look.legs, {})};
  seen.outcome.data = {};
  return seen;
}

void ActiveCalls::read(Look& look, const Json& data) const {
  const auto document = JsonDocument::of(data);
  for (const auto& call : document.root().elements()) {
    const auto ours = decode_client_state(call["client_state"].display());
    if (ours && ours->deployment == deployment_) look.legs.push_back({ours->call, ours->leg, ids_of(call)});
  }
}

std::optional<TimePoint> ActiveCalls::next() const {
  std::optional<TimePoint> next;
  for (const auto& [connection, look] : looks_) {
    if (look.on_wire || (!look.wanted_at && look.page.empty())) continue;
    const auto time = leaves_at(look);
    if (!next || time < *next) next = time;
  }
  return next;
}

}  // namespace callwright::runtime
