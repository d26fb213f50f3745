#include "service/cli/command_line.hpp"

#include "service/cli/exit_code.hpp"
#include "workflows/model/json.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::command_line {
namespace {

using namespace callwright::cli;

/// A process around the commands that only notes what they ask for.
struct FakeProcess {
  std::optional<ServeRequest> served;
  std::optional<SimulatorRequest> simulated;
  std::vector<HttpRequest> requests;
  std::vector<HttpResponse> responses;  ///< to the requests, in order; none left: unreachable
  std::vector<SourceFile> files;

  Services services() {
    return {.serve = [this](const ServeRequest& request) { return served = request, kOk; },
            .simulate = [this](const SimulatorRequest& request) { return simulated = request, kOk; },
            .exchange = [this](HttpRequest request) { return answer(std::move(request)); },
            .read_bundles = [this](const std::filesystem::path& folder) -> Result<std::vector<BundleFolder>> {
              if (files.empty()) return fail(Errc::InvalidInput, "workflows.unreadable", "Nothing there.");
              return std::vector<BundleFolder>{{folder, files}};
            },
            .load = [](const std::vector<SourceFile>& bundle) { return load_bundle(bundle); }};
  }

  Result<HttpResponse> answer(HttpRequest request) {
    requests.push_back(std::move(request));
    if (requests.size() > responses.size()) return fail(Errc::Unavailable, "http.connect", "refused");
    return responses[requests.size() - 1];
  }

  struct Ran {
    int code;
    std::string output;
    std::string errors;
  };
  Ran run(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "callwright");
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const auto given = services();
    const int code = cli::run(static_cast<int>(arguments.size()), arguments.data(), given);
    std::fflush(stdout);
    return {code, ::testing::internal::GetCapturedStdout(), ::testing::internal::GetCapturedStderr()};
  }
};

TEST(CommandLine, WrongUsageIsTwoAndRunsNothing) {
  const std::vector<std::vector<const char*>> wrong = {{},
                                                       {"nonsense"},
                                                       {"serve", "--nonsense"},
                                                       {"validate"},
                                                       {"calls"},
                                                       {"calls", "show"},
                                                       {"calls", "escalate", "call_1"},
                                                       {"calls", "tell", "call_1"},
                                                       {"dead-letters"},
                                                       {"dead-letters", "retry"},
                                                       {"dead-letters", "retry", "7", "--all"},
                                                       {"version", "extra"},
                                                       {"simulator", "--port", "70000"},
                                                       {"serve", "--port", "1", "--nonsense"}};
  for (const auto& arguments : wrong) {
    FakeProcess process;
    const auto ran = process.run(arguments);
    EXPECT_EQ(ran.code, 2) << ran.output << ran.errors;
    EXPECT_FALSE(process.served || process.simulated || !process.requests.empty());
  }
}

TEST(CommandLine, EveryCommandHasHelpWithAnExample) {
  const std::vector<std::vector<const char*>> commands = {{"serve"},
                                                          {"validate"},
                                                          {"calls"},
                                                          {"calls", "list"},
                                                          {"calls", "show"},
                                                          {"calls", "start"},
                                                          {"calls", "hangup"},
                                                          {"calls", "escalate"},
                                                          {"calls", "cancel"},
                                                          {"calls", "tell"},
                                                          {"dead-letters", "list"},
                                                          {"dead-letters", "retry"},
                                                          {"simulator"},
                                                          {"api"},
                                                          {"completion"},
                                                          {"demo"},
                                                          {"schema"},
                                                          {"version"}};
  for (auto arguments : commands) {
    arguments.push_back("--help");
    const auto ran = FakeProcess().run(arguments);
    EXPECT_EQ(ran.code, 0);
    EXPECT_NE(ran.output.find("Example:"), std::string::npos) << ran.output;
  }
}

TEST(CommandLine, FlagsOfServeBecomeSettings) {
  FakeProcess process;
  EXPECT_EQ(process.run({"serve", "--port", "9000", "--log", "json", "--insecure-skip-verification"}).code,
            0);
  ASSERT_TRUE(process.served);
  EXPECT_EQ(process.served->flags,
            (std::map<std::string, std::string>{
                {"port", "9000"}, {"log", "json"}, {"insecure-skip-verification", "true"}}));
}

TEST(CommandLine, NoSecretCanBeGivenAsAFlagOfServe) {
  for (const auto* flag : {"--api-key", "--public-key", "--api-token", "--tool-secret"}) {
    EXPECT_EQ(FakeProcess().run({"serve", flag, "x"}).code, 2) << flag;
  }
}

TEST(CommandLine, CallsListAsksWithItsFiltersAndShowsATable) {
  FakeProcess process;
  process.responses = {{.status = 200,
                        .body = R"({"data":[{"id":"call_1","from":"+13125550199","to":"+13125550100",)"
                                R"("workflow":"support","state":"joined","outcome":null,)"
                                R"("opened_at":"2026-11-24T10:00:00.123Z"}],"next":"17"})"}};
  const auto ran = process.run(
      {"calls", "list", "--number", "+13125550199", "--url", "http://127.0.0.1:9/", "--token", "t0ken"});
  EXPECT_EQ(ran.code, 0) << ran.errors;
  ASSERT_EQ(process.requests.size(), 1U);
  EXPECT_EQ(process.requests[0].url, "http://127.0.0.1:9/v1/calls?number=%2B13125550199");
  EXPECT_EQ(process.requests[0].headers.front().second, "Bearer t0ken");
  EXPECT_NE(ran.output.find("2026-11-24 10:00:00  call_1  +13125550199  +13125550100  support   joined  -"),
            std::string::npos)
      << ran.output;
  EXPECT_NE(ran.output.find("--cursor 17"), std::string::npos);
}

TEST(CommandLine, CallsListJsonIsTheAnswerItself) {
  FakeProcess process;
  process.responses = {{.status = 200, .body = R"({"data":[],"next":null})"}};
  EXPECT_EQ(process.run({"calls", "list", "--json", "--url", "http://127.0.0.1:9"}).output,
            "{\"data\":[],\"next\":null}\n");
}

TEST(CommandLine, CallsShowReadsAllPagesOfRecords) {
  FakeProcess process;
  process.responses = {
      {.status = 200, .body = R"({"id":"call_1","state":"settled","from":"+1","to":"+2","workflow":"w"})"},
      {.status = 200,
       .body =
           R"({"data":[{"seq":1,"at":"2026-11-24T10:00:00Z","kind":"tool","data":{"name":"a"}}],"next":"1"})"},
      {.status = 200,
       .body =
           R"({"data":[{"seq":2,"at":"2026-11-24T10:00:02Z","kind":"tool","data":{"name":"b"}}],"next":null})"}};
  const auto ran = process.run({"calls", "show", "call_1", "--url", "http://127.0.0.1:9"});
  EXPECT_EQ(ran.code, 0) << ran.errors;
  EXPECT_EQ(process.requests.back().url, "http://127.0.0.1:9/v1/calls/call_1/records?limit=500&cursor=1");
  EXPECT_NE(ran.output.find("   0.0s  the assistant calls a\n   2.0s  the assistant calls b\n"),
            std::string::npos)
      << ran.output;
}

TEST(CommandLine, AnUnknownCallIsAFindingWithTheServicesOwnSentence) {
  FakeProcess process;
  process.responses = {
      {.status = 404, .body = R"({"code":"call.not_found","detail":"There is no such call."})"}};
  const auto ran = process.run({"calls", "show", "call_x", "--url", "http://127.0.0.1:9"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.errors, "callwright: There is no such call. [call.not_found]\n");
}

TEST(CommandLine, AServiceThatDoesNotAnswerIsThree) {
  const auto ran = FakeProcess().run({"calls", "list", "--url", "http://127.0.0.1:9"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_NE(ran.errors.find("No callwright answers at http://127.0.0.1:9"), std::string::npos);
}

TEST(CommandLine, HangupPostsTheCommand) {
  FakeProcess process;
  process.responses = {{.status = 200, .body = R"({"status":"done"})"}};
  EXPECT_EQ(process.run({"calls", "hangup", "call_1", "--url", "http://127.0.0.1:9"}).code, 0);
  EXPECT_EQ(process.requests[0].method, "POST");
  EXPECT_EQ(process.requests[0].url, "http://127.0.0.1:9/v1/calls/call_1/hangup");
}

TEST(CommandLine, ACallIsAskedForAndItsIdIsPrinted) {
  FakeProcess process;
  process.responses = {{.status = 202, .body = R"({"id":"call_1","state":"arriving"})"}};
  const auto ran =
      process.run({"calls", "start", "--to", "+13125550199", "--workflow", "follow-up", "--from",
                   "+13125550100", "--assistant", "assistant-2", "--var", "name=Ada = \"A\"", "--var",
                   "visits:=3", "--idempotency-key", "visit-42", "--url", "http://127.0.0.1:9"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.output, "call_1\n");
  EXPECT_EQ(process.requests[0].method, "POST");
  EXPECT_EQ(process.requests[0].url, "http://127.0.0.1:9/v1/calls");
  EXPECT_EQ(process.requests[0].body,
            R"({"to":"+13125550199","workflow":"follow-up","from":"+13125550100","assistant":"assistant-2",)"
            R"("idempotency_key":"visit-42","variables":{"name":"Ada = \"A\"","visits":3}})");
}

TEST(CommandLine, AVariableWithoutAValueIsRefusedBeforeAnythingIsAsked) {
  for (const char* wrong : {"name", "=Ada", "visits:=three"}) {
    FakeProcess process;
    const auto ran = process.run({"calls", "start", "--to", "+13125550199", "--workflow", "follow-up",
                                  "--var", wrong, "--url", "http://127.0.0.1:9"});
    EXPECT_EQ(ran.code, 2) << wrong << ran.errors;
    EXPECT_TRUE(process.requests.empty());
  }
}

TEST(CommandLine, OperatorsCommandsArePostedToTheCall) {
  struct Case {
    std::vector<const char*> arguments;
    std::string path;
    std::string body;
  };
  const std::vector<Case> cases = {
      {{"calls", "cancel", "call_1"}, "/cancel", "{}"},
      {{"calls", "escalate", "call_1", "human", "--reason", "dizzy"},
       "/escalate",
       R"({"to":"human","reason":"dizzy"})"},
      {{"calls", "tell", "call_1", "Hi"}, "/tell", R"({"text":"Hi","say":true})"},
      {{"calls", "tell", "call_1", "Hi", "--quiet"}, "/tell", R"({"text":"Hi","say":false})"}};
  for (const auto& tested : cases) {
    FakeProcess process;
    process.responses = {{.status = 200, .body = R"({"status":"accepted"})"}};
    auto arguments = tested.arguments;
    arguments.insert(arguments.end(), {"--url", "http://127.0.0.1:9"});
    EXPECT_EQ(process.run(arguments).code, 0);
    ASSERT_EQ(process.requests.size(), 1U);
    EXPECT_EQ(process.requests[0].method, "POST");
    EXPECT_EQ(process.requests[0].url, "http://127.0.0.1:9/v1/calls/call_1" + tested.path);
    EXPECT_EQ(process.requests[0].body, tested.body);
  }
}

TEST(CommandLine, ACommandThatIsRefusedIsAFinding) {
  FakeProcess process;
  process.responses = {
      {.status = 409, .body = R"({"status":"refused","detail":"No assistant is on the call."})"}};
  const auto ran = process.run({"calls", "tell", "call_1", "Hi", "--url", "http://127.0.0.1:9"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.errors.find("No assistant is on the call."), std::string::npos);
}

const std::string kLetters =
    R"({"data":[{"id":"7","call":"call_1","kind":"webhook","to":"https://a.example/","given_up_at":)"
    R"("2026-11-24T10:00:00.000Z","in_doubt":true,"detail":"No answer."}],"next":null})";

TEST(CommandLine, DeadLettersAreListed) {
  FakeProcess process;
  process.responses = {{.status = 200, .body = kLetters}};
  const auto ran = process.run({"dead-letters", "list", "--url", "http://127.0.0.1:9"});
  EXPECT_EQ(ran.code, 0) << ran.errors;
  EXPECT_EQ(process.requests[0].url, "http://127.0.0.1:9/v1/dead-letters?limit=500");
  EXPECT_NE(ran.output.find("https://a.example/  No answer. (it may have arrived)"), std::string::npos)
      << ran.output;
}

TEST(CommandLine, ADeadLetterIsRetriedByItsId) {
  FakeProcess process;
  process.responses = {{.status = 202, .body = R"({"status":"accepted"})"}};
  EXPECT_EQ(process.run({"dead-letters", "retry", "7", "--url", "http://127.0.0.1:9"}).code, 0);
  EXPECT_EQ(process.requests[0].method + " " + process.requests[0].url,
            "POST http://127.0.0.1:9/v1/dead-letters/7/retry");
}

TEST(CommandLine, AllDeadLettersAreRetriedAndOneThatIsGoneKeepsNobody) {
  FakeProcess process;
  process.responses = {
      {.status = 200, .body = R"({"data":[{"id":"7"}],"next":"7"})"},
      {.status = 200, .body = R"({"data":[{"id":"9"}],"next":null})"},
      {.status = 404, .body = R"({"code":"dead_letter.not_found","detail":"There is no such letter."})"},
      {.status = 202, .body = R"({"status":"accepted"})"}};
  const auto ran = process.run({"dead-letters", "retry", "--all", "--url", "http://127.0.0.1:9"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(process.requests[1].url, "http://127.0.0.1:9/v1/dead-letters?limit=500&cursor=7");
  EXPECT_EQ(process.requests[3].url, "http://127.0.0.1:9/v1/dead-letters/9/retry");
  EXPECT_EQ(ran.output, "1 of 2 dead letters are sent again.\n");
}

TEST(CommandLine, ValidateSaysWhatIsWrongAndWhere) {
  FakeProcess process;
  process.files = {{"w/support.yaml", "language: 1\npeple: {}\n"}};
  const auto ran = process.run({"validate", "w"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.output.find("w/support.yaml:2:1: error:"), 0U) << ran.output;
}

TEST(CommandLine, ValidateShowsTheLineWithACaretAndCountsAtTheEnd) {
  FakeProcess process;
  process.files = {{"w/support.yaml", "language: 1\nworkflows:\n  ä: { match: {}, silenc_limit: 20s }\n"}};
  EXPECT_EQ(
      process.run({"validate", "w"}).output,
      "w/support.yaml:3:3: error: `ä` is no name; use letters, digits, `-` and `_`, at most 64 [bad_name]\n"
      "    ä: { match: {}, silenc_limit: 20s }\n"
      "    ^\n"
      "w/support.yaml:3:3: error: `ä` starts an assistant and names none; add `assistant: {id: …}` "
      "[missing_key]\n"
      "    ä: { match: {}, silenc_limit: 20s }\n"
      "    ^\n"
      "w/support.yaml:3:19: error: `silenc_limit` is not a key of a workflow; did you mean "
      "`silence_limit`? [unknown_key]\n"
      "    ä: { match: {}, silenc_limit: 20s }\n"
      "                    ^~~~~~~~~~~~\n"
      "w: 3 errors, 0 warnings\n");
}

TEST(CommandLine, ValidatePrintsFindingsAsJson) {
  FakeProcess process;
  process.files = {{"w/a.yaml", "language: 1\npeple: {}\nescalations: []\n"}};
  const auto ran = process.run({"validate", "w", "--json"});
  EXPECT_EQ(ran.code, 1);
  const auto found = JsonDocument::parse(ran.output);
  ASSERT_TRUE(found) << ran.output;
  EXPECT_EQ(found->root().size(), 2U);
  const auto first = found->root().at_path("0");
  EXPECT_EQ(first["file"].str(), "w/a.yaml");
  EXPECT_EQ(first["line"].integer(), 2);
  EXPECT_EQ(first["column"].integer(), 1);
  EXPECT_EQ(first["end"].integer(), 6);
  EXPECT_EQ(first["severity"].str(), "error");
  EXPECT_EQ(first["code"].str(), "unknown_key");
  EXPECT_EQ(first["suggestion"].str(), "people");
  EXPECT_GE(first["accepted"].size(), 5U);
  EXPECT_TRUE(found->root().at_path("1")["suggestion"].is_null());
}

TEST(CommandLine, ValidateOfAGoodBundlePrintsAnEmptyArray) {
  FakeProcess process;
  process.files = {{"w/a.yaml", "language: 1\n"}};
  const auto ran = process.run({"validate", "w", "--json"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.output, "[]\n");
}

TEST(CommandLine, ValidateLetsWarningsPass) {
  FakeProcess process;
  process.files = {{"w/a.yaml",
                    "language: 1\nworkflows:\n  a: { match: {}, start: [answer] }\n"
                    "  b: { match: {}, start: [answer] }\n"}};
  const auto ran = process.run({"validate", "w"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.output.find("w/a.yaml:4:3: warning: "), std::string::npos) << ran.output;
  EXPECT_NE(ran.output.find("), 1 warning\n"), std::string::npos) << ran.output;
}

TEST(CommandLine, ValidateOfWhatCannotBeReadIsThree) {
  const auto ran = FakeProcess().run({"validate", "w"});
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(ran.errors, "callwright: Nothing there.\n");
}

}  // namespace
}  // namespace callwright::tests::command_line
