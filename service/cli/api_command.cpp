#include "service/cli/api/help.hpp"
#include "service/cli/api/run.hpp"
#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

constexpr const char* kExample =
    "callwright api get_assistant assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11\n\n"
    "  callwright api --list               all operations of Telnyx that this program knows\n"
    "  callwright api OPERATION --help     its fields, and what they accept\n\n"
    "What follows the operation are its path parameters by position and its fields as flags:\n"
    "  callwright api OPERATION [PATH PARAMETERS…] [FLAGS…]\n"
    "The key comes from TELNYX_API_KEY or TELNYX_API_KEY_FILE, never from a flag, because others\n"
    "on this machine can see flags.\n"
    "Exit codes: 0 done, 1 Telnyx refused, 2 wrong usage (nothing was sent), 3 no answer.";

struct ApiListOptions {
  bool is_list = false;
  bool as_json = false;
};

/// `words` are a part of a name, and `--json` where it stands behind that.
int list_operations(const ApiListOptions& options, const std::vector<std::string>& words) {
  const auto part = words.empty() ? std::string() : words.front();
  if (options.as_json || std::ranges::find(words, "--json") != words.end()) {
    fmt::print("{}\n", api::list_json(part).text());
    return kOk;
  }
  const auto text = api::list_text(part);
  if (text.empty()) {
    fmt::print(stderr, "callwright: no operation has that in its name, group or path\n");
    return kFindings;
  }
  fmt::print("{}", text);
  return kOk;
}

/// Flags may stand before the operation too, where they take no value.
int run_named(std::vector<std::string> words, bool as_json, const Services& services) {
  if (as_json) words.emplace_back("--json");
  const auto name = std::ranges::find_if(words, [](const auto& word) { return !word.starts_with('-'); });
  if (name == words.end()) {
    fmt::print(stderr, "callwright: name an operation; `callwright api --list` shows all of them\n");
    return kUsage;
  }
  const auto operation = std::move(*name);
  words.erase(name);
  return api::run_operation(operation, words, services);
}

}  // namespace

void add_api(CLI::App& app, Invocation& invocation) {
  auto* command =
      add_command(app, "api", "Ask Telnyx's API for anything: assistants, calls, conversations, …", kExample);
  command->prefix_command();
  const auto options = std::make_shared<ApiListOptions>();
  command->add_flag("--list", options->is_list, "List all operations, or those with a WORD in their names");
  command->add_flag("--json", options->as_json, "With --list: as JSON");
  command->callback([&invocation, command, options] {
    auto words = command->remaining();
    if (words.empty() && !options->is_list) throw CLI::RequiredError("OPERATION or --list");
    invocation.command = [&invocation, options, words = std::move(words)] {
      if (options->is_list) return list_operations(*options, words);
      return run_named(words, options->as_json, invocation.services);
    };
  });
}

}  // namespace callwright::cli
