#include "tests/workflows/simulator/bench.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::simulator_refusals {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Behaviour;
using callwright::tests::simulator::Bench;

/// Where a leg is when the command comes.
enum class Place { Unknown, Parked, Ringing, AnsweredIncoming, AnsweredOutgoing, Ended };

CallControlId leg_in(Bench& bench, Place place) {
  switch (place) {
    case Place::Unknown: return CallControlId("v3:nobody");
    case Place::Parked: return bench.incoming();
    case Place::Ringing: return bench.dial("+13125550111");
    case Place::AnsweredIncoming: return bench.answered_incoming();
    case Place::AnsweredOutgoing: {
      const auto leg = bench.dial("+13125550111");
      bench.telnyx.answer(bench.now, leg);
      return leg;
    }
    case Place::Ended: {
      const auto leg = bench.answered_incoming();
      bench.telnyx.hang_up(bench.now, leg);
      return leg;
    }
  }
  return {};
}

struct Case {
  std::string name;
  Place place;
  std::string command;
  std::string body;
  std::string outcome;
};

class Refusals : public ::testing::TestWithParam<Case> {};

TEST_P(Refusals, FollowTheStateOfTheLegAndTheBody) {
  Bench bench;
  const auto leg = leg_in(bench, GetParam().place);
  EXPECT_EQ(Bench::outcome(bench.command(leg, GetParam().command, GetParam().body)), GetParam().outcome);
}

constexpr auto kSpeech = R"({"payload":"Hello","voice":"Telnyx.KokoroTTS.af"})";
constexpr auto kAssistant = R"({"assistant":{"id":"assistant-1"}})";

const Case kCases[] = {
    {"UnknownCall", Place::Unknown, "hangup", "{}", "422 90015"},
    {"EndedCall", Place::Ended, "speak", kSpeech, "422 90018"},
    {"HangupOfAnEndedCall", Place::Ended, "hangup", "{}", "422 90018"},
    {"ParkedTakesNoSpeech", Place::Parked, "speak", kSpeech, "422 90034"},
    {"ParkedTakesAnswer", Place::Parked, "answer", "{}", "200"},
    {"ParkedTakesReject", Place::Parked, "reject", R"({"cause":"USER_BUSY"})", "200"},
    {"ParkedTakesHangup", Place::Parked, "hangup", "{}", "200"},
    {"RingingTakesNoSpeech", Place::Ringing, "speak", kSpeech, "422 90034"},
    {"RingingTakesHangup", Place::Ringing, "hangup", "{}", "200"},
    {"RingingTakesNoAnswer", Place::Ringing, "answer", "{}", "422 90102"},
    {"OutgoingTakesNoAnswer", Place::AnsweredOutgoing, "answer", "{}", "422 90102"},
    {"OutgoingTakesNoReject", Place::AnsweredOutgoing, "reject", R"({"cause":"USER_BUSY"})", "422 10027"},
    {"AnsweredTakesSpeech", Place::AnsweredOutgoing, "speak", kSpeech, "200"},
    {"AnsweredTakesNoSecondAnswer", Place::AnsweredIncoming, "answer", "{}", "422 10027"},
    {"MissingField", Place::AnsweredIncoming, "speak", R"({"payload":"x"})", "422 10004"},
    {"WrongType", Place::AnsweredIncoming, "speak", R"({"payload":"x","voice":1})", "422 10026"},
    {"NotInTheEnum", Place::Parked, "reject", R"({"cause":"BUSY"})", "422 10032"},
    {"OutOfRange", Place::AnsweredIncoming, "send_dtmf", R"({"digits":"1","duration_millis":5})",
     "422 90027"},
    {"OutOfRangeWithoutACodeOfItsOwn", Place::AnsweredIncoming, "record_start",
     R"({"channels":"dual","format":"mp3","max_length":99999})", "422 10033"},
    {"DigitsHaveTheirOwnCode", Place::AnsweredIncoming, "send_dtmf", R"({"digits":"x"})", "422 90014"},
    {"ClientStateHasItsOwnCode", Place::AnsweredIncoming, "hangup", R"({"client_state":"?"})", "422 90017"},
    {"UnknownFieldOfACommand", Place::AnsweredIncoming, "hangup", R"({"reason":"x"})", "422 10027"},
    {"NotJson", Place::AnsweredIncoming, "hangup", "{", "400 10015"},
    {"StopWithoutAnAssistantIsFine", Place::AnsweredIncoming, "ai_assistant_stop", "{}", "200"},
    {"MessagesWithoutAnAssistant", Place::AnsweredIncoming, "ai_assistant_add_messages", R"({"messages":[]})",
     "422 10027"},
    {"AssistantWithoutAnId", Place::AnsweredIncoming, "ai_assistant_start", R"({"assistant":{}})",
     "422 10004"},
    {"AssistantIsAccepted", Place::AnsweredIncoming, "ai_assistant_start", kAssistant, "200"},
    {"JoinOfAnUnknownConversation", Place::AnsweredIncoming, "ai_assistant_join",
     R"({"conversation_id":"c","participant":{"id":"v3:x","role":"user"}})", "404 10007"},
    {"BridgeWithAnUnknownCall", Place::AnsweredIncoming, "bridge", R"({"call_control_id":"v3:x"})",
     "422 90015"},
    {"TransferToSomethingElse", Place::AnsweredIncoming, "transfer", R"({"to":"3125550111"})", "422 10016"},
    {"FormatHasItsOwnCode", Place::AnsweredIncoming, "record_start", R"({"channels":"dual","format":"ogg"})",
     "422 90000"},
    {"RecordingNeedsAudio", Place::Ringing, "record_start", R"({"channels":"dual","format":"mp3"})",
     "422 90020"},
    {"ClientStateCanAlwaysBeUpdated", Place::Parked, "client_state_update", R"({"client_state":"YQ=="})",
     "200"},
    {"ReferIsAllowedAtAnyPoint", Place::Ringing, "refer", R"({"sip_address":"sip:a@example.com"})", "200"},
    {"NothingToPlay", Place::AnsweredIncoming, "playback_start", "{}", "422 10004"},
    {"TwoThingsToPlay", Place::AnsweredIncoming, "playback_start",
     R"({"audio_url":"https://a.test/a.mp3","media_name":"a"})", "422 10027"},
    {"OverlayOverNothing", Place::AnsweredIncoming, "playback_start", R"({"media_name":"a","overlay":true})",
     "422 10027"},
    {"OverlayForBothLegs", Place::AnsweredIncoming, "playback_start",
     R"({"media_name":"a","overlay":true,"target_legs":"both"})", "422 10027"},
    {"StreamWithoutAnAddress", Place::AnsweredIncoming, "streaming_start", "{}", "422 10004"},
    {"RelayWithoutAnAddress", Place::AnsweredIncoming, "conversation_relay_start", "{}", "422 10004"},
    {"BridgeWithTwoTargets", Place::AnsweredIncoming, "bridge", R"({"call_control_id":"v3:x","queue":"q"})",
     "422 10027"},
    {"BridgeWithNoQueue", Place::AnsweredIncoming, "bridge", R"({"queue":"q"})", "404 10005"},
    {"UnknownEventInWebhookUrls", Place::Parked, "answer", R"({"webhook_urls":{"call.ring":["https://a"]}})",
     "422 90057"},
    {"TooManyRetries", Place::Parked, "answer",
     R"({"webhook_retries_policies":{"call.hangup":{"retries_ms":[1,2,3,4,5,6]}}})", "422 10033"},
    {"RetriesThatTakeTooLong", Place::Parked, "answer",
     R"({"webhook_retries_policies":{"call.hangup":{"retries_ms":[60001]}}})", "422 10033"},
    {"SrtpToThePublicNetwork", Place::AnsweredIncoming, "transfer",
     R"({"to":"+13125550111","media_encryption":"SRTP"})", "422 10011"},
    {"SrtpToASipAddress", Place::AnsweredIncoming, "transfer",
     R"({"to":"sip:a@example.com","media_encryption":"SRTP"})", "200"},
    {"AssistantAndRelayAtOnce", Place::Parked, "answer",
     R"({"assistant":{"id":"assistant-1"},"conversation_relay_config":{"url":"wss://a.test/"}})",
     "422 10027"},
    {"UnknownRecording", Place::AnsweredIncoming, "record_stop",
     R"({"recording_id":"7f0a9c6e-0000-4000-8000-000000000000"})", "404 10005"},
    {"LeavingNoQueue", Place::AnsweredIncoming, "leave_queue", "{}", "422 90035"},
};

INSTANTIATE_TEST_SUITE_P(Simulator, Refusals, ::testing::ValuesIn(kCases),
                         [](const auto& named) { return named.param.name; });

TEST(SimulatorRefusals, OfADialNameWhatIsWrong) {
  struct Dial {
    std::string body;
    std::string outcome;
  };
  const Dial dials[] = {
      {R"({"connection_id":"2","from":"+13125550100","to":"+13125550111"})", "422 10015"},
      {R"({"connection_id":"1000000000000000001","from":"3125550100","to":"+13125550111"})", "422 10016"},
      {R"({"connection_id":"1000000000000000001","from":"+13125550100","to":"3125550111"})", "422 10016"},
      {R"({"connection_id":"1000000000000000001","from":"+13125550100","to":"sip:ana@example.com"})", "200"},
      {R"({"connection_id":"1000000000000000001","from":"+13125550100","to":["+13125550111"]})", "200"},
      {R"({"connection_id":"1000000000000000001","from":"+13125550100","to":"+13125550111","link_to":"v3:x"})",
       "422 90015"},
      {R"({"connection_id":"1000000000000000001","from":"+13125550100","to":"+13125550111","timeout_secs":4})",
       "422 90028"},
      {R"({"connection_id":"1000000000000000001","from":"+13125550100","to":[]})", "422 10004"},
      {R"({"connection_id":"1000000000000000001","from":"+13125550100","to":"+13125550111","bridge_on_answer":true})",
       "422 10004"},
      {R"({"connection_id":"1000000000000000001","from":"+13125550100","to":"+13125550111","audio_url":"https://a.test/","media_name":"a"})",
       "422 10027"},
      {R"({"connection_id":"1000000000000000001","from":"+13125550100","to":"+13125550111","supervise_call_control_id":"v3:x"})",
       "422 90015"},
      {R"({"from":"+13125550100","to":"+13125550111"})", "422 10004"},
  };
  for (const auto& dial : dials) {
    Bench bench;
    EXPECT_EQ(Bench::outcome(bench.send("POST", "/calls", dial.body)), dial.outcome) << dial.body;
  }
}

TEST(SimulatorRefusals, AnErrorNamesItsPlaceInTheRequest) {
  Bench bench;
  const auto response = bench.command(bench.answered_incoming(), "speak", R"({"payload":"x"})");
  EXPECT_EQ(response.body.text(), R"({"errors":[{"code":"10004","title":"Missing required parameter",)"
                                  R"("detail":"voice is required","source":{"pointer":"/voice"}}]})");
}

TEST(SimulatorRefusals, TheKeyIsLookedAtBeforeThePath) {
  Bench bench;
  callwright::simulator::ApiRequest request{"GET", "/nothing", {}, "Bearer other", ""};
  EXPECT_EQ(Bench::outcome(bench.telnyx.request(bench.now, request)), "401 10009");
  EXPECT_EQ(Bench::outcome(bench.send("GET", "/nothing")), "404 10005");
  EXPECT_EQ(Bench::outcome(bench.send("DELETE", "/calls")), "404 10005");
}

TEST(SimulatorRefusals, OnlyOneAssistantForACall) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  EXPECT_EQ(Bench::outcome(bench.command(leg, "ai_assistant_start", kAssistant)), "200");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "ai_assistant_start", kAssistant)), "422 90061");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "ai_assistant_stop")), "200");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "ai_assistant_start", kAssistant)), "200");
}

TEST(SimulatorRefusals, ARefusedCommandHasNoEffectAndLeavesTheClientState) {
  Bench bench;
  const auto leg = bench.incoming();
  bench.wait(0ms);
  bench.story(bench.now);
  bench.command(leg, "speak", R"({"payload":"Hello","voice":"v","client_state":"bmV3"})");
  bench.command(leg, "reject", R"({"cause":"BUSY","client_state":"bmV3"})");
  EXPECT_TRUE(bench.story(bench.now).empty());
  EXPECT_TRUE(bench.telnyx.effects().empty());
  EXPECT_EQ(bench.telnyx.leg(leg)->client_state, "");
}

TEST(SimulatorRefusals, UnknownFieldsMayBeIgnoredInstead) {
  callwright::simulator::Telnyx::Settings settings;
  settings.unstated.unknown_fields_are_refused = false;
  Bench bench(settings);
  EXPECT_EQ(Bench::outcome(bench.command(bench.answered_incoming(), "hangup", R"({"reason":"x"})")), "200");
}

TEST(SimulatorRefusals, ADialBeyondTheChannelsIsRefusedUntilOneIsFree) {
  callwright::simulator::Telnyx::Settings settings;
  settings.outbound_channels = 1;
  Bench bench(settings);
  const auto first = bench.dial("+13125550111");
  const auto body = R"({"connection_id":"1000000000000000001","from":"+13125550100","to":"+13125550112"})";
  EXPECT_EQ(Bench::outcome(bench.send("POST", "/calls", body)), "422 90041");
  bench.command(first, "hangup");
  EXPECT_EQ(Bench::outcome(bench.send("POST", "/calls", body)), "200");
}

}  // namespace
}  // namespace callwright::tests::simulator_refusals
