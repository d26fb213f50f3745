#include "handlers/webhook/verify.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

#include <sodium.h>

namespace callwright {
namespace {

constexpr std::size_t kTimestampDigitsMax = 12;  // the year 33658; no overflow anywhere
using Signature = std::array<unsigned char, crypto_sign_BYTES>;

std::optional<std::chrono::seconds> parse_timestamp(std::string_view text) {
  if (text.empty() || text.size() > kTimestampDigitsMax) return std::nullopt;
  if (!std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::chrono::seconds{seconds};
}

template <std::size_t Size>
std::optional<std::array<unsigned char, Size>> decode_exactly(std::string_view base64) {
  if (base64.size() > Size * 2) return std::nullopt;  // no need to decode a header of kilobytes
  const auto bytes = base64_decode(base64);
  if (!bytes || bytes->size() != Size) return std::nullopt;
  std::array<unsigned char, Size> result{};
  std::ranges::transform(*bytes, result.begin(), [](char c) { return static_cast<unsigned char>(c); });
  return result;
}

bool signed_by(const PublicKey& key, const Signature& signature, const std::string& message) {
  return crypto_sign_verify_detached(
             signature.data(),
             reinterpret_cast<const unsigned char*>(message.data()),  // libsodium's bytes
             message.size(), key.bytes.data()) == 0;
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

Result<PublicKey> parse_public_key(std::string_view base64) {
  const auto bytes = decode_exactly<32>(trim(base64));
  if (!bytes) {
    return fail(
        Errc::InvalidInput, "webhook.public_key",
        "A public key is Base64 of 32 bytes (44 characters), not PEM: copy it from the Telnyx portal, "
        "Keys & Credentials, Public Key.");
  }
  return PublicKey{*bytes};
}

Result<std::vector<PublicKey>> parse_public_keys(std::string_view comma_separated) {
  std::vector<PublicKey> keys;
  while (true) {
    const auto comma = comma_separated.find(',');
    auto key = parse_public_key(comma_separated.substr(0, comma));
    if (!key) return std::unexpected(key.error());
    keys.push_back(*key);
    if (comma == std::string_view::npos) return keys;
    comma_separated.remove_prefix(comma + 1);
  }
}

SignatureVerdict verify_signature(const SignedBody& message, std::span<const PublicKey> keys, TimePoint now,
                                  SignatureTolerance tolerance) {
  if (message.signature.empty() || message.timestamp.empty()) return SignatureVerdict::Missing;
  const auto signature = decode_exactly<crypto_sign_BYTES>(message.signature);
  const auto timestamp = parse_timestamp(message.timestamp);
  if (!signature || !timestamp) return SignatureVerdict::Malformed;

  std::string signed_bytes;
  signed_bytes.reserve(message.timestamp.size() + 1 + message.body.size());
  signed_bytes.append(message.timestamp).append("|").append(message.body);
  if (std::ranges::none_of(keys, [&](const auto& key) { return signed_by(key, *signature, signed_bytes); })) {
    return SignatureVerdict::Bad;
  }

  const auto age = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()) - *timestamp;
  return age > tolerance.past || -age > tolerance.future ? SignatureVerdict::Stale
                                                         : SignatureVerdict::Authentic;
}

SignatureVerdict verify_request(const Request& request, const SignaturePolicy& policy) {
  if (policy.skip_when_local && local_only(request, policy.exposure)) return SignatureVerdict::Authentic;
  const auto signature = request.header("telnyx-signature-ed25519");
  if (signature.empty() && !request.header("x-telnyx-signature").empty()) {
    return SignatureVerdict::ApiVersion1;
  }
  return verify_signature({signature, request.header("telnyx-timestamp"), request.body}, policy.keys,
                          request.received_at, policy.tolerance);
}

HttpReply signature_problem(SignatureVerdict verdict) {
  switch (verdict) {
    case SignatureVerdict::Missing:
      return problem(
          401, "webhook.signature_missing",
          "The header telnyx-signature-ed25519 or telnyx-timestamp is missing: only Telnyx may send "
          "here, and a proxy in between must pass both headers on.");
    case SignatureVerdict::ApiVersion1:
      return problem(
          401, "webhook.api_version",
          "This is a webhook of API version 1: set webhook_api_version to \"2\" on the Call Control "
          "application.");
    case SignatureVerdict::Malformed:
      return problem(
          401, "webhook.signature_malformed",
          "telnyx-signature-ed25519 must be Base64 of 64 bytes and telnyx-timestamp Unix seconds in "
          "decimal digits.");
    case SignatureVerdict::Stale:
      return problem(
          401, "webhook.signature_stale",
          "The signature is right but too old or in the future: check the clock of this machine, or "
          "widen webhook_tolerance.");
    case SignatureVerdict::Bad:
    case SignatureVerdict::Authentic: break;
  }
  return problem(
      401, "webhook.signature_invalid",
      "No configured key made this signature: compare TELNYX_PUBLIC_KEY with the Telnyx portal, Keys & "
      "Credentials, and check that no proxy changes the body.");
}

}  // namespace callwright
