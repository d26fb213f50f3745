#include "service/cli/invocation.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace callwright::cli {
namespace {

struct Override {
  const char* flag;
  const char* variable;
  const char* help;
};

// Secrets have no flag: the command line of a process can be read by everybody on the machine.
constexpr Override kOverrides[] = {
    {"--port", "PORT", "TCP port, 0 for one that is free (PORT, default 8080)"},
    {"--listen", "CALLWRIGHT_LISTEN", "IP address to listen on (CALLWRIGHT_LISTEN, default 127.0.0.1)"},
    {"--store", "CALLWRIGHT_STORE", "Where calls are kept (CALLWRIGHT_STORE, default sqlite:callwright.db)"},
    {"--workflows", "CALLWRIGHT_WORKFLOWS",
     "Workflow directory (CALLWRIGHT_WORKFLOWS, default ./callwright.d)"},
    {"--public-url", "CALLWRIGHT_PUBLIC_URL",
     "Address under which Telnyx reaches the service (CALLWRIGHT_PUBLIC_URL)"},
    {"--api-base", "TELNYX_API_BASE", "Telnyx API (TELNYX_API_BASE, default https://api.telnyx.com/v2)"},
    {"--log", "CALLWRIGHT_LOG", "Form of the log, text or json (CALLWRIGHT_LOG)"},
    {"--threads", "CALLWRIGHT_THREADS", "Threads that serve calls (CALLWRIGHT_THREADS)"},
};

}  // namespace

void add_serve(CLI::App& app, Invocation& invocation) {
  auto* command =
      add_command(app, "serve", "Run the service",
                  "TELNYX_API_KEY=KEY… TELNYX_PUBLIC_KEY=… callwright serve --workflows ./callwright.d\n\n"
                  "Secrets are taken from the environment or from callwright.yaml: TELNYX_API_KEY,\n"
                  "TELNYX_PUBLIC_KEY, CALLWRIGHT_API_TOKEN, CALLWRIGHT_TOOL_SECRET,\n"
                  "CALLWRIGHT_INSIGHTS_SECRET; each also as …_FILE, the path of a file that holds it.");
  auto request = std::make_shared<ServeRequest>();
  command->add_option("--config", request->config_file,
                      "Configuration file (default callwright.yaml where there is one)");
  for (const auto& [flag, variable, help] : kOverrides) {
    command->add_option_function<std::string>(
        flag,
        [request, name = std::string(variable)](const std::string& value) {
          request->overrides.emplace_back(name, value);
        },
        help);
  }
  command->add_flag("--print-config", request->print_config,
                    "Print the configuration that would be used, secrets hidden, and stop");
  command->add_flag(
      "--insecure-skip-verification", request->skip_verification,
      "Take unsigned webhooks; honoured only for requests from this machine to a loopback address");
  command->callback([&invocation, request] {
    invocation.command = [&invocation, request] { return invocation.services.serve(*request); };
  });
}

}  // namespace callwright::cli
