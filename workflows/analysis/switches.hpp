#pragma once

#include <string_view>
#include <vector>

namespace callwright::analysis {

/// What an exploration makes of a switch of the model of Telnyx (`simulator::Unstated`).
struct SwitchUse {
  std::string_view name;
  bool is_tried = false;  ///< every answer is among the moves
  std::string_view how;   ///< how it is tried, or why an escalation cannot see it
};

/// Every switch once, in the order of `simulator::unstated_switches`.
const std::vector<SwitchUse>& switch_uses();

}  // namespace callwright::analysis
