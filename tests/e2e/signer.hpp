#pragma once

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include <sodium.h>

namespace callwright::tests {

/// Signs as Telnyx does: Ed25519 over `timestamp|body`, with a key of its own.
class Signer {
 public:
  Signer();
  /// For TELNYX_PUBLIC_KEY.
  [[nodiscard]] std::string public_key() const;
  /// The signature's Base64.
  [[nodiscard]] std::string sign(std::string_view timestamp, std::string_view body) const;
  /// Both header lines, as of now or of a number of seconds away from it.
  [[nodiscard]] std::string headers(std::string_view body,
                                    std::chrono::seconds away = std::chrono::seconds{0}) const;

 private:
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_key_{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret_key_{};
};

}  // namespace callwright::tests
