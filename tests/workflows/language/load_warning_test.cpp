#include "tests/workflows/language/sample.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_warning {
namespace {

struct Case {
  std::string name;
  Sample sample;
  std::string places;
};

class Warning : public ::testing::TestWithParam<Case> {};

TEST_P(Warning, IsGivenAndTheBundleLoads) {
  const auto loaded = load_text(GetParam().sample.text());
  EXPECT_NE(loaded.bundle, nullptr);
  EXPECT_EQ(places_of(loaded), GetParam().places) << messages_of(loaded);
  for (const auto& finding : loaded.findings) EXPECT_FALSE(finding.is_error);
}

Sample with_rule(const std::string& on, const std::string& actions) {
  Sample sample;
  sample.rules = "      - on: " + on + "\n        do: [ " + actions + " ]\n";
  return sample;
}

INSTANTIATE_TEST_SUITE_P(
    Load, Warning,
    ::testing::Values(
        Case{"NoneForTheSample", Sample{}, ""},
        Case{"KeysOfTheCallerWhileAnAssistantRuns", with_rule("call.dtmf.received", "{ log: x }"),
             "9:9 dtmf_while_assistant\n"},
        Case{"KeysOfAPersonAreReported",
             Sample{.rules = "      - { on: call.dtmf.received, leg: winner, do: [ { log: x } ] }\n"}, ""},
        Case{"GoodbyeAfterTell", with_rule("tool.x", "{ tell_assistant: a }, { log: b }, goodbye"),
             "10:50 tell_then_end\n"},
        Case{"StopAfterTell", with_rule("tool.x", "{ tell_assistant: a }, ai_assistant_stop"),
             "10:38 tell_then_end\n"},
        Case{"HangupOfAnotherLegAfterTell",
             with_rule("tool.x", "{ tell_assistant: a }, { hangup: {}, leg: winner }"), ""},
        Case{"GoodbyeBeforeTell", with_rule("tool.x", "goodbye, { tell_assistant: a }"), ""},
        Case{"ToolsReplaceStoredOnes", Sample{.assistant = "    assistant: { id: a, tools: [] }\n"},
             "7:25 replaces_tools\n"},
        Case{"NobodyScreens", Sample{.escalation = "    accept: none\n    machine_detection: none\n"},
             "14:5 unscreened\n"},
        Case{"MachineDetectionScreens", Sample{.escalation = "    accept: none\n"}, ""}),
    [](const auto& tested) { return tested.param.name; });

struct Overlap {
  std::string name;
  std::string first;
  std::string second;
  bool overlaps;
};

class Overlaps : public ::testing::TestWithParam<Overlap> {};

TEST_P(Overlaps, AreToldAtTheLaterWorkflow) {
  const auto loaded =
      load_text("language: 1\nworkflows:\n  a: { match: " + GetParam().first +
                ", start: [answer] }\n  b: { match: " + GetParam().second + ", start: [answer] }\n");
  ASSERT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  EXPECT_EQ(places_of(loaded), GetParam().overlaps ? "4:3 overlap\n" : "") << messages_of(loaded);
}

INSTANTIATE_TEST_SUITE_P(
    Load, Overlaps,
    ::testing::Values(Overlap{"SameNumber", "{ to: \"+13125550100\" }", "{ to: \"+13125550100\" }", true},
                      Overlap{"OtherNumber", "{ to: \"+13125550100\" }", "{ to: \"+13125550101\" }", false},
                      Overlap{"PrefixBeforeNumber", "{ to: \"+1312*\" }", "{ to: \"+13125550101\" }", true},
                      Overlap{"NumberBeforePrefix", "{ to: \"+13125550101\" }", "{ to: \"+1312*\" }", true},
                      Overlap{"NestedPrefixes", "{ to: \"+1*\" }", "{ to: \"+1312*\" }", true},
                      Overlap{"DisjointPrefixes", "{ to: \"+1630*\" }", "{ to: \"+1312*\" }", false},
                      Overlap{"EverythingBefore", "{}", "{ to: \"+1312*\" }", true},
                      Overlap{"OtherCallers", "{ to: \"+1312*\", from: \"+1630*\" }",
                              "{ to: \"+1312*\", from: \"+1773*\" }", false},
                      Overlap{"OtherDirection", "{ direction: outgoing }", "{ to: \"+1312*\" }", false},
                      Overlap{"OtherConnection", "{ connection_id: \"1\" }", "{ connection_id: \"2\" }",
                              false},
                      Overlap{"AnyConnection", "{ connection_id: \"1\" }", "{}", true}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace callwright::tests::language_warning
