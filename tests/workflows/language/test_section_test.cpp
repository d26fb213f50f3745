#include "tests/workflows/language/load_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::language_test_section {
namespace {

using ::testing::ElementsAre;
using namespace std::chrono_literals;

constexpr std::string_view kDesignExample = R"(tests:
  - name: first nurse to press 1 wins, the other is told
    at: "2026-11-24T10:00:00-06:00"
    script:
      - 0s:  { call: { from: "+13125550199", to: "+13125550100" } }
      - 8s:  { tool: help, arguments: { reason: dizzy, note: "${not.a.template}" } }
      - 14s: { answers: ben }
      - 26s: { presses: { ben: "1" } }
      - 27s: { says: { caller: "Thank you." } }
      - 28s: { expect: { state: joined, live_legs: 2 } }
    people:
      dana: [ no_answer, { answers_after: 4s, presses: "1", press_after: 2s, verdict: not_sure, hangs_up_after: 60s } ]
    faults:
      duplicate: all
      reorder_within: 3s
      crash_after: every_record
      delay: { call.answered: 2s }
      lose: call.hangup
      api: { ai_assistant_join: [500, timeout, ok], dial: 422, webhook: not_sent }
    unstated: { webhook_repetitions: Soon }
    insights: { Mood: fine }
    stays: 1m
    expect: { joined: [ben], outcomes: { dana: [no_answer, lost_race] }, state: settled, live_legs: 0, silence_max: 20s,
              heard: { ben: "joining", assistant: [Ben] }, not_heard: { caller: dizzy }, sms: [],
              webhooks: [ { url: "https://", contains: [x] } ], commands: { dial: 3 }, decisions: [winner] }
)";

Sample with_tests(std::string_view tests) {
  return {.people = "  dana: { phone: \"+13125550111\" }\n  ben: { phone: \"+13125550112\" }\n",
          .steps = "    steps: [ { ring: [dana, ben] } ]\n",
          .sections = std::string(tests)};
}

TEST(TestSection, IsReadWithEverythingThatItSays) {
  const auto loaded = load_text(with_tests(kDesignExample).text());
  ASSERT_EQ(messages_of(loaded), "");
  ASSERT_EQ(loaded.tests.size(), 1U);
  const auto& test = loaded.tests.front();
  EXPECT_EQ(test.name, "first nurse to press 1 wins, the other is told");
  EXPECT_EQ(test.file, "a.yaml");
  EXPECT_EQ(test.line, 16);
  EXPECT_EQ(format_time(test.at.value()), "2026-11-24T16:00:00.000Z");
  ASSERT_EQ(test.script.size(), 6U);
  EXPECT_EQ(test.script[0].from, "+13125550199");
  EXPECT_EQ(test.script[1].at, 8s);
  EXPECT_EQ(test.script[1].arguments.text(), R"({"note":"${not.a.template}","reason":"dizzy"})");
  EXPECT_EQ(test.script[3].kind, ScriptLine::Kind::Presses);
  EXPECT_EQ(test.script[3].who, "ben");
  EXPECT_EQ(test.script[5].expect->live_legs, 2);
  ASSERT_EQ(test.people.at("dana").size(), 2U);
  EXPECT_EQ(test.people.at("dana")[0].kind, TestPerson::Kind::NoAnswer);
  EXPECT_EQ(test.people.at("dana")[1].press_after, 2s);
  EXPECT_TRUE(test.faults.duplicates_all);
  EXPECT_EQ(test.faults.delay.at("call.answered"), 2s);
  EXPECT_THAT(test.faults.lose, ElementsAre("call.hangup"));
  EXPECT_EQ(test.faults.api.at("ai_assistant_join").in_turn.size(), 3U);
  EXPECT_EQ(test.faults.api.at("ai_assistant_join").in_turn[0].status, 500);
  EXPECT_TRUE(test.faults.api.at("dial").repeats_last);
  EXPECT_EQ(test.stays, 1min);
  EXPECT_THAT(test.expect.joined.value(), ElementsAre("ben"));
  EXPECT_THAT(test.expect.outcomes.at("dana"), ElementsAre("no_answer", "lost_race"));
  EXPECT_TRUE(test.expect.sms.has_value());
  EXPECT_THAT(test.expect.heard.at("assistant"), ElementsAre("Ben"));
}

TEST(TestSection, IsNoPartOfTheBundle) {
  const auto with = load_text(with_tests(kDesignExample).text());
  const auto without = load_text(with_tests("").text());
  EXPECT_EQ(with.bundle->id, without.bundle->id);
}

TEST(TestSection, OfSeveralFilesIsOneList) {
  const auto more = std::string("tests: [ { name: second, script: [ 0s: { service: restarts } ] } ]\n");
  const auto loaded = load_bundle(
      {{.name = "b.yaml", .text = more}, {.name = "a.yaml", .text = with_tests(kDesignExample).text()}});
  ASSERT_EQ(messages_of(loaded), "");
  ASSERT_EQ(loaded.tests.size(), 2U);
  EXPECT_EQ(loaded.tests[1].file, "b.yaml");
}

class TestSectionError : public ::testing::TestWithParam<LoadCase> {};

TEST_P(TestSectionError, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(findings_of(load_text(GetParam().sample.text())), GetParam().findings);
}

Sample test_with(const std::string& keys) {
  return with_tests("tests:\n- name: x\n  script: [ 0s: { answers: ben } ]\n  " + keys + "\n");
}
Sample line(const std::string& text) { return with_tests("tests:\n- name: x\n  script: [ " + text + " ]\n"); }

INSTANTIATE_TEST_SUITE_P(
    Tests, TestSectionError,
    ::testing::Values(
        LoadCase{"UnknownPerson", line("0s: { answers: bem }"),
                 "17:28-31 error: there is no person `bem`; did you mean `ben`? [unresolved_name]\n"},
        LoadCase{"UnknownRotation", test_with("stand_ins: { nights: ben }"),
                 "18:16-22 error: there is no rotation `nights`; define it or use one that exists "
                 "[unresolved_name]\n"},
        LoadCase{"UnknownKey", test_with("expects: {}"),
                 "18:3-10 error: `expects` is not a key of a test; did you mean `expect`? [unknown_key]\n"},
        LoadCase{"UnknownOperation", test_with("faults: { api: { ai_assistant_joins: ok } }"),
                 "18:20-38 error: there is no operation `ai_assistant_joins`; did you mean "
                 "`ai_assistant_join`? [unresolved_name]\n"},
        LoadCase{"UnknownEventType", test_with("faults: { lose: call.anwered }"),
                 "18:19-31 error: there is no event type `call.anwered`; did you mean `call.answered`? "
                 "[unresolved_name]\n"},
        LoadCase{"WrongFate", test_with("faults: { api: { dial: [200] } }"),
                 "18:27-30 error: a request ends with `ok`, `timeout`, `answer_lost`, `not_sent` or a status "
                 "from 400 to 599, not the text `200` [not_accepted]\n"},
        LoadCase{"TimeWithoutOffset", test_with("at: 2026-11-24T10:00:00"),
                 "18:7-26 error: `at` is a time with its offset such as `2026-11-24T10:00:00-06:00`, not "
                 "`2026-11-24T10:00:00` [not_accepted]\n"},
        LoadCase{"MomentWithoutUnit", line("8: { answers: ben }"),
                 "17:13-14 error: `the moment of a line` is a duration: `8` needs a unit; write `500ms`, "
                 "`20s`, `4m` or `2h` [bad_unit]\n"},
        LoadCase{"BackInTime", line("8s: { answers: ben }, 7s: { hangs_up: ben }"),
                 "17:35-36 error: `script` goes forward in time: this line is earlier than the one above it "
                 "[out_of_order]\n"},
        LoadCase{"TwoActs", line("0s: { answers: ben, hangs_up: ben }"),
                 "17:13-15 error: a line of `script` says one thing that happens; write a line for each "
                 "[one_act]\n"},
        LoadCase{
            "NoAct", line("0s: {}"),
            "17:13-15 error: a line of `script` says one thing that happens, such as `{ answers: dana }` "
            "[one_act]\n"},
        LoadCase{"ArgumentsOfNothing", line("0s: { answers: ben, arguments: {} }"),
                 "17:33-42 error: `arguments` belongs to `tool` or `operator` [not_accepted]\n"},
        LoadCase{"LookupOfNothing", line("0s: { answers: ben, lookup: {} }"),
                 "17:33-39 error: `lookup` belongs to `initialization` [not_accepted]\n"},
        LoadCase{"KeysThatNoPhoneHas", line("0s: { presses: { ben: one } }"),
                 "17:35-38 error: `one` are no keys of a phone; write digits, `*` and `#` in quotes "
                 "[not_accepted]\n"},
        LoadCase{"UnknownHabit", test_with("people: { ben: no_anwser }"),
                 "18:18-27 error: `does` is answers, accepts, declines, no_answer, busy, rejects or "
                 "machine, not `no_anwser`; did you mean `no_answer`? [not_accepted]\n"},
        LoadCase{"UnknownOutcome", test_with("expect: { outcomes: { ben: lost } }"),
                 "18:30-34 error: `ben` is open, joined, declined, no_answer, busy, rejected, machine, "
                 "no_key, failed, cancelled, lost_race, abandoned, no_capacity or unknown, not `lost`; did "
                 "you mean `lost_race`? [not_accepted]\n"},
        LoadCase{"NoScript", with_tests("tests: [ { name: x } ]\n"),
                 "15:10-11 error: a test needs the key `script` [missing_key]\n"},
        LoadCase{"TwoOfOneName",
                 with_tests("tests:\n- { name: x, script: [ 0s: { answers: ben } ] }\n"
                            "- { name: x, script: [ 0s: { answers: ben } ] }\n"),
                 "17:11-12 error: there is a test `x` already; rename one [duplicate_name]\n"}),
    kCaseName);

}  // namespace
}  // namespace callwright::tests::language_test_section
