#pragma once

#include "service/runtime/message.hpp"

#include <expected>
#include <string>

namespace callwright::simulation {

/// What `POST /v1/calls` with this body asks of the runtime, or the sentence with which it is refused.
std::expected<runtime::message::StartCall, std::string> wanted_call(const BundlePtr& bundle,
                                                                    const std::string& body);

}  // namespace callwright::simulation
