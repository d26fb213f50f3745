#pragma once

#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"
#include "workflows/simulator/telnyx.hpp"

namespace callwright::simulator {

/// `{"kind": "answers|no_answer|busy|rejects|voicemail", "answer_after": 3, "verdict": "human_residence",
/// "verdict_after": 1.5, "press": "1", "press_after": 1.5, "hangs_up_after": 20}`; times are seconds, what is
/// absent keeps the model's default. InvalidInput `simulator.field`.
Result<Behaviour> read_behaviour(const JsonNode& json);

}  // namespace callwright::simulator
