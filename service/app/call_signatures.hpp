#pragma once

#include "handlers/ports/call_tokens.hpp"
#include "workflows/model/ids.hpp"
#include "workflows/model/result.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace callwright {

/// Makes and checks what `callwright_call` is set to: `<call id>.<first 32 hex digits of HMAC-SHA256>`. The
/// key belongs to the store, so a token stays good across restarts. For all threads.
class CallSignatures final : public CallTokens {
 public:
  /// `key_hex` is 64 hex digits. InvalidInput `store.hmac_key`.
  static Result<CallSignatures> make(std::string_view key_hex);
  [[nodiscard]] std::string token_for(const CallId& call) const;
  [[nodiscard]] std::optional<CallId> verify(std::string_view token) const override;

 private:
  CallSignatures() = default;
  [[nodiscard]] std::string signature_of(std::string_view call) const;
  std::array<unsigned char, 32> key_{};
};

/// `bytes` random bytes as hex, from the system.
std::string random_hex(std::size_t bytes);

}  // namespace callwright
