#include "tests/e2e/gateway.hpp"

#include <csignal>

#include <gtest/gtest.h>

/// `callwright chat`, `callwright sms` and `callwright messages`.
namespace callwright::tests::writing_commands {
namespace {

struct Ended {
  int code = -1;
  std::string output, errors;
};

/// A command of somebody whose environment names the account.
class WritingCommands : public ::testing::Test {
 protected:
  Ended run(std::vector<std::string> arguments, const std::string& input = "") {
    std::string script = "exec \"$0\" \"$@\"";
    if (!input.empty()) {
      std::ofstream(folder_.file("input")) << input;
      script += " < " + folder_.file("input");
    } else {
      script += " < /dev/null";
    }
    std::vector<std::string> all = {"-c", script, CALLWRIGHT_PROGRAM};
    all.insert(all.end(), arguments.begin(), arguments.end());
    Process process({.program = "/bin/sh",
                     .arguments = std::move(all),
                     .environment = environment_,
                     .folder = folder_.file("")});
    const auto code = process.wait(kPatience);
    return {.code = code.value_or(-1), .output = process.output(), .errors = process.errors()};
  }

  FakeTelnyx telnyx_;
  TempDirectory folder_;
  std::map<std::string, std::string> environment_ = {{"TELNYX_API_KEY", "KEY_SIMULATOR"},
                                                     {"TELNYX_API_BASE", telnyx_.api_base()},
                                                     {"TELNYX_ASSISTANT_ID", "assistant-1"},
                                                     {"HOME", "/nonexistent"}};
};

TEST_F(WritingCommands, OneMessageAsJson) {
  const auto ended = run({"chat", "--message", "Hours?", "--json"});
  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(ended.output,
            "{\"conversation_id\":\"conversation-1\",\"reply\":\"We are open from 8 to 18.\"}\n");
}

TEST_F(WritingCommands, EveryLineOfAPipeIsAMessageAndAnErrorDoesNotEndTheSession) {
  telnyx_.answer_next("chat", telnyx_error(400, "ai_disabled"));
  const auto ended = run({"chat"}, "Hours?\n\nAnd on Sundays?\n/quit\nnever\n");
  EXPECT_EQ(ended.code, 1) << "one of them failed";
  EXPECT_EQ(ended.output, "We are open from 8 to 18.\n");
  EXPECT_NE(ended.errors.find("callwright chat --conversation conversation-1"), std::string::npos);
  EXPECT_NE(ended.errors.find("ai_disabled"), std::string::npos) << ended.errors;
  const auto commands = telnyx_.commands();
  ASSERT_EQ(commands.size(), 3U) << "one conversation, two messages";
  EXPECT_NE(commands[2].body.find("And on Sundays?"), std::string::npos);
  EXPECT_NE(commands[2].body.find("conversation-1"), std::string::npos);
}

TEST_F(WritingCommands, AResumedConversationShowsWhatWasSaidInOrder) {
  telnyx_.answer_next(
      "list_messages",
      {.status = 200,
       .body = R"({"data":[{"role":"assistant","text":"At eight.","sent_at":"2026-11-24T10:00:02Z"},)"
               R"({"role":"tool","text":null,"sent_at":"2026-11-24T10:00:01.5Z"},)"
               R"({"role":"user","text":"When?","sent_at":"2026-11-24T10:00:01Z"}]})",
       .headers = {}});
  const auto ended = run({"chat", "--conversation", "conversation-7"}, "Thanks\n");
  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(ended.output, "user: When?\nassistant: At eight.\nWe are open from 8 to 18.\n");
  EXPECT_EQ(telnyx_.commands().back().leg, "conversation-7");
}

TEST_F(WritingCommands, WithoutAnAssistantOrAKeyItSaysWhatToSet) {
  environment_.erase("TELNYX_ASSISTANT_ID");
  auto ended = run({"chat", "--message", "Hours?"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.errors.find("TELNYX_ASSISTANT_ID"), std::string::npos);
  environment_.erase("TELNYX_API_KEY");
  ended = run({"chat", "--assistant", "assistant-1", "--message", "Hours?"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.errors.find("TELNYX_API_KEY is required"), std::string::npos) << ended.errors;
}

TEST_F(WritingCommands, AnUnreachableTelnyxIsExitCodeThree) {
  environment_["TELNYX_API_BASE"] = "http://127.0.0.1:1/v2";
  EXPECT_EQ(run({"chat", "--message", "Hours?"}).code, 3);
}

TEST_F(WritingCommands, ATextMessageFromStandardInput) {
  const auto ended =
      run({"sms", "--to", "+13125550199", "--from", "+13125550100", "--text", "@-"}, "Hello\n");
  EXPECT_EQ(ended.code, 0) << ended.errors;
  EXPECT_EQ(ended.output, "Sent. Conversation conversation-of-+13125550199\n");
  const auto sent = telnyx_.wait_for("chat_sms", "+13125550199");
  EXPECT_EQ(sent->body, R"({"from":"+13125550100","to":"+13125550199","text":"Hello"})");
  EXPECT_FALSE(sent->command_id.empty());
}

TEST_F(WritingCommands, ALostAnswerSendsNoSecondText) {
  telnyx_.answer_next("chat_sms", {.status = kNoReply, .headers = {}});
  const auto ended = run({"sms", "--to", "+13125550199", "--from", "+13125550100", "--json"});
  EXPECT_EQ(ended.code, 0) << ended.errors;
  const auto commands = telnyx_.commands();
  ASSERT_EQ(commands.size(), 2U);
  EXPECT_EQ(commands[0].command_id, commands[1].command_id);
}

TEST_F(WritingCommands, BadNumbersAreWrongUsage) {
  EXPECT_EQ(run({"sms", "--to", "0199", "--from", "+13125550100"}).code, 2);
  EXPECT_EQ(run({"sms", "--to", "+13125550199"}).code, 2);
  EXPECT_TRUE(telnyx_.commands().empty());
}

TEST(MessagesCommand, ListsWhatTheServiceHasPassedOn) {
  Gateway gateway;
  gateway.service.start();
  ASSERT_EQ(gateway.chat(R"({"message":"Hours?"})").status, 200);
  Process list(callwright_command(
      gateway.service.folder(), {"messages", "list"},
      {{"CALLWRIGHT_API_TOKEN", Service::kToken}, {"PORT", std::to_string(gateway.service.port())}}));
  EXPECT_EQ(list.wait(kPatience), 0) << list.errors();
  EXPECT_NE(list.output().find("answered"), std::string::npos) << list.output();
  EXPECT_NE(list.output().find("We are open from 8 to 18."), std::string::npos) << list.output();
}

}  // namespace
}  // namespace callwright::tests::writing_commands
