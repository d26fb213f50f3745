#include "service/webhooks/standard_webhook.hpp"

#include "handlers/ports/http_text.hpp"
#include "workflows/model/text.hpp"

#include <array>
#include <charconv>
#include <stdexcept>
#include <vector>

#include <sodium.h>

namespace callwright {
namespace standard_webhook {
namespace {

constexpr std::string_view kPrefix = "whsec_";

std::string hmac_sha256(std::string_view key, std::string_view message) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
  const std::vector<unsigned char> key_bytes(key.begin(), key.end());
  const std::vector<unsigned char> bytes(message.begin(), message.end());
  crypto_auth_hmacsha256_state state;
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> hmac{};
  crypto_auth_hmacsha256_init(&state, key_bytes.data(), key_bytes.size());
  crypto_auth_hmacsha256_update(&state, bytes.data(), bytes.size());
  crypto_auth_hmacsha256_final(&state, hmac.data());
  return {hmac.begin(), hmac.end()};
}

/// Seconds or a date (RFC 9110 section 10.2.3); 0 when there is none.
Duration retry_after(std::string_view text, TimePoint now) {
  std::uint32_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (!text.empty() && error == std::errc{} && end == text.data() + text.size())
    return std::chrono::seconds{seconds};
  const auto date = parse_http_date(text);
  return date && *date > now ? *date - now : Duration{0};
}

}  // namespace
}  // namespace standard_webhook

Result<std::string> signing_key(std::string_view secret) {
  if (!secret.starts_with(standard_webhook::kPrefix)) return std::string(secret);
  auto bytes = base64_decode(secret.substr(standard_webhook::kPrefix.size()));
  if (bytes && !bytes->empty()) return *std::move(bytes);
  return fail(Errc::InvalidInput, "webhook.secret",
              "A secret that begins with whsec_ goes on with Base64; copy it whole.");
}

HttpRequest request_of(const WebhookSend& webhook, std::string_view key, TimePoint now) {
  const auto timestamp =
      std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  HttpRequest request{.method = "POST", .url = webhook.url, .headers = webhook.headers, .body = webhook.body};
  request.deadline = webhook.timeout;
  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("webhook-id", webhook.id);
  request.headers.emplace_back("webhook-timestamp", timestamp);
  if (key.empty()) return request;
  const auto signature =
      standard_webhook::hmac_sha256(key, webhook.id + "." + timestamp + "." + webhook.body);
  request.headers.emplace_back("webhook-signature", "v1," + base64_encode(signature));
  return request;
}

WebhookReply reply_of(const HttpResponse& response, TimePoint now) {
  WebhookReply reply{.status = response.status, .code = {}, .detail = {}};
  if (response.status >= 200 && response.status < 300) return reply;
  reply.detail = "The receiver answered " + std::to_string(response.status) + ".";
  reply.retry_after = standard_webhook::retry_after(response.header("retry-after"), now);
  return reply;
}

WebhookReply reply_of(const Error& error) {
  const bool is_unsent = error.code == "http.connect" || error.kind == Errc::InvalidInput;
  const auto* code = is_unsent ? "not_sent" : error.kind == Errc::Timeout ? "timeout" : "connection";
  return {.status = 0, .code = code, .detail = error.detail};
}

}  // namespace callwright
