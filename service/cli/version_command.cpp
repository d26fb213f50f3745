#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/version.hpp"
#include "workflows/model/json.hpp"

#include <memory>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

int print_version(bool as_json) {
  if (!as_json) {
    fmt::print("callwright {}\n", version());
    return kOk;
  }
  JsonWriter out;
  out.begin_object().member("name", "callwright").member("version", version());
  out.member("compiler", std::string_view(__VERSION__)).end_object();
  fmt::print("{}\n", out.take());
  return kOk;
}

}  // namespace

std::string_view version() { return CALLWRIGHT_VERSION; }

void add_version(CLI::App& app, Invocation& invocation) {
  auto* command = add_command(app, "version", "Print the version", "callwright version --json");
  auto as_json = std::make_shared<bool>(false);
  command->add_flag("--json", *as_json, "Print a JSON object");
  command->callback(
      [&invocation, as_json] { invocation.command = [as_json] { return print_version(*as_json); }; });
}

}  // namespace callwright::cli
