#pragma once

#include "workflows/model/time.hpp"

#include <optional>
#include <string_view>

namespace callwright::simulator::assistants {

/// A date and time, or a date alone, which means its midnight in UTC: what Telnyx's examples filter with.
std::optional<TimePoint> moment(std::string_view text);

}  // namespace callwright::simulator::assistants
