#include "tests/support/bundles.hpp"
#include "tests/support/call_script.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include <gtest/gtest.h>

namespace callwright::tests::disorder {
namespace {

using Message = std::function<void(CallScript&)>;

/// A webhook as the wire may bring it: twice under its id, and once more under another.
Message webhook(std::string name, int leg, std::string key = "", std::string value = "",
                std::string key2 = "", std::string value2 = "") {
  return [=](CallScript& call) {
    auto event =
        call.event(name, leg, {{key.empty() ? "state" : key, value}, {key2.empty() ? "tags" : key2, value2}});
    call.deliver(event);
    call.deliver(event);
    event.id = EventId(event.id.text() + "-again");
    call.deliver(event);
  };
}

Message reply(std::string operation, int leg) {
  return [=](CallScript& call) { call.reply_late(operation, leg); };
}

/// Everything about the call that its people would notice.
std::string people(const CallScript& script) {
  const auto& call = script.call;
  std::string text = std::string(name_of(call.state)) + " " + call.outcome + " winner ";
  for (const auto& run : call.runs)
    text += std::to_string(run.winner) + " round " + std::to_string(run.round);
  for (const auto& attempt : call.attempts)
    text += " " + attempt.person + ":" + std::string(name_of(attempt.outcome));
  for (const auto& leg : call.legs) text += " " + std::string(name_of(leg.state));
  return text;
}

/// The same with the commands that must happen once.
std::string story(const CallScript& script) {
  auto text = people(script);
  for (const auto* operation :
       {"answer", "ai_assistant_start", "dial", "gather_using_speak", "ai_assistant_join"}) {
    text += " " + std::string(operation) + "*" + std::to_string(script.count(operation));
  }
  return text;
}

/// Brings `messages` in every order after `before`, and expects the same story each time.
void expect_same_story(const std::function<void(CallScript&)>& before, const std::vector<Message>& messages,
                       const std::string& expected, const std::function<void(CallScript&)>& after = {},
                       std::string (*tell)(const CallScript&) = story) {
  std::vector<std::size_t> order(messages.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  CallScript start(kTwoPeople);
  before(start);
  do {
    CallScript call = start;
    for (const auto index : order) messages[index](call);
    if (after) after(call);
    ASSERT_EQ(tell(call), expected) << ::testing::PrintToString(order) << "\n" << call.log();
  } while (std::ranges::next_permutation(order).found);
}

TEST(AnyOrder, OfTheFirstWebhooksAnswersAndStartsOnce) {
  expect_same_story([](CallScript& call) { call.webhook("call.initiated", 0, {{"direction", "incoming"}}); },
                    {reply("answer", 0), webhook("call.answered", 0),
                     webhook("call.initiated", 0, "direction", "incoming")},
                    "starting  winner  answered answer*1 ai_assistant_start*1 dial*0 gather_using_speak*0 "
                    "ai_assistant_join*0");
}

TEST(AnyOrder, OfTheStartAndItsConversation) {
  expect_same_story(
      [](CallScript& call) {
        call.webhook("call.initiated", 0, {{"direction", "incoming"}});
        call.accept("answer");
        call.webhook("call.answered", 0);
      },
      {reply("ai_assistant_start", 0),
       webhook("call.conversation.created", 0, "conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"),
       webhook("call.answered", 0)},
      "conversing  winner  answered answer*1 ai_assistant_start*1 dial*0 gather_using_speak*0 "
      "ai_assistant_join*0");
}

TEST(AnyOrder, OfDialAnswerVerdictAndTheOthersEnd) {
  expect_same_story(
      [](CallScript& call) {
        call.to_conversing();
        call.tool("escalate_to_human");
      },
      {reply("dial", 1), webhook("call.initiated", 1, "direction", "outgoing"), webhook("call.answered", 1),
       webhook("call.machine.premium.detection.ended", 1, "result", "human_residence"), reply("dial", 2),
       webhook("call.initiated", 2, "direction", "outgoing"),
       webhook("call.hangup", 2, "hangup_cause", "user_busy")},
      "escalating  winner 0 round 1 ana:open ben:busy answered screening ended "
      "answer*1 ai_assistant_start*1 dial*2 gather_using_speak*1 ai_assistant_join*0");
}

TEST(AnyOrder, OfMachineVerdictAndAnswerNeverSpeaksToTheMachine) {
  expect_same_story(
      [](CallScript& call) { call.to_ringing(); },
      {webhook("call.answered", 1), webhook("call.machine.premium.detection.ended", 1, "result", "machine"),
       webhook("call.machine.premium.greeting.ended", 1, "result", "beep_detected"),
       webhook("call.initiated", 1, "direction", "outgoing")},
      "escalating  winner 0 round 1 ana:machine ben:open answered ended ringing "
      "answer*1 ai_assistant_start*1 dial*2 gather_using_speak*0 ai_assistant_join*0",
      [](CallScript& call) { call.webhook("call.hangup", 1, {{"hangup_cause", "normal_clearing"}}); });
}

TEST(AnyOrder, OfTheAcceptKeysTwoReports) {
  expect_same_story(
      [](CallScript& call) {
        call.to_ringing();
        call.answer_as_human(1);
      },
      {webhook("call.dtmf.received", 1, "digit", "1"),
       webhook("call.gather.ended", 1, "digits", "1", "status", "valid"),
       webhook("call.machine.premium.detection.ended", 1, "result", "human_residence"),
       webhook("call.answered", 1)},
      "joined joined winner 1 round 1 ana:joined ben:cancelled answered joined ended "
      "answer*1 ai_assistant_start*1 dial*2 gather_using_speak*1 ai_assistant_join*1",
      [](CallScript& call) {
        call.reply_late("speak", 1);
        call.webhook("call.speak.ended", 1, {{"status", "completed"}});
        call.accept("ai_assistant_join", 1);
        call.webhook("call.hangup", 2, {{"hangup_cause", "originator_cancel"}});
      });
}

TEST(AnyOrder, OfTheEndOfACall) {
  const auto insights = [](CallScript& call) {
    auto event = call.event("call.conversation_insights.generated", 0);
    event.payload = Json::trusted(R"({"results":[{"insight_id":"i1","result":"x"}]})");
    call.deliver(event);
    call.deliver(event);
  };
  expect_same_story(
      [](CallScript& call) {
        call.to_ringing();
        call.answer_as_human(1);
        call.to_joined(1);
        call.webhook("call.hangup", 2, {{"hangup_cause", "originator_cancel"}});
      },
      {webhook("call.hangup", 0, "hangup_cause", "normal_clearing"),
       webhook("call.conversation.ended", 0, "conversation_id", "5f0a3f0e-0000-4000-8000-000000000001"),
       insights, webhook("call.hangup", 1, "hangup_cause", "normal_clearing")},
      "settled joined winner 1 round 1 ana:joined ben:cancelled ended ended ended",
      [](CallScript& call) {
        while (!call.call.intents.empty()) call.accept_everything();
        call.pass(std::chrono::minutes{5});
      },
      people);
}

}  // namespace
}  // namespace callwright::tests::disorder
