#include "tests/workflows/language/sample.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_load {
namespace {

TEST(Load, ReportsAllProblemsInOrder) {
  Sample sample;
  sample.people = "  dana: { phone: 1 }\n";
  sample.workflow = "    silence_limit: 20\n";
  sample.steps = "    steps: [ { ring: [dna], for: 1s } ]\n";
  EXPECT_EQ(places_of(load_text(sample.text())),
            "3:18 not_a_number\n8:20 bad_unit\n14:23 unresolved_name\n14:34 out_of_range\n");
}

TEST(Load, NamesBothPlacesOfAnEntryInTwoFiles) {
  const auto loaded =
      load_bundle({{"b.yaml", "people:\n  dana: { phone: \"+13125550112\" }\n"},
                   {"a.yaml", "language: 1\npeople:\n  dana: { phone: \"+13125550111\" }\n"}});
  EXPECT_EQ(
      messages_of(loaded),
      "b.yaml:2:3: error: `dana` is defined already at a.yaml:3:3; keep one of the two [duplicate_key]\n");
}

/// What is not there may stand in the file that cannot be read: the language, names, defaults, whatever sets
/// a value.
TEST(Load, ShowsWhatIsWrongBesideFilesThatAreNoYaml) {
  Sample sample;
  sample.match = "";
  sample.assistant = "";
  sample.rules = "      - { on: timer.x, do: [ escalate: nobody, log: \"${vars.x}\" ] }\n";
  sample.steps = "    steps: [ { ring: [stranger], for: 1s } ]\n";
  sample.sections = "peple: {}\n";
  auto text = sample.text();
  text.erase(0, text.find('\n') + 1);
  const auto loaded = load_bundle({{"b.yaml", "a: [\n"}, {"a.yaml", "a: }\n"}, {"c.yaml", text}});
  EXPECT_EQ(loaded.bundle, nullptr);
  EXPECT_EQ(places_of(loaded), "1:4 yaml\n1:4 yaml\n9:39 out_of_range\n10:1 unknown_key\n")
      << messages_of(loaded);
}

TEST(Load, WantsLanguageOneInSomeFile) {
  const std::string entry = "groups: {}\n";
  EXPECT_EQ(messages_of(load_bundle({{"b.yaml", entry}, {"a.yaml", ""}})),
            "a.yaml:1:1: error: no file says which language it is in; begin one with `language: 1` "
            "[language_version]\n");
  EXPECT_NE(load_bundle({{"b.yaml", entry}, {"a.yaml", "# only a remark\nlanguage: 1\n"}}).bundle, nullptr);
  for (const auto* other : {"language: 2\n", "language: \"1\"\n", "language: one\n", "language: 1.0\n"})
    EXPECT_EQ(places_of(load_text(other)), "1:11 language_version\n") << other;
  EXPECT_EQ(load_bundle({}).findings.size(), 1U);
}

TEST(Load, FormatsAFindingWithoutAPlace) {
  EXPECT_EQ(format_finding({.is_error = false, .code = "c", .message = "m"}), "warning: m [c]");
  EXPECT_EQ(format_finding({.file = "f", .code = "c", .message = "m"}), "f: error: m [c]");
}

}  // namespace
}  // namespace callwright::tests::language_load
