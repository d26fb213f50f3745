#include "tests/workflows/language/load_cases.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_yaml {
namespace {

struct Case {
  std::string name;
  std::string text;
  std::string findings;
};

class YamlError : public ::testing::TestWithParam<Case> {};

TEST_P(YamlError, SaysWhatToDo) {
  const auto loaded = load_text("language: 1\n" + GetParam().text);
  EXPECT_EQ(loaded.bundle, nullptr);
  EXPECT_EQ(findings_of(loaded), GetParam().findings);
}

INSTANTIATE_TEST_SUITE_P(
    Load, YamlError,
    ::testing::Values(
        Case{"TabAsIndentation", "people:\n\tdana: {}\n",
             "3:1-2 error: this is not YAML: a tab cannot indent; use blanks [yaml]\n"},
        Case{"TabBehindBlanks", "people:\n  a: { phone: \"+13125550111\" }\n \tdana: {}\n",
             "4:2-3 error: this is not YAML: a tab cannot indent; use blanks [yaml]\n"},
        Case{
            "ColonInAText", "groups: {}\npeople: a: b\n",
            "3:10-11 error: this is not YAML: a `:` is not expected here; put a text that holds `: ` between "
            "quotes, and begin each key in a line of its own [yaml]\n"},
        Case{"TemplateInAFlowMapWithoutQuotes", "defaults: { voice: ${caller.number} }\n",
             "2:21-22 error: this is not YAML: a `{` is not closed, or a `,` is missing in it; a text that "
             "holds `{`, `}`, `[`, `]`, `,` or `: ` needs quotes there, such as \"${caller.number}\" "
             "[yaml]\n"},
        Case{"UnclosedMap", "people: { dana: { name: x }\n",
             "2:9-10 error: this is not YAML: a `{` is not closed, or a `,` is missing in it; a text that "
             "holds `{`, `}`, `[`, `]`, `,` or `: ` needs quotes there, such as \"${caller.number}\" "
             "[yaml]\n"},
        Case{"UnclosedList", "people: [ a\n",
             "2:9-10 error: this is not YAML: a `[` is not closed, or a `,` is missing in it; a text that "
             "holds `{`, `}`, `[`, `]`, `,` or `: ` needs quotes there, such as \"${caller.number}\" "
             "[yaml]\n"},
        Case{"UnclosedQuote", "people: \"dana\n",
             "2:9-14 error: this is not YAML: the quote that begins this text is never closed [yaml]\n"},
        Case{"UnclosedSingleQuote", "people: 'dana\n",
             "2:9-14 error: this is not YAML: the quote that begins this text is never closed [yaml]\n"},
        Case{"WrongBracket", "people: [ a }\n",
             "2:13-14 error: this is not YAML: this bracket closes nothing that is open [yaml]\n"},
        Case{"KeyWithoutColon", "people:\n  dana\nworkflows: {}\n",
             "3:3-7 error: `people` wants a map of names, this is the text `dana` [wrong_type]\n"},
        Case{"KeyLessIndented", "people:\n    dana: { phone: \"+13125550111\" }\n  ben: {}\n",
             "4:3-4 error: this is not YAML: this is no key; check its `:` and that it stands below the "
             "other keys of its map [yaml]\n"},
        Case{"ListItemInAMap", "people: {}\n- a\n",
             "3:1-2 error: this is not YAML: this is no key; check its `:` and that it stands below the "
             "other keys of its map [yaml]\n"},
        Case{"TextBeginningWithAnAt", "people: @dana\n",
             "2:9-10 error: this is not YAML: no value begins with this character; put the text between "
             "quotes [yaml]\n"},
        Case{"TextBeginningWithABackquote", "people: `dana`\n",
             "2:9-10 error: this is not YAML: no value begins with this character; put the text between "
             "quotes [yaml]\n"},
        Case{"TextBeginningWithAPercent", "people: %dana\n",
             "2:9-10 error: this is not YAML: no value begins with this character; put the text between "
             "quotes [yaml]\n"},
        Case{"TextBeginningWithAStar", "people: *\n",
             "2:10 error: this is not YAML: put a text that begins with `*` between quotes [yaml]\n"},
        Case{"UnknownAlias", "people: *dana\n",
             "2:9-10 error: this is not YAML: `*` names an anchor that does not exist; put a text that "
             "begins with `*` between quotes [yaml]\n"},
        Case{"AliasInItself", "a: &a [*a]\n",
             "2:8-9 error: an alias cannot stand inside what it names [yaml]\n"},
        Case{"UnknownEscape", "people: \"a\\d\"\n",
             "2:13-14 error: this is not YAML: between double quotes a `\\` begins an escape; double it, or "
             "use single quotes [yaml]\n"},
        Case{"EscapedControlCharacter", "a: \"x\\0y\"\n",
             "2:4-10 error: a text may not hold control characters [not_text]\n"},
        Case{"SecondDocument", "people: {}\n---\npeople: {}\n",
             "4:1-2 error: a file holds one document; put the second into its own file [yaml]\n"},
        Case{"Tag", "people: !!map {}\n",
             "2:15-16 error: tags such as `tag:yaml.org,2002:map` are not part of this language [yaml]\n"},
        Case{"DuplicateKey", "people: {}\npeople: {}\n",
             "3:1-7 error: `people` stands here already, in line 2; keep one of the two [duplicate_key]\n"},
        Case{"KeyThatIsAList", "[a]: b\n", "2:1-2 error: a key is a text, this is a list [wrong_type]\n"},
        Case{"Latin1", "people: { zo\xeb: {} }\n",
             "2:13-14 error: this is no UTF-8 text, perhaps Latin-1; save the file as UTF-8 [not_text]\n"},
        Case{"ControlCharacter", "people: \x01\n",
             "2:9-10 error: a file may not hold control characters; remove this one [not_text]\n"}),
    [](const auto& tested) { return tested.param.name; });

/// What stands before the mistake is read; what is behind it may give what seems to be missing.
TEST(YamlErrorOfAFile, DoesNotHideWhatStandsBeforeIt) {
  EXPECT_EQ(
      findings_of(load_text("peple: {}\npeople:\n  dana: { fone: \"+13125550111\" }\n"
                            "escalations:\n  human: { steps: [ { ring: [ben], for: 1s } ] }\n"
                            "  night: { steps: [ { ring: }\n  day: { stps: [] }\n")),
      "1:1-6 error: `peple` is no section; did you mean `people`? [unknown_key]\n"
      "3:11-15 error: `fone` is not a key of a person; did you mean `phone`? [unknown_key]\n"
      "5:41-43 error: `for` is 5s to 10m in whole seconds, not `1s` [out_of_range]\n"
      "7:3-4 error: this is not YAML: a `[` is not closed, or a `,` is missing in it; a text that holds `{`, "
      "`}`, `[`, `]`, `,` or `: ` needs quotes there, such as \"${caller.number}\" [yaml]\n");
}

TEST(YamlErrorOfAFile, NamesOtherEncodings) {
  const std::string wide("\xFF\xFEl\0a\0", 6);
  const std::string bare("l\0a\0n\0", 6);
  for (const auto& text : {wide, bare})
    EXPECT_NE(
        findings_of(load_text(text)).find("this file is UTF-16 or UTF-32; save the file as UTF-8 [not_text]"),
        std::string::npos);
}

TEST(YamlErrorOfAFile, WantsAMapOfSections) {
  EXPECT_EQ(findings_of(load_text("- a\n")),
            "1:1-2 error: a file holds a map of sections, this is a list [wrong_type]\n");
  EXPECT_EQ(
      findings_of(load_text("")),
      "1:1 error: no file says which language it is in; begin one with `language: 1` [language_version]\n");
}

}  // namespace
}  // namespace callwright::tests::language_yaml
