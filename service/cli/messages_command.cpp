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

struct MessagesOptions {
  ApiOptions api;
  std::string conversation, channel, number, since, until;
  int limit = 50;
  bool as_json = false;
};

std::string query_of(const MessagesOptions& options) {
  QueryPairs pairs = {{"limit", std::to_string(options.limit)}};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) pairs.emplace_back(name, value);
  };
  add("conversation_id", options.conversation);
  add("channel", options.channel);
  add("number", options.number);
  add("since", options.since);
  add("until", options.until);
  return write_query(pairs);
}

int list_messages(const MessagesOptions& options, const Services& services) {
  const auto page = ApiClient(services, options.api).get("/v1/messages?" + query_of(options));
  if (!page) return report(page.error());
  if (options.as_json) {
    fmt::print("{}\n", page->root().json().text());
    return kOk;
  }
  const auto messages = page->root()["data"].elements();
  if (messages.empty()) {
    fmt::print("No messages.\n");
    return kOk;
  }
  std::vector<std::vector<std::string>> rows = {
      {"AT", "CHANNEL", "STATE", "CONVERSATION", "TO", "TEXT", "REPLY"}};
  for (const auto& message : messages) {
    std::vector<std::string> row;
    for (const auto* name : {"at", "channel", "state", "conversation_id", "to", "text", "reply"})
      row.push_back(printable(message[name].display()));
    rows.push_back(std::move(row));
  }
  fmt::print("{}", table(rows));
  return kOk;
}

}  // namespace

void add_messages(CLI::App& app, Invocation& invocation) {
  auto* messages = add_command(app, "messages", "What was written through /chat and /sms",
                               "callwright messages list --channel sms");
  messages->require_subcommand(1);
  auto* list = add_command(*messages, "list", "The latest ones, newest first",
                           "callwright messages list --conversation 3fa8…");
  const auto options = std::make_shared<MessagesOptions>();
  add_api_options(*list, options->api);
  list->add_option("--conversation", options->conversation, "Only of this conversation");
  list->add_option("--channel", options->channel, "Only chat, or only sms")
      ->check(CLI::IsMember({"chat", "sms"}));
  list->add_option("--number", options->number, "Only to or from this number");
  list->add_option("--since", options->since, "Not before this time (RFC 3339)");
  list->add_option("--until", options->until, "Before this time (RFC 3339)");
  list->add_option("--limit", options->limit, "At most so many")->check(CLI::Range(1, 200));
  list->add_flag("--json", options->as_json, "Print JSON: a page with `data` and `next`");
  list->callback([&invocation, options] {
    invocation.command = [&invocation, options] { return list_messages(*options, invocation.services); };
  });
}

}  // namespace callwright::cli
