#include "service/cli/invocation.hpp"

#include <memory>

namespace callwright::cli {

void add_simulator(CLI::App& app, Invocation& invocation) {
  auto* command = add_command(
      app, "simulator", "Run a model of Telnyx on this machine",
      "callwright simulator --port 9090 --webhook-url http://127.0.0.1:8080/webhooks/telnyx\n\n"
      "It prints one JSON line with api_base and public_key when it is ready. A caller is placed by\n"
      "  curl -d '{\"from\":\"+13125550199\",\"to\":\"+13125550100\"}' "
      "http://127.0.0.1:9090/_simulator/calls");
  auto request = std::make_shared<SimulatorRequest>();
  command->add_option("--port", request->port, "TCP port on 127.0.0.1 (default: one that is free)");
  command->add_option("--webhook-url", request->webhook_url, "Where webhooks go")->required();
  command->add_option("--failover-url", request->failover_url,
                      "Where webhooks go when the first address fails");
  command->add_option("--scenario", request->scenario_file, "JSON file with people, faults and settings")
      ->check(CLI::ExistingFile);
  command->callback([&invocation, request] {
    invocation.command = [&invocation, request] { return invocation.services.simulate(*request); };
  });
}

}  // namespace callwright::cli
