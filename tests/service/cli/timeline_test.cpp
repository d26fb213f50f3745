#include "service/cli/timeline.hpp"

#include "workflows/model/client_state.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::timeline {
namespace {

using cli::Timeline;
using cli::TimelineLine;

/// A record as the API gives it, `millis` after the start of the call.
Json record(int millis, const std::string& kind, const std::string& data) {
  const auto start = *parse_time("2026-11-24T10:00:00Z");
  JsonWriter out;
  out.begin_object().member("seq", 1).member("at", format_time(start + Duration(millis)));
  out.member("kind", kind).member("data", Json::trusted(data)).end_object();
  return out.finish();
}

std::vector<std::string> told(const std::vector<Json>& records) {
  Timeline timeline({{"dana", "Dana"}, {"desk", "the front desk"}});
  timeline.add(JsonDocument::of(record(0, "timer", R"({"kind":"silence"})")).root());
  for (const auto& json : records) timeline.add(JsonDocument::of(json).root());
  std::vector<std::string> lines;
  for (const auto& line : timeline.take()) lines.push_back(cli::format_line(line));
  return lines;
}

TEST(Timeline, PeopleRungAtTheSameTimeShareALine) {
  EXPECT_EQ(told({record(4300, "decision", R"({"what":"ring","person":"dana","leg":"1","attempt":"1"})"),
                  record(4300, "decision", R"({"what":"ring","person":"desk","leg":"2","attempt":"2"})"),
                  record(9000, "decision", R"({"what":"ring","person":"eve","leg":"3","attempt":"3"})")}),
            (std::vector<std::string>{"   4.3s  ringing Dana and the front desk", "   9.0s  ringing eve"}));
}

TEST(Timeline, PhonesOfOnePersonAreOnePerson) {
  EXPECT_EQ(told({record(4300, "decision", R"({"what":"ring","person":"dana","leg":"1","attempt":"1"})"),
                  record(4300, "decision", R"({"what":"ring","person":"dana","leg":"2","attempt":"1"})"),
                  record(5000, "transition", R"({"subject":"leg","from":"joining","to":"joined","leg":2})"),
                  record(5100, "transition", R"({"subject":"leg","from":"ringing","to":"ended","leg":1})"),
                  record(9000, "transition", R"({"subject":"leg","from":"joined","to":"ended","leg":2})")}),
            (std::vector<std::string>{"   4.3s  ringing Dana", "   9.0s  Dana's line has ended"}));
}

TEST(Timeline, OfACallThatWeMakeNamesWhomWeCall) {
  EXPECT_EQ(
      told({record(0, "start",
                   R"({"workflow":"follow-up","from":"+13125550100","to":"+13125550199","by":"dana"})"),
            record(3000, "transition", R"({"subject":"leg","from":"ringing","to":"answered","leg":0})"),
            record(4000, "decision", R"({"what":"called","outcome":"machine"})"),
            record(9000, "intent",
                   R"({"intent":2,"operation":"speak","leg":0,"body":{"payload":"Call us."}})"),
            record(9900, "transition", R"({"subject":"leg","from":"answered","to":"ended","leg":0})")}),
      (std::vector<std::string>{"   0.0s  +13125550100 calls +13125550199 for follow-up", "   3.0s  answered",
                                "   4.0s  a machine answers", "   9.0s  to +13125550199: “Call us.”",
                                "   9.9s  +13125550199's line has ended"}));
  EXPECT_EQ(
      told({record(0, "start", R"({"workflow":"w","from":"+13125550100","to":"+13125550199","by":"dana"})"),
            record(20'000, "decision", R"({"what":"called","outcome":"no_answer"})")})
          .back(),
      "  20.0s  +13125550199 did not answer");
}

struct Case {
  std::string name;
  std::string kind;
  std::string data;
  std::string line;
};

class TimelineOfOneRecord : public ::testing::TestWithParam<Case> {};

TEST_P(TimelineOfOneRecord, IsSaidInPlainWords) {
  const auto& c = GetParam();
  const auto lines = told({record(1000, "decision", R"({"what":"ring","person":"dana","leg":"1"})"),
                           record(2000, c.kind, c.data)});
  if (c.line.empty()) {
    EXPECT_EQ(lines.size(), 1U);
  } else {
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[1], "   2.0s  " + c.line);
  }
}

const Case kCases[] = {
    {"IncomingCall", "received",
     R"({"event_type":"call.initiated","direction":"incoming","from":"+1312","to":"+1313","payload":{}})",
     "+1312 calls +1313"},
    {"CallerAnswered", "transition", R"({"subject":"leg","from":"ringing","to":"answered","leg":0})",
     "answered"},
    {"PersonAnswered", "transition",
     R"({"subject":"leg","from":"ringing","to":"answered","leg":1,"person":"dana"})", "Dana answered"},
    {"LegDialing", "transition", R"({"subject":"leg","from":"planned","to":"dialing","leg":1})", ""},
    {"Machine", "transition", R"({"subject":"attempt","from":"open","to":"machine","leg":2,"person":"desk"})",
     "the front desk is a machine, hung up"},
    {"LostRace", "transition", R"({"subject":"attempt","from":"open","to":"lost_race","person":"desk"})",
     "the front desk was too late and is told so"},
    {"Key", "decision", R"({"what":"key","leg":"1","person":"dana","digit":"1"})", "Dana pressed 1"},
    {"Winner", "decision", R"({"what":"winner","person":"dana","run":"1","round":"1"})",
     "Dana takes the call"},
    {"OtherDecision", "decision", R"({"what":"assistant_failed","why":"timeout"})",
     "assistant failed (why: timeout)"},
    {"Joined", "fact", R"({"person":"dana","mode":"conversation","time_to_human_ms":9876})",
     "Dana joined the conversation, 9.9s after the request"},
    {"TextBegun", "fact", R"({"text_conversation":"c","what":"begun","with":"+13125550199"})",
     "a conversation by text message with +13125550199 begins"},
    {"TextInsights", "fact", R"({"text_conversation":"c","what":"insights"})",
     "of the conversation by text message: insights"},
    {"Variables", "fact", R"({"variables_given":{"tier":"gold","name":"Rachel"}})",
     "Telnyx asked for the assistant's variables, given: tier and name"},
    {"OnCall", "fact", R"({"on_call":"night.next","person":"dana"})", "on call for night.next: Dana"},
    {"StandIn", "fact", R"({"on_call":"night","person":"desk","instead_of":"dana","by":"eve"})",
     "on call for night: the front desk instead of Dana, says eve"},
    {"LongestIdle", "fact", R"({"longest_idle":"sales","people":["desk","dana"]})",
     "longest idle first in sales: the front desk and Dana"},
    {"SpokenToPerson", "intent", R"({"operation":"speak","leg":1,"body":{"payload":"Hello"}})",
     "to Dana: “Hello”"},
    {"SpokenToCaller", "intent", R"({"operation":"speak","leg":0,"body":{"payload":"Hello"}})",
     "to the caller: “Hello”"},
    {"Refused", "reply", R"({"operation":"dial","result":"refused","code":"90041","detail":"No channel"})",
     "Telnyx refuses dial: 90041 No channel"},
    {"Accepted", "reply", R"({"operation":"dial","result":"accepted"})", ""},
    {"Tool", "tool", R"({"name":"escalate_to_human","arguments":{"reason":"dizzy"}})",
     "the assistant calls escalate_to_human: “dizzy”"},
    {"Insights", "received",
     R"({"event_type":"call.conversation_insights.generated","payload":{"results":[{"result":"Good"}]}})",
     "insights: “Good”"},
    {"Healed", "healed", R"({"by":"active_calls","leg":"1","shown":"no such leg"})",
     "asked about Dana, Telnyx says (active_calls): no such leg"},
    {"EscapeSequences", "tool", R"({"name":"x\u001b[2J","arguments":{}})", "the assistant calls x?[2J"},
    {"UnknownKind", "something_new", R"({})", ""},
    {"Closed", "closed", R"({"outcome":"joined","insights":true})", "closed, outcome: joined"},
};
INSTANTIATE_TEST_SUITE_P(Records, TimelineOfOneRecord, ::testing::ValuesIn(kCases),
                         [](const auto& p) { return p.param.name; });

TEST(Timeline, NamesTheLegOfAVerdictByOurClientState) {
  const auto state = encode_client_state({"store", CallId("call_1"), 1});
  EXPECT_EQ(told({record(1000, "decision", R"({"what":"ring","person":"dana","leg":"1"})"),
                  record(3000, "received",
                         R"({"event_type":"call.machine.premium.detection.ended","client_state":")" + state +
                             R"(","payload":{"result":"human_residence"}})")})
                .back(),
            "   3.0s  Dana is a person (human_residence)");
}

TEST(Timeline, TakesRecordsOfSeveralPagesAsOneCall) {
  Timeline timeline;
  timeline.add(JsonDocument::of(record(0, "tool", R"({"name":"a"})")).root());
  EXPECT_EQ(timeline.take().size(), 1U);
  timeline.add(JsonDocument::of(record(1500, "tool", R"({"name":"b"})")).root());
  const auto lines = timeline.take();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].since_start, Duration(1500));
}

TEST(Timeline, EnumeratesAsPeopleDo) {
  EXPECT_EQ(cli::enumerate({}), "");
  EXPECT_EQ(cli::enumerate({"a"}), "a");
  EXPECT_EQ(cli::enumerate({"a", "b"}), "a and b");
  EXPECT_EQ(cli::enumerate({"a", "b", "c"}), "a, b and c");
}

}  // namespace
}  // namespace callwright::tests::timeline
