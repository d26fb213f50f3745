#include "workflows/assistants/yaml_text.hpp"

#include "tests/workflows/assistants/support.hpp"
#include "workflows/language/tree.hpp"
#include "workflows/language/typed_value.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_yaml {
namespace {

Json read_back(const std::string& yaml) {
  language::Findings findings;
  std::size_t nodes = 0;
  const SourceFile file{.name = "a.yaml", .text = yaml};
  const auto document = language::parse_yaml(file, findings, nodes);
  EXPECT_FALSE(findings.has_errors()) << yaml;
  return language::typed_json(document.root, {});
}

std::string yaml_of(std::string_view json) {
  return assistants::yaml_text(JsonDocument::of(Json::trusted(std::string(json))).root());
}

struct Case {
  const char* name;
  const char* json;
  const char* yaml;
};

class YamlText : public ::testing::TestWithParam<Case> {};

TEST_P(YamlText, IsWrittenForPeopleAndReadBackTheSame) {
  const auto yaml = yaml_of(GetParam().json);
  EXPECT_EQ(yaml, GetParam().yaml);
  const auto back = read_back(yaml);
  EXPECT_EQ(assistants::canonical(JsonDocument::of(back).root()),
            assistants::canonical(JsonDocument::of(Json::trusted(GetParam().json)).root()));
  EXPECT_EQ(assistants::yaml_text(JsonDocument::of(back).root()), yaml) << "twice gives the same";
}

INSTANTIATE_TEST_SUITE_P(
    Assistants, YamlText,
    ::testing::Values(
        Case{"Nothing", "{}", "{}\n"},
        Case{"PlainText", R"({"a":"You are kind, brief."})", "a: You are kind, brief.\n"},
        Case{"OrderOfKeys", R"({"zebra":1,"instructions":"x","name":"x","apple":true})",
             "name: x\ninstructions: x\napple: true\nzebra: 1\n"},
        Case{"Block", R"({"a":"one\n\n  two\nthree"})", "a: |-\n  one\n\n    two\n  three\n"},
        Case{"BlockThatEndsItsLine", R"({"a":"one\n# two\n"})", "a: |\n  one\n  # two\n"},
        Case{"TwoLineEnds", R"({"a":"one\n\n"})", "a: \"one\\n\\n\"\n"},
        Case{"BeginsWithABlank", R"({"a":" one\ntwo"})", "a: \" one\\ntwo\"\n"},
        Case{"LineOfBlanks", R"({"a":"one\n  \ntwo"})", "a: \"one\\n  \\ntwo\"\n"},
        Case{"CarriageReturn", R"({"a":"one\r\ntwo"})", "a: \"one\\r\\ntwo\"\n"},
        Case{"Numbers", R"({"a":1.5,"b":-3,"c":"1.5","d":"007","e":"1494404757140276705"})",
             "a: 1.5\nb: -3\nc: \"1.5\"\nd: \"007\"\ne: \"1494404757140276705\"\n"},
        Case{"WordsOfYaml", R"({"a":"true","b":"no","c":"NULL","on":"Off"})",
             "a: \"true\"\nb: \"no\"\nc: \"NULL\"\n\"on\": \"Off\"\n"},
        Case{
            "Signs",
            R"({"a":"a: b","b":"- x","c":"x #y","d":"{{z}}","e":"https://x.example/y?z=1","f":"ends:"})",
            "a: \"a: b\"\nb: \"- x\"\nc: \"x #y\"\nd: \"{{z}}\"\ne: https://x.example/y?z=1\nf: \"ends:\"\n"},
        Case{"OtherLetters", R"({"a":"Grüß Gott"})", "a: \"Grüß Gott\"\n"},
        Case{"Empty", R"({"a":"","b":[],"c":{}})", "a: \"\"\nb: []\nc: {}\n"},
        Case{"Lists", R"({"a":["x",{"type":"t","z":[1]},["p",["q"]]]})",
             "a:\n  - x\n  - type: t\n    z:\n      - 1\n  - - p\n    - - q\n"},
        Case{"BlockInAList", R"({"a":[{"b":"x\ny"}]})", "a:\n  - b: |-\n      x\n      y\n"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace callwright::tests::assistants_yaml
