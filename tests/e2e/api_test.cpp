#include "tests/e2e/api_workshop.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::api_command {
namespace {

using Words = std::vector<std::string>;

/// `callwright api` against a simulator of its own.
class ApiCommand : public ::testing::Test {
 protected:
  /// The requests of that operation that the simulator saw.
  std::vector<Json> requests_of(const std::string& operation) {
    std::vector<Json> found;
    const auto log = workshop_.simulator().steer("GET", "log");
    for (const auto& request : log.root()["requests"].elements()) {
      if (request["operation"].str() == operation) found.push_back(request.json());
    }
    return found;
  }
  void fault(const std::string& json) {
    workshop_.simulator().steer("PUT", "faults", R"({"api":[)" + json + "]}");
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(workshop_.folder().file(name)) << text;
  }

  ApiWorkshop workshop_;
};

TEST_F(ApiCommand, AllPagesBecomeOneList) {
  std::set<std::string> made;
  for (int i = 0; i < 5; ++i) made.insert(workshop_.test_id());
  const auto ran = workshop_.api({"list_tests", "--all", "--page-size", "2", "--json"});
  ASSERT_EQ(ran.code, 0) << ran.errors;
  const auto document = ran.json();
  std::set<std::string> listed;
  for (const auto& test : document.root().elements()) listed.insert(test["test_id"].str());
  EXPECT_EQ(listed, made);
  EXPECT_EQ(document.root().size(), 5U);
  EXPECT_EQ(requests_of("list_tests").size(), 3U);
}

TEST_F(ApiCommand, AllPagesOfABareListAndOfCursors) {
  for (int i = 0; i < 3; ++i) workshop_.mcp_server();
  const auto servers = workshop_.api({"list_mcp_servers", "--all", "--page-size", "2"});
  EXPECT_EQ(servers.json().root().size(), 3U) << servers.output << servers.errors;
  for (int i = 0; i < 5; ++i) workshop_.answered();
  const auto calls =
      workshop_.api({"list_active_calls", ApiWorkshop::kConnection, "--all", "--page-limit", "2", "--json"});
  EXPECT_EQ(calls.json().root().size(), 5U) << calls.output << calls.errors;
  EXPECT_EQ(workshop_.api({"get_assistant", "x", "--all"}).code, 2) << "it has no pages";
}

TEST_F(ApiCommand, APageThatFailsLeavesNoHalfList) {
  for (int i = 0; i < 3; ++i) workshop_.test_id();
  fault(R"({"operation":"list_tests","fault":403,"every":2})");
  const auto ran = workshop_.api({"list_tests", "--all", "--page-size", "2"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.output, "");
  EXPECT_NE(ran.errors.find("403"), std::string::npos) << ran.errors;
}

TEST_F(ApiCommand, ALostAnswerIsRepeatedUnderTheSameKeyAndDoneOnce) {
  fault(R"({"operation":"create_assistant","fault":"reset","applied":true})");
  const auto ran = workshop_.api({"create_assistant", "--name", "Ana", "--instructions", "Help."});
  EXPECT_EQ(ran.code, 0) << ran.errors;
  EXPECT_NE(ran.errors.find("try 2 of 5"), std::string::npos) << ran.errors;
  EXPECT_EQ(requests_of("create_assistant").size(), 2U);
  EXPECT_EQ(workshop_.ask("GET", "/ai/assistants").root()["data"].size(), 1U);
}

TEST_F(ApiCommand, ACommandOfACallIsRepeatedUnderTheSameCommandId) {
  const auto leg = workshop_.answered();
  fault(R"({"operation":"speak","fault":503,"applied":true})");
  EXPECT_EQ(workshop_.api({"speak", leg, "--payload", "Hello", "--voice", "female"}).code, 0);
  const auto log = workshop_.simulator().steer("GET", "log");
  std::set<std::string> ids;
  int effects = 0;
  for (const auto& request : requests_of("speak"))
    ids.insert(
        JsonDocument::parse(JsonDocument::of(request).root()["body"].str())->root()["command_id"].str());
  for (const auto& effect : log.root()["effects"].elements())
    effects += effect["operation"].str() == "speak" ? 1 : 0;
  EXPECT_EQ(ids.size(), 1U);
  EXPECT_EQ(effects, 1);
}

TEST_F(ApiCommand, WhatWouldBeDoneTwiceIsNotRepeated) {
  const auto assistant = workshop_.assistant();
  fault(R"({"operation":"update_assistant","fault":"reset","applied":true})");
  const auto ran = workshop_.api({"update_assistant", assistant, "--greeting", "Hello"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_NE(ran.errors.find("Whether it was done is not known"), std::string::npos) << ran.errors;
  EXPECT_EQ(requests_of("update_assistant").size(), 1U);
}

TEST_F(ApiCommand, ALimitIsWaitedForAndToldOnStandardError) {
  fault(R"({"operation":"list_assistants","fault":429})");
  const auto ran = workshop_.api({"list_assistants", "--json"});
  EXPECT_EQ(ran.code, 0) << ran.errors;
  EXPECT_NE(ran.errors.find("HTTP 429"), std::string::npos) << ran.errors;
  EXPECT_TRUE(ran.json().root().is_object()) << ran.output;
  fault(R"({"operation":"list_assistants","fault":429,"count":9})");
  const auto refused = workshop_.api({"list_assistants", "--retries", "0", "--json"});
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.json().root().at_path("error.status").integer(), 429) << refused.output;
  EXPECT_EQ(refused.errors, "");
}

TEST_F(ApiCommand, ARefusalSaysWhatToDo) {
  const auto missing = workshop_.api({"get_assistant", "assistant-of-nobody"});
  EXPECT_EQ(missing.code, 1);
  EXPECT_NE(missing.errors.find("`callwright api list_assistants`"), std::string::npos) << missing.errors;
  const auto leg = workshop_.answered_and("hangup");
  const auto ended = workshop_.api({"speak", leg, "--payload", "Hello", "--voice", "female"});
  EXPECT_EQ(ended.code, 1);
  EXPECT_NE(ended.errors.find("90018"), std::string::npos) << ended.errors;
  EXPECT_EQ(ended.output, "");
}

TEST_F(ApiCommand, WrongWordsAreTwoAndNothingIsSent) {
  for (const Words& words : std::vector<Words>{{"nonsense"},
                                               {"create_assistant"},
                                               {"get_assistant"},
                                               {"get_assistant", "a", "--modle", "x"},
                                               {"add_tag", "a", "--tag", "@no/such/file"},
                                               {"list_tests", "--page-size", "0"}}) {
    const auto ran = workshop_.api(words);
    EXPECT_EQ(ran.code, 2) << ran.output << ran.errors;
    EXPECT_EQ(ran.output, "") << words.front();
  }
  const auto json = workshop_.api({"get_assistant", "a", "--json", "--table"});
  EXPECT_EQ(json.code, 2);
  EXPECT_EQ(json.json().root().at_path("error.problems.0.field").str(), "--table") << json.output;
  EXPECT_TRUE(workshop_.last_request().root().is_null());
}

TEST_F(ApiCommand, DryRunShowsTheRequestAndSendsNothing) {
  write("body.yaml", "name: Ana\ninstructions: Help.\n");
  const auto ran = workshop_.api(
      {"create_assistant", "--body", "body.yaml", "--tags", "a", "--dry-run", "--idempotency-key", "k"});
  EXPECT_EQ(ran.code, 0) << ran.errors;
  EXPECT_EQ(
      ran.output,
      "POST " + workshop_.simulator().api_base() +
          "/ai/assistants\n"
          "Authorization: Bearer (hidden)\n"
          "Content-Type: application/json\n"
          "Idempotency-Key: k\n"
          "\n"
          "{\n  \"name\": \"Ana\",\n  \"instructions\": \"Help.\",\n  \"tags\": [\n    \"a\"\n  ]\n}\n");
  const auto json = workshop_.api({"list_tests", "--dry-run", "--json", "--all"}, {{"TELNYX_API_KEY", ""}});
  EXPECT_EQ(json.code, 0) << "no key is needed: " << json.errors;
  EXPECT_EQ(json.json().root()["url"].str(),
            workshop_.simulator().api_base() + "/ai/assistants/tests?page%5Bsize%5D=100");
  EXPECT_TRUE(workshop_.last_request().root().is_null());
}

TEST_F(ApiCommand, TheKeyIsNowhere) {
  const std::string key = "KEY-THAT-NOBODY-MAY-SEE";
  write("key", key + "\n");
  const std::vector<std::map<std::string, std::string>> accounts = {
      {{"TELNYX_API_KEY", key}},
      {{"TELNYX_API_KEY", ""}, {"TELNYX_API_KEY_FILE", workshop_.folder().file("key")}},
      {{"TELNYX_API_KEY", key}, {"TELNYX_API_BASE", "http://127.0.0.1:9/v2"}},
      {{"TELNYX_API_KEY", key}, {"TELNYX_API_BASE", "nonsense"}}};
  for (const auto& account : accounts) {
    for (const Words& words : std::vector<Words>{{"list_assistants"},
                                                 {"list_assistants", "--json"},
                                                 {"list_assistants", "--dry-run"},
                                                 {"create_assistant"},
                                                 {"create_assistant", "--help"}}) {
      const auto ran = workshop_.api(words, account);
      EXPECT_EQ((ran.output + ran.errors).find(key), std::string::npos) << ran.output << ran.errors;
    }
  }
  const auto refused = workshop_.api({"list_assistants"}, accounts.front());
  EXPECT_EQ(refused.code, 1) << "the simulator knows another key";
  EXPECT_NE(refused.errors.find("TELNYX_API_KEY"), std::string::npos) << refused.errors;
  const auto flag = workshop_.api({"list_assistants", "--api-key", key});
  EXPECT_EQ(flag.code, 2);
  EXPECT_EQ((flag.output + flag.errors).find(key), std::string::npos);
}

TEST_F(ApiCommand, NobodyThereIsThree) {
  const auto ran = workshop_.api({"list_assistants"}, {{"TELNYX_API_BASE", "http://127.0.0.1:9/v2"}});
  EXPECT_EQ(ran.code, 3);
  EXPECT_NE(ran.errors.find("Nothing was done"), std::string::npos) << ran.errors;
  EXPECT_EQ(workshop_.api({"list_assistants"}, {{"TELNYX_API_KEY", ""}}).code, 2)
      << "the configuration is wrong";
}

TEST_F(ApiCommand, FilesAndTablesWork) {
  write("prompt.md", "# Be kind\n");
  write("tools.yaml", "- type: hangup\n  hangup: { description: Ends the call }\n");
  const auto made = workshop_.api({"create_assistant", "--name", "Ana", "--instructions", "@prompt.md",
                                   "--tools", "@tools.yaml", "--json"});
  ASSERT_EQ(made.code, 0) << made.errors;
  const auto document = made.json();
  EXPECT_EQ(document.root()["instructions"].str(), "# Be kind\n");
  EXPECT_EQ(document.root().at_path("tools.0.hangup.description").str(), "Ends the call");
  EXPECT_EQ(std::ranges::count(made.output, '\n'), 1);
  const auto table = workshop_.api({"list_assistants", "--table"});
  EXPECT_TRUE(table.output.starts_with("ID ")) << table.output;
  EXPECT_NE(table.output.find("Ana"), std::string::npos) << table.output;
}

TEST_F(ApiCommand, AnEmptyAnswerIsNothingOrAnEmptyObject) {
  const auto queue = workshop_.queue();
  const auto other = workshop_.queue();
  EXPECT_EQ(workshop_.api({"delete_queue", queue}).output, "");
  EXPECT_EQ(workshop_.api({"delete_queue", other, "--json"}).output, "{}\n");
}

TEST_F(ApiCommand, WhatIsNotJsonGoesOutAsItIs) {
  const auto assistant = workshop_.assistant();
  const auto texml = workshop_.api({"get_assistant_texml", assistant});
  EXPECT_TRUE(texml.output.starts_with("<")) << texml.output;
  const auto quoted = workshop_.api({"get_assistant_texml", assistant, "--json"});
  EXPECT_TRUE(quoted.json().root().is_string()) << quoted.output;
}

TEST(ApiList, HoldsEveryOperation) {
  const TempDirectory folder;
  const auto list = run_callwright(folder, {"api", "--list", "--json"});
  EXPECT_EQ(list.code, 0);
  EXPECT_EQ(list.json().root().size(), Catalogue::get().operations().size());
  const auto text = run_callwright(folder, {"api", "--list"}).output;
  for (const auto& operation : Catalogue::get().operations()) {
    EXPECT_NE(text.find("  " + operation.name + " "), std::string::npos) << operation.name;
    EXPECT_NE(text.find(operation.path), std::string::npos) << operation.path;
  }
  EXPECT_EQ(run_callwright(folder, {"api", "--list", "canary", "--json"}).json().root().size(), 4U);
  EXPECT_EQ(run_callwright(folder, {"api"}).code, 2);
  EXPECT_EQ(run_callwright(folder, {"api", "--list", "nonsense"}).code, 1);
}

/// What bash offers for the words, the last of which is being typed.
std::string offered_by_bash(const std::string& words) {
  const TempDirectory folder;
  const auto program = std::filesystem::path(CALLWRIGHT_PROGRAM).parent_path().string();
  const std::string script =
      "eval \"$(callwright completion bash)\"\n"
      "COMP_WORDS=(callwright " +
      words +
      ")\n"
      "COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))\n"
      "_callwright\n"
      "echo \"${COMPREPLY[*]}\"\n";
  Process bash({.program = "/bin/bash",
                .arguments = {"--norc", "-c", script},
                .environment = {{"PATH", program + ":/usr/bin:/bin"}},
                .folder = folder.file("")});
  bash.wait(kPatience);
  return bash.output() + bash.errors();
}

TEST(Completion, WorksInBash) {
  EXPECT_EQ(offered_by_bash("api get_assi"), "get_assistant get_assistant_texml\n");
  EXPECT_EQ(offered_by_bash("api get-assi"), "get-assistant get-assistant-texml\n");
  EXPECT_EQ(offered_by_bash("api dial --privacy ''"), "id none\n");
  EXPECT_EQ(offered_by_bash("api dial --privacy = n"), "none\n");
  EXPECT_EQ(offered_by_bash("api list_tests --page"), "--page-number --page-size\n");
  EXPECT_EQ(offered_by_bash("completion ''"), "bash zsh fish\n");
}

}  // namespace
}  // namespace callwright::tests::api_command
