#include "tests/workflows/assistants/support.hpp"
#include "workflows/assistants/text_diff.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_difference {
namespace {

using assistants::Difference;

struct Case {
  const char* name;
  const char* file;
  const char* account;
  const char* differences;  ///< one a line: `~ field account file`
};

std::string shown(const std::vector<Difference>& differences) {
  std::string text;
  for (const auto& one : differences) {
    const char mark = one.kind == Difference::Kind::Changed    ? '~'
                      : one.kind == Difference::Kind::OnlyFile ? '+'
                                                               : '-';
    text += std::string{mark} + " " + one.field + " " + one.account.text() + " " + one.file.text() + "\n";
  }
  return text;
}

class AssistantDifference : public ::testing::TestWithParam<Case> {};

TEST_P(AssistantDifference, IsWhatTheFileSays) {
  EXPECT_EQ(shown(assistants::differences(settings(GetParam().file), settings(GetParam().account))),
            GetParam().differences);
}

/// What an update would make of it is what the file says.
TEST_P(AssistantDifference, IsGoneAfterTheUpdate) {
  const auto file = settings(GetParam().file);
  auto account = settings(GetParam().account);
  const auto drifts = assistants::drift(file, account, nullptr);
  for (const auto& [field, value] : assistants::update_for(drifts, file, account))
    account.insert_or_assign(field, value);
  EXPECT_EQ(shown(assistants::differences(file, account)), "");
}

INSTANTIATE_TEST_SUITE_P(
    Assistants, AssistantDifference,
    ::testing::Values(
        Case{"Same", R"({"name":"n","tags":["b","a"]})", R"({"tags":["a","b"],"name":"n"})", ""},
        Case{"TelnyxFillsInDefaults", R"({"name":"n"})", R"({"name":"n","model":"m","tags":[]})", ""},
        Case{"Changed", R"({"name":"n"})", R"({"name":"o"})", "~ name \"o\" \"n\"\n"},
        Case{"OnlyInTheFile", R"({"description":"d"})", R"({})", "+ description null \"d\"\n"},
        Case{"NothingIsNothing", R"({"tags":[],"mcp_servers":[]})", R"({"tags":null})", ""},
        Case{"EmptyTextIsSomething", R"({"greeting":""})", R"({"greeting":"Hi"})",
             "~ greeting \"Hi\" \"\"\n"},
        Case{"KeysOfAnObject", R"({"t":{"a":1,"b":{"c":true}}})",
             R"({"t":{"a":2,"b":{"c":false,"d":1},"e":1}})", "~ t.a 2 1\n~ t.b.c false true\n"},
        Case{"NumbersByValue", R"({"t":{"a":1.0}})", R"({"t":{"a":1}})", ""},
        Case{"OtherType", R"({"t":{"a":"1"}})", R"({"t":{"a":1}})", "~ t.a 1 \"1\"\n"},
        Case{"VariablesAreWhole", R"({"dynamic_variables":{"a":"1"}})",
             R"({"dynamic_variables":{"a":"1","b":"2"}})",
             "~ dynamic_variables {\"a\":\"1\",\"b\":\"2\"} {\"a\":\"1\"}\n"},
        Case{
            "ToolsHaveNoOrder", R"({"tools":[{"type":"hangup"},{"type":"webhook","webhook":{"name":"a"}}]})",
            R"({"tools":[{"type":"webhook","webhook":{"name":"a","method":"POST"}},{"type":"hangup","hangup":{}}]})",
            ""},
        Case{"AddedAndRemovedTools", R"({"tools":[{"type":"skip_turn"}]})",
             R"({"tools":[{"type":"transfer"}]})",
             "+ tools.skip_turn null {\"type\":\"skip_turn\"}\n- tools.transfer {\"type\":\"transfer\"} "
             "null\n"},
        Case{"InsideATool", R"({"tools":[{"type":"webhook","webhook":{"name":"a","url":"y"}}]})",
             R"({"tools":[{"type":"webhook","webhook":{"name":"a","url":"x","async":false}}]})",
             "~ tools.a.webhook.url \"x\" \"y\"\n"},
        Case{
            "AnEmptyParameterIsNone",
            R"({"tools":[{"type":"webhook","webhook":{"name":"a","body_parameters":{"properties":{"p":{"type":"string"}}}}}]})",
            R"({"tools":[{"type":"webhook","webhook":{"name":"a","body_parameters":{"properties":{"p":{"type":"string"},"q":{}}}}}]})",
            ""},
        Case{"ListsInOrder", R"({"m":[{"a":1},{"a":2}]})", R"({"m":[{"a":2},{"a":1}]})",
             "~ m [{\"a\":2},{\"a\":1}] [{\"a\":1},{\"a\":2}]\n"},
        Case{"ListsOfOtherLength", R"({"m":[{"a":1}]})", R"({"m":[]})", "~ m [] [{\"a\":1}]\n"}),
    [](const auto& info) { return info.param.name; });

TEST(AssistantDifference, AParameterThatTheFileTookAwayIsSeen) {
  const auto tool = [](const std::string& properties) {
    return settings(R"({"tools":[{"type":"webhook","webhook":{"name":"a","body_parameters":{"properties":)" +
                    properties + "}}}]}");
  };
  EXPECT_EQ(assistants::differences(tool(R"({"p":{"type":"string"}})"),
                                    tool(R"({"p":{"type":"string"},"q":{"type":"string"}})"))
                .size(),
            1U);
}

TEST(AssistantDifference, AnUpdateKeepsWhatTheFileDoesNotName) {
  const auto file = settings(R"({"telephony_settings":{"time_limit_secs":60}})");
  const auto account =
      settings(R"({"telephony_settings":{"default_texml_app_id":"x","time_limit_secs":1800},"name":"n"})");
  const auto update = assistants::update_for(assistants::drift(file, account, nullptr), file, account);
  EXPECT_EQ(assistants::json_of(update).text(),
            R"({"telephony_settings":{"default_texml_app_id":"x","time_limit_secs":60}})");
}

struct TextCase {
  const char* name;
  const char* before;
  const char* after;
  const char* shown;
};

class TextDiff : public ::testing::TestWithParam<TextCase> {};

TEST_P(TextDiff, ShowsWhatChanges) {
  std::string shown;
  for (const auto& [mark, text] : assistants::text_diff(GetParam().before, GetParam().after, 1))
    shown += std::string{mark} + text + "\n";
  EXPECT_EQ(shown, GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(
    Assistants, TextDiff,
    ::testing::Values(TextCase{"Same", "a\nb\n", "a\nb\n", ""}, TextCase{"FromNothing", "", "a\n", "+a\n"},
                      TextCase{"ToNothing", "a", "", "-a\n"},
                      TextCase{"InTheMiddle", "a\nb\nc\nd\ne\n", "a\nb\nx\nd\ne\n", "@\n b\n-c\n+x\n d\n@\n"},
                      TextCase{"TwoPlaces", "a\nb\nc\nd\ne\nf", "x\nb\nc\nd\ne\ny",
                               "-a\n+x\n b\n@\n e\n-f\n+y\n"},
                      TextCase{"Added", "a\nc\n", "a\nb\nc\n", " a\n+b\n c\n"},
                      TextCase{"LastLineEnd", "a", "a\n", "-a\n+a\n"}),
    [](const auto& info) { return info.param.name; });

TEST(TextDiffBounds, LargeTextsAreReplaced) {
  std::string before;
  std::string after;
  for (int i = 0; i < 3000; ++i) {
    before += std::to_string(i) + "\n";
    after += std::to_string(i + 1) + "\n";
  }
  EXPECT_EQ(assistants::text_diff(before, after).size(), 6000U);
}

}  // namespace
}  // namespace callwright::tests::assistants_difference
