#include "handlers/calls_api/calls_api.hpp"

#include "handlers/access/secrets.hpp"
#include "handlers/calls_api/call_json.hpp"
#include "handlers/calls_api/call_query.hpp"
#include "workflows/model/json.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace callwright {
namespace {

constexpr std::size_t kBodyBytesMax = 65'536;
constexpr std::size_t kOperatorBytesMax = 64;

HttpReply ok(const Json& body) { return HttpReply{.status = 200, .body = body.text(), .headers = {}}; }

HttpReply call_not_found() {
  return problem(404, "call.not_found",
                 "There is no call with this id; GET /v1/calls lists those there are.");
}

/// The part of an event's name after `operator.`: lower case as in workflows.
bool is_event_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  });
}

bool is_command(std::string_view name) {
  return name == "hangup" || name == "escalate" || name == "cancel" || name == "tell";
}

}  // namespace

Result<OperatorRequest> read_operator_request(const std::string& command, const std::string& body) {
  const auto document = JsonDocument::parse(body.empty() ? std::string_view("{}") : std::string_view(body),
                                            JsonDocument::kOutsideDepthMax);
  if (!document) return std::unexpected(document.error());
  const auto root = document->root();
  if (!root.is_object()) {
    return fail(Errc::InvalidInput, "operator.arguments", "The body is a JSON object or empty.");
  }
  if (command != "operator") return OperatorRequest{command, root.json()};
  const auto name = root["name"].str();
  if (!is_event_name(name) || is_command(name)) {
    return fail(Errc::InvalidInput, "operator.name",
                "name must be the part after `operator.` of an event in the workflow, such as vip_arrived; "
                "hangup, escalate, cancel and tell have their own paths.");
  }
  const auto arguments = root["arguments"];
  if (arguments.exists() && !arguments.is_object()) {
    return fail(Errc::InvalidInput, "operator.arguments", "arguments must be a JSON object.");
  }
  return OperatorRequest{name, arguments.exists() ? arguments.json() : Json::trusted("{}")};
}

std::string operator_of(const Request& request) {
  std::string by(request.header("x-callwright-operator").substr(0, kOperatorBytesMax));
  std::erase_if(by, [](char c) { return c < ' ' || c > '~'; });
  return by.empty() ? "api" : by;
}

CallsApi::CallsApi(CallArchive& archive, CallInbox& inbox, std::string api_token)
    : archive_(archive), inbox_(inbox), api_token_(std::move(api_token)) {}

boost::asio::awaitable<HttpReply> CallsApi::search(Request request) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  auto query = parse_call_query(request);
  if (!query) co_return problem(query.error());
  const auto page = co_await archive_.search(std::move(*query));
  if (!page) co_return problem(page.error());
  co_return ok(page_json(page->calls, page->next));
}

boost::asio::awaitable<HttpReply> CallsApi::show(Request request, std::string call) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  const auto found = co_await archive_.find(CallId(std::move(call)));
  if (!found) co_return problem(found.error());
  if (!*found) co_return call_not_found();
  co_return ok(call_json((*found)->call, (*found)->names));
}

boost::asio::awaitable<HttpReply> CallsApi::records(Request request, std::string call) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  auto query = parse_record_query(request);
  if (!query) co_return problem(query.error());
  const CallId id(std::move(call));
  const auto page = co_await archive_.records(id, std::move(query->cursor), query->limit);
  if (!page) co_return problem(page.error());
  if (page->records.empty()) {  // the end of the log, or no such call
    const auto found = co_await archive_.find(id);
    if (!found) co_return problem(found.error());
    if (!*found) co_return call_not_found();
  }
  co_return ok(page_json(page->records, page->next));
}

boost::asio::awaitable<HttpReply> CallsApi::operate(Request request, std::string call,
                                                    std::string command) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  if (request.body.size() > kBodyBytesMax) {
    co_return problem(413, "operator.too_large", "A command's body has at most 65536 bytes.");
  }
  auto wanted = read_operator_request(command, request.body);
  if (!wanted) co_return problem(wanted.error());
  const auto answer =
      co_await inbox_.operate(CallId(std::move(call)), std::move(wanted->name), std::move(wanted->arguments),
                              operator_of(request), request.received_at);
  if (answer) co_return HttpReply{.status = answer->status, .body = answer->body.text(), .headers = {}};
  if (answer.error().kind == Errc::NotFound) co_return call_not_found();
  co_return problem(answer.error());
}

void add_routes(Router& router, const CallsApi& api) {
  router.add("GET", "/v1/calls",
             [&api](Request request, const PathValues&) { return api.search(std::move(request)); });
  router.add("GET", "/v1/calls/{id}", [&api](Request request, PathValues values) {
    return api.show(std::move(request), std::move(values.front()));
  });
  router.add("GET", "/v1/calls/{id}/records", [&api](Request request, PathValues values) {
    return api.records(std::move(request), std::move(values.front()));
  });
  for (const std::string command : {"hangup", "escalate", "cancel", "tell", "operator"}) {
    router.add("POST", "/v1/calls/{id}/" + command, [&api, command](Request request, PathValues values) {
      return api.operate(std::move(request), std::move(values.front()), command);
    });
  }
}

}  // namespace callwright
