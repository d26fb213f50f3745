#include "workflows/assistants/needed_tools.hpp"

#include "workflows/assistants/paths_read.hpp"

#include <algorithm>
#include <map>

namespace callwright::assistants {
namespace {

constexpr std::string_view kOnTool = "tool.";
constexpr std::string_view kArguments = "event.arguments.";
constexpr std::string_view kReason = "reason";

using Arguments = std::map<std::string, NeededArgument>;

bool is_by_size(Condition::Operator op) {
  using enum Condition::Operator;
  return op == Lt || op == Lte || op == Gt || op == Gte;
}

void take_path(const PathRead& read, Arguments& arguments) {
  if (!read.path.starts_with(kArguments)) return;
  const auto rest = std::string_view(read.path).substr(kArguments.size());
  const std::string name(rest.substr(0, rest.find('.')));
  auto& argument = arguments[name];
  argument.name = name;
  if (!read.compared_by && !read.has_default) argument.is_required = true;
  if (read.compared_by && is_by_size(*read.compared_by)) argument.is_number = true;
}

void take_rule(const Rule& rule, NeededTool& tool, Arguments& arguments) {
  for (const auto& read : paths_read(rule)) take_path(read, arguments);
  for (const auto& action : rule.actions)
    tool.escalates = tool.escalates || action.kind == Action::Kind::Escalate;
  // People want to know why they are rung, also where the workflow could do without.
  const auto reason = arguments.find(std::string(kReason));
  if (tool.escalates && reason != arguments.end()) reason->second.is_required = true;
}

struct Reading {
  NeededTool tool;
  Arguments arguments;
};

std::string description_of(const NeededTool& tool) {
  if (tool.escalates)
    return "Call this when the caller asks for a person or you cannot help. Then tell the caller what it "
           "says.";
  std::string purpose = tool.name;
  std::ranges::replace_if(purpose, [](char c) { return c == '_' || c == '-'; }, ' ');
  return "Call this for: " + purpose + ". Then tell the caller what it says.";
}

void write_argument(JsonWriter& writer, const NeededTool& tool, const NeededArgument& argument) {
  writer.key(argument.name).begin_object().member("type", argument.is_number ? "number" : "string");
  if (tool.escalates && argument.name == kReason)
    writer.member("description", "Why the caller needs a person, in one sentence.");
  writer.end_object();
}

}  // namespace

std::vector<NeededTool> needed_tools(const std::vector<const Workflow*>& workflows) {
  std::map<std::string, Reading> readings;
  for (const auto* workflow : workflows) {
    for (const auto& rule : workflow->rules) {
      if (!rule.on.starts_with(kOnTool)) continue;
      auto& [tool, arguments] = readings[rule.on.substr(kOnTool.size())];
      if (tool.workflow.empty()) tool.workflow = workflow->key;
      take_rule(rule, tool, arguments);
    }
  }
  std::vector<NeededTool> tools;
  for (auto& [name, reading] : readings) {
    reading.tool.name = name;
    for (auto& [key, argument] : reading.arguments) reading.tool.arguments.push_back(std::move(argument));
    tools.push_back(std::move(reading.tool));
  }
  return tools;
}

std::string tool_url(std::string_view public_url, std::string_view tool) {
  return std::string(public_url) + "/tools/" + std::string(tool) + "?call={{callwright_call}}";
}

Json definition_of(const NeededTool& tool, std::string_view public_url) {
  JsonWriter writer;
  writer.begin_object().member("type", "webhook").key("webhook").begin_object();
  writer.member("name", tool.name).member("description", description_of(tool));
  writer.member("url", tool_url(public_url, tool.name)).member("method", "POST");
  writer.key("body_parameters").begin_object().member("type", "object").key("properties").begin_object();
  for (const auto& argument : tool.arguments) write_argument(writer, tool, argument);
  writer.end_object().key("required").begin_array();
  for (const auto& argument : tool.arguments) {
    if (argument.is_required) writer.string(argument.name);
  }
  return writer.end_array().end_object().end_object().end_object().finish();
}

std::vector<const Workflow*> workflows_of(const Bundle& bundle, std::string_view assistant_id,
                                          const std::vector<std::string>& named) {
  std::vector<const Workflow*> found;
  for (const auto& workflow : bundle.workflows) {
    const bool has_id =
        !assistant_id.empty() && JsonDocument::of(workflow.assistant).root()["id"].str() == assistant_id;
    if (has_id || std::ranges::find(named, workflow.key) != named.end()) found.push_back(&workflow);
  }
  return found;
}

}  // namespace callwright::assistants
