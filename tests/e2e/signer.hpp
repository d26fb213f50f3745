#pragma once

#include "tests/handlers/support/signing.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace callwright::tests {

/// Signs as Telnyx does, as of now, for requests that go over a real socket.
class Signer {
 public:
  explicit Signer(unsigned char seed = 1) : key_(seed) {}

  /// For TELNYX_PUBLIC_KEY.
  [[nodiscard]] std::string public_key() const { return key_.public_base64(); }
  [[nodiscard]] std::string sign(std::string_view timestamp, std::string_view body) const {
    return key_.sign(timestamp, body);
  }
  /// Both header lines, as of a time so far away from now.
  [[nodiscard]] std::string headers(std::string_view body,
                                    std::chrono::seconds away = std::chrono::seconds{0}) const {
    const auto time = std::chrono::system_clock::now().time_since_epoch() + away;
    const auto timestamp = std::to_string(std::chrono::floor<std::chrono::seconds>(time).count());
    return "telnyx-timestamp: " + timestamp + "\r\ntelnyx-signature-ed25519: " + sign(timestamp, body) +
           "\r\n";
  }

 private:
  SigningKey key_;
};

}  // namespace callwright::tests
