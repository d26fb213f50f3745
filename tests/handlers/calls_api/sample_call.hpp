#pragma once

#include "workflows/model/call.hpp"

namespace callwright::tests {

/// A call whose first person declined and whose second is on it.
inline Call sample_call() {
  const TimePoint start = *parse_time("2026-11-24T16:00:00Z");
  Call call;
  call.id = CallId("call_0193a5");
  call.bundle = BundleId("9f86d081");
  call.workflow = "support";
  call.state = CallState::Joined;
  call.from = "+13125550199";
  call.to = "+13125550100";
  call.opened_at = start;
  call.conversation = ConversationId("92c8d79b");
  call.legs = {{.number = 0,
                .address = "+13125550199",
                .state = LegState::Joined,
                .call_control_id = CallControlId("v3:caller"),
                .answered_at = start + std::chrono::seconds{2}},
               {.number = 1,
                .person = "ana",
                .address = "+13125550111",
                .attempt = 1,
                .state = LegState::Ended,
                .call_control_id = CallControlId("v3:ana"),
                .verdict = Verdict::Human,
                .answered_at = start + std::chrono::seconds{10},
                .ended_at = start + std::chrono::seconds{12},
                .hangup_cause = "normal_clearing"},
               {.number = 2,
                .person = "ben",
                .address = "sip:ben@example.com",
                .attempt = 2,
                .state = LegState::Planned}};
  call.attempts = {
      {.number = 1, .run = 1, .round = 1, .person = "ana", .leg = 1, .outcome = AttemptOutcome::Declined},
      {.number = 2, .run = 1, .round = 1, .person = "ben", .leg = 2, .outcome = AttemptOutcome::Joined}};
  call.runs = {{.number = 1,
                .escalation = "human",
                .state = RunState::Joined,
                .step = 0,
                .round = 1,
                .winner = 2,
                .started_at = start + std::chrono::seconds{5},
                .joined_at = start + std::chrono::seconds{20}}};
  return call;
}

}  // namespace callwright::tests
