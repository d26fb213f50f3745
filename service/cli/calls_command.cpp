#include "handlers/ports/http_text.hpp"
#include "service/cli/api_client.hpp"
#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/show_call.hpp"
#include "service/cli/terminal.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

struct CallsOptions {
  ApiOptions api;
  bool as_json = false;
  std::string call;
  std::string to, from, assistant, key;
  std::vector<std::string> variables;
  std::string escalation, reason, text_told;
  bool quiet = false;
  std::string state, workflow, number, outcome, since, until, text, cursor, limit;
};

QueryPairs query_of(const CallsOptions& options) {
  const std::pair<const char*, const std::string&> all[] = {
      {"state", options.state},     {"workflow", options.workflow}, {"number", options.number},
      {"outcome", options.outcome}, {"since", options.since},       {"until", options.until},
      {"q", options.text},          {"cursor", options.cursor},     {"limit", options.limit}};
  QueryPairs query;
  for (const auto& [name, value] : all) {
    if (!value.empty()) query.emplace_back(name, value);
  }
  return query;
}

/// `2026-11-24 10:00:00`, to read; the exact time is in `--json`.
std::string short_time(const std::string& time) {
  return time.size() < 19 ? time : time.substr(0, 10) + " " + time.substr(11, 8);
}

int list_calls(const CallsOptions& options, const Services& services) {
  const auto query = write_query(query_of(options));
  const auto page = ApiClient(services, options.api).get("/v1/calls" + (query.empty() ? "" : "?" + query));
  if (!page) return report(page.error());
  if (options.as_json) {
    fmt::print("{}\n", page->root().json().text());
    return kOk;
  }
  std::vector<std::vector<std::string>> rows = {
      {"OPENED (UTC)", "ID", "FROM", "TO", "WORKFLOW", "STATE", "OUTCOME"}};
  for (const auto& call : page->root()["data"].elements()) {
    std::vector<std::string> row = {short_time(call["opened_at"].str())};
    for (const auto* name : {"id", "from", "to", "workflow", "state", "outcome"}) {
      const auto value = printable(call[name].display());
      row.push_back(value.empty() ? "-" : value);
    }
    rows.push_back(std::move(row));
  }
  if (rows.size() == 1) {
    fmt::print("No calls.\n");
    return kOk;
  }
  fmt::print("{}", table(rows));
  const auto next = page->root()["next"].str();
  if (!next.empty()) fmt::print("There are more: add --cursor {}\n", printable(next));
  return kOk;
}

int show_call(const CallsOptions& options, const Services& services) {
  const ApiClient client(services, options.api);
  const auto call = client.get("/v1/calls/" + percent_encode(options.call));
  if (!call) return report(call.error());
  const auto records = client.records(options.call);
  if (!records) return report(records.error());
  if (options.as_json) {
    JsonWriter out;
    out.begin_object().key("call").node(call->root()).key("records").begin_array();
    for (const auto& record : *records) out.raw(record);
    fmt::print("{}\n", out.end_array().end_object().take());
    return kOk;
  }
  const auto terminal = Terminal::of(stdout);
  fmt::print("{}\n", call_heading(call->root(), terminal));
  Timeline timeline(names_in(call->root()));
  for (const auto& record : *records) timeline.add(JsonDocument::of(record).root());
  for (const auto& line : timeline.take()) fmt::print("{}\n", paint_line(line, terminal));
  return kOk;
}

/// `name=text`, or `name:=value` for a number or a boolean.
struct Variable {
  std::string name;
  Json value;
};

std::optional<Variable> variable_of(const std::string& given) {
  const auto equals = given.find('=');
  if (equals == std::string::npos || equals == 0) return std::nullopt;
  const auto value = given.substr(equals + 1);
  if (given[equals - 1] != ':') return Variable{given.substr(0, equals), JsonWriter().string(value).finish()};
  auto plain = Json::parse(value);
  if (!plain) return std::nullopt;
  return Variable{given.substr(0, equals - 1), *std::move(plain)};
}

std::string variable_problem(const std::string& given) {
  return variable_of(given) ? "" : "is NAME=TEXT, or NAME:=VALUE for a number or a boolean";
}

int start_call(const CallsOptions& options, const Services& services) {
  JsonWriter out;
  out.begin_object().member("to", options.to).member("workflow", options.workflow);
  for (const auto& [name, value] : {std::pair<std::string_view, const std::string&>{"from", options.from},
                                    {"assistant", options.assistant},
                                    {"idempotency_key", options.key}}) {
    if (!value.empty()) out.member(name, value);
  }
  out.key("variables").begin_object();
  for (const auto& given : options.variables) {
    if (const auto variable = variable_of(given)) out.key(variable->name).raw(variable->value);
  }
  const auto body = out.end_object().end_object().take();
  const auto call = ApiClient(services, options.api).post("/v1/calls", body);
  if (!call) return report(call.error());
  fmt::print("{}\n", options.as_json ? call->root().json().text() : printable(call->root()["id"].str()));
  return kOk;
}

/// `done` is the sentence after the id of the call.
int operate(const CallsOptions& options, const Services& services, std::string_view command, const Json& body,
            std::string_view done) {
  const auto path = "/v1/calls/" + percent_encode(options.call) + "/" + std::string(command);
  const auto answer = ApiClient(services, options.api).post(path, body.text());
  if (!answer) return report(answer.error());
  if (options.as_json) {
    fmt::print("{}\n", answer->root().json().text());
  } else {
    fmt::print("{} {}\n", options.call, done);
  }
  return kOk;
}

int hang_up(const CallsOptions& options, const Services& services) {
  return operate(options, services, "hangup", json_object({}), "is being ended.");
}

int cancel_escalation(const CallsOptions& options, const Services& services) {
  return operate(options, services, "cancel", json_object({}), "rings nobody any more.");
}

int escalate(const CallsOptions& options, const Services& services) {
  const auto body = json_object({{"to", options.escalation}, {"reason", options.reason}});
  return operate(options, services, "escalate", body, "escalates to " + options.escalation + ".");
}

int tell(const CallsOptions& options, const Services& services) {
  JsonWriter body;
  body.begin_object().member("text", options.text_told).member("say", !options.quiet);
  return operate(options, services, "tell", body.end_object().finish(), "has been told.");
}

using Action = int (*)(const CallsOptions&, const Services&);

CLI::App* add_action(CLI::App& calls, Invocation& invocation, const char* name, const char* help,
                     const std::string& example, const std::shared_ptr<CallsOptions>& options,
                     Action action) {
  auto* command = add_command(calls, name, help, example);
  add_api_options(*command, options->api);
  command->add_flag("--json", options->as_json, "Print JSON");
  command->callback([&invocation, options, action] {
    invocation.command = [&invocation, options, action] { return action(*options, invocation.services); };
  });
  return command;
}

void add_filters(CLI::App& list, CallsOptions& options) {
  list.add_option("--state", options.state, "Only calls in this state, such as joined or settled");
  list.add_option("--workflow", options.workflow, "Only calls of this workflow");
  list.add_option("--number", options.number, "Only calls from or to this number");
  list.add_option("--outcome", options.outcome, "Only calls with this outcome, such as joined");
  list.add_option("--since", options.since, "Only calls opened at this time (RFC 3339) or later");
  list.add_option("--until", options.until, "Only calls opened before this time");
  list.add_option("-q,--search", options.text, "Beginning of a call id or number, or a workflow");
  list.add_option("--cursor", options.cursor, "Go on where the page before ended");
  list.add_option("--limit", options.limit, "Calls on a page, 1 to 200 (default 50)");
}

void add_start(CLI::App& calls, Invocation& invocation, const std::shared_ptr<CallsOptions>& options) {
  auto* start = add_action(calls, invocation, "start", "Call somebody under a workflow; prints the call's id",
                           "callwright calls start --to +13125550199 --workflow follow-up --var name=Ada",
                           options, start_call);
  start->add_option("--to", options->to, "Whom to call: E.164 or a SIP URI")->required();
  start->add_option("--workflow", options->workflow, "A workflow that calls out")->required();
  start->add_option("--from", options->from, "Which of your numbers calls, where the workflow does not say");
  start->add_option("--assistant", options->assistant, "Id of an assistant in place of the workflow's");
  start
      ->add_option("--var", options->variables,
                   "NAME=TEXT, or NAME:=VALUE for a number or a boolean; may be repeated")
      ->allow_extra_args(false)
      ->check(&variable_problem);
  start->add_option("--idempotency-key", options->key,
                    "The same key is the same call, however often it is asked for");
}

void add_escalation_commands(CLI::App& calls, Invocation& invocation,
                             const std::shared_ptr<CallsOptions>& options) {
  const std::string call = "call_0193a5e0-7c2b-7d3e-8f10-2a4b6c8d0e1f";
  auto* begin = add_action(calls, invocation, "escalate", "Ring people for a call",
                           "callwright calls escalate " + call + " human", options, escalate);
  begin->add_option("ID", options->call, "Id of the call")->required();
  begin->add_option("ESCALATION", options->escalation, "Name of the escalation in the workflow")->required();
  begin->add_option("--reason", options->reason, "What the people are told");
  auto* cancel = add_action(calls, invocation, "cancel", "Stop ringing people for a call",
                            "callwright calls cancel " + call, options, cancel_escalation);
  cancel->add_option("ID", options->call, "Id of the call")->required();
  auto* say = add_action(calls, invocation, "tell", "Tell the assistant of a call something",
                         "callwright calls tell " + call + " \"Offer a call back.\"", options, tell);
  say->add_option("ID", options->call, "Id of the call")->required();
  say->add_option("TEXT", options->text_told, "What the assistant is told")->required();
  say->add_flag("--quiet", options->quiet, "The assistant keeps it in mind and does not speak now");
}

}  // namespace

void add_calls(CLI::App& app, Invocation& invocation) {
  auto* calls = add_command(app, "calls", "Look at and act on the calls of a running service",
                            "callwright calls list --state joined");
  calls->require_subcommand(1);
  const auto options = std::make_shared<CallsOptions>();
  auto* list = add_action(*calls, invocation, "list", "List calls, newest first",
                          "callwright calls list --number +13125550199 --since 2026-11-24T00:00:00Z", options,
                          list_calls);
  add_filters(*list, *options);
  auto* show =
      add_action(*calls, invocation, "show", "Show one call as a timeline",
                 "callwright calls show call_0193a5e0-7c2b-7d3e-8f10-2a4b6c8d0e1f", options, show_call);
  show->add_option("ID", options->call, "Id of the call")->required();
  add_start(*calls, invocation, options);
  auto* hangup =
      add_action(*calls, invocation, "hangup", "End a call",
                 "callwright calls hangup call_0193a5e0-7c2b-7d3e-8f10-2a4b6c8d0e1f", options, hang_up);
  hangup->add_option("ID", options->call, "Id of the call")->required();
  add_escalation_commands(*calls, invocation, options);
}

}  // namespace callwright::cli
