#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/json_layout.hpp"
#include "workflows/language/schema.hpp"

#include <fmt/core.h>

namespace callwright::cli {
namespace {

int print_schema() {
  fmt::print("{}\n", laid_out(language::workflow_schema().text()));
  return kOk;
}

}  // namespace

void add_schema(CLI::App& app, Invocation& invocation) {
  auto* command =
      add_command(app, "schema", "Print the JSON Schema of workflow files, for editors",
                  "callwright schema > callwright.schema.json\n\n"
                  "An editor with the YAML language server completes and checks a file that begins with\n"
                  "  # yaml-language-server: $schema=callwright.schema.json");
  command->callback([&invocation] { invocation.command = [] { return print_schema(); }; });
}

}  // namespace callwright::cli
