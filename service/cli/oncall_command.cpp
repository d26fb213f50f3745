#include "handlers/ports/http_text.hpp"
#include "service/cli/api_client.hpp"
#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/terminal.hpp"

#include <memory>
#include <string>
#include <vector>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

struct OncallOptions {
  ApiOptions api;
  bool as_json = false;
  bool ends = false;
  std::string rotation, person, from, until;
};

/// `Ana until 2026-11-24T14:00:00.000Z`
std::string override_text(const JsonNode& override) {
  if (!override.is_object()) return "-";
  auto text = override["person"].str();
  if (!override["until"].is_null()) text += " until " + override["until"].str();
  return text + " (" + override["by"].str() + ")";
}

std::string name_of_person(const JsonNode& person) { return person.is_object() ? person["name"].str() : "-"; }

int print_duties(const JsonDocument& sheet) {
  const auto rotations = sheet.root()["data"].elements();
  if (rotations.empty()) {
    fmt::print("The workflows have no rotations.\n");
    return kOk;
  }
  std::vector<std::vector<std::string>> rows = {
      {"ROTATION", "ON CALL", "TURN OF", "UNTIL", "NEXT", "OVERRIDE"}};
  for (const auto& duty : rotations) {
    rows.push_back({printable(duty["rotation"].str()), printable(name_of_person(duty["on_call"])),
                    printable(name_of_person(duty["turn"])), printable(duty["turn_until"].str()),
                    printable(name_of_person(duty["next"])), printable(override_text(duty["override"]))});
  }
  fmt::print("{}", table(rows));
  return kOk;
}

int show_duties(const OncallOptions& options, const Services& services) {
  const auto sheet = ApiClient(services, options.api).get("/v1/oncall");
  if (!sheet) return report(sheet.error());
  if (!options.as_json) return print_duties(*sheet);
  fmt::print("{}\n", sheet->root().json().text());
  return kOk;
}

int override_duty(const OncallOptions& options, const Services& services) {
  const ApiClient client(services, options.api);
  const auto path = "/v1/oncall/" + percent_encode(options.rotation) + "/override";
  JsonWriter body;
  body.begin_object().member("person", options.person);
  if (!options.from.empty()) body.member("from", options.from);
  if (!options.until.empty()) body.member("until", options.until);
  const auto done = options.ends ? client.remove(path) : client.put(path, body.end_object().take());
  if (!done) return report(done.error());
  if (options.as_json) {
    fmt::print("{}\n", done->root().json().text());
  } else if (options.ends) {
    fmt::print("{} goes by its turns again.\n", options.rotation);
  } else {
    fmt::print("{} is on call for {}, from the next attempt on.\n", options.person, options.rotation);
  }
  return kOk;
}

CLI::App* add_action(CLI::App& oncall, Invocation& invocation, const char* name, const char* help,
                     const char* example, const std::shared_ptr<OncallOptions>& options,
                     int (*action)(const OncallOptions&, const Services&)) {
  auto* command = add_command(oncall, name, help, example);
  add_api_options(*command, options->api);
  command->add_flag("--json", options->as_json, "Print JSON");
  command->callback([&invocation, options, action] {
    invocation.command = [&invocation, options, action] { return action(*options, invocation.services); };
  });
  return command;
}

}  // namespace

void add_oncall(CLI::App& app, Invocation& invocation) {
  auto* oncall = add_command(app, "oncall", "Who is on call, and who stands in", "callwright oncall who");
  oncall->require_subcommand(1);
  const auto options = std::make_shared<OncallOptions>();
  add_action(*oncall, invocation, "who", "Show who is on call for each rotation", "callwright oncall who",
             options, show_duties);
  auto* override =
      add_action(*oncall, invocation, "override", "Let somebody stand in, or end that",
                 "callwright oncall override night ana --until 2026-11-24T08:00:00-06:00\n\n"
                 "It counts from the next attempt on, and ends the override that the rotation\n"
                 "has. Who said so is kept: `callwright oncall who --json` lists the latest changes.",
                 options, override_duty);
  override->add_option("ROTATION", options->rotation, "Name of the rotation in the workflows")->required();
  auto* person = override->add_option("PERSON", options->person, "Key of a person in the workflows");
  auto* from = override->add_option("--from", options->from, "Begin at this time (RFC 3339) instead of now");
  auto* until = override->add_option("--until", options->until, "End at this time (RFC 3339)");
  auto* ends = override->add_flag("--end", options->ends, "Nobody stands in any more");
  ends->excludes(person)->excludes(from)->excludes(until);
  override->callback([&invocation, options] {
    if (!options->ends && options->person.empty()) throw CLI::RequiredError("PERSON or --end");
    invocation.command = [&invocation, options] { return override_duty(*options, invocation.services); };
  });
}

}  // namespace callwright::cli
