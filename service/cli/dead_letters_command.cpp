#include "handlers/ports/http_text.hpp"
#include "service/cli/api_client.hpp"
#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/terminal.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

struct LettersOptions {
  ApiOptions api;
  bool as_json = false;
  bool all = false;
  std::string id;
};

/// All dead letters, oldest first.
Result<std::vector<Json>> all_letters(const ApiClient& client) {
  std::vector<Json> all;
  std::string cursor;
  do {
    const auto page = client.get("/v1/dead-letters?limit=500" +
                                 (cursor.empty() ? "" : "&cursor=" + percent_encode(cursor)));
    if (!page) return std::unexpected(page.error());
    for (const auto& letter : page->root()["data"].elements()) all.push_back(letter.json());
    auto next = page->root()["next"].str();
    if (next == cursor) break;
    cursor = std::move(next);
  } while (!cursor.empty());
  return all;
}

std::string why_of(const JsonNode& letter) {
  auto why = letter["detail"].str();
  if (why.empty()) why = letter["code"].str();
  if (letter["in_doubt"].boolean().value_or(false)) why += " (it may have arrived)";
  return why;
}

int list_letters(const LettersOptions& options, const Services& services) {
  const auto letters = all_letters(ApiClient(services, options.api));
  if (!letters) return report(letters.error());
  if (options.as_json) {
    JsonWriter out;
    out.begin_array();
    for (const auto& letter : *letters) out.raw(letter);
    fmt::print("{}\n", out.end_array().take());
    return kOk;
  }
  if (letters->empty()) {
    fmt::print("No dead letters.\n");
    return kOk;
  }
  std::vector<std::vector<std::string>> rows = {{"ID", "GIVEN UP", "CALL", "KIND", "TO", "WHY"}};
  for (const auto& json : *letters) {
    const auto document = JsonDocument::of(json);
    const auto letter = document.root();
    std::vector<std::string> row;
    for (const auto* name : {"id", "given_up_at", "call", "kind", "to"})
      row.push_back(printable(letter[name].display()));
    row.push_back(printable(why_of(letter)));
    rows.push_back(std::move(row));
  }
  fmt::print("{}", table(rows));
  return kOk;
}

Result<JsonDocument> retry_one(const ApiClient& client, const std::string& id) {
  return client.post("/v1/dead-letters/" + percent_encode(id) + "/retry", "{}");
}

/// Each on its own: one that is gone meanwhile does not keep the others.
int retry_all(const LettersOptions& options, const ApiClient& client) {
  const auto letters = all_letters(client);
  if (!letters) return report(letters.error());
  std::size_t sent = 0;
  int code = kOk;
  for (const auto& letter : *letters) {
    const auto answer = retry_one(client, JsonDocument::of(letter).root()["id"].str());
    if (answer) {
      ++sent;
    } else {
      code = report(answer.error());
      if (code == kUnreachable) return code;
    }
  }
  if (options.as_json) {
    fmt::print("{{\"letters\":{},\"sent_again\":{}}}\n", letters->size(), sent);
  } else {
    fmt::print("{} of {} dead letters are sent again.\n", sent, letters->size());
  }
  return code;
}

int retry_letters(const LettersOptions& options, const Services& services) {
  const ApiClient client(services, options.api);
  if (options.all) return retry_all(options, client);
  const auto answer = retry_one(client, options.id);
  if (!answer) return report(answer.error());
  if (options.as_json) {
    fmt::print("{}\n", answer->root().json().text());
  } else {
    fmt::print("{} is sent again; it stays in the list until it is delivered.\n", options.id);
  }
  return kOk;
}

}  // namespace

void add_dead_letters(CLI::App& app, Invocation& invocation) {
  auto* letters = add_command(app, "dead-letters", "What was to be sent outside and was given up",
                              "callwright dead-letters list");
  letters->require_subcommand(1);
  const auto options = std::make_shared<LettersOptions>();
  const auto add = [&](const char* name, const char* help, const char* example,
                       int (*action)(const LettersOptions&, const Services&)) {
    auto* command = add_command(*letters, name, help, example);
    add_api_options(*command, options->api);
    command->add_flag("--json", options->as_json, "Print JSON");
    command->callback([&invocation, options, action] {
      invocation.command = [&invocation, options, action] { return action(*options, invocation.services); };
    });
    return command;
  };
  add("list", "List them, oldest first", "callwright dead-letters list --json", list_letters);
  auto* retry = add("retry", "Have one sent again, or all of them", "callwright dead-letters retry 1742",
                    retry_letters);
  auto* which = retry->add_option_group("which");
  which->add_option("ID", options->id, "Id of the letter, from the list");
  which->add_flag("--all", options->all, "All of them");
  which->require_option(1);
}

}  // namespace callwright::cli
