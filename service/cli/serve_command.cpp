#include "service/app/config.hpp"
#include "service/cli/invocation.hpp"

#include <memory>
#include <string>

namespace callwright::cli {
namespace {

/// One option for each setting that has a flag. Secrets have none: everybody on the machine can read the
/// command line of a process.
void add_settings(CLI::App& command, const std::shared_ptr<ServeRequest>& request) {
  for (const auto& flag : config_flags()) {
    const auto set = [request, name = flag.name](const std::string& value) { request->flags[name] = value; };
    if (flag.takes_value) {
      command.add_option_function<std::string>("--" + flag.name, set, "Takes " + flag.accepts);
    } else {
      command.add_flag_callback("--" + flag.name, [set] { set("true"); });
    }
  }
  command.get_option("--insecure-skip-verification")
      ->description("Take unsigned webhooks, from this machine and on a loopback address only");
}

}  // namespace

void add_serve(CLI::App& app, Invocation& invocation) {
  auto* command = add_command(
      app, "serve", "Run the service",
      "TELNYX_API_KEY=KEY… TELNYX_PUBLIC_KEY=… callwright serve --workflows ./callwright.d\n\n"
      "A flag wins over the environment, the environment over callwright.yaml. Secrets come from the\n"
      "environment or the file only: TELNYX_API_KEY, TELNYX_PUBLIC_KEY, CALLWRIGHT_API_TOKEN,\n"
      "CALLWRIGHT_TOOL_SECRET, CALLWRIGHT_INSIGHTS_SECRET; each also as …_FILE, the name of a file that "
      "holds it.");
  auto request = std::make_shared<ServeRequest>();
  command->add_option("--config", request->config_file, "Configuration file, instead of callwright.yaml");
  command->add_flag("--print-config", request->print_config,
                    "Print the configuration that would be used, secrets hidden, and stop");
  add_settings(*command, request);
  command->callback([&invocation, request] {
    invocation.command = [&invocation, request] { return invocation.services.serve(*request); };
  });
}

}  // namespace callwright::cli
