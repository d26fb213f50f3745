#pragma once

#include "workflows/model/time.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::simulator {

/// The account's webhook key. Made anew for each run, so that nobody comes to trust it.
class Signer {
 public:
  Signer();
  ~Signer();
  Signer(const Signer&) = delete;
  Signer& operator=(const Signer&) = delete;

  /// Standard Base64 of the 32 bytes, as the Telnyx portal shows a public key.
  [[nodiscard]] std::string public_key() const;
  /// `telnyx-timestamp` and `telnyx-signature-ed25519` over `<timestamp>|<body>`.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> headers(std::string_view body,
                                                                         TimePoint now) const;

 private:
  std::array<unsigned char, 32> public_key_{};
  std::array<unsigned char, 64> secret_key_{};
};

}  // namespace callwright::simulator
