#include "workflows/language/sections.hpp"
#include "workflows/model/json.hpp"

namespace callwright::language {
namespace {

Template made(std::string_view source) { return Template::parse(source).value_or(Template{}); }

Action command(std::string operation) {
  return {.kind = Action::Kind::Command, .operation = std::move(operation), .body = Json::trusted("{}")};
}

}  // namespace

Workflow default_workflow() {
  Workflow workflow;
  workflow.assistant_if_fails = {
      {.kind = Action::Kind::Goodbye,
       .text =
           made("I am sorry, I cannot help you right now. Please call again in a few minutes. Goodbye.")}};
  return workflow;
}

std::vector<Action> default_start(std::string_view direction) {
  if (direction == "outgoing") return {command("ai_assistant_start")};
  return {command("answer"), command("ai_assistant_start")};
}

Escalation default_escalation() {
  Escalation escalation;
  escalation.caller = {.started = made("Ringing ${run.step} now."),
                       .next = made("No answer yet, trying the next person."),
                       .accepted = made("${winner.name} is joining now."),
                       .waiting = made("Still trying, please hold on.")};
  escalation.accept.briefing =
      made("A caller from ${caller.number} needs you: ${run.reason | no reason given}.");
  escalation.accept.lost = made("Already taken by ${winner.name}. Thank you.");
  escalation.accept.caller_gone = made("The caller has hung up.");
  escalation.otherwise = {{.kind = Action::Kind::TellAssistant,
                           .text = made("Nobody could pick up. Offer a call back."),
                           .say = true}};
  return escalation;
}

Template default_prompt(const Accept& accept) {
  return made("A caller asks for you. Press " + accept.accept_key + " to take the call, " +
              accept.decline_key + " to pass.");
}

}  // namespace callwright::language
