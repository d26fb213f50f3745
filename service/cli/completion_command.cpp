#include "service/cli/completion/candidates.hpp"
#include "service/cli/completion/scripts.hpp"
#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"

#include <memory>
#include <string>
#include <vector>

#include <fmt/core.h>

namespace callwright::cli {

int print_candidates(const CLI::App& app, const std::vector<std::string>& words) {
  for (const auto& candidate : candidates_of(app, words)) {
    const auto help = candidate.help.substr(0, candidate.help.find('\n'));
    fmt::print("{}{}{}\n", candidate.text, help.empty() ? "" : "\t", help);
  }
  return kOk;
}

void add_completion(CLI::App& app, Invocation& invocation) {
  auto* command =
      add_command(app, "completion", "Print what makes a shell complete commands, flags and values",
                  "eval \"$(callwright completion bash)\"      in ~/.bashrc\n"
                  "  eval \"$(callwright completion zsh)\"       in ~/.zshrc, behind compinit\n"
                  "  callwright completion fish | source       in ~/.config/fish/config.fish");
  const auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([&invocation, shell] {
    invocation.command = [shell] {
      fmt::print("{}", completion_script(*shell));
      return kOk;
    };
  });
}

}  // namespace callwright::cli
