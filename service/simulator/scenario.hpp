#pragma once

#include "service/simulator/face.hpp"

#include <map>
#include <string>
#include <string_view>

namespace callwright::simulator {

/// How a simulator begins.
struct Scenario {
  Telnyx::Settings model;
  std::map<std::string, Behaviour> people;  ///< number -> what it does
  Faults faults;
};

/// `{"people": {NUMBER: {…}}, "faults": {…}, "settings": {"api_key", "connection_id", "seed",
/// "insights_after", "insights": [{"insight_id", "insight_name", "result"}], "broken_assistants": [],
/// "outbound_channels", "unstated": {…}}}`, all of it optional; `unstated` holds switches of Unstated, times
/// in seconds; people and faults as under `/_simulator/`. InvalidInput `json.invalid`, `simulator.field`.
Result<Scenario> read_scenario(std::string_view text);

}  // namespace callwright::simulator
