#include "service/cli/api/answer.hpp"

#include "service/cli/api/help.hpp"
#include "service/cli/api/options.hpp"
#include "service/cli/json_layout.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::api_answer {
namespace {

using namespace callwright::cli;
using namespace callwright::cli::api;

TEST(ApiAnswer, IsPrintedAsItIsWanted) {
  struct Case {
    const char* body;
    Form form;
    const char* text;
  };
  const std::vector<Case> cases = {
      {R"({"id": "a", "tags": []})", Form::Pretty, "{\n  \"id\": \"a\",\n  \"tags\": []\n}\n"},
      {R"({"id": "a"})", Form::Compact, "{\"id\":\"a\"}\n"},
      {"", Form::Pretty, ""},
      {"", Form::Compact, "{}\n"},
      {"<Response/>", Form::Pretty, "<Response/>\n"},
      {"<Response/>\n", Form::Table, "<Response/>\n"},
      {"<Response/>", Form::Compact, "\"<Response/>\"\n"},
      {"\"a\x7f\xc2\x9b\"", Form::Compact, "\"a\\u007f\\u009b\"\n"},
      {R"({"data":[{"type":"x","id":"1","record_type":"r","nested":{}},{"id":"2","name":"Ana"}],"meta":{}})",
       Form::Table, "ID  NAME  TYPE\n1         x\n2   Ana\n"},
      {R"({"tags":["a","b"]})", Form::Table, "a\nb\n"},
      {R"({"data":[]})", Form::Table, "Nothing.\n"},
      {R"({"data":{"id":"1","list":[1]}})", Form::Table, "FIELD  VALUE\nid     1\nlist   [1]\n"},
      {R"([{"id":"1\u001b[2J"}])", Form::Table, "ID\n1?[2J\n"},
  };
  for (const auto& [body, form, text] : cases) EXPECT_EQ(answer_text(body, form), text);
}

TEST(ApiAnswer, ATableShowsWhatIdentifiesAThingFirst) {
  EXPECT_EQ(
      answer_text(R"([{"created_at":"t","timeout":1,"other_id":"o","test_id":"i","name":"n","more":2}])",
                  Form::Table),
      "OTHER ID  NAME  CREATED AT  TEST ID\no         n     t           i\n");
  EXPECT_EQ(answer_text(R"([{"z":1,"a":2,"version_id":"v","id":"i"}])", Form::Table),
            "ID  VERSION ID  Z  A\ni   v           1  2\n");
}

TEST(ApiAnswer, ALongCellIsCut) {
  const auto text = answer_text(R"([{"id":")" + std::string(200, 'x') + "\"}]", Form::Table);
  EXPECT_EQ(text, "ID\n" + std::string(60, 'x') + "…\n");
}

TEST(ApiAnswer, LinesStayLines) { EXPECT_EQ(printable_lines("a\n\tb\x1b[1m\r\n"), "a\n\tb?[1m?\n"); }

TEST(ApiHelp, SaysWhatAnOperationTakes) {
  EXPECT_EQ(
      help_text(*find_operation("update_queue")),
      "update_queue: Changes how many calls a queue takes\n"
      "POST /queues/{queue_name}\n"
      "\n"
      "Usage: callwright api update_queue QUEUE_NAME [FLAGS]\n"
      "\n"
      "Body:\n"
      "  --max_size NUMBER                 required; at least 1\n"
      "\n"
      "Options:\n"
      "  --set PATH=VALUE                  Set a nested value: tools[0].type=webhook; PATH:=JSON takes any\n"
      "                                    JSON\n"
      "  --body FILE                       Read the body from a JSON or YAML file, - for standard input;\n"
      "                                    flags win\n"
      "  --dry-run                         Print the request, with the key hidden, and send nothing\n"
      "  --json                            Print compact JSON, errors too\n"
      "  --table                           Print a table\n"
      "  --unchecked                       Send what the catalogue does not know: new fields and values of\n"
      "                                    Telnyx\n"
      "  --timeout SECONDS                 Wait so long for each answer (default 60; 10 where a command_id\n"
      "                                    is sent)\n"
      "  --retries NUMBER                  Repeat a failed request so often where that is safe (default 4)\n"
      "  --help                            Show this help\n"
      "\n"
      "A value @FILE is the content of a file, @@… a text that begins with @. What is indented stands\n"
      "behind --set. The key comes from TELNYX_API_KEY or TELNYX_API_KEY_FILE, never from a flag.\n"
      "\n"
      "Example:\n"
      "  callwright api update_queue QUEUE_NAME --max_size 1\n");
}

TEST(ApiHelp, NamesLimitsValuesAndHiddenFields) {
  const auto holds = [](const char* operation, const std::string& line) {
    const auto text = help_text(*find_operation(operation));
    EXPECT_NE(text.find(line), std::string::npos) << line << " is not in\n" << text;
  };
  holds("list_tests", "  --page-size NUMBER                1 to 100; default 20\n");
  holds("create_test", "required; may be repeated; at least 1\n");
  holds("create_test", "one of phone_call, web_call, sms_chat, web_chat; default\n");
  holds("create_test", "at most 1000 characters\n");
  holds("send_sip_info", "  --set body=TEXT                   required\n");
  holds("create_assistant", "      voice_settings.voice=TEXT     required\n");
  holds("create_assistant", "--idempotency-key KEY");
  holds("list_conversations", "  --metadata-assistant_id TEXT\n");
  holds("list_tests", "  --all   ");
  holds("dial", "standard Base64\n");
  holds("dial", "  --sip_auth_password TEXT          better from @FILE: others on this machine see flags\n");
  EXPECT_EQ(help_text(*find_operation("hangup")).find("--all"), std::string::npos);
}

TEST(ApiHelp, EveryOperationSaysWhatItDoes) {
  for (const auto& operation : Catalogue::get().operations()) {
    EXPECT_FALSE(operation.summary.empty()) << operation.name;
    EXPECT_LE(operation.summary.size(), 70U) << operation.name;
    EXPECT_FALSE(operation.summary.ends_with('.')) << operation.name;
  }
}

TEST(ApiList, IsGroupedAndFiltered) {
  EXPECT_EQ(list_text("enhance"),
            "assistant\n  enhance_instructions  Lets Telnyx rewrite the instructions of an assistant  POST "
            "/ai/assistants/{assistant_id}/instructions/enhance\n");
  EXPECT_EQ(list_text("nonsense"), "");
  EXPECT_EQ(JsonDocument::of(list_json("")).root().size(), Catalogue::get().operations().size());
}

}  // namespace
}  // namespace callwright::tests::api_answer
