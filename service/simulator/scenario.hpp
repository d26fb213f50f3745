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
/// "application_name", "insights_after", "insights": [{"insight_id", "insight_name", "result"}],
/// "broken_assistants": [], "outbound_channels", "rate_limit": {"requests", "window"},
/// "forbidden_operations": [], "call_cost_in_webhooks", "first_command_timeout", "missing_media": [],
/// "broken_streams": [], "recording_error", "far_side_refuses_refer", "unstated": {…}}}`, all of it optional;
/// `unstated` chooses for each of `unstated_switches` true, false, the name of a choice, or seconds; times
/// are in seconds; people and faults as under `/_simulator/`. InvalidInput `json.invalid`, `simulator.field`.
Result<Scenario> read_scenario(std::string_view text);

}  // namespace callwright::simulator
