#include "workflows/model/call.hpp"
#include "workflows/model/text.hpp"

namespace callwright {

std::string command_id(const CallId& call, int intent) {
  return uuid_v5(call.text() + "/" + std::to_string(intent));
}

}  // namespace callwright
