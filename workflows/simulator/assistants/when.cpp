#include "workflows/simulator/assistants/when.hpp"

#include <string>

namespace callwright::simulator::assistants {

std::optional<TimePoint> moment(std::string_view text) {
  constexpr std::size_t kLengthOfDate = 10;
  if (text.size() == kLengthOfDate) return parse_time(std::string(text) + "T00:00:00Z");
  return parse_time(text);
}

}  // namespace callwright::simulator::assistants
