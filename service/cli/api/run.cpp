#include "service/cli/api/run.hpp"

#include "service/cli/api/answer.hpp"
#include "service/cli/api/arguments.hpp"
#include "service/cli/api/help.hpp"
#include "service/cli/api/pages.hpp"
#include "service/cli/api/refusal.hpp"
#include "service/cli/api/repeat.hpp"
#include "service/cli/api/request.hpp"
#include "service/cli/exit_code.hpp"
#include "service/cli/json_layout.hpp"
#include "service/cli/terminal.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <utility>

#include <fmt/core.h>
#include <unistd.h>

namespace callwright::cli::api {
namespace {

/// One run of one operation.
class Run {
 public:
  Run(const Operation& operation, const Switches& switches, const Services& services)
      : operation_(operation), switches_(switches), services_(services) {}

  int refuse(const std::vector<BodyProblem>& problems) const;
  int dry_run(const ApiCall& call) const;
  int send(const ApiCall& call) const;
  int send_all(ApiCall call) const;

 private:
  int report(const ApiCall& call, const Answered& answered) const;
  [[nodiscard]] Form form() const {
    if (switches_.as_json) return Form::Compact;
    return switches_.as_table ? Form::Table : Form::Pretty;
  }
  /// `text` is an answer of Telnyx's: nothing that it holds moves the cursor of a terminal.
  static void print(const std::string& text) {
    fmt::print("{}", ::isatty(::fileno(stdout)) == 1 ? printable_lines(text) : text);
  }

  const Operation& operation_;
  const Switches& switches_;
  const Services& services_;
};

int Run::refuse(const std::vector<BodyProblem>& problems) const {
  if (switches_.as_json) {
    fmt::print("{}\n", without_controls(problems_json(operation_.name, problems).text()));
  } else {
    fmt::print(stderr, "{}", problems_text(operation_, problems));
  }
  return kUsage;
}

int Run::report(const ApiCall& call, const Answered& answered) const {
  const auto report = report_of(operation_, call, answered);
  if (switches_.as_json) {
    fmt::print("{}\n", without_controls(report_json(operation_, answered, report).text()));
  } else {
    fmt::print(stderr, "{}", report_text(report));
  }
  return report.exit_code;
}

int Run::dry_run(const ApiCall& call) const {
  const auto request = services_.telnyx_request(call);
  if (!request) return refuse({{"", request.error().code, request.error().detail}});
  if (switches_.as_json) {
    JsonWriter out;
    out.begin_object().member("method", request->method).member("url", request->url);
    out.key("headers").begin_object();
    for (const auto& [name, value] : request->headers) out.member(name, value);
    out.end_object().key("body").raw(Json::parse(request->body).value_or(Json()));
    fmt::print("{}\n", without_controls(out.end_object().take()));
    return kOk;
  }
  auto text = request->method + " " + request->url + "\n";
  for (const auto& [name, value] : request->headers) text += name + ": " + value + "\n";
  if (!request->body.empty()) text += "\n" + without_controls(laid_out(request->body)) + "\n";
  print(text);
  return kOk;
}

int Run::send(const ApiCall& call) const {
  const auto answered = send_repeatedly(operation_, call, switches_.retries, services_);
  if (answered.outcome.result != ApiResult::Accepted) return report(call, answered);
  print(answer_text(answered.outcome.body, form()));
  return kOk;
}

/// All pages as one list. What came before a page that fails is not printed: half a list looks like a whole.
int Run::send_all(ApiCall call) const {
  JsonWriter all;
  all.begin_array();
  call.query = first_page(operation_, std::move(call.query));
  for (int page = 1; page <= kPagesMax; ++page) {
    const auto answered = send_repeatedly(operation_, call, switches_.retries, services_);
    if (answered.outcome.result != ApiResult::Accepted) return report(call, answered);
    const auto answer = JsonDocument::parse(answered.outcome.body);
    if (!answer) break;
    for (const auto& element : list_in(answer->root()).elements()) all.node(element);
    if (has_unreachable_pages(operation_, answer->root()))
      fmt::print(stderr, "callwright: there are more pages, but Telnyx takes no page number for {}\n",
                 operation_.name);
    auto next = next_page(operation_, call.query, answer->root());
    if (!next) break;
    call.query = std::move(*next);
  }
  print(answer_text(all.end_array().take(), form()));
  return kOk;
}

int unknown_operation(const std::string& name, bool as_json) {
  std::vector<std::string> names;
  for (const auto& operation : Catalogue::get().operations()) names.push_back(operation.name);
  auto meant = nearest(name, names);
  const auto message =
      "there is no operation " + cut_utf8(name, 60) + (meant.empty() ? "" : "; did you mean " + meant + "?");
  if (as_json) {
    fmt::print("{}\n",
               problems_json(name, {{"", "unknown_operation", message, {}, std::move(meant)}}).text());
  } else {
    fmt::print(stderr, "callwright: {}\n`callwright api --list` shows all of them.\n", printable(message));
  }
  return kUsage;
}

std::vector<BodyProblem> problems_of_switches(const Operation& operation, const Switches& switches) {
  std::vector<BodyProblem> problems;
  if (switches.all && !is_list_operation(operation))
    problems.push_back({"--all", "usage", "--all is for lists; " + operation.name + " has no pages"});
  if (switches.as_json && switches.as_table)
    problems.push_back({"--table", "usage", "--json and --table exclude each other"});
  return problems;
}

Result<std::string> read_text_of(const Services& services, const std::string& name) {
  if (name == "-") return services.read_input();
  auto file = services.read_file(name);
  if (!file) return std::unexpected(file.error());
  return std::move(file->text);
}

}  // namespace

int run_operation(const std::string& name, const std::vector<std::string>& words, const Services& services) {
  const auto* operation = find_operation(name);
  if (operation == nullptr) return unknown_operation(name, std::ranges::find(words, "--json") != words.end());
  const auto arguments = read_arguments(*operation, words);
  if (arguments.switches.help) {
    fmt::print("{}", help_text(*operation));
    return kOk;
  }
  const Sources sources{.read = [&services](const std::string& file) { return read_text_of(services, file); },
                        .random_id = services.random_id};
  auto made = make_request(*operation, arguments, sources);
  std::ranges::move(problems_of_switches(*operation, arguments.switches), std::back_inserter(made.problems));
  const Run run(*operation, arguments.switches, services);
  if (!made.problems.empty()) return run.refuse(made.problems);
  for (const auto& warning : made.warnings)
    fmt::print(stderr, "callwright: sent although {}\n", printable(warning.message));
  if (arguments.switches.all) made.call.query = first_page(*operation, std::move(made.call.query));
  if (arguments.switches.dry_run) return run.dry_run(made.call);
  return arguments.switches.all ? run.send_all(std::move(made.call)) : run.send(made.call);
}

}  // namespace callwright::cli::api
