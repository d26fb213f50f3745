#include "workflows/language/grammar.hpp"
#include "workflows/language/tree.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace callwright::tests::language_every_key {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Keys of maps, and words that stand alone, such as the action `answer`.
void collect(const language::Node& node, std::set<std::string>& words) {
  if (node.is_scalar()) words.insert(node.text);
  for (const auto& item : node.items) collect(item, words);
  for (const auto& member : node.members) {
    words.insert(member.key);
    collect(member.value, words);
  }
}

void collect(const std::string& yaml, std::set<std::string>& words) {
  language::Findings findings;
  const SourceFile file{.name = "a.yaml", .text = yaml};
  std::size_t nodes = 0;
  collect(language::parse_yaml(file, findings, nodes).root, words);
  EXPECT_EQ(findings.count(), 0U) << yaml;
}

std::set<std::string> words_of_examples() {
  std::set<std::string> words;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(CALLWRIGHT_EXAMPLES)) {
    if (entry.path().extension() == ".yaml") collect(text_of(entry.path()), words);
  }
  return words;
}

std::set<std::string> words_of_reference() {
  const std::string fence = "```yaml";
  const auto text = text_of(CALLWRIGHT_REFERENCE);
  std::set<std::string> words;
  for (auto at = text.find(fence); at != std::string::npos; at = text.find(fence, at + 1)) {
    const auto begin = text.find('\n', at) + 1;
    collect(text.substr(begin, text.find("```", begin) - begin), words);
  }
  return words;
}

TEST(EveryKey, StandsInAnExampleOrInTheReference) {
  auto words = words_of_examples();
  words.merge(words_of_reference());
  for (const auto& group : language::grammar()) {
    for (const auto& key : group.keys)
      EXPECT_TRUE(words.contains(key)) << "`" << key << "` of " << group.of_what << " is shown nowhere";
  }
}

}  // namespace
}  // namespace callwright::tests::language_every_key
