#include "handlers/calls_api/start_api.hpp"

#include "handlers/access/secrets.hpp"
#include "handlers/calls_api/call_json.hpp"
#include "handlers/calls_api/calls_api.hpp"
#include "handlers/calls_api/start_request.hpp"

#include <utility>

namespace callwright {
namespace {

constexpr std::size_t kStartBytesMax = 65'536;

HttpReply refused_by_inbox(const Error& error) {
  if (error.code == "call.idempotency_key") return problem(422, error.code, error.detail);
  return problem(error);
}

}  // namespace

StartApi::StartApi(CallInbox& inbox, CallArchive& archive, WorkflowLibrary& workflows, StartSettings settings)
    : inbox_(inbox), archive_(archive), workflows_(workflows), settings_(std::move(settings)) {}

boost::asio::awaitable<HttpReply> StartApi::start(Request request) const {
  if (auto refused = refuse_without_token(request, settings_.api_token)) co_return std::move(*refused);
  if (request.body.size() > kStartBytesMax) {
    co_return problem(413, "call.too_large", "The body of a call to be made has at most 65536 bytes.");
  }
  const auto bundle = workflows_.current();
  if (!settings_.out_of_service.empty() || bundle == nullptr) {
    co_return problem(503, "call.out_of_service",
                      settings_.out_of_service.empty()
                          ? "The service runs without workflows; add one that calls out."
                          : settings_.out_of_service);
  }
  const auto read = read_start_request(request.body, request.header("idempotency-key"));
  if (!read) co_return problem_of(read.error());
  auto wanted = check_start(*read, bundle, settings_.has_connection);
  if (!wanted) co_return problem_of(wanted.error());
  wanted->by = operator_of(request);
  auto started = co_await inbox_.start(std::move(*wanted), request.received_at);
  if (!started) co_return refused_by_inbox(started.error());
  co_return co_await show(std::move(*started));
}

/// The call is made, whether it can be read just now or not.
boost::asio::awaitable<HttpReply> StartApi::show(StartedCall started) const {
  const auto found = co_await archive_.find(started.call);
  const bool is_known = found && *found;
  HttpReply reply;
  reply.status = started.is_new ? 202 : 200;
  reply.headers.emplace_back("location", "/v1/calls/" + started.call.text());
  reply.body = is_known ? call_json((*found)->call, (*found)->names).text()
                        : json_object({{"id", started.call.text()}, {"state", started.state}}).text();
  co_return reply;
}

void add_routes(Router& router, const StartApi& api) {
  router.add("POST", "/v1/calls",
             [&api](Request request, const PathValues&) { return api.start(std::move(request)); });
}

}  // namespace callwright
