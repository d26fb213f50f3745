#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/webhook/verify.hpp"
#include "workflows/model/text.hpp"

#include <array>
#include <string>
#include <string_view>

#include <sodium.h>

namespace callwright::tests {

/// A key pair as Telnyx has one for an account; the same for the same seed.
class SigningKey {
 public:
  explicit SigningKey(unsigned char seed) {
    std::array<unsigned char, crypto_sign_SEEDBYTES> bytes{};
    bytes.fill(seed);
    crypto_sign_seed_keypair(public_.bytes.data(), secret_.data(), bytes.data());
  }

  [[nodiscard]] const PublicKey& public_key() const { return public_; }
  [[nodiscard]] std::string public_base64() const {
    return base64_encode({reinterpret_cast<const char*>(public_.bytes.data()), public_.bytes.size()});
  }
  /// Base64 of the signature over `<timestamp>|<body>`.
  [[nodiscard]] std::string sign(std::string_view timestamp, std::string_view body) const {
    const std::string message = std::string(timestamp) + "|" + std::string(body);
    std::array<unsigned char, crypto_sign_BYTES> signature{};
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(message.data()),
                         message.size(), secret_.data());
    return base64_encode({reinterpret_cast<const char*>(signature.data()), signature.size()});
  }

 private:
  PublicKey public_;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_{};
};

inline constexpr std::int64_t kNowSeconds = 1'795'536'000;  // 2026-11-24T16:00:00Z
inline constexpr TimePoint kNow{std::chrono::seconds{kNowSeconds}};

/// A POST of `body` to `path`, signed `age` seconds ago.
inline Request signed_post(const SigningKey& key, std::string path, std::string body, std::int64_t age = 0) {
  const auto timestamp = std::to_string(kNowSeconds - age);
  Request request{.method = "POST", .target = path, .path = path, .body = std::move(body)};
  request.headers = {{"host", "calls.example.com"},
                     {"content-type", "application/json"},
                     {"telnyx-signature-ed25519", key.sign(timestamp, request.body)},
                     {"telnyx-timestamp", timestamp}};
  request.remote_address = "192.76.120.130";
  request.received_at = kNow;
  return request;
}

inline void set_header(Request& request, std::string_view name, std::string value) {
  std::erase_if(request.headers, [&](const auto& header) { return header.first == name; });
  if (!value.empty()) request.headers.emplace_back(name, std::move(value));
}

}  // namespace callwright::tests
