#include "service/app/telnyx_port.hpp"

#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

namespace callwright {
namespace {

SendOutcome::Kind kind_of(ApiResult result) {
  switch (result) {
    case ApiResult::Accepted: return SendOutcome::Kind::Accepted;
    case ApiResult::Refused: return SendOutcome::Kind::Refused;
    case ApiResult::RateLimited: return SendOutcome::Kind::RateLimited;
    case ApiResult::ServerError: return SendOutcome::Kind::ServerError;
    case ApiResult::NotSent: return SendOutcome::Kind::NotSent;
    case ApiResult::NoAnswer: break;
  }
  return SendOutcome::Kind::NoAnswer;
}

ApiCall api_call(ApiSend request) {
  ApiCall call{.operation = request.operation->name,
               .path_params = {},
               .query = std::move(request.query),
               .body = std::move(request.body),
               .idempotency_key = std::move(request.idempotency_key),
               .deadline = request.timeout};
  for (auto& [name, value] : request.path_params) call.path_params.emplace(name, std::move(value));
  return call;
}

}  // namespace

SendOutcome send_outcome(ApiOutcome outcome) {
  SendOutcome result{.kind = kind_of(outcome.result),
                     .status = outcome.status,
                     .code = std::move(outcome.code),
                     .detail = std::move(outcome.detail),
                     .data = std::move(outcome.data),
                     .next_page = std::move(outcome.next_page)};
  if (outcome.retry_after > Duration(0)) result.retry_after = outcome.retry_after;
  return result;
}

TelnyxPort::TelnyxPort(boost::asio::io_context& context, HttpClient& http, TelnyxConfig config)
    : context_(context), api_(http, std::move(config)) {}

void TelnyxPort::send(ApiSend request, Done done) {
  // Posted, so that nothing is answered before this returns.
  boost::asio::post(context_, [this, request = std::move(request), done = std::move(done)]() mutable {
    boost::asio::co_spawn(
        context_, api_.call(api_call(std::move(request))),
        [done = std::move(done)](const std::exception_ptr& failure, ApiOutcome outcome) mutable {
          // An exception says nothing about how far the request came.
          done(failure ? SendOutcome{.code = "exception"} : send_outcome(std::move(outcome)));
        });
  });
}

}  // namespace callwright
