#include "service/cli/command_line.hpp"

#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/version.hpp"

#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

void describe(CLI::App& app) {
  app.name("callwright");
  app.set_version_flag("--version", "callwright " + std::string(version()));
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  app.footer(
      "Exit codes: 0 ok, 1 something was found or refused, 2 wrong usage, 3 cannot reach or read.\n"
      "`callwright COMMAND --help` shows an example of each command.");
}

}  // namespace

int run(int argc, const char* const* argv, const Services& services) {
  CLI::App app("Runs the calls of a Telnyx connection: AI assistant first, people when they are needed.");
  describe(app);
  Invocation invocation{services, {}};
  add_serve(app, invocation);
  add_demo(app, invocation);
  add_validate(app, invocation);
  add_check(app, invocation);
  add_test(app, invocation);
  add_graph(app, invocation);
  add_assistants(app, invocation);
  add_calls(app, invocation);
  add_chat(app, invocation);
  add_sms(app, invocation);
  add_messages(app, invocation);
  add_oncall(app, invocation);
  add_dead_letters(app, invocation);
  add_api(app, invocation);
  add_simulate(app, invocation);
  add_simulator(app, invocation);
  add_schema(app, invocation);
  add_completion(app, invocation);
  add_version(app, invocation);
  if (argc > 1 && std::string_view(argv[1]) == "__complete")
    return print_candidates(app, {argv + 2, argv + argc});
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, std::cout, std::cerr) == 0 ? kOk : kUsage;
  }
  try {
    return invocation.command();
  } catch (const std::exception& error) {
    fmt::print(stderr, "callwright: {}\n", error.what());
    return kUnreachable;
  }
}

}  // namespace callwright::cli
