#include "workflows/simulator/unstated.hpp"

#include "tests/workflows/simulator/bench.hpp"
#include "workflows/simulator/deliveries.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_unstated {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Behaviour;
using callwright::simulator::Deliveries;
using callwright::simulator::delivery_rules;
using callwright::simulator::DeliveryAnswer;
using callwright::simulator::DeliveryReport;
using callwright::simulator::Telnyx;
using callwright::simulator::Unstated;
using callwright::simulator::unstated_switches;
using callwright::tests::simulator::Bench;

/// What a scenario shows: answers and webhooks as text.
using Seen = std::string;
using Scenario = Seen (*)(Bench&);

constexpr auto kAssistant = R"({"assistant":{"id":"assistant-1"}})";
constexpr auto kDetect = R"(,"answering_machine_detection":"premium")";

/// The types and payloads of all webhooks so far; ids follow from the seed, so they do not differ by chance.
Seen webhooks(Bench& bench) {
  bench.wait(0ms);
  Seen seen;
  for (const auto& webhook : bench.webhooks) {
    seen += webhook.url + " " + std::to_string((webhook.at - TimePoint{}).count()) + " " +
            webhook.body.text() + "\n";
  }
  return seen;
}

Seen answer_of(const callwright::simulator::ApiResponse& response) {
  return std::to_string(response.status) + " " + response.body.text();
}

Behaviour voicemail(bool beeps) {
  Behaviour behaviour;
  behaviour.kind = Behaviour::Kind::Voicemail;
  behaviour.beeps = beeps;
  return behaviour;
}

Seen repeats_a_command(Bench& bench) {
  const auto leg = bench.answered_incoming();
  const auto body = R"({"command_id":"c","assistant":{"id":"assistant-1"}})";
  bench.command(leg, "ai_assistant_start", body);
  return answer_of(bench.command(leg, "ai_assistant_start", body));
}

Seen sends_an_unknown_field(Bench& bench) {
  return answer_of(bench.command(bench.answered_incoming(), "hangup", R"({"reason":"x"})"));
}

Seen dials_with_another_connection(Bench& bench) {
  return answer_of(
      bench.send("POST", "/calls", R"({"connection_id":"7","from":"+13125550100","to":"+13125550111"})"));
}

Seen stops_no_assistant(Bench& bench) {
  return answer_of(bench.command(bench.answered_incoming(), "ai_assistant_stop"));
}

Seen joins_by_another_path(Bench& bench) {
  const auto caller = bench.answered_incoming();
  const auto other = bench.answered_incoming();
  const auto id = Bench::data(bench.command(caller, "ai_assistant_start", kAssistant), "conversation_id");
  return answer_of(bench.command(
      caller, "ai_assistant_join",
      R"({"conversation_id":")" + id + R"(","participant":{"role":"user","id":")" + other.text() + "\"}}"));
}

Seen bridges_with_a_ringing_leg(Bench& bench) {
  const auto caller = bench.answered_incoming();
  const auto other = bench.dial("+13125550111");
  return answer_of(
      bench.command(caller, "bridge", R"({"play_ringtone":true,"call_control_id":")" + other.text() + "\"}"));
}

Seen stops_one_of_two_recordings(Bench& bench) {
  const auto leg = bench.answered_incoming();
  for (int i = 0; i < 2; ++i) bench.command(leg, "record_start", R"({"channels":"dual","format":"mp3"})");
  bench.command(leg, "record_stop");
  bench.wait(1s);
  return webhooks(bench);
}

Seen dials_two(Bench& bench) {
  Behaviour quick;
  quick.answer_after = 1s;
  bench.telnyx.set_person("+13125550112", quick);
  bench.send(
      "POST", "/calls",
      R"({"connection_id":"1000000000000000001","from":"+13125550100","to":["+13125550111","+13125550112"]})");
  bench.wait(5s);
  return webhooks(bench);
}

Seen hangs_up(Bench& bench) {
  bench.command(bench.answered_incoming(), "hangup");
  return webhooks(bench);
}

Seen loses_the_caller_of_a_transfer(Bench& bench) {
  const auto leg = bench.answered_incoming();
  bench.command(leg, "transfer", R"({"to":"+13125550111","client_state":"YQ=="})");
  bench.command(leg, "hangup");
  bench.wait(10s);
  return webhooks(bench);
}

Seen refers(Bench& bench) {
  bench.command(bench.answered_incoming(), "refer", R"({"sip_address":"sip:a@example.com"})");
  bench.wait(2s);
  return webhooks(bench);
}

Seen bridges_with_a_queue(Bench& bench) {
  const auto waiting = bench.answered_incoming();
  bench.command(waiting, "enqueue", R"({"queue_name":"q"})");
  bench.command(bench.answered_incoming(), "bridge", R"({"queue":"q"})");
  return webhooks(bench);
}

Seen talks_in_a_conference(Bench& bench) {
  const auto leg = bench.answered_incoming();
  bench.send("POST", "/conferences", R"({"name":"c","call_control_id":")" + leg.text() + "\"}");
  bench.telnyx.say(bench.now, leg, "Hello");
  return webhooks(bench);
}

Seen presses_and_gathers(Bench& bench) {
  const auto leg = bench.answered_incoming();
  bench.telnyx.press(bench.now, leg, "5");
  bench.command(leg, "gather");
  bench.telnyx.press(bench.now, leg, "1#");
  return webhooks(bench);
}

Seen speaks_to_a_machine(Bench& bench) {
  bench.telnyx.set_person("+13125550111", voicemail(false));
  const auto leg = bench.dial("+13125550111", kDetect);
  bench.wait(3s);
  bench.command(leg, "speak", R"({"payload":"A text that is longer than the detection.","voice":"v"})");
  bench.wait(5s);
  return webhooks(bench);
}

/// The starting leg ends, then the one that joined.
Seen ends_a_conversation_of_two(Bench& bench) {
  const auto caller = bench.answered_incoming();
  const auto other = bench.answered_incoming();
  const auto id = Bench::data(bench.command(caller, "ai_assistant_start", kAssistant), "conversation_id");
  bench.command(
      other, "ai_assistant_join",
      R"({"conversation_id":")" + id + R"(","participant":{"role":"user","id":")" + other.text() + "\"}}");
  bench.telnyx.say(bench.now, caller, "Hello");
  bench.command(other, "hangup");
  bench.wait(1s);
  const bool goes_on = !bench.telnyx.leg(caller)->conversation_id.empty();
  bench.command(caller, "hangup");
  bench.wait(5s);
  return webhooks(bench) + std::to_string(goes_on);
}

Seen loses_the_leg_that_ends_a_conversation(Bench& bench) {
  const auto caller = bench.answered_incoming();
  const auto other = bench.answered_incoming();
  const auto id = Bench::data(bench.command(caller, "ai_assistant_start", kAssistant), "conversation_id");
  bench.command(other, "ai_assistant_join",
                R"({"conversation_id":")" + id +
                    R"(","participant":{"role":"user","on_hangup":"end_conversation","id":")" + other.text() +
                    "\"}}");
  bench.command(other, "hangup");
  bench.wait(1s);
  return webhooks(bench);
}

Seen loses_the_starting_leg(Bench& bench) {
  const auto caller = bench.answered_incoming();
  const auto other = bench.answered_incoming();
  const auto id = Bench::data(bench.command(caller, "ai_assistant_start", kAssistant), "conversation_id");
  bench.command(
      other, "ai_assistant_join",
      R"({"conversation_id":")" + id + R"(","participant":{"role":"user","id":")" + other.text() + "\"}}");
  bench.command(caller, "hangup");
  bench.wait(1s);
  bench.command(other, "hangup");
  bench.wait(1s);
  return webhooks(bench);
}

Seen dials_with_a_broken_assistant(Bench& bench) {
  bench.dial("+13125550111", R"(,"assistant":{"id":"assistant-broken"})");
  bench.wait(5s);
  return webhooks(bench);
}

Seen starts_an_unknown_assistant(Bench& bench) {
  return answer_of(bench.command(bench.answered_incoming(), "ai_assistant_start", kAssistant));
}

Seen asks_for_an_unknown_assistant(Bench& bench) {
  return answer_of(bench.send("GET", "/ai/assistants/assistant-none"));
}

Seen updates_a_conversation(Bench& bench) {
  const auto made = bench.send("POST", "/ai/conversations", R"({"metadata":{"a":"1"}})");
  const auto path = "/ai/conversations/" + JsonDocument::of(made.body).root()["id"].str();
  bench.send("PUT", path, R"({"metadata":{"b":"2"}})");
  return answer_of(bench.send("GET", path));
}

/// Who is alive and listed while ringing, after the answer and after the end.
Seen asks_for_calls(Bench& bench) {
  const auto path = "/connections/1000000000000000001/active_calls";
  const auto leg = bench.dial("+13125550111");
  auto seen = answer_of(bench.send("GET", path));
  bench.wait(5s);
  bench.command(leg, "hangup");
  return seen + answer_of(bench.send("GET", path));
}

/// A webhook at a receiver that gives these answers, then 200, as the rules of the switches say.
Seen delivers(const Unstated& unstated, const std::vector<DeliveryAnswer>& answers, bool has_own_retries) {
  auto rules = delivery_rules(unstated, "https://failover.test/");
  Deliveries deliveries(rules);
  callwright::simulator::Webhook webhook;
  webhook.url = "https://a.test/";
  webhook.body = Json::trusted(R"({"data":{}})");
  if (has_own_retries) webhook.retries = {Duration{50}};
  deliveries.add(TimePoint{}, webhook);
  Seen seen;
  std::size_t given = 0;
  while (const auto due = deliveries.next_due()) {
    for (const auto& attempt : deliveries.due(*due)) {
      seen += attempt.url + " " + std::to_string((*due - TimePoint{}).count()) + "\n";
      const DeliveryAnswer fine{.status = 200, .error = "", .location = ""};
      deliveries.ended(*due, attempt.key, given < answers.size() ? answers[given] : fine);
      ++given;
    }
  }
  return seen;
}

Seen delivers_all_ways(const Unstated& unstated) {
  const DeliveryAnswer refused{.status = 404, .error = "", .location = ""};
  const DeliveryAnswer failed{.status = 503, .error = "", .location = ""};
  const DeliveryAnswer accepted{.status = 202, .error = "", .location = ""};
  const DeliveryAnswer moved{.status = 302, .error = "", .location = "https://b.test/"};
  return delivers(unstated, {refused}, false) + delivers(unstated, std::vector(9, failed), false) +
         delivers(unstated, {failed}, true) + delivers(unstated, {accepted, failed}, false) +
         delivers(unstated, {moved}, false);
}

Seen sends_to_two_addresses(Bench& bench) {
  bench.dial("+13125550111", R"(,"webhook_urls":{"call.initiated":["https://a.test/","https://b.test/"]})");
  return webhooks(bench);
}

Seen lists_a_failing_delivery(Bench& bench) {
  bench.incoming();
  bench.wait(0ms);
  Seen seen;
  for (const bool is_last : {false, true}) {
    DeliveryReport report;
    report.delivery_id = bench.webhooks.at(0).delivery_id;
    report.answer = {.status = 500, .error = "", .location = ""};
    report.is_last = is_last;
    bench.telnyx.delivered(bench.now, report);
    seen += answer_of(bench.send("GET", "/webhook_deliveries"));
  }
  return seen;
}

constexpr Scenario kScenarios[] = {repeats_a_command,
                                   sends_an_unknown_field,
                                   dials_with_another_connection,
                                   stops_no_assistant,
                                   joins_by_another_path,
                                   bridges_with_a_ringing_leg,
                                   stops_one_of_two_recordings,
                                   dials_two,
                                   hangs_up,
                                   loses_the_caller_of_a_transfer,
                                   refers,
                                   bridges_with_a_queue,
                                   talks_in_a_conference,
                                   presses_and_gathers,
                                   speaks_to_a_machine,
                                   ends_a_conversation_of_two,
                                   loses_the_leg_that_ends_a_conversation,
                                   loses_the_starting_leg,
                                   dials_with_a_broken_assistant,
                                   starts_an_unknown_assistant,
                                   asks_for_an_unknown_assistant,
                                   updates_a_conversation,
                                   asks_for_calls,
                                   sends_to_two_addresses,
                                   lists_a_failing_delivery};

/// What every scenario shows under these choices.
std::vector<Seen> all_seen(const Unstated& unstated) {
  std::vector<Seen> seen;
  for (const auto scenario : kScenarios) {
    Telnyx::Settings settings;
    settings.unstated = unstated;
    settings.broken_assistants = {"assistant-broken"};
    settings.insights = {Json::trusted(R"({"insight_id":"i1","result":{"mood":"fine"}})")};
    Bench bench(settings);
    seen.push_back(scenario(bench));
  }
  seen.push_back(delivers_all_ways(unstated));
  return seen;
}

TEST(SimulatorUnstated, EveryChoiceOfEverySwitchCanBeSeen) {
  const auto usual = all_seen({});
  for (const auto& one : unstated_switches()) {
    std::set<std::vector<Seen>> different;
    for (std::size_t choice = 0; choice < one.choices.size(); ++choice) {
      Unstated unstated;
      one.set(unstated, choice);
      auto seen = all_seen(unstated);
      if (choice == one.usual)
        EXPECT_EQ(seen, usual) << one.name << " is not " << one.choices[choice] << " usually";
      different.insert(std::move(seen));
    }
    // A long and a longer time look alike in short scenarios.
    const auto expected = one.set_time == nullptr ? one.choices.size() : 2U;
    EXPECT_GE(different.size(), expected) << one.name;
  }
}

TEST(SimulatorUnstated, TheSwitchesHaveNamesAndSentencesOfTheirOwn) {
  std::set<std::string_view> names;
  std::set<std::string_view> sentences;
  for (const auto& one : unstated_switches()) {
    EXPECT_TRUE(names.insert(one.name).second) << one.name;
    EXPECT_TRUE(sentences.insert(one.sentence).second) << one.name;
    EXPECT_TRUE(one.sentence.ends_with('.')) << one.name;
    EXPECT_GE(one.choices.size(), 2U) << one.name;
    EXPECT_EQ(callwright::simulator::unstated_switch(one.name), &one);
  }
  EXPECT_EQ(callwright::simulator::unstated_switch("nothing"), nullptr);
}

TEST(SimulatorUnstated, ADurationMayHaveOtherValuesToo) {
  const auto* one = callwright::simulator::unstated_switch("listed_after");
  ASSERT_NE(one, nullptr);
  ASSERT_NE(one->set_time, nullptr);
  Unstated unstated;
  one->set_time(unstated, 123ms);
  EXPECT_EQ(unstated.listed_after, 123ms);
}

}  // namespace
}  // namespace callwright::tests::simulator_unstated
