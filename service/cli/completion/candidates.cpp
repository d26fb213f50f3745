#include "service/cli/completion/candidates.hpp"

#include <algorithm>
#include <iterator>

namespace callwright::cli {
namespace {

/// The options of a command, those of its groups included.
std::vector<const CLI::Option*> options_of(const CLI::App& app) {
  std::vector<const CLI::Option*> options;
  for (const auto* option : app.get_options({})) options.push_back(option);
  for (const auto* group : app.get_subcommands({})) {
    if (!group->get_name().empty()) continue;
    std::ranges::copy(options_of(*group), std::back_inserter(options));
  }
  return options;
}

const CLI::App* find_command(const CLI::App& app, const std::string& name) {
  for (const auto* command : app.get_subcommands({})) {
    if (!name.empty() && command->get_name() == name) return command;
  }
  return nullptr;
}

/// The option that the word names and that takes its value from the next word.
const CLI::Option* value_option(const CLI::App& app, const std::string& word) {
  if (!word.starts_with('-')) return nullptr;
  for (const auto* option : options_of(app)) {
    if (option->check_name(word) && option->get_items_expected_max() > 0) return option;
  }
  return nullptr;
}

/// `TEXT:{svg,dot,mermaid}`: the values that an option accepts.
std::vector<Candidate> values_of(const CLI::Option& option) {
  const auto type = option.get_type_name();
  const auto open = type.find('{');
  const auto close = type.find('}');
  std::vector<Candidate> values;
  if (open == std::string::npos || close == std::string::npos) return values;
  for (auto at = open + 1; at < close;) {
    const auto end = std::min(type.find(',', at), close);
    values.push_back({type.substr(at, end - at)});
    at = end + 1;
  }
  return values;
}

std::vector<Candidate> flags_of_command(const CLI::App& app) {
  std::vector<Candidate> flags;
  for (const auto* option : options_of(app)) {
    for (const auto& name : option->get_lnames()) flags.push_back({"--" + name, option->get_description()});
  }
  return flags;
}

/// What may stand for a command's own words, where that is a list.
std::vector<Candidate> words_of_command(const CLI::App& app) {
  for (const auto* option : options_of(app)) {
    if (option->get_positional()) return values_of(*option);
  }
  return {};
}

std::vector<Candidate> commands_of(const CLI::App& app) {
  std::vector<Candidate> commands;
  for (const auto* command : app.get_subcommands({})) {
    if (!command->get_name().empty()) commands.push_back({command->get_name(), command->get_description()});
  }
  return commands;
}

}  // namespace

std::vector<Candidate> beginning_with(std::vector<Candidate> all, const std::string& typed) {
  std::erase_if(all, [&](const Candidate& candidate) { return !candidate.text.starts_with(typed); });
  return all;
}

std::vector<Candidate> candidates_of(const CLI::App& app, const std::vector<std::string>& words) {
  if (words.empty()) return commands_of(app);
  const auto* at = &app;
  const CLI::Option* awaited = nullptr;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (words[i] == "=") continue;  // bash gives `--to=x` in three words
    if (awaited != nullptr) {
      awaited = nullptr;
    } else if (const auto* command = find_command(*at, words[i])) {
      if (at == &app && words[i] == "api")
        return api_candidates({words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end()});
      at = command;
    } else {
      awaited = value_option(*at, words[i]);
    }
  }
  const auto& typed = words.back();
  if (awaited != nullptr) return beginning_with(values_of(*awaited), typed == "=" ? "" : typed);
  if (typed.starts_with('-')) return beginning_with(flags_of_command(*at), typed);
  auto next = commands_of(*at);
  return beginning_with(next.empty() ? words_of_command(*at) : std::move(next), typed);
}

}  // namespace callwright::cli
