#include "service/telnyx/api.hpp"

#include "handlers/ports/http_text.hpp"
#include "service/telnyx/outcome.hpp"
#include "workflows/catalogue/catalogue.hpp"

namespace callwright {
namespace telnyx_api {
namespace {

/// For a 409 of an Idempotency-Key: the first request with it is still at work, its answer can be had later.
constexpr Duration kStillAtWork = std::chrono::seconds{1};

bool has_request_body(const std::string& method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

/// `/calls/{call_control_id}/actions/answer` with every name replaced by its encoded value.
Result<std::string> fill_path(const std::string& pattern, const std::map<std::string, std::string>& params) {
  std::string path;
  std::size_t at = 0;
  for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{', at)) {
    const auto close = pattern.find('}', open);
    const auto name = pattern.substr(open + 1, close - open - 1);
    const auto value = params.find(name);
    // A lone dot segment would be resolved away and name another resource.
    if (value == params.end() || value->second.empty() || value->second == "." || value->second == "..") {
      return fail(Errc::InvalidInput, "telnyx.path_parameter",
                  "The path " + pattern + " needs a value for " + name + ".");
    }
    path += pattern.substr(at, open - at) + percent_encode(value->second);
    at = close + 1;
  }
  return path + pattern.substr(at);
}

}  // namespace
}  // namespace telnyx_api

Result<HttpRequest> request_for(const Operation& operation, ApiCall call, const TelnyxConfig& config) {
  auto path = telnyx_api::fill_path(operation.path, call.path_params);
  if (!path) return std::unexpected(std::move(path.error()));
  HttpRequest request;
  request.method = operation.method;
  request.url = config.api_base + *path;
  if (!call.query.empty()) request.url += "?" + write_query(call.query);
  request.headers.emplace_back("Authorization", "Bearer " + config.api_key);
  if (telnyx_api::has_request_body(operation.method) || !call.body.is_null()) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = call.body.is_null() ? "{}" : call.body.text();
  }
  if (operation.takes_idempotency_key && !call.idempotency_key.empty()) {
    request.headers.emplace_back("Idempotency-Key", std::move(call.idempotency_key));
  }
  request.deadline = call.deadline;
  return request;
}

TelnyxApi::TelnyxApi(HttpClient& http, TelnyxConfig config) : http_(http), config_(std::move(config)) {
  while (config_.api_base.ends_with('/')) config_.api_base.pop_back();
}

boost::asio::awaitable<ApiOutcome> TelnyxApi::call(ApiCall call) {
  const auto* operation = Catalogue::get().operation(call.operation);
  if (operation == nullptr) {
    co_return decode_failure(Error(Errc::InvalidInput, "telnyx.operation",
                                   "The catalogue has no operation " + call.operation + "."));
  }
  const bool has_key = operation->takes_idempotency_key && !call.idempotency_key.empty();
  auto request = request_for(*operation, std::move(call), config_);
  if (!request) co_return decode_failure(request.error());
  const auto response = co_await http_.exchange(std::move(*request));
  if (!response) co_return decode_failure(response.error());
  auto outcome = decode_response(*response, config_.now());
  if (has_key && outcome.status == 409) {
    outcome.result = ApiResult::RateLimited;
    outcome.retry_after = telnyx_api::kStillAtWork;
  }
  co_return outcome;
}

}  // namespace callwright
