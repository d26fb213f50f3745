#pragma once

#include "workflows/model/ids.hpp"

#include <optional>
#include <string_view>

namespace callwright {

/// Checks what the dynamic variable `callwright_call` was set to: `<call id>.<hmac>`, made by this
/// deployment.
class CallTokens {
 public:
  virtual ~CallTokens() = default;
  /// The call that the token names; empty when the token was not made by this deployment.
  [[nodiscard]] virtual std::optional<CallId> verify(std::string_view token) const = 0;
};

}  // namespace callwright
