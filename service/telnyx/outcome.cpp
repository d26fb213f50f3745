#include "service/telnyx/outcome.hpp"

#include "handlers/ports/http_text.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace callwright {
namespace telnyx_outcome {
namespace {

constexpr Duration kRetryAfterUnnamed = std::chrono::seconds{1};
constexpr Duration kRetryAfterMax = std::chrono::minutes{5};
constexpr std::size_t kDetailBytesMax = 1'000;
/// A larger x-ratelimit-reset is a point in Unix time, not a number of seconds to wait.
constexpr std::int64_t kUnixTimeMin = 1'000'000'000;

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || value < 0)
    return std::nullopt;
  return value;
}

/// Numbers of a header are outside text: cut before they are multiplied.
Duration bounded(std::int64_t count, Duration unit) {
  return std::min(unit * std::min<std::int64_t>(count, kRetryAfterMax.count()), kRetryAfterMax);
}

/// The wait that the response asks for, the most exact statement first.
std::optional<Duration> retry_after(const HttpResponse& response, TimePoint now) {
  if (const auto millis = whole_number(response.header("retry-after-ms")))
    return bounded(*millis, Duration{1});
  const auto plain = response.header("retry-after");
  if (const auto seconds = whole_number(plain)) return bounded(*seconds, std::chrono::seconds{1});
  if (const auto date = parse_http_date(plain)) return std::clamp(*date - now, Duration{0}, kRetryAfterMax);
  const auto reset = whole_number(response.header("x-ratelimit-reset"));
  if (!reset) return std::nullopt;
  if (*reset < kUnixTimeMin) return bounded(*reset, std::chrono::seconds{1});
  const auto wait = *reset - std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  return bounded(std::max<std::int64_t>(wait, 0), std::chrono::seconds{1});
}

std::string first_text(const JsonNode& a, const JsonNode& b) {
  auto text = a.display();
  return text.empty() ? b.display() : text;
}

ApiError voice_error(const JsonNode& entry) {
  if (entry.is_string()) return ApiError{.code = {}, .title = {}, .detail = entry.str(), .field = {}};
  return ApiError{.code = entry["code"].display(),
                  .title = entry["title"].display(),
                  .detail = first_text(entry["detail"], entry["title"]),
                  .field = first_text(entry.at_path("source.pointer"), entry.at_path("source.parameter"))};
}

ApiError assistant_error(const JsonNode& entry) {
  std::string place;
  for (const auto& part : entry["loc"].elements()) {
    if (!place.empty()) place += '.';
    place += part.display();
  }
  const auto message = entry["msg"].display();
  return ApiError{.code = entry["type"].display(),
                  .title = {},
                  .detail = place.empty() ? message : place + ": " + message,
                  .field = place};
}

std::vector<ApiError> errors_of(const JsonNode& body) {
  std::vector<ApiError> errors;
  for (const auto& entry : body["errors"].elements()) errors.push_back(voice_error(entry));
  const auto detail = body["detail"];
  for (const auto& entry : detail.elements()) errors.push_back(assistant_error(entry));
  if (detail.is_string())
    errors.push_back(ApiError{.code = {}, .title = {}, .detail = detail.str(), .field = {}});
  return errors;
}

ApiResult result_of(int status) {
  if (status >= 200 && status < 300) return ApiResult::Accepted;
  if (status == 429) return ApiResult::RateLimited;
  if (status == 408 || (status >= 500 && status < 600)) return ApiResult::ServerError;
  return ApiResult::Refused;
}

void read_success(ApiOutcome& outcome, const Result<JsonDocument>& body) {
  if (!body) return;
  const auto root = body->root();
  const auto data = root["data"];
  outcome.data = data.exists() ? data.json() : root.json();
  outcome.next_page = root.at_path("meta.cursors.after").display();
}

void read_errors(ApiOutcome& outcome, const Result<JsonDocument>& body) {
  if (body) outcome.errors = errors_of(body->root());
  if (outcome.errors.empty()) {
    outcome.detail = "HTTP " + std::to_string(outcome.status) + " without an error that Telnyx documents.";
    return;
  }
  outcome.code = outcome.errors.front().code;
  outcome.detail = cut_utf8(outcome.errors.front().detail, kDetailBytesMax);
}

}  // namespace
}  // namespace telnyx_outcome

ApiOutcome decode_response(const HttpResponse& response, TimePoint now) {
  using namespace telnyx_outcome;
  ApiOutcome outcome;
  outcome.status = response.status;
  outcome.result = result_of(response.status);
  outcome.body = response.body;
  const auto body = JsonDocument::parse(response.body);
  if (outcome.result == ApiResult::Accepted) {
    read_success(outcome, body);
    return outcome;
  }
  read_errors(outcome, body);
  if (outcome.result == ApiResult::RateLimited) {
    outcome.retry_after = retry_after(response, now).value_or(kRetryAfterUnnamed);
  } else if (outcome.result == ApiResult::ServerError) {
    outcome.retry_after = retry_after(response, now).value_or(Duration{0});
  }
  return outcome;
}

ApiOutcome decode_failure(const Error& error) {
  ApiOutcome outcome;
  outcome.detail = error.detail;
  if (error.code == "http.connect") {
    outcome.result = ApiResult::NotSent;
    outcome.code = "not_sent";
  } else if (error.kind == Errc::InvalidInput) {  // the same request would fail in the same way
    outcome.result = ApiResult::Refused;
    outcome.code = error.code;
  } else {
    outcome.result = ApiResult::NoAnswer;
    outcome.code = error.kind == Errc::Timeout ? "timeout" : "connection";
  }
  return outcome;
}

}  // namespace callwright
