#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace callwright::simulation {

/// A bug that the worlds must notice: `original` stands exactly once in `file` and becomes `planted`, in
/// which PLANTED is true while the bug is planted.
struct PlantedBug {
  std::string_view name;
  std::string_view file;
  std::string_view original;
  std::string_view planted;
  unsigned first_world = 1;  ///< where the search begins: few worlds notice the rarest
};

inline constexpr auto kPlantedBugs = std::to_array<PlantedBug>({
    {"a command leaves before it is stored", "service/runtime/shard.cpp",
     "  box.decided = decision.entry->call;\n",
     "  box.decided = decision.entry->call;\n"
     "  if (PLANTED) outbox_.sync(now_, box.decided, Outbox::Origin::Decided);\n"},
    {"a webhook is acknowledged before it is stored", "service/runtime/shard.cpp",
     "  for (auto& done : decision.at_once)",
     "  if (PLANTED) {\n"
     "    for (auto& waiting : decision.stepped) {\n"
     "      if (std::holds_alternative<input::Arrived>(waiting.input.what))\n"
     "        respond(std::exchange(waiting.request, 0), Outcome::Stored);\n"
     "    }\n"
     "  }\n"
     "  for (auto& done : decision.at_once)"},
    {"a duplicate is stepped again", "service/runtime/decision.cpp",
     "if (has_seen(stored_, arrived->event.id)) return",
     "if (!PLANTED && has_seen(stored_, arrived->event.id)) return"},
    {"the winner is not write-once", "workflows/engine/join.cpp",
     "if (run.winner != 0 || run.state != RunState::Ringing) {",
     "if (!PLANTED && (run.winner != 0 || run.state != RunState::Ringing)) {"},
    {"the winner is not write-once", "workflows/engine/join.cpp",
     "  end_other_attempts(d, run.number);\n  keep_leg",
     "  if (!PLANTED) end_other_attempts(d, run.number);\n  keep_leg"},
    {"the losers are not released", "workflows/engine/legs.cpp",
     "void release(Decision& d, int number, const Template& reason) {\n",
     "void release(Decision& d, int number, const Template& reason) {\n  if (PLANTED) return;\n"},
    {"phones that still ring are not cancelled", "workflows/engine/legs.cpp",
     "  if (leg.state < LegState::Answered || text.empty()) {\n",
     "  if (PLANTED && leg.state < LegState::Answered) return;\n"
     "  if (leg.state < LegState::Answered || text.empty()) {\n"},
    {"a timer is lost when the process starts again", "service/runtime/timer_set.cpp",
     "    if (overdue) result = Overdue::Some;\n",
     "    if (PLANTED && overdue) continue;\n    if (overdue) result = Overdue::Some;\n"},
    {"a command is sent again after Telnyx has forgotten it", "service/runtime/sending.cpp",
     "!first_try ? window_start : *first_try) + window;",
     "!first_try ? window_start : *first_try) + (PLANTED ? 4 * window : window);"},
    {"open commands are forgotten when the process starts again", "service/runtime/shard_calls.cpp",
     "  outbox_.sync(now_, box.call, Outbox::Origin::Recovered);\n",
     "  if (!PLANTED) outbox_.sync(now_, box.call, Outbox::Origin::Recovered);\n"},
    {"a person who is on another call is rung", "workflows/engine/ringing.cpp",
     "  d.step.claims.push_back(address.text);\n",
     "    if (!PLANTED) d.step.claims.push_back(address.text);\n"},
    {"a voicemail counts as a human", "workflows/engine/gate.cpp",
     "if (result == \"machine\" || result == \"fax_detected\") return Verdict::Machine;",
     "if (result == \"machine\" || result == \"fax_detected\") return PLANTED ? Verdict::Human : "
     "Verdict::Machine;"},
    {"any key accepts", "workflows/engine/gate.cpp", "  if (digit == accept.accept_key) {\n",
     "  if (PLANTED || digit == accept.accept_key) {\n"},
    {"a hangup is not repeated", "workflows/engine/legs.cpp", "  ++leg.hangups;\n  d.drop_intents(number);\n",
     "  if (PLANTED) return;\n  ++leg.hangups;\n  d.drop_intents(number);\n"},
    {"a lost claim counts as stored", "service/runtime/shard_commit.cpp",
     "      case CommitOutcome::Kind::ClaimLost: entry",
     "      case CommitOutcome::Kind::ClaimLost: if (PLANTED) { entry_committed(id, box); break; } entry"},
    {"events that came before their call are left behind", "service/runtime/shard_search.cpp",
     "  for (const auto& kept : unmatched) {\n    auto event",
     "  for (const auto& kept : unmatched) {\n    if (PLANTED) break;\n    auto event"},
    {"the end of the caller's leg frees nobody", "workflows/engine/legs.cpp",
     "    caller_gone(d);\n  } else {\n", "    if (!PLANTED) caller_gone(d);\n  } else {\n"},
    {"a bridge's refusal counts for the wrong leg", "workflows/engine/replies.cpp",
     "if (intent.operation == \"bridge\") return false;",
     "if (!PLANTED && intent.operation == \"bridge\") return false;"},
    {"our own bridge counts as a transfer", "workflows/engine/bridge.cpp",
     "  const bool reported = leg_number == 0 && unreported > 0;\n",
     "  const bool reported = !PLANTED && leg_number == 0 && unreported > 0;\n"},
    {"our own bridge counts as a transfer", "workflows/engine/bridge.cpp", "!reported && !ours && !is_ending",
     "!reported && (PLANTED || !ours) && !is_ending"},
    {"the silence of a run is noticed once", "workflows/engine/runs.cpp",
     "  d.arm(TimerKind::Silence, number, d.workflow().silence_limit);\n  if (d.is_armed",
     "  if (!PLANTED) d.arm(TimerKind::Silence, number, d.workflow().silence_limit);\n  if (d.is_armed"},
    {"nothing is looked at unless somebody asks", "service/runtime/shard_healer.cpp",
     "  if (stopped_) return;\n", "  if (stopped_ || PLANTED) return;\n", 2362},
    {"a leg that had ended and is alive is left alone", "workflows/engine/missing_events.cpp",
     "  if (is_asked(d.call, Purpose::HangupStray, number)) return;\n",
     "  if (PLANTED || is_asked(d.call, Purpose::HangupStray, number)) return;\n"},
    {"a dial whose outcome is not known is dialled again", "workflows/engine/runs.cpp",
     "    if (leg.call_control_id.empty()) dial_in_doubt(d, number);",
     "    if (PLANTED) return leg_ended(d, number, \"\");\n"
     "    if (leg.call_control_id.empty()) dial_in_doubt(d, number);"},
    {"a number that is on the line is called again", "workflows/engine/outgoing.cpp",
     "  d.step.claims.push_back(d.call.to);\n", "  if (!PLANTED) d.step.claims.push_back(d.call.to);\n"},
    {"whoever we call is taken for a human", "workflows/engine/called.cpp",
     "  if (is_ending(d.call) || !caller_is_there(d.call) || is_joined) return;\n",
     "  if (PLANTED || is_ending(d.call) || !caller_is_there(d.call) || is_joined) return;\n"},
});

/// The number of a bug: its first row.
constexpr std::size_t number_of(std::size_t row) {
  while (row > 0 && kPlantedBugs[row - 1].name == kPlantedBugs[row].name) --row;
  return row;
}

}  // namespace callwright::simulation
