#include "tests/workflows/language/sample.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

namespace callwright::tests::language_examples {
namespace {

std::vector<SourceFile> files_of(const std::filesystem::path& directory) {
  std::vector<SourceFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    files.push_back({.name = entry.path().filename().string(), .text = text.str()});
  }
  return files;
}

TEST(Examples, LoadWithoutFindings) {
  int seen = 0;
  for (const auto& directory : std::filesystem::directory_iterator(CALLWRIGHT_EXAMPLES)) {
    if (!directory.is_directory()) continue;
    const auto loaded = load_bundle(files_of(directory.path()), test_load_options());
    EXPECT_EQ(messages_of(loaded), "") << directory.path();
    EXPECT_NE(loaded.bundle, nullptr) << directory.path();
    ++seen;
  }
  EXPECT_GE(seen, 3);
}

TEST(Examples, TwoPeopleIsWhatTheDemoExpects) {
  const auto bundle = load_bundle(files_of(std::filesystem::path(CALLWRIGHT_EXAMPLES) / "two-people")).bundle;
  ASSERT_NE(bundle, nullptr);
  const auto* workflow = match_workflow(*bundle, "incoming", "+13125550100", "+13125550199", "1");
  ASSERT_NE(workflow, nullptr);
  EXPECT_EQ(workflow->key, "support");
  EXPECT_EQ(workflow->rules.at(0).on, "tool.escalate_to_human");
  EXPECT_EQ(bundle->person("dana")->address, "+13125550111");
  EXPECT_EQ(bundle->person("desk")->address, "+13125550112");
}

}  // namespace
}  // namespace callwright::tests::language_examples
