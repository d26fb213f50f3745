#include "service/cli/api_client.hpp"
#include "service/cli/conversation.hpp"
#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/terminal.hpp"
#include "service/cli/text_argument.hpp"
#include "workflows/model/text.hpp"

#include <chrono>
#include <memory>
#include <string>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

constexpr std::chrono::seconds kSendWithin{10};

struct SmsOptions {
  std::string to, text, from, assistant, key;
  bool new_conversation = false;
  bool as_json = false;
};

int usage(const std::string& sentence) {
  fmt::print(stderr, "callwright: {}\n", sentence);
  return kUsage;
}

ApiCall sms_call(const SmsOptions& options, const std::string& text, const Services& services) {
  JsonWriter body;
  body.begin_object().member("from", options.from).member("to", options.to);
  if (!text.empty()) body.member("text", text);
  if (options.new_conversation) body.member("should_create_conversation", true);
  return {.operation = "chat_sms",
          .path_params = {{"assistant_id", options.assistant}},
          .query = {},
          .body = body.end_object().finish(),
          .idempotency_key = options.key.empty() ? services.random_id() : options.key,
          .deadline = kSendWithin};
}

int send_sms(SmsOptions options, const Services& services) {
  const auto settings = services.settings();
  if (!settings) return wrong_settings(settings.error());
  if (options.assistant.empty()) options.assistant = settings->assistant_id;
  if (options.from.empty()) options.from = settings->sms_from;
  if (options.assistant.empty())
    return usage("name the assistant with --assistant, or set TELNYX_ASSISTANT_ID");
  if (options.from.empty()) return usage("say who sends it with --from, or set CALLWRIGHT_SMS_FROM");
  for (const auto& number : {options.to, options.from}) {
    if (!is_e164(number)) return usage("--to and --from are numbers such as +13125550199 (E.164)");
  }
  const auto text = read_text_argument(options.text, services);
  if (!text) return report(text.error());
  // Asked again where nobody knows whether it was sent: the key keeps Telnyx from sending it twice.
  const auto answer = ask(sms_call(options, *text, services), services);
  if (!answer) {
    fmt::print(stderr, "{}", api::report_text(answer.error()));
    return answer.error().exit_code;
  }
  const auto conversation = JsonDocument::of(*answer).root()["conversation_id"].str();
  if (options.as_json) {
    fmt::print("{}\n", json_object({{"conversation_id", conversation}}).text());
  } else {
    fmt::print("Sent. Conversation {}\n", printable(conversation));
  }
  return kOk;
}

}  // namespace

void add_sms(CLI::App& app, Invocation& invocation) {
  auto* command = add_command(
      app, "sms", "Have an assistant write a text message, straight with Telnyx",
      "callwright sms --to +13125550199 --from +13125550100 --text @- < message.txt\n\n"
      "Without --text the assistant begins. The key is TELNYX_API_KEY, as for `callwright serve`.");
  const auto options = std::make_shared<SmsOptions>();
  command->add_option("--to", options->to, "Who gets it (E.164)")->required();
  command->add_option("--text", options->text, "The message; @- reads it from standard input");
  command->add_option("--from", options->from, "A number of the account instead of CALLWRIGHT_SMS_FROM");
  command->add_option("--assistant", options->assistant,
                      "Id of the assistant instead of TELNYX_ASSISTANT_ID");
  command->add_option("--idempotency-key", options->key,
                      "The same key sends one message only, for 24 hours; default: a new one");
  command->add_flag("--new-conversation", options->new_conversation, "Begin a new conversation");
  command->add_flag("--json", options->as_json, "Print {conversation_id}");
  command->callback([&invocation, options] {
    invocation.command = [&invocation, options] { return send_sms(*options, invocation.services); };
  });
}

}  // namespace callwright::cli
