#include "handlers/webhook/parse_event.hpp"
#include "service/runtime/question.hpp"
#include "tests/service/runtime/shard_script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::shard_healer {
namespace {

using namespace std::chrono_literals;
namespace message = runtime::message;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kConnection = "connection-1";

/// A shard whose calls note what the healer tells them.
struct Healed {
  explicit Healed(runtime::ShardConfig config = {}) : script(with_names(std::move(config))) {
    script.step.also = [this](Step& step, const Input& input) { note(step, input); };
  }

  static runtime::ShardConfig with_names(runtime::ShardConfig config) {
    config.heal_every = 1min;
    config.deployment = "deployment-1";
    config.connection_id = kConnection;
    return config;
  }

  void note(Step& step, const Input& input) {
    const auto leg = [&](std::string_view what, int number) {
      told.push_back(std::string(what) + " " + std::to_string(number));
    };
    if (const auto* missing = std::get_if<input::LegNotListed>(&input.what)) leg("not listed", missing->leg);
    if (const auto* listed = std::get_if<input::LegListed>(&input.what)) leg("listed", listed->leg);
    if (std::holds_alternative<input::Quiet>(input.what)) told.emplace_back("quiet");
    if (std::holds_alternative<input::Arrived>(input.what)) begin(step, input.at);
  }

  /// A caller, answered.
  void begin(Step& step, TimePoint at) {
    auto& call = step.call;
    call.connection_id = kConnection;
    call.opened_at = at;
    if (call.legs.empty()) call.legs.push_back({.number = 0});
    call.legs[0].state = LegState::Answered;
    call.legs[0].call_control_id = CallControlId("v3:caller");
    if (call.timers.empty()) add_timer(call, at + 4h);
  }

  /// The next look comes and shows these legs.
  void look(const std::vector<std::pair<CallId, int>>& legs, Duration within = 61s) {
    for (auto passed = 0s; script.looks.empty() && passed <= within; passed += 1s) {
      script.pass(1s);
      script.settle();
    }
    ASSERT_THAT(script.looks, SizeIs(1));
    script.looks.clear();
    JsonWriter data;
    data.begin_array();
    for (const auto& [call, leg] : legs) {
      data.begin_object().member("call_control_id", "v3:leg-" + std::to_string(leg));
      data.member("client_state", encode_client_state({"deployment-1", call, leg})).end_object();
    }
    script.say(message::ActiveCallsReplied{
        std::string(kConnection),
        {.kind = SendOutcome::Kind::Accepted, .status = 200, .data = data.end_array().finish()}});
    script.settle();
  }

  ShardScript script;
  std::vector<std::string> told;
};

TEST(ShardHealer, LooksAtTheConnectionOfOpenCallsAndAsksAfterWhoIsNotThere) {
  Healed healed({.quiet_after = 1h});
  const auto call = healed.script.begin_call();
  healed.look({{call, 0}});
  EXPECT_THAT(healed.told, IsEmpty()) << "the caller is there";
  healed.look({{call, 0}});
  healed.look({});
  EXPECT_THAT(healed.told, ElementsAre("not listed 0"));
}

TEST(ShardHealer, NewLegIsNotMissedYet) {
  Healed healed;
  healed.script.pass(2s);  // the first look after the start is about to leave
  healed.script.settle();
  (void)healed.script.begin_call();
  healed.look({}, 3s);
  EXPECT_THAT(healed.told, IsEmpty()) << "how soon Telnyx lists a leg is not documented";
}

TEST(ShardHealer, LooksAMinuteAfterTheStartAtTheLatestEvenWithoutACall) {
  Healed healed;
  healed.look({}, 60s);
}

TEST(ShardHealer, LegThatHadEndedAndIsListedIsTold) {
  Healed healed;
  const auto call = healed.script.begin_call();
  healed.script.step.also = [&](Step& step, const Input& input) {
    healed.note(step, input);
    if (step.call.legs.size() == 1)
      step.call.legs.push_back({.number = 1, .state = LegState::Ended, .ended_at = input.at});
  };
  healed.script.deliver(of_call(call, "another", "call.dtmf.received"));
  healed.script.settle();
  healed.look({{call, 0}, {call, 1}});
  EXPECT_THAT(healed.told, IsEmpty()) << "what has just ended may be listed for a while";
  healed.look({{call, 0}, {call, 1}});
  EXPECT_THAT(healed.told, ElementsAre("listed 1"));
}

TEST(ShardHealer, LegOfACallThatIsNotInMemoryBringsItBack) {
  Healed healed;
  const auto call = healed.script.begin_call();
  healed.script.step.also = [&](Step& step, const Input& input) {
    healed.note(step, input);
    if (!std::holds_alternative<input::Arrived>(input.what)) return;
    step.call.state = CallState::Settled;
    step.call.closed_at = input.at;
    step.call.timers.clear();
  };
  healed.script.deliver(of_call(call, "the last", "call.hangup"));
  healed.script.settle();
  ASSERT_EQ(healed.script.shard->stats().calls, 0U);
  healed.look({{call, 1}});
  EXPECT_THAT(healed.told, ElementsAre("listed 1"));
}

TEST(ShardHealer, LegOfNobodyWeKnowIsLeftAlone) {
  Healed healed;
  healed.look({{CallId("call_of_another_store"), 1}}, 60s);
  EXPECT_THAT(healed.told, IsEmpty());
  EXPECT_THAT(healed.script.commits, IsEmpty());
}

TEST(ShardHealer, CallOfWhichNothingIsHeardIsAskedFor) {
  Healed healed({.quiet_after = 100s});
  const auto call = healed.script.begin_call();
  healed.look({{call, 0}});
  healed.look({{call, 0}});
  EXPECT_THAT(healed.told, IsEmpty());
  healed.look({{call, 0}});
  EXPECT_THAT(healed.told, ElementsAre("quiet"));
}

TEST(ShardHealer, AfterAStartEveryOpenCallIsLoadedThoseThatAreDueFirst) {
  Healed healed;
  const auto call = healed.script.begin_call();  // due in four hours
  healed.script.now += 20s;
  healed.script.restart();
  ASSERT_THAT(healed.script.scans, SizeIs(1));
  EXPECT_EQ(healed.script.scans[0].until, healed.script.now + 60s);
  healed.script.scan();
  ASSERT_THAT(healed.script.scans, SizeIs(1));
  EXPECT_EQ(healed.script.scans[0].until, TimePoint::max());
  healed.script.settle();
  EXPECT_EQ(healed.script.shard->stats().calls, 1U);
  healed.look({}, 60s);
  EXPECT_THAT(healed.told, ElementsAre("quiet", "not listed 0"));
  EXPECT_TRUE(healed.script.stored(call).has_value());
}

Call call_with_leg() {
  Call call;
  call.id = CallId("call_1");
  call.legs.push_back(
      {.number = 0, .call_control_id = CallControlId("v3:caller"), .call_leg_id = CallLegId("leg-0")});
  return call;
}

std::string entry(const std::string& id, const std::string& leg_id) {
  return R"({"name":"call.answered","type":"webhook","call_leg_id":")" + leg_id +
         R"(","metadata":{"attempt":1,"event":{"event_type":"call.answered","id":")" + id +
         R"(","payload":{"call_leg_id":")" + leg_id + R"("}}}})";
}

std::size_t kept(const Call& call, const std::string& entries) {
  const auto document =
      JsonDocument::of(runtime::events_missing(call, Json::trusted("[" + entries + "]"), &parse_event));
  return document.root().size();
}

TEST(MissingEventsOfAnAnswer, AreThoseOfTheCallsLegsThatItHasNotSeen) {
  auto call = call_with_leg();
  EXPECT_EQ(kept(call, entry("e-1", "leg-0")), 1U);
  EXPECT_EQ(kept(call, entry("e-1", "leg-0") + "," + entry("e-2", "leg-of-another-call")), 1U);
  EXPECT_EQ(kept(call, entry("", "leg-0")), 0U) << "without an id a copy could not be recognised";
  EXPECT_EQ(
      kept(call, R"({"webhook":{"id":"e-1","event_type":"call.hangup","payload":{"call_leg_id":"leg-0"}}})"),
      1U)
      << "a delivery";
  EXPECT_EQ(kept(call, R"(1,null,{},{"webhook":5},{"metadata":{"event":{}}})"), 0U);
}

TEST(MissingEventsOfAnAnswer, AreBoundedWhateverTelnyxShows) {
  std::string entries;
  for (int i = 0; i < 2000; ++i) entries += (i > 0 ? "," : "") + entry("e-" + std::to_string(i), "leg-0");
  const auto text =
      runtime::events_missing(call_with_leg(), Json::trusted("[" + entries + "]"), &parse_event);
  EXPECT_LE(text.text().size(), 64U * 1024);
}

}  // namespace
}  // namespace callwright::tests::shard_healer
