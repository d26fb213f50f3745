#include "workflows/engine/occupation.hpp"

#include <algorithm>
#include <array>

namespace callwright::engine {
namespace {

struct Occupation {
  std::string_view begins;  ///< command
  std::string_view ends;    ///< command; empty: none
  std::string_view ended;   ///< event; empty: none is documented
};

constexpr std::array kOccupations = {
    Occupation{"playback_start", "playback_stop", "call.playback.ended"},
    Occupation{"enqueue", "leave_queue", "call.dequeued"},
    Occupation{"conversation_relay_start", "conversation_relay_stop", ""},
    Occupation{"streaming_start", "streaming_stop", "streaming.stopped"},
    Occupation{"streaming_start", "streaming_stop", "streaming.failed"},
    Occupation{"bridge", "", ""},
};

}  // namespace

void command_accepted(Decision& d, const Intent& intent) {
  if (intent.leg != 0) return;
  auto& occupied_by = d.call.occupied_by;
  if (intent.operation == "playback_start" && !is_endless(intent)) return;
  for (const auto& occupation : kOccupations) {
    if (occupation.begins == intent.operation) occupied_by = intent.operation;
    if (occupation.begins == occupied_by && occupation.ends == intent.operation) occupied_by.clear();
  }
}

void end_occupation(Decision& d, std::string_view event_name) {
  const auto ends = [&](const Occupation& occupation) {
    return occupation.begins == d.call.occupied_by && occupation.ended == event_name;
  };
  if (std::ranges::any_of(kOccupations, ends)) d.call.occupied_by.clear();
}

bool is_endless(const Intent& intent) {
  return intent.operation == "playback_start" &&
         JsonDocument::of(intent.body).root()["loop"].str() == "infinity";
}

}  // namespace callwright::engine
