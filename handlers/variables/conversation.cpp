#include "handlers/variables/conversation.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace callwright {
namespace {

bool has_assistant(const Workflow& workflow, const std::string& id) {
  if (id.empty() || workflow.assistant.is_null()) return false;
  return JsonDocument::of(workflow.assistant).root()["id"].str() == id;
}

/// The question names no connection, so that one is not asked for.
bool fits(const Workflow& workflow, const VariablesQuestion& question) {
  if (question.agent.empty()) return false;
  const bool is_incoming = workflow.match.direction == "incoming";
  return fits_addresses(workflow.match, is_incoming ? question.agent : question.end_user,
                        is_incoming ? question.end_user : question.agent);
}

const Workflow* only_one_with_variables(const Bundle& bundle) {
  const Workflow* found = nullptr;
  for (const auto& workflow : bundle.workflows) {
    if (workflow.variables.is_null()) continue;
    if (found != nullptr) return nullptr;
    found = &workflow;
  }
  return found;
}

const Workflow* workflow_for(const Bundle& bundle, const VariablesQuestion& question) {
  if (question.agent.empty() && question.assistant_id.empty()) return only_one_with_variables(bundle);
  const Workflow* first = nullptr;
  const Workflow* of_assistant = nullptr;
  for (const auto& workflow : bundle.workflows) {
    const bool is_its = has_assistant(workflow, question.assistant_id);
    const bool matches = fits(workflow, question);
    if (matches && is_its) return &workflow;
    if (matches && first == nullptr) first = &workflow;
    if (is_its && of_assistant == nullptr) of_assistant = &workflow;
  }
  return first == nullptr ? of_assistant : first;
}

/// In a conversation by text message the other side need not be whoever called.
void set_sides(Call& call, const VariablesQuestion& question) {
  call.direction = "incoming";
  call.from = question.end_user;
  call.to = question.agent;
}

}  // namespace

Conversation find_conversation(const VariablesQuestion& question, std::optional<PinnedCall> known,
                               BundlePtr current) {
  if (known && known->bundle->workflow(known->call.workflow) != nullptr) {
    Conversation conversation{.bundle = std::move(known->bundle),
                              .workflow = nullptr,
                              .call = std::move(known->call),
                              .is_known = true};
    conversation.workflow = conversation.bundle->workflow(conversation.call.workflow);
    if (question.channel == "sms_chat") set_sides(conversation.call, question);
    return conversation;
  }
  Conversation conversation{.bundle = std::move(current), .workflow = nullptr, .call = {}, .is_known = false};
  set_sides(conversation.call, question);
  if (conversation.bundle == nullptr) return conversation;
  conversation.workflow = workflow_for(*conversation.bundle, question);
  if (conversation.workflow == nullptr) return conversation;
  conversation.call.workflow = conversation.workflow->key;
  if (conversation.workflow->match.direction == "outgoing") {
    conversation.call.direction = "outgoing";
    std::swap(conversation.call.from, conversation.call.to);
  }
  return conversation;
}

}  // namespace callwright
