#include "service/cli/assistants/options.hpp"
#include "service/cli/invocation.hpp"

#include <memory>

namespace callwright::cli {
namespace {

using assistants::Options;
using OptionsPtr = std::shared_ptr<Options>;

CLI::App* add_action(CLI::App& parent, Invocation& invocation, const char* name, const char* help,
                     const char* example, const OptionsPtr& options,
                     int (*action)(const Options&, const Services&)) {
  auto* command = add_command(parent, name, help, example);
  command->add_option("--workflows", options->workflows,
                      "Directory of the workflows that the assistants serve (default: the configured one)");
  command->add_option("--public-url", options->public_url,
                      "Address under which Telnyx reaches this service (default: the configured one)");
  command->callback([&invocation, options, action] {
    invocation.command = [&invocation, options, action] { return action(*options, invocation.services); };
  });
  return command;
}

void add_directory(CLI::App& command, const OptionsPtr& options) {
  command.add_option("DIR", options->directory, "Directory of the assistants (default ./assistants)");
  command
      .add_option("--account", options->account,
                  "Which account this is, where the files serve several: its ids are kept in\n"
                  "DIR/assistants.NAME.lock.json (default DIR/assistants.lock.json)")
      ->check(CLI::Validator(
          [](const std::string& name) {
            const bool is_word =
                name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
                std::string::npos;
            return is_word ? std::string() : std::string("a name is letters, digits, - and _");
          },
          "NAME"));
}

void add_pull(CLI::App& parent, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  auto* command =
      add_action(parent, invocation, "pull", "Write the account's assistants as files",
                 "callwright assistants pull ./assistants\n\n"
                 "One file for each assistant, DIR/tools/NAME.yaml for each shared tool. Only fields\n"
                 "that the account changed are written anew; comments elsewhere stay. A field that was\n"
                 "changed on both sides is left alone (exit code 1) unless --force is given.",
                 options, &assistants::pull);
  add_directory(*command, options);
  command->add_option("--assistant", options->assistant, "Only the assistant with this id");
  command->add_flag("--force", options->force, "Take the account's values also where the files were changed");
}

void add_diff(CLI::App& parent, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  auto* command =
      add_action(parent, invocation, "diff", "Show where files and account differ",
                 "callwright assistants diff ./assistants\n\n"
                 "Exit codes: 0 no difference, 1 they differ, 2 a file is wrong, 3 Telnyx or a file cannot\n"
                 "be reached or read. What a file does not set is no difference.",
                 options, &assistants::diff);
  add_directory(*command, options);
  command->add_flag("--json", options->as_json, "Print JSON");
  command->add_flag("--strict", options->strict, "Warnings are exit code 1 too");
}

void add_apply(CLI::App& parent, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  auto* command =
      add_action(parent, invocation, "apply", "Make the account what the files say",
                 "callwright assistants apply ./assistants --yes\n\n"
                 "Shared tools first, then assistants, then what refers to what was just made. The webhook\n"
                 "tools that the workflows' `tool.NAME` rules need are made too. Nothing is sent while a\n"
                 "file is wrong. Exit codes: 0 done, 1 refused, 2 a file or the usage is wrong, 3 Telnyx\n"
                 "cannot be reached; what was done until then is kept, and another run goes on.",
                 options, &assistants::apply);
  add_directory(*command, options);
  command->add_flag("--dry-run", options->dry_run, "Print the requests and send none");
  command->add_flag("-y,--yes", options->yes, "Do not ask before anything is changed");
  command->add_flag("--force", options->force,
                    "Overwrite what was changed in the account since the last pull or apply");
  command->add_flag("--adopt", options->adopt,
                    "Take an assistant or tool of the account for a new file's which has its name, and make "
                    "it what the file says");
  command->add_flag("--prune", options->prune, "Delete the assistants of the account that have no file");
  command->add_flag("--strict", options->strict, "Send nothing when there are warnings");
  command
      ->add_option("--version-name", options->version_name,
                   "Name of the versions that updates make (50 characters)")
      ->check(CLI::Validator(
          [](const std::string& name) {
            return name.size() <= 50 ? std::string() : std::string("Telnyx takes 50 characters at most");
          },
          "NAME"));
}

void add_tools(CLI::App& parent, Invocation& invocation) {
  const auto options = std::make_shared<Options>();
  auto* command = add_action(
      parent, invocation, "tools", "Print the tools that the workflows need",
      "callwright assistants tools --workflows ./callwright.d --public-url https://calls.example.com",
      options, &assistants::print_tools);
  command->add_flag("--json", options->as_json, "Print JSON, as Telnyx takes it");
}

}  // namespace

void add_assistants(CLI::App& app, Invocation& invocation) {
  auto* parent = add_command(app, "assistants", "Keep the account's assistants as files",
                             "callwright assistants pull ./assistants");
  parent->require_subcommand(1);
  add_pull(*parent, invocation);
  add_diff(*parent, invocation);
  add_apply(*parent, invocation);
  add_tools(*parent, invocation);
}

}  // namespace callwright::cli
