#include "tests/workflows/language/sample.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_report {
namespace {

/// What follows the first line of every report: the line of the file and the caret.
std::string shown(const std::string& text) {
  std::string all;
  for (const auto& finding : load_text(text).findings) {
    const auto report = format_report(finding);
    all += std::to_string(finding.column) + "-" + std::to_string(finding.end_column);
    all += report.substr(std::min(report.find('\n'), report.size())) + "\n";
  }
  return all;
}

struct Case {
  std::string name;
  std::string text;
  std::string shown;
};

class LoadReport : public ::testing::TestWithParam<Case> {};

TEST_P(LoadReport, PutsACaretUnderThePlace) { EXPECT_EQ(shown(GetParam().text), GetParam().shown); }

const std::string kHead = "language: 1\n";

INSTANTIATE_TEST_SUITE_P(
    Load, LoadReport,
    ::testing::Values(
        Case{"AKey", kHead + "peple: {}\n", "1-6\n  peple: {}\n  ^~~~~\n"},
        Case{"AKeyInQuotes", kHead + "\"pe\\x70le\": {}\n", "1-11\n  \"pe\\x70le\": {}\n  ^~~~~~~~~~\n"},
        Case{"AKeyInSingleQuotes", kHead + "'it''s': {}\n", "1-8\n  'it''s': {}\n  ^~~~~~~\n"},
        Case{"ATabIsOneColumnAndIsCopied", kHead + "groups: {\ta: \t7}\n",
             "15-16\n  groups: {\ta: \t7}\n           \t   \t^\n"},
        Case{"AnAccentIsOneColumn", kHead + "people: { \"zoë\": { phone: \"+13125550111\", n: x } }\n",
             "11-16\n  people: { \"zoë\": { phone: \"+13125550111\", n: x } }\n            ^~~~~\n"
             "43-44\n  people: { \"zoë\": { phone: \"+13125550111\", n: x } }\n"
             "                                            ^\n"},
        Case{"WideCharactersTakeTwoColumns", kHead + "漢字: {}\n", "1-3\n  漢字: {}\n  ^~~~\n"},
        Case{"LinesMayEndLikeWindows", "language: 1\r\npeple: {}\r\n", "1-6\n  peple: {}\n  ^~~~~\n"},
        Case{"AByteOrderMarkIsNoColumn", "\xEF\xBB\xBFlanguage: 2\n",
             "11-12\n  language: 2\n            ^\n"},
        Case{"AnAnchorIsNotTheValue", "language: &one 2\n",
             "16-17\n  language: &one 2\n                 ^\n"},
        Case{"AMissingValueShowsItsKey", kHead + "escalations:\n  human:\n", "3-8\n    human:\n    ^~~~~\n"},
        Case{"ABadByteIsAQuestionMark", kHead + "people: \"\xC3(\"\n",
             "10-11\n  people: \"?(\"\n           ^\n"},
        Case{"BytesInsideACharacterAreOneColumn", kHead + "people: \x85\xA1\n",
             "9-10\n  people: ??\n          ^~\n"},
        Case{"AnEscapeIsNotPrinted", kHead + "people: \x1b[31m\n", "9-10\n  people: ?[31m\n          ^\n"},
        Case{"AnEscapeOfTwoBytesIsNotPrinted",
             kHead + "people: \xC2\x9B"
                     "31m\n",
             "9-10\n  people: ??31m\n          ^~\n"},
        Case{"ALongLineIsCut",
             kHead + "other: [" + std::string(200, 'x') + "]\npeople: [" + std::string(200, 'y') + "]\n",
             "1-6\n  other: [" + std::string(92, 'x') + "…\n  ^~~~~\n9-10\n  people: [" +
                 std::string(99, 'y') + "…\n          ^\n"},
        Case{"ALongLineIsCutBeforeThePlace", kHead + "tests: [ " + std::string(200, 'x') + " ]  }\n",
             "214-215\n  …" + std::string(76, 'x') + " ]  }\n   " + std::string(80, ' ') + "^\n"}),
    [](const auto& tested) { return tested.param.name; });

struct PartCase {
  std::string name;
  std::string action;
  std::string shown;
};

class LoadReportPart : public ::testing::TestWithParam<PartCase> {};

TEST_P(LoadReportPart, StandsUnderThePathItself) {
  Sample sample;
  sample.rules = "      - on: tool.x\n        do:\n" + GetParam().action;
  EXPECT_EQ(shown(sample.text()), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(
    Load, LoadReportPart,
    ::testing::Values(
        PartCase{"AfterTheSameLettersInALongerPath", "          - log: \"${winner.name} ${winner.nam}\"\n",
                 "36-46\n            - log: \"${winner.name} ${winner.nam}\"\n"
                 "                                     ^~~~~~~~~~\n"},
        PartCase{"InALaterLineOfABlock",
                 "          - log: >-\n              Hello,\n              ${winner.nam}!\n",
                 "17-27\n                ${winner.nam}!\n                  ^~~~~~~~~~\n"},
        PartCase{
            "BehindAnEscape", "          - log: \"\\x22 ${winner.nam | x}\"\n",
            "26-36\n            - log: \"\\x22 ${winner.nam | x}\"\n                           ^~~~~~~~~~\n"},
        PartCase{"OrTheWholeTextWhereAnEscapeHidesIt", "          - log: \"${winner.\\x6eam}\"\n",
                 "18-36\n            - log: \"${winner.\\x6eam}\"\n                   ^~~~~~~~~~~~~~~~~~\n"}),
    [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace callwright::tests::language_report
