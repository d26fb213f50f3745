#include "workflows/engine/tools.hpp"

#include "workflows/engine/legs.hpp"
#include "workflows/engine/outgoing.hpp"
#include "workflows/engine/rules.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/engine/scope.hpp"
#include "workflows/engine/telling.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

using std::chrono::seconds;

constexpr seconds kRepeatWindow{15};
constexpr std::size_t kToolsKept = 8;

struct Fact {
  std::string status;
  std::string say;
};

Fact fact_of_run(const Decision& d, const Run& run) {
  const CallScope scope(d, {.run = run.number});
  const auto* attempt = find_attempt(d.call, run.winner);
  const auto name = attempt == nullptr ? std::string() : d.person(attempt->person).name;
  const auto& texts = d.escalation(run).caller;
  switch (run.state) {
    case RunState::Ringing: return {"ringing", ringing_text(d, run.number).render(scope)};
    case RunState::Joining: return {"joining", texts.accepted.render(scope)};
    case RunState::Joined: return {"joined", name + " is on the call."};
    case RunState::Left: return {"left", "The person has left the call."};
    case RunState::Exhausted: return {"unavailable", "Nobody could pick up."};
    case RunState::Cancelled: return {"cancelled", "The search for a person was cancelled."};
    case RunState::CallerGone: return {"ended", "The caller has hung up."};
  }
  return {"ok", "Done."};
}

/// What is true now, in words for the model.
Fact current_fact(const Decision& d) {
  if (!caller_is_there(d.call) || is_ending(d.call)) return {"ended", "The caller has hung up."};
  if (const auto* run = live_run(d.call)) return fact_of_run(d, *run);
  if (!d.call.runs.empty()) return fact_of_run(d, d.call.runs.back());
  return {"ok", "Done."};
}

Json fact_body(const Fact& fact) { return json_object({{"status", fact.status}, {"say", fact.say}}); }

const Answer* answer_of(const Decision& d, std::uint64_t request) {
  const auto found = std::ranges::find(d.step.answers, request, &Answer::request);
  return found == d.step.answers.end() ? nullptr : &*found;
}

void give(Decision& d, std::uint64_t request, int status, Json body) {
  d.step.answers.push_back(Answer{.request = request, .status = status, .body = std::move(body)});
}

bool answer_repetition(Decision& d, std::uint64_t request, const std::string& digest) {
  std::erase_if(d.call.tools, [&](const ToolMemory& tool) { return d.now - tool.at > kRepeatWindow; });
  const auto found = std::ranges::find(d.call.tools, digest, &ToolMemory::digest);
  if (found == d.call.tools.end()) return false;
  d.decide("tool_repeated");
  give(d, request, 200, found->answer);
  return true;
}

void remember(Decision& d, const std::string& digest, const Json& answer) {
  if (d.call.tools.size() >= kToolsKept) d.call.tools.erase(d.call.tools.begin());
  d.call.tools.push_back(ToolMemory{.digest = digest, .at = d.now, .answer = answer});
}

Json tool_event(const input::ToolRequested& tool) {
  JsonWriter out;
  out.begin_object().member("name", tool.name).member("arguments", tool.arguments);
  return out.end_object().finish();
}

bool operate_builtin(Decision& d, const input::OperatorCommand& command, const JsonNode& arguments) {
  if (command.name == "hangup") {
    goodbye(d, arguments["say"].str());
  } else if (command.name == "cancel") {
    cancel_run(d, "operator");
  } else if (command.name == "escalate") {
    start_run(d, arguments["to"].str(), arguments["reason"].str(), arguments["with"].json(), false);
  } else if (command.name == "tell") {
    JsonWriter out;
    out.begin_object().key("messages").begin_array().begin_object().member("role", "system");
    out.member("content", arguments["text"].str()).end_object().end_array();
    out.member("trigger_response", arguments["say"].boolean().value_or(true));
    d.send("ai_assistant_add_messages", 0, out.end_object().finish(), Purpose::Tell, 0);
  } else {
    return false;
  }
  return true;
}

/// Why an operator's command cannot be carried out; empty when it can.
std::string operator_problem(const Decision& d, const input::OperatorCommand& command,
                             const JsonNode& arguments) {
  if (!caller_is_there(d.call) || is_ending(d.call)) return "The caller is not on the line any more.";
  if (command.name == "escalate" && d.bundle.escalation(arguments["to"].str()) == nullptr) {
    return "Name one of the workflow's escalations in `to`.";
  }
  if (command.name == "escalate" && is_unanswered(d.call)) return "Nobody has answered yet.";
  if (command.name == "escalate" && live_run(d.call) != nullptr)
    return "People are being called for this caller, or somebody is on the call. Cancel that first.";
  if (command.name == "cancel" &&
      (live_run(d.call) == nullptr || live_run(d.call)->state == RunState::Joined))
    return "No escalation is ringing or joining people on this call.";
  if (command.name == "tell" && arguments["text"].str().empty()) return "Give the message in `text`.";
  if (command.name == "tell" && d.call.assistant != AssistantState::Running)
    return "No assistant is on the call.";
  return "";
}

}  // namespace

void tool_requested(Decision& d, const input::ToolRequested& tool) {
  JsonWriter out;
  out.begin_object().member("name", tool.name).member("arguments", tool.arguments);
  d.record("tool", out.end_object().finish());
  const auto digest = fingerprint(tool.name + "\n" + tool.arguments.text());
  if (answer_repetition(d, tool.request, digest)) return;
  if (!caller_is_there(d.call) || is_ending(d.call)) {
    give(d, tool.request, 200, fact_body(current_fact(d)));
    return;
  }
  const auto rules = matching_rules(d, "tool." + tool.name, tool_event(tool));
  start_rules(d, rules, tool.request);
  if (answer_of(d, tool.request) == nullptr) {
    conclude_run(d);  // what the model is told is what is true after everything that follows at once
    const auto fact = rules.empty() ? Fact{"no_rule", "I cannot do that on this call."} : current_fact(d);
    give(d, tool.request, 200, fact_body(fact));
  }
  remember(d, digest, answer_of(d, tool.request)->body);
}

void answer_tool(Decision& d, std::uint64_t request, std::string_view status, std::string_view say) {
  if (request == 0 || answer_of(d, request) != nullptr) return;
  give(d, request, 200, fact_body({std::string(status), std::string(say)}));
}

void operator_commanded(Decision& d, const input::OperatorCommand& command) {
  JsonWriter out;
  out.begin_object()
      .member("name", command.name)
      .member("arguments", command.arguments)
      .member("by", command.by);
  d.record("operator", out.end_object().finish());
  const auto arguments = JsonDocument::of(command.arguments);
  const auto problem = operator_problem(d, command, arguments.root());
  if (!problem.empty()) {
    give(d, command.request, 409, json_object({{"status", "refused"}, {"detail", problem}}));
    return;
  }
  if (!operate_builtin(d, command, arguments.root())) {
    const auto rules = matching_rules(d, "operator." + command.name, command.arguments);
    if (rules.empty()) {
      give(d, command.request, 409,
           json_object({{"status", "refused"},
                        {"detail", "No rule of the workflow is on operator." + command.name}}));
      return;
    }
    start_rules(d, rules);
  }
  give(d, command.request, 200, json_object({{"status", "accepted"}, {"state", name_of(d.call.state)}}));
}

}  // namespace callwright::engine
