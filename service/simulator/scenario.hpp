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

/// `{"people": {NUMBER: {…}}, "faults": {…}, "settings": {…}}`, all of it optional; people and faults as
/// under
/// `/_simulator/`; settings are members of Telnyx::Settings, times in seconds, `requests_per_second` is its
/// rate limit, and `unstated` holds choices of `unstated_switches` by name. InvalidInput `json.invalid`,
/// `simulator.field`.
Result<Scenario> read_scenario(std::string_view text);

}  // namespace callwright::simulator
