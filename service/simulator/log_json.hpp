#pragma once

#include "service/simulator/face.hpp"
#include "workflows/model/json.hpp"
#include "workflows/simulator/telnyx.hpp"

#include <deque>

namespace callwright::simulator {

/// All that happened: `{"legs": [], "requests": [], "effects": [], "webhooks": [], "said": []}`, each oldest
/// first.
Json log_json(const Telnyx& model, const std::deque<Delivery>& deliveries, const std::deque<Said>& said,
              const RequestLog& requests);

}  // namespace callwright::simulator
