#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

/// What is asked of Telnyx for one leg.
struct DialWishes {
  const std::string& to;
  const std::string& from;
  Duration ring_time{0};
  Duration longest{0};  ///< of the leg, from the answer on
  MachineDetection detection =
      MachineDetection::None;   ///< as the workflow says; of a SIP address none is asked for
  bool hears_greeting = false;  ///< the end of a machine's greeting is wanted, too
};
Json dial_body(const Call& call, const DialWishes& wishes);

/// The machine detection that is asked for when this address is dialled.
MachineDetection detection_of(MachineDetection wanted, std::string_view address);

/// How long the phone of the leg rings, as its step or the workflow says.
Duration ring_time_of(const Decision& d, const Leg& leg);

/// Telnyx's limits on channels: error codes, or the SIP reasons that a detail names.
bool is_capacity_problem(const Reply& reply);

}  // namespace callwright::engine
