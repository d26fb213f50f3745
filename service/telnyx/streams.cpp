#include "service/telnyx/streams.hpp"

#include "service/telnyx/outcome.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <utility>

namespace callwright {
namespace telnyx_streams {
namespace {

bool is_event_stream(const HttpStream& response) {
  const auto type =
      std::ranges::find(response.headers, "content-type", &std::pair<std::string, std::string>::first);
  return response.status >= 200 && response.status < 300 && type != response.headers.end() &&
         type->second.starts_with("text/event-stream");
}

/// An answer in one piece after all.
boost::asio::awaitable<Result<HttpResponse>> read_whole(HttpStream response) {
  HttpResponse whole{.status = response.status, .headers = std::move(response.headers)};
  while (true) {
    auto piece = co_await response.body->next();
    if (!piece) co_return std::unexpected(std::move(piece.error()));
    if (piece->empty()) co_return whole;
    whole.body += *piece;
  }
}

}  // namespace
}  // namespace telnyx_streams

TelnyxStreamApi::TelnyxStreamApi(HttpStreamClient& http, TelnyxConfig config)
    : http_(http), config_(std::move(config)) {
  while (config_.api_base.ends_with('/')) config_.api_base.pop_back();
}

boost::asio::awaitable<ApiStream> TelnyxStreamApi::stream(ApiCall call) {
  const auto* operation = Catalogue::get().operation(call.operation);
  if (operation == nullptr) {
    co_return ApiStream{
        .outcome = decode_failure(Error(Errc::InvalidInput, "telnyx.operation",
                                        "The catalogue has no operation " + call.operation + ".")),
        .body = nullptr};
  }
  auto request = request_for(*operation, std::move(call), config_);
  if (!request) co_return ApiStream{.outcome = decode_failure(request.error()), .body = nullptr};
  auto response = co_await http_.open(std::move(*request));
  if (!response) co_return ApiStream{.outcome = decode_failure(response.error()), .body = nullptr};
  if (telnyx_streams::is_event_stream(*response)) {
    ApiOutcome begun{.result = ApiResult::Accepted, .status = response->status};
    co_return ApiStream{.outcome = std::move(begun), .body = std::move(response->body)};
  }
  const auto whole = co_await telnyx_streams::read_whole(std::move(*response));
  co_return ApiStream{
      .outcome = whole ? decode_response(*whole, config_.now()) : decode_failure(whole.error()),
      .body = nullptr};
}

}  // namespace callwright
