#pragma once

#include "service/cli/services.hpp"

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace callwright::cli {

/// The command that the command line chose. Commands are run after parsing, so that a wrong flag behind a
/// right one stops everything.
struct Invocation {
  const Services& services;
  std::function<int()> command;
};

/// Adds a command with its help. The example is what most people want to type.
inline CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& description,
                             const std::string& example) {
  auto* command = app.add_subcommand(name, description);
  command->footer("Example:\n  " + example);
  return command;
}

// One function for each file of this folder that is a command.
void add_serve(CLI::App& app, Invocation& invocation);
void add_api(CLI::App& app, Invocation& invocation);
void add_validate(CLI::App& app, Invocation& invocation);
void add_check(CLI::App& app, Invocation& invocation);
void add_test(CLI::App& app, Invocation& invocation);
void add_assistants(CLI::App& app, Invocation& invocation);
void add_calls(CLI::App& app, Invocation& invocation);
void add_chat(CLI::App& app, Invocation& invocation);
void add_sms(CLI::App& app, Invocation& invocation);
void add_messages(CLI::App& app, Invocation& invocation);
void add_graph(CLI::App& app, Invocation& invocation);
void add_oncall(CLI::App& app, Invocation& invocation);
void add_dead_letters(CLI::App& app, Invocation& invocation);
void add_simulate(CLI::App& app, Invocation& invocation);
void add_simulator(CLI::App& app, Invocation& invocation);
void add_demo(CLI::App& app, Invocation& invocation);
void add_completion(CLI::App& app, Invocation& invocation);
void add_schema(CLI::App& app, Invocation& invocation);
void add_version(CLI::App& app, Invocation& invocation);

/// `callwright __complete WORDS…`, which the completion scripts ask: one candidate a line, its help behind a
/// tab.
int print_candidates(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace callwright::cli
