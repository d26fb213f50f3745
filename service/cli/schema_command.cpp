#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "workflows/language/schema.hpp"

#include <string>
#include <string_view>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

/// Where the string that begins at `at` ends: behind its closing quote.
std::size_t end_of_string(std::string_view json, std::size_t at) {
  for (auto i = at + 1; i < json.size(); ++i) {
    if (json[i] == '"') return i + 1;
    if (json[i] == '\\') ++i;
  }
  return json.size();
}

/// JSON without blanks as a person reads it.
std::string laid_out(std::string_view json) {
  std::string text;
  std::size_t depth = 0;
  const auto next_line = [&] { text += "\n" + std::string(2 * depth, ' '); };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"') {
      const auto end = end_of_string(json, i);
      text += json.substr(i, end - i);
      i = end - 1;
    } else if (c == '{' || c == '[') {
      const bool is_empty = i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
      text += c;
      if (is_empty) text += json[++i];
      if (is_empty) continue;
      ++depth;
      next_line();
    } else if (c == '}' || c == ']') {
      --depth;
      next_line();
      text += c;
    } else {
      text += c;
      if (c == ',') next_line();
      if (c == ':') text += ' ';
    }
  }
  return text;
}

int print_schema() {
  fmt::print("{}\n", laid_out(language::workflow_schema().text()));
  return kOk;
}

}  // namespace

void add_schema(CLI::App& app, Invocation& invocation) {
  auto* command =
      add_command(app, "schema", "Print the JSON Schema of workflow files, for editors",
                  "callwright schema > callwright.schema.json\n\n"
                  "An editor with the YAML language server completes and checks a file that begins with\n"
                  "  # yaml-language-server: $schema=callwright.schema.json");
  command->callback([&invocation] { invocation.command = [] { return print_schema(); }; });
}

}  // namespace callwright::cli
