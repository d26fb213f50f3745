#pragma once

#include <array>
#include <string>
#include <string_view>

namespace callwright::simulation {

inline constexpr std::string_view kOurNumber = "+13125550100";
/// Is in the briefing, which only a person who took the call may hear.
inline constexpr std::string_view kBriefingMark = " says: ";
/// An assistant that the model of Telnyx cannot start.
inline constexpr std::string_view kBrokenAssistant = "assistant-00000000-0000-4000-8000-000000000000";

struct Scenario {
  std::string_view name;
  std::string_view assistant = "{ id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11 }";
  std::string_view escalation;
  std::string_view start = "";  ///< of the call, where it is not the usual one
  std::string_view rules = "";  ///< beside those that all have
};

/// Where the assistant's tool `transfer` sends the caller; nobody of the workflows.
inline constexpr std::string_view kTransferNumber = "+13125550120";
/// A number of ours that no workflow takes.
inline constexpr std::string_view kUntakenNumber = "+13125550109";

inline constexpr std::array kScenarios = {
    Scenario{.name = "two at once", .escalation = "{ steps: [ { ring: [ana, ben] } ], BRIEFING }"},
    Scenario{.name = "two at once, rung for long",
             .escalation = "{ steps: [ { ring: [ana, ben], for: 60s } ], BRIEFING }"},
    Scenario{.name = "two steps",
             .escalation = R"({ steps: [ { ring: [ana], for: 10s }, { ring: [ben, cyd], for: 15s } ],
      join: { if_fails: next }, BRIEFING })"},
    Scenario{.name = "one after the other, twice",
             .escalation =
                 "{ repeat: 1, steps: [ { ring: [ana, ben, cyd], order: sequence, for: 8s } ], BRIEFING }"},
    Scenario{.name = "staggered, the call ends with the person",
             .escalation = R"({ steps: [ { ring: [ana, ben, cyd], order: stagger, every: 4s } ],
      join: { on_hangup: end_conversation, if_assistant_ended: cancel }, BRIEFING })"},
    Scenario{.name = "joined without a key",
             .escalation = R"({ steps: [ { ring: [ana, ben] } ], accept: none })"},
    Scenario{.name = "bridged, then the assistant again",
             .escalation =
                 R"({ steps: [ { ring: [ana, ben] } ], join: { mode: bridge, after: restart }, BRIEFING })"},
    Scenario{.name = "bridged, then the end",
             .escalation = R"({ machine_detection: none, steps: [ { ring: [ana, ben], order: sequence } ],
      join: { mode: bridge, after: hangup, if_assistant_ended: restart }, BRIEFING })"},
    Scenario{.name = "no assistant can be started",
             .assistant =
                 R"({ id: assistant-00000000-0000-4000-8000-000000000000, if_fails: { escalate: human } })",
             .escalation = "{ steps: [ { ring: [ana, ben] } ], BRIEFING }"},
    Scenario{.name = "no assistant, music between the texts, two tries",
             .assistant =
                 R"({ id: assistant-00000000-0000-4000-8000-000000000000, if_fails: { escalate: human } })",
             .escalation = R"({ caller: { hold: { audio_url: "https://example.com/hold.mp3" } },
      steps: [ { ring: [ana, ben], order: sequence, for: 8s, tries: 2, gap: 3s } ], BRIEFING })"},
    Scenario{.name = "no assistant, a phone that rings for long",
             .assistant =
                 R"({ id: assistant-00000000-0000-4000-8000-000000000000, if_fails: { escalate: human } })",
             .escalation = R"({ machine_detection: none, steps: [ { ring: [ana], for: 75s } ], BRIEFING })"},
    Scenario{.name = "busy people are passed over",
             .escalation = R"({ steps: [ { ring: [ana], busy: skip, for: 10s },
      { ring: [ben, cyd], busy: skip, for: 10s, tries: 2 } ], BRIEFING })"},
    Scenario{.name = "a list that is walked again after a pause",
             .escalation = R"({ deadline: 60s, steps: [ { ring: [ana, ben], for: 8s, tries: 3, gap: 15s } ],
      join: { mode: bridge, after: restart }, BRIEFING })"},
    Scenario{.name = "recorded, streamed and followed word by word",
             .assistant =
                 "{ id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11, send_message_history_updates: true }",
             .escalation = "{ steps: [ { ring: [ana], for: 10s, tries: 2, gap: 10s } ], BRIEFING }",
             .rules = R"(
      - { on: call.answered, do: [ { record_start: { channels: dual, format: mp3, max_length: 20 } } ] }
      - { on: operator.stream, do: [ { streaming_start: { stream_url: "wss://example.com/s" } } ] })"},
    Scenario{
        .name = "answered with an assistant that does not start",
        .assistant =
            R"({ id: assistant-00000000-0000-4000-8000-000000000000, if_fails: { escalate: human } })",
        .escalation = "{ steps: [ { ring: [ana, ben] } ], BRIEFING }",
        .start = "[ { answer: { assistant: { id: assistant-00000000-0000-4000-8000-000000000000 } } } ]"},
    Scenario{.name = "somebody with three phones",
             .escalation = "{ steps: [ { ring: [dee, ben] } ], BRIEFING }"},
    Scenario{.name = "three phones of one person, one person after the other",
             .escalation = R"({ steps: [ { ring: [dee, ana], order: sequence, for: 8s, tries: 2 } ],
      join: { mode: bridge, after: restart }, BRIEFING })"},
    Scenario{.name = "an office that closes during the call, then whoever is on call",
             .escalation =
                 R"({ repeat: 1, steps: [ { ring: [ana, ben], order: sequence, for: 10s, during: office },
      { ring: [night, night.next], order: sequence, for: 10s, tries: 2, outside: office },
      { ring: [cyd], for: 10s } ], BRIEFING })"},
    Scenario{.name = "whoever is idle for longest",
             .escalation = "{ steps: [ { ring: [idle], order: sequence, for: 8s } ], BRIEFING }"},
};

/// The workflow of calls that we make, and how it calls.
inline constexpr std::string_view kOutgoingWorkflow = "calls-out";
inline constexpr std::string_view kMessage = "Please call us back.";
inline constexpr std::array<std::string_view, 6> kOutgoing = {
    R"({ from: "+13125550100", for: 20s, voicemail: { leave_message: "Please call us back." } })",
    R"({ from: "+13125550100", for: 20s, machine_detection: detect,
      voicemail: { leave_message: "Please call us back.", wait: 10s } })",
    R"({ from: "+13125550100", for: 15s })",
    R"({ from: "+13125550100", voicemail: talk })",
    R"({ from: "+13125550100", for: 12s, machine_detection: none })",
    R"({ from: "+13125550100", start_on: answered, voicemail: { leave_message: "Please call us back." } })"};

/// The workflows as YAML. `longest`: `limits.duration`, such as `45s`; empty: none. `outgoing`: one of the
/// above.
std::string yaml_of(const Scenario& scenario, std::string_view longest, std::string_view outgoing);

}  // namespace callwright::simulation
