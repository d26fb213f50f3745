#pragma once

#include "service/runtime/ports/api.hpp"
#include "workflows/model/call.hpp"

#include <optional>
#include <string>

namespace callwright::runtime {

/// Who sends: put into what goes out, so that webhooks find back.
struct Sender {
  std::string deployment;     ///< in `client_state`
  std::string connection_id;  ///< where the body of Dial, or of a question for a connection, names none
};

/// The request of an intent, the same each time it is made: `client_state` and `command_id` are added where
/// the operation takes them, and path parameters other than the leg's call_control_id are moved out of the
/// body; of a question the rest of the body is its query. Empty while the leg's call_control_id is needed and
/// not known.
std::optional<ApiSend> make_request(const Call& call, const Intent& intent, const Operation& operation,
                                    const Sender& sender);

}  // namespace callwright::runtime
