#pragma once

#include "workflows/model/ids.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace callwright {

/// What our `client_state` says about a leg. Telnyx gives it back in every webhook of the leg
/// (Telnyx, Voice API: client_state, Base64, per leg).
struct ClientState {
  std::string deployment;  ///< id of the store that this service runs on
  CallId call;
  int leg = 0;  ///< number of the leg within the call; 0 is the caller
  friend bool operator==(const ClientState&, const ClientState&) = default;
};

/// Base64 text for the API.
std::string encode_client_state(const ClientState& state);

/// Empty when the text is not Base64 or not ours: legs made by Telnyx or other applications carry their own
/// values.
std::optional<ClientState> decode_client_state(std::string_view base64);

}  // namespace callwright
