#include "service/simulation/bundles.hpp"

namespace callwright::simulation {
namespace {

constexpr std::string_view kPeople = R"(language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
  ben: { name: Ben, phone: "+13125550112" }
  cyd: { name: Cyd, phone: "+13125550113" }
  dee: { name: Dee, phone: "+13125550114", also: ["+13125550115", "sip:dee@desk.example"] }
groups:
  idle: { members: [ana, ben, cyd], order: longest_idle }
schedules:
  office: { timezone: UTC, open: [ { days: mon-sun, hours: "00:00-08:01" } ] }
rotations:
  night: { members: [ben, cyd], every: day, handoff: "08:01", start: 2027-01-01, timezone: UTC }
)";

constexpr std::string_view kBriefing = R"(accept: { briefing: "${caller.number} says: ${run.reason}." })";

/// The leg of a transfer carries a client_state that is not ours: it is none of the call's.
constexpr std::string_view kRules = R"(
      - { on: tool.escalate_to_human, do: [ { escalate: human } ] }
      - { on: tool.transfer, do: [ { transfer: { to: "+13125550120", target_leg_client_state: "b3RoZXI=" } } ] }
      - on: call.hangup
        do: [ { webhook: { url: "https://receiver.example/calls", body: { call: "${call.id}" } } } ])";

}  // namespace

std::string yaml_of(const Scenario& scenario, std::string_view longest, std::string_view outgoing) {
  std::string escalation(scenario.escalation);
  if (const auto at = escalation.find("BRIEFING"); at != std::string::npos) {
    escalation.replace(at, std::string_view("BRIEFING").size(), kBriefing);
  }
  std::string yaml(kPeople);
  yaml += "workflows:\n  support:\n    match: { to: [\"" + std::string(kOurNumber) +
          "\"] }\n    assistant: " + std::string(scenario.assistant) + "\n";
  if (!scenario.start.empty()) yaml += "    start: " + std::string(scenario.start) + "\n";
  if (!longest.empty()) yaml += "    limits: { duration: " + std::string(longest) + " }\n";
  yaml += "    rules:" + std::string(kRules) + std::string(scenario.rules) + "\n";
  yaml += "  " + std::string(kOutgoingWorkflow) +
          ":\n    match: { direction: outgoing }\n    outgoing: " + std::string(outgoing) +
          "\n    assistant: " + std::string(scenario.assistant) + "\n    limits: { destinations: [\"*\"" +
          (longest.empty() ? "]" : "], duration: ") + std::string(longest) +
          " }\n    rules:" + std::string(kRules) + "\n";
  return yaml + "escalations:\n  human: " + escalation + "\n";
}

}  // namespace callwright::simulation
