#include "service/cli/command_line.hpp"
#include "service/cli/exit_code.hpp"
#include "workflows/model/json.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

namespace callwright::tests::test_command {
namespace {

using namespace callwright::cli;

constexpr std::string_view kBundle = R"(language: 1
people: { dana: { name: Dana, phone: "+13125550111" } }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-1 }
    rules: [ { on: tool.help, do: [ { escalate: human } ] } ]
escalations: { human: { steps: [ { ring: [dana] } ] } }
tests:
  - { name: good, script: [ 0s: { call: { from: "+13125550199", to: "+13125550100" } } ] }
  - { name: "bad <&\"]]>", script: [ 0s: { call: { from: "+13125550199", to: "+13125550100" } } ] }
)";

/// A process around the commands whose tests come out as they are called.
struct FakeProcess {
  std::string yaml = std::string(kBundle);

  static TestResult run_test(const TestRequest& request) {
    TestResult result{.lasted = Duration{65'000}, .calls = 1};
    if (request.tells_story) result.story = "the story of seed " + std::to_string(request.seed) + "\n";
    if (request.test->name == "good") return result;
    result.failures.push_back(
        {.line = 11, .at = Duration{-1}, .what = "joined", .expected = "[dana]", .found = "[\x1b]"});
    result.broken.push_back("a guarantee");
    return result;
  }

  struct Ran {
    int code;
    std::string output;
    std::string errors;
  };
  Ran run(std::vector<const char*> arguments) const {
    const Services services{
        .read_bundles = [this](const std::filesystem::path& folder) -> Result<std::vector<BundleFolder>> {
          if (folder == "missing") return fail(Errc::InvalidInput, "workflows.unreadable", "Nothing there.");
          return std::vector<BundleFolder>{{folder, {{.name = "a.yaml", .text = yaml}}}};
        },
        .read_file = [this](const std::filesystem::path& file) -> Result<SourceFile> {
          return SourceFile{.name = file.string(), .text = yaml};
        },
        .run_test = &FakeProcess::run_test,
        .load = [](const std::vector<SourceFile>& files) { return load_bundle(files); }};
    arguments.insert(arguments.begin(), "callwright");
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = cli::run(static_cast<int>(arguments.size()), arguments.data(), services);
    std::fflush(stdout);
    return {code, ::testing::internal::GetCapturedStdout(), ::testing::internal::GetCapturedStderr()};
  }
};

TEST(TestCommand, SaysWhatPassedAndWhatDidNot) {
  const auto ran = FakeProcess().run({"test", "dir"});
  EXPECT_EQ(ran.code, kFindings);
  EXPECT_TRUE(
      ran.output.starts_with("dir\n"
                             "  ✓ good  1m05s\n"
                             "  ✗ bad <&\"]]>  1m05s\n"
                             "    a.yaml:11: joined\n"
                             "      expected [dana]\n"
                             "      found    [?]\n"
                             "    a guarantee does not hold: a guarantee\n"
                             "2 tests: 1 failed; 2 calls in "))
      << ran.output;
}

struct Code {
  std::vector<const char*> arguments;
  int code;
};

TEST(TestCommand, ExitCodes) {
  const std::vector<Code> codes = {
      {{"test", "dir", "--filter", "good"}, kOk},
      {{"test", "dir", "--filter", "nothing"}, kFindings},
      {{"test", "missing"}, kUnreachable},
      {{"test"}, kUsage},
      {{"test", "dir", "--junit", "/nowhere/at/all.xml", "--filter", "good"}, kUnreachable},
      {{"simulate", "a.yaml", "--test", "good"}, kOk},
      {{"simulate", "a.yaml"}, kFindings},
      {{"simulate", "a.yaml", "--test", "nothing"}, kFindings},
      {{"simulate", "a.yaml", "--worlds", "3"}, kUsage},
      {{"simulate", "--test", "good"}, kUsage}};
  for (const auto& [arguments, code] : codes)
    EXPECT_EQ(FakeProcess().run(arguments).code, code) << ::testing::PrintToString(arguments);
}

TEST(TestCommand, ABundleThatDoesNotLoadIsAFailure) {
  const auto ran = FakeProcess{.yaml = "language: 2\n"}.run({"test", "dir"});
  EXPECT_EQ(ran.code, kFindings);
  EXPECT_TRUE(ran.output.contains("dir: does not load")) << ran.output;
}

TEST(TestCommand, JsonHoldsEveryResult) {
  const auto ran = FakeProcess().run({"test", "dir", "--json"});
  const auto json = JsonDocument::parse(ran.output);
  ASSERT_TRUE(json) << ran.output;
  EXPECT_EQ(json->root()["tests"].integer(), 2);
  EXPECT_EQ(json->root()["failed"].integer(), 1);
  const auto results = json->root()["results"].elements();
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[1]["failures"].elements().at(0)["found"].str(), "[\x1b]");
  EXPECT_EQ(results[1]["virtual_ms"].integer(), 65'000);
}

TEST(TestCommand, JunitIsWellFormedWhateverANameHolds) {
  const auto file =
      std::filesystem::temp_directory_path() / ("callwright-junit-" + std::to_string(::getpid()));
  (void)FakeProcess().run({"test", "dir", "--junit", file.c_str()});
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  std::filesystem::remove(file);
  EXPECT_EQ(
      text.str(),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"callwright\">\n"
      "  <testsuite name=\"dir\" tests=\"2\" failures=\"1\" errors=\"0\">\n"
      "    <testcase name=\"good\" classname=\"dir\" file=\"a.yaml\" line=\"10\" time=\"65.000\"/>\n"
      "    <testcase name=\"bad &lt;&amp;&quot;]]&gt;\" classname=\"dir\" file=\"a.yaml\" line=\"11\" "
      "time=\"65.000\"><failure message=\"a.yaml:11: joined: expected [dana], found [?]\">a.yaml:11: joined: "
      "expected [dana], found [?]&#10;a guarantee does not hold: a guarantee&#10;</failure></testcase>\n"
      "  </testsuite>\n"
      "</testsuites>\n");
}

TEST(SimulateCommand, TraceTellsTheWholeStoryOfTheSeed) {
  const auto ran = FakeProcess().run({"simulate", "a.yaml", "--test", "good", "--seed", "7", "--trace"});
  EXPECT_TRUE(ran.output.contains("the story of seed 7\n")) << ran.output;
}

}  // namespace
}  // namespace callwright::tests::test_command
