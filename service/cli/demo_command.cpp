#include "service/cli/demo_run.hpp"
#include "service/cli/demo_world.hpp"
#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <memory>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

// A signal handler can reach nothing but a global; lock-free, so it may be set there.
std::atomic<bool> demo_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

/// From now on a signal lets the run end by itself, so that the programs it started and its folder are
/// cleaned up.
void catch_signals() {
  struct sigaction action{};
  action.sa_handler = [](int) { demo_interrupted = true; };
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
}

int run_demo(bool keep, const Services& services) {
  catch_signals();
  fmt::print("Starting the service and a simulated Telnyx on this machine …\n\n");
  std::fflush(stdout);
  auto world = DemoWorld::start(services);
  if (!world) {
    fmt::print(stderr, "callwright demo: {}\n", world.error().detail);
    return kUnreachable;
  }
  if (keep) (*world)->keep();
  const bool good = DemoRun(**world, Terminal::of(stdout), demo_interrupted).play();
  if (!good && !demo_interrupted) fmt::print(stderr, "\nThe service's log:\n{}", (*world)->service_log());
  if (keep) {
    const auto folder = (*world)->folder().string();
    fmt::print("\nKept in {}: the workflow, and the calls in calls.db.\n", folder);
  }
  return good ? kOk : kFindings;
}

}  // namespace

void add_demo(CLI::App& app, Invocation& invocation) {
  auto* command =
      add_command(app, "demo", "Show one call from the first ring to the insights, without a phone",
                  "callwright demo --keep");
  auto keep = std::make_shared<bool>(false);
  command->add_flag("--keep", *keep, "Keep the store and the workflow, and say where they are");
  command->callback([&invocation, keep] {
    invocation.command = [&invocation, keep] { return run_demo(*keep, invocation.services); };
  });
}

}  // namespace callwright::cli
