#pragma once

#include <string_view>

namespace callwright::tests {

/// Two people rung at once, each default as in the language reference.
inline constexpr std::string_view kTwoPeople = R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
  ben: { name: Ben, phone: "+13125550112" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11 }
    rules:
      - on: tool.escalate_to_human
        do: [ { escalate: human } ]
escalations:
  human:
    steps: [ { ring: [ana, ben] } ]
    accept: { briefing: "${caller.number} says: ${run.reason}." }
)";

}  // namespace callwright::tests
