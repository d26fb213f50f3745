#pragma once

#include "workflows/engine/decision.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::engine {

/// Rules whose conditions held, with what they need to begin.
struct MatchedRules {
  std::vector<std::size_t> rules;  ///< indexes in Workflow::rules
  Json event;
  int run = 0;
  [[nodiscard]] bool empty() const { return rules.empty(); }
};

/// The rules on this event whose conditions hold on the call as it is now. `leg` is the leg of a Telnyx event
/// (rules without `leg` mean the caller's).
MatchedRules matching_rules(const Decision& d, std::string_view on, const Json& event, int leg = 0,
                            int run = 0);

/// Begins their action lists; `request` is the tool request they answer.
void start_rules(Decision& d, const MatchedRules& matched, std::uint64_t request = 0);

}  // namespace callwright::engine
