#include "tests/workflows/simulator/bench.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::simulator_speech {
namespace {

using namespace std::chrono_literals;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

std::string speech(const std::string& text, const std::string& more = "") {
  return R"({"voice":"Telnyx.KokoroTTS.af","payload":")" + text + "\"" + more + "}";
}

/// An answered leg whose earlier webhooks are forgotten.
struct Answered {
  Bench bench;
  CallControlId leg = bench.answered_incoming();
  TimePoint began = bench.now;
  Answered() { bench.story(began); }
};

TEST(SimulatorSpeech, LastsSixtyMillisecondsPerCharacterAndAtLeastHalfASecond) {
  Answered call;
  call.bench.command(call.leg, "speak", speech("Hi"));
  call.bench.wait(1s);
  EXPECT_EQ(call.bench.story(call.began),
            (Story{"+0 call.speak.started", "+500 call.speak.ended status=completed"}));
  call.bench.command(call.leg, "speak", speech("Twenty characters ok"));
  call.bench.wait(2s);
  EXPECT_EQ(call.bench.story(call.began),
            (Story{"+1000 call.speak.started", "+2200 call.speak.ended status=completed"}));
}

TEST(SimulatorSpeech, WaitsForWhatIsSpokenBefore) {
  Answered call;
  call.bench.command(call.leg, "speak", speech("one"));
  call.bench.command(call.leg, "playback_start", R"({"audio_url":"https://example.com/a.mp3"})");
  call.bench.command(call.leg, "speak", speech("two"));
  call.bench.wait(10s);
  EXPECT_EQ(call.bench.story(call.began),
            (Story{"+0 call.speak.started", "+500 call.speak.ended status=completed",
                   "+500 call.playback.started", "+5500 call.playback.ended status=completed",
                   "+5500 call.speak.started", "+6000 call.speak.ended status=completed"}));
  EXPECT_EQ(call.bench.telnyx.leg(call.leg)->heard, (Story{"one", "two"}));
}

TEST(SimulatorSpeech, StopAllDropsTheQueueAndStopCurrentDoesNot) {
  for (const auto& [stop, heard] : {std::pair<std::string, Story>{"all", {"one", "three"}},
                                    std::pair<std::string, Story>{"current", {"one", "two", "three"}}}) {
    Answered call;
    call.bench.command(call.leg, "speak", speech("one"));
    call.bench.command(call.leg, "speak", speech("two"));
    call.bench.wait(100ms);
    call.bench.command(call.leg, "speak", speech("three", R"(,"stop":")" + stop + "\""));
    call.bench.wait(5s);
    EXPECT_EQ(call.bench.telnyx.leg(call.leg)->heard, heard) << stop;
  }
}

TEST(SimulatorSpeech, EndlessPlaybackLastsUntilItIsStopped) {
  Answered call;
  call.bench.command(call.leg, "playback_start",
                     R"({"audio_url":"https://example.com/a.mp3","loop":"infinity"})");
  call.bench.wait(1h);
  EXPECT_EQ(call.bench.story(call.began), (Story{"+0 call.playback.started"}));
  call.bench.command(call.leg, "playback_stop");
  EXPECT_EQ(call.bench.story(call.began), (Story{"+3600000 call.playback.ended status=cancelled"}));
}

TEST(SimulatorSpeech, EndsWithTheCall) {
  Answered call;
  call.bench.command(call.leg, "speak", speech("one"));
  call.bench.command(call.leg, "speak", speech("never heard"));
  call.bench.wait(100ms);
  call.bench.telnyx.hang_up(call.bench.now, call.leg);
  call.bench.wait(10s);
  EXPECT_EQ(call.bench.story(call.began),
            (Story{"+0 call.speak.started", "+100 call.speak.ended status=call_hangup",
                   "+100 call.hangup state=hangup hangup_cause=normal_clearing"}));
  EXPECT_EQ(call.bench.telnyx.leg(call.leg)->heard, (Story{"one"}));
}

TEST(SimulatorSpeech, CarriesTheClientStateOfTheLatestCommand) {
  Answered call;
  call.bench.command(call.leg, "speak", speech("one", R"(,"client_state":"b25l")"));
  call.bench.command(call.leg, "client_state_update", R"({"client_state":"dHdv"})");
  call.bench.wait(1s);
  ASSERT_EQ(call.bench.webhooks.size(), 2U);
  const auto state_of = [](const callwright::simulator::Webhook& webhook) {
    return JsonDocument::of(webhook.body).root().at_path("data.payload.client_state").display();
  };
  EXPECT_EQ(state_of(call.bench.webhooks[0]), "b25l");
  EXPECT_EQ(state_of(call.bench.webhooks[1]), "dHdv");
}

}  // namespace
}  // namespace callwright::tests::simulator_speech
