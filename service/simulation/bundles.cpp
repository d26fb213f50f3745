#include "service/simulation/bundles.hpp"

namespace callwright::simulation {
namespace {

constexpr std::string_view kPeople = R"(language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
  ben: { name: Ben, phone: "+13125550112" }
  cyd: { name: Cyd, phone: "+13125550113" }
)";

constexpr std::string_view kBriefing = R"(accept: { briefing: "${caller.number} says: ${run.reason}." })";

}  // namespace

std::string yaml_of(const Scenario& scenario) {
  std::string escalation(scenario.escalation);
  if (const auto at = escalation.find("BRIEFING"); at != std::string::npos) {
    escalation.replace(at, std::string_view("BRIEFING").size(), kBriefing);
  }
  return std::string(kPeople) + "workflows:\n  support:\n    match: { to: [\"" + std::string(kOurNumber) +
         "\"] }\n    assistant: " + std::string(scenario.assistant) +
         "\n    rules:\n      - on: tool.escalate_to_human\n        do: [ { escalate: human } ]\n" +
         "      - on: call.hangup\n        do: [ { webhook: { url: \"https://receiver.example/calls\", body: "
         "{ call: "
         "\"${call.id}\" } } } ]\n" +
         "escalations:\n  human: " + escalation + "\n";
}

}  // namespace callwright::simulation
