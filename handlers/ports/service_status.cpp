#include "handlers/ports/service_status.hpp"

#include <array>

namespace callwright {

std::string_view name_of(WebhookResult result) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"stored", "duplicate", "unmatched", "bad_signature", "stale",
                                       "malformed", "too_large", "unavailable"});
  return kNames[static_cast<std::size_t>(result)];
}

}  // namespace callwright
