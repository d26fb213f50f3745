#include "tests/support/program.hpp"

#include "tests/support/temp_directory.hpp"
#include "workflows/model/json.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace callwright::tests::whole_program {
namespace {

constexpr const char* kGood = R"(language: 1
people:
  dana: { name: Dana, phone: "+13125550111" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-1 }
    rules: [ { on: tool.escalate_to_human, do: [ { escalate: human } ] } ]
escalations:
  human: { steps: [ { ring: [dana] } ] }
)";

void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

TEST(TheProgram, TellsItsVersion) {
  const auto text = run_program({"version"});
  EXPECT_EQ(text.code, 0);
  EXPECT_EQ(text.output.find("callwright "), 0U);
  const auto json = run_program({"version", "--json"});
  const auto document = JsonDocument::parse(json.output);
  ASSERT_TRUE(document) << json.output;
  EXPECT_EQ("callwright " + document->root()["version"].str() + "\n", text.output);
  EXPECT_EQ(run_program({"--version"}).output, text.output);
}

TEST(TheProgram, ValidatesAGoodDirectory) {
  const TempDirectory directory;
  write(directory.file("support.yaml"), kGood);
  const auto done = run_program({"validate", directory.file("")});
  EXPECT_EQ(done.code, 0) << done.output << done.errors;
  EXPECT_NE(done.output.find("valid (1 workflow, 1 person, 1 escalation"), std::string::npos) << done.output;
  EXPECT_EQ(done.output.find('\x1b'), std::string::npos) << "colour in a pipe";
}

TEST(TheProgram, DrawsWorkflowsInEachFormat) {
  const TempDirectory directory;
  write(directory.file("support.yaml"), kGood);
  const auto folder = directory.file("");
  EXPECT_NE(run_program({"graph", folder}).output.find("<svg"), std::string::npos);
  EXPECT_TRUE(run_program({"graph", folder, "--format", "dot"}).output.starts_with("digraph"));
  const auto mermaid = run_program({"graph", folder, "--format", "mermaid", "-o", directory.file("a.mmd")});
  EXPECT_EQ(mermaid.code, 0) << mermaid.errors;
  EXPECT_EQ(mermaid.output, directory.file("a.mmd") + "\n");
  EXPECT_GT(std::filesystem::file_size(directory.file("a.mmd")), 500U);
  EXPECT_EQ(run_program({"graph", folder, "--format", "png"}).code, 2);
  EXPECT_EQ(run_program({"graph", folder, "--workflow", "sales"}).code, 1);
  EXPECT_EQ(run_program({"graph", directory.file("none")}).code, 3);
}

TEST(TheProgram, DrawsOneFileForEachOfSeveralWorkflows) {
  const TempDirectory directory;
  for (const auto* name : {"one", "two"}) {
    std::filesystem::create_directory(directory.file(name));
    write(directory.file(std::string(name) + "/a.yaml"), kGood);
  }
  const auto unsaid = run_program({"graph", directory.file("")});
  EXPECT_EQ(unsaid.code, 2);
  EXPECT_NE(unsaid.errors.find("-o"), std::string::npos) << unsaid.errors;
  const auto pictures = run_program({"graph", directory.file(""), "-o", directory.file("pictures")});
  EXPECT_EQ(pictures.code, 0) << pictures.errors;
  EXPECT_TRUE(std::filesystem::exists(directory.file("pictures/one-support.svg"))) << pictures.output;
  EXPECT_TRUE(std::filesystem::exists(directory.file("pictures/two-support.svg"))) << pictures.output;
  write(directory.file("one/a.yaml"), "language: 1\npeople: 7\n");
  const auto broken = run_program({"graph", directory.file("one")});
  EXPECT_EQ(broken.code, 1);
  EXPECT_NE(broken.errors.find("callwright validate"), std::string::npos) << broken.errors;
}

TEST(TheProgram, ValidatesEachSubFolderAsABundle) {
  const TempDirectory directory;
  for (const auto* name : {"good", "bad"}) std::filesystem::create_directory(directory.file(name));
  write(directory.file("good/a.yaml"), kGood);
  write(directory.file("bad/a.yaml"), "language: 1\nworkflow: {}\n");
  const auto done = run_program({"validate", directory.file(""), "--json"});
  EXPECT_EQ(done.code, 1);
  const auto document = JsonDocument::parse(done.output);
  ASSERT_TRUE(document) << done.output;
  EXPECT_EQ(document->root().size(), 1U);
  EXPECT_EQ(document->root().at_path("0.file").str(), directory.file("bad/a.yaml"));
  EXPECT_EQ(document->root().at_path("0.line").integer(), 2);
  const auto text = run_program({"validate", directory.file("")});
  EXPECT_TRUE(text.output.ends_with("2 bundles: 1 error, 0 warnings\n")) << text.output;
}

TEST(TheProgram, ValidateOfNothingSaysWhatIsMissing) {
  const TempDirectory directory;
  const auto empty = run_program({"validate", directory.file("")});
  EXPECT_EQ(empty.code, 3);
  EXPECT_NE(empty.errors.find("has no *.yaml file, and neither has a folder in it"), std::string::npos);
  const auto missing = run_program({"validate", directory.file("none")});
  EXPECT_EQ(missing.code, 3);
  EXPECT_NE(missing.errors.find("There is no directory " + directory.file("none")), std::string::npos);
  write(directory.file("a.yml"), kGood);
  const auto other = run_program({"validate", directory.file("")});
  EXPECT_EQ(other.code, 3);
  EXPECT_NE(other.errors.find("ends in .yaml; rename it"), std::string::npos) << other.errors;
  const auto file = run_program({"validate", directory.file("a.yml")});
  EXPECT_EQ(file.code, 3);
  EXPECT_NE(file.errors.find("is a file"), std::string::npos) << file.errors;
}

TEST(TheProgram, TheSimulatorSaysWhereItIsAndEndsOnATerm) {
  Program simulator({"simulator", "--webhook-url", "http://127.0.0.1:9/webhooks/telnyx"});
  const auto line = simulator.line_with("api_base");
  ASSERT_TRUE(line) << simulator.errors();
  const auto document = JsonDocument::parse(*line);
  ASSERT_TRUE(document) << *line;
  const auto port = document->root()["port"].integer().value_or(0);
  EXPECT_GT(port, 0);
  EXPECT_EQ(document->root()["api_base"].str(), "http://127.0.0.1:" + std::to_string(port) + "/v2");
  EXPECT_EQ(document->root()["public_key"].str().size(), 44U);
  simulator.signal(SIGTERM);
  EXPECT_EQ(simulator.wait(), 0);
}

TEST(TheProgram, AWrongScenarioIsUsageAndNamed) {
  const TempDirectory directory;
  write(directory.file("scenario.json"), R"({"people":{"+1":{"kind":"sleeps"}}})");
  const auto done = run_program(
      {"simulator", "--webhook-url", "http://127.0.0.1:9/", "--scenario", directory.file("scenario.json")});
  EXPECT_EQ(done.code, 2);
  EXPECT_NE(done.errors.find("scenario.json: kind must be answers"), std::string::npos) << done.errors;
}

TEST(TheProgram, LivesAWorldAgainByteForByte) {
  const auto once = run_program({"simulate", "--seed", "7", "--trace"});
  EXPECT_EQ(once.code, 0) << once.output << once.errors;
  EXPECT_NE(once.output.find("held: 1 world"), std::string::npos) << once.output;
  EXPECT_EQ(run_program({"simulate", "--seed", "7", "--trace"}).output, once.output);
  EXPECT_NE(run_program({"simulate", "--seed", "8", "--trace"}).output, once.output);
}

TEST(TheProgram, LivesAWorldWithoutTroubleAndOneWithSome) {
  const auto calm = run_program({"simulate", "--seed", "7", "--strikes", "none", "--json"});
  EXPECT_EQ(calm.code, 0) << calm.errors;
  const auto document = JsonDocument::parse(calm.output);
  ASSERT_TRUE(document) << calm.output;
  EXPECT_EQ(document->root()["strikes"].integer(), 0);
  EXPECT_EQ(document->root()["worlds"].integer(), 1);
  EXPECT_TRUE(document->root()["broken"].is_array());
  const auto wrong = run_program({"simulate", "--strikes", "lightning.1"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.errors.find("simulate.strikes"), std::string::npos) << wrong.errors;
}

}  // namespace
}  // namespace callwright::tests::whole_program
