#include "service/cli/api_client.hpp"
#include "service/cli/conversation.hpp"
#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/terminal.hpp"
#include "service/cli/text_argument.hpp"

#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <fmt/core.h>
#include <unistd.h>

namespace callwright::cli {
namespace {

struct ChatOptions {
  std::string assistant, conversation, name, message;
  bool as_json = false;
};

int print(const api::Report& report) {
  fmt::print(stderr, "{}", api::report_text(report));
  return report.exit_code;
}

/// A session in a terminal, or with a script that writes into it.
class Session {
 public:
  Session(Conversation& conversation, bool as_json)
      : conversation_(conversation),
        as_json_(as_json),
        is_person_(::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1 && !as_json),
        terminal_(Terminal::of(stdout)) {}

  int run() {
    if (is_person_) fmt::print("Write to the assistant; /quit or Ctrl-D ends.\n");
    std::string line;
    while (read(line)) {
      if (line == "/quit") break;
      if (!line.empty()) say(line);
    }
    if (is_person_) fmt::print("\n");
    leave();
    return is_person_ ? kOk : code_;
  }

  int say_once(const std::string& text) {
    say(text);
    leave();
    return code_;
  }

  int show_history() {
    const auto messages = conversation_.history();
    if (!messages) return print(messages.error());
    for (const auto& message : *messages) {
      if (message.text.empty()) continue;
      fmt::print("{} {}\n", terminal_.paint(printable(message.role) + ":", Colour::Dim),
                 printable_lines(message.text));
    }
    return kOk;
  }

 private:
  /// One message and its reply. An error is told and does not end the session.
  void say(const std::string& text) {
    const auto reply = conversation_.say(text);
    if (!reply) {
      code_ = print(reply.error());
    } else if (as_json_) {
      fmt::print("{}\n", json_object({{"conversation_id", conversation_.id()}, {"reply", *reply}}).text());
    } else {
      fmt::print("{}\n", printable_lines(*reply));
    }
    std::fflush(stdout);
  }

  bool read(std::string& line) {
    if (is_person_) {
      fmt::print("{} ", terminal_.paint("you:", Colour::Bold));
      std::fflush(stdout);
    }
    return static_cast<bool>(std::getline(std::cin, line));
  }

  /// Not among the replies: a script reads those.
  void leave() {
    if (as_json_ || conversation_.id().empty()) return;
    fmt::print(stderr, "Go on with: callwright chat --conversation {}\n", printable(conversation_.id()));
  }

  Conversation& conversation_;
  bool as_json_;
  bool is_person_;
  Terminal terminal_;
  int code_ = kOk;
};

int chat(const ChatOptions& options, const Services& services) {
  const auto settings = services.settings();
  if (!settings) return wrong_settings(settings.error());
  auto assistant = options.assistant.empty() ? settings->assistant_id : options.assistant;
  if (assistant.empty()) {
    fmt::print(stderr, "callwright: name the assistant with --assistant, or set TELNYX_ASSISTANT_ID\n");
    return kUsage;
  }
  Conversation conversation(services, std::move(assistant), options.conversation, options.name);
  Session session(conversation, options.as_json);
  if (!options.message.empty()) {
    const auto text = read_text_argument(options.message, services);
    return text ? session.say_once(*text) : report(text.error());
  }
  if (!options.conversation.empty() && !options.as_json) {
    if (const int code = session.show_history(); code != kOk) return code;
  }
  return session.run();
}

}  // namespace

void add_chat(CLI::App& app, Invocation& invocation) {
  auto* command =
      add_command(app, "chat", "Talk to an assistant in writing, straight with Telnyx",
                  "callwright chat --assistant assistant-…\n"
                  "  callwright chat --conversation 3fa8… --message \"And on Sundays?\" --json\n\n"
                  "Without --message every line of standard input is a message; errors do not end the "
                  "session. The key is\n"
                  "TELNYX_API_KEY, as for `callwright serve`.");
  const auto options = std::make_shared<ChatOptions>();
  command->add_option("--assistant", options->assistant,
                      "Id of the assistant instead of TELNYX_ASSISTANT_ID");
  command->add_option("--conversation", options->conversation,
                      "Go on with this conversation; what was said is shown first");
  command->add_option("--name", options->name, "The name of whoever writes, for the assistant");
  command->add_option("--message", options->message,
                      "One message, then end; @- reads it from standard input");
  command->add_flag("--json", options->as_json, "Print {conversation_id, reply} for each message");
  command->callback([&invocation, options] {
    invocation.command = [&invocation, options] { return chat(*options, invocation.services); };
  });
}

}  // namespace callwright::cli
