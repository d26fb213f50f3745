#include "tests/workflows/simulator/bench.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::simulator_media_commands {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Telnyx;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

constexpr auto kRecord = R"({"channels":"dual","format":"wav"})";

std::string field(const Json& payload, std::string_view path) {
  return JsonDocument::of(payload).root().at_path(path).display();
}

TEST(SimulatorRecording, IsSavedWithItsFormatWithoutACallControlId) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  bench.command(leg, "record_start", kRecord);
  bench.wait(3s);
  bench.command(leg, "record_stop");
  bench.wait(1s);
  const auto saved = bench.payload("call.recording.saved");
  EXPECT_EQ(field(saved, "call_control_id"), "");
  EXPECT_EQ(field(saved, "channels"), "dual");
  EXPECT_EQ(field(saved, "recording_started_at"), "2026-11-24T00:00:00.000Z");
  EXPECT_EQ(field(saved, "recording_ended_at"), "2026-11-24T00:00:03.000Z");
  EXPECT_TRUE(field(saved, "recording_urls.wav").ends_with(".wav"));
  EXPECT_EQ(field(saved, "recording_urls.mp3"), "");
}

TEST(SimulatorRecording, PausesResumesAndEndsAtItsMaximumLength) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  bench.command(leg, "record_start", R"({"channels":"single","format":"mp3","max_length":10})");
  bench.command(leg, "record_pause");
  EXPECT_FALSE(bench.telnyx.leg(leg)->recording);
  bench.command(leg, "record_resume");
  EXPECT_TRUE(bench.telnyx.leg(leg)->recording);
  bench.wait(10s);
  EXPECT_FALSE(bench.telnyx.leg(leg)->recording);
  bench.wait(1s);
  EXPECT_EQ(bench.count("call.recording.saved"), 1U);
}

TEST(SimulatorRecording, ItsIdIsInTheAnswerOfDialAndAnswerOnly) {
  Bench bench;
  const auto leg = bench.incoming();
  const auto id =
      Bench::data(bench.command(leg, "answer", R"({"record":"record-from-answer"})"), "recording_id");
  EXPECT_EQ(id.size(), 36U);
  EXPECT_EQ(Bench::data(bench.command(leg, "record_start", kRecord), "recording_id"), "");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "record_stop", R"({"recording_id":")" + id + "\"}")), "200");
  bench.wait(1s);
  EXPECT_EQ(bench.count("call.recording.saved"), 1U);
  bench.command(leg, "record_stop");
  bench.wait(1s);
  EXPECT_EQ(bench.count("call.recording.saved"), 2U);
}

TEST(SimulatorRecording, CanFailAndCanBeTranscribed) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  bench.command(leg, "record_start", R"({"channels":"dual","format":"mp3","transcription":true})");
  bench.command(leg, "speak", R"({"payload":"Hello","voice":"v"})");
  bench.command(leg, "hangup");
  bench.wait(5s);
  EXPECT_EQ(field(bench.payload("call.recording.transcription.saved"), "transcription_text"), "Hello");
  Telnyx::Settings settings;
  settings.recording_error = "Internal server error";
  Bench failing(settings);
  const auto lost = failing.answered_incoming();
  failing.command(lost, "record_start", kRecord);
  failing.command(lost, "record_stop");
  failing.wait(1s);
  EXPECT_EQ(field(failing.payload("call.recording.error"), "reason"), "Internal server error");
  EXPECT_EQ(failing.count("call.recording.saved"), 0U);
}

TEST(SimulatorTranscription, ExcludesAndNeedsARecordingWithASilenceTimeOut) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  const auto at_silence = R"({"channels":"dual","format":"mp3","timeout_secs":5})";
  EXPECT_EQ(Bench::outcome(bench.command(leg, "transcription_start")), "200");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "transcription_start")), "422 90054");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "record_start", at_silence)), "422 90053");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "transcription_stop")), "200");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "record_start", at_silence)), "200");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "transcription_start")), "200");
  EXPECT_EQ(Bench::outcome(bench.command(leg, "transcription_stop")), "422 90055");
}

TEST(SimulatorTranscription, ReportsWhatIsSaidOnItsTracks) {
  struct Case {
    std::string tracks;
    std::size_t events;
  };
  for (const auto& one : {Case{"inbound", 1}, Case{"outbound", 1}, Case{"both", 2}}) {
    Bench bench;
    const auto leg = bench.answered_incoming();
    bench.command(leg, "transcription_start",
                  R"({"transcription_engine":"B","transcription_tracks":")" + one.tracks + "\"}");
    bench.command(leg, "speak", R"({"payload":"Hello","voice":"v"})");
    EXPECT_TRUE(bench.telnyx.say(bench.now, leg, "Good morning"));
    bench.wait(1s);
    EXPECT_EQ(bench.count("call.transcription"), one.events) << one.tracks;
    if (one.tracks == "outbound") continue;
    const auto heard = bench.payload("call.transcription");
    EXPECT_EQ(field(heard, "transcription_data.transcript"), "Good morning");
    EXPECT_EQ(field(heard, "transcription_data.transcription_track"), "inbound");
    EXPECT_EQ(field(heard, "transcription_data.is_final"), "true");
  }
}

TEST(SimulatorStreaming, StartsFailsAndStops) {
  Telnyx::Settings settings;
  settings.broken_streams = {"wss://broken.test/"};
  Bench bench(settings);
  const auto leg = bench.incoming();
  bench.command(leg, "answer", R"({"stream_url":"wss://one.test/"})");
  bench.command(leg, "streaming_start",
                R"({"stream_url":"wss://broken.test/","stream_track":"both_tracks"})");
  bench.wait(0s);
  const auto failed = bench.payload("streaming.failed");
  EXPECT_EQ(field(failed, "stream_params.stream_url"), "wss://broken.test/");
  EXPECT_EQ(field(failed, "stream_params.track"), "both_tracks");
  bench.command(leg, "streaming_start", R"({"stream_url":"wss://two.test/"})");
  EXPECT_EQ(bench.telnyx.leg(leg)->streams, 2U);
  bench.command(leg, "streaming_stop");
  bench.command(leg, "streaming_start", R"({"stream_url":"wss://three.test/"})");
  bench.command(leg, "hangup");
  bench.wait(0s);
  EXPECT_EQ(bench.count("streaming.started"), 3U);
  EXPECT_EQ(bench.count("streaming.stopped"), 3U);
  EXPECT_EQ(field(bench.payload("streaming.stopped"), "stream_url"), "wss://three.test/");
}

TEST(SimulatorPlayback, OverlaysAreALineOfTheirOwn) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  const auto began = bench.now;
  bench.story(began);
  bench.command(leg, "playback_start", R"({"media_name":"music","loop":"infinity"})");
  bench.command(leg, "playback_start", R"({"media_name":"bell","overlay":true})");
  bench.command(leg, "playback_start", R"({"media_name":"horn","overlay":true})");
  bench.wait(6s);
  EXPECT_EQ(bench.story(began, {"media_name", "overlay"}),
            (Story{"+0 call.playback.started media_name=music overlay=false",
                   "+0 call.playback.started media_name=bell overlay=true",
                   "+5000 call.playback.ended status=completed media_name=bell overlay=true",
                   "+5000 call.playback.started media_name=horn overlay=true"}));
  bench.command(leg, "playback_stop", R"({"overlay":true})");
  bench.command(leg, "playback_stop");
  EXPECT_EQ(bench.story(began, {"media_name"}),
            (Story{"+6000 call.playback.ended status=cancelled media_name=horn",
                   "+6000 call.playback.ended status=cancelled media_name=music"}));
}

TEST(SimulatorPlayback, WhatCannotBeFoundEndsAtOnce) {
  Telnyx::Settings settings;
  settings.missing_media = {"gone"};
  Bench bench(settings);
  const auto leg = bench.answered_incoming();
  const auto began = bench.now;
  bench.story(began);
  bench.command(leg, "playback_start", R"({"media_name":"gone"})");
  EXPECT_EQ(bench.story(began),
            (Story{"+0 call.playback.started", "+0 call.playback.ended status=file_not_found"}));
}

TEST(SimulatorPlayback, AGatherWithAudioReportsItsPrompt) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  const auto began = bench.now;
  bench.story(began);
  bench.command(
      leg, "gather_using_audio",
      R"({"media_name":"menu","invalid_media_name":"wrong","maximum_digits":1,"valid_digits":"1","maximum_tries":2})");
  bench.wait(6s);
  bench.telnyx.press(bench.now, leg, "9");
  bench.wait(11s);
  bench.telnyx.press(bench.now, leg, "1");
  EXPECT_EQ(bench.story(began, {"media_name"}),
            (Story{"+0 call.playback.started media_name=menu",
                   "+5000 call.playback.ended status=completed media_name=menu",
                   "+6000 call.dtmf.received digit=9", "+6000 call.playback.started media_name=wrong",
                   "+11000 call.playback.ended status=completed media_name=wrong",
                   "+11000 call.playback.started media_name=menu",
                   "+16000 call.playback.ended status=completed media_name=menu",
                   "+17000 call.dtmf.received digit=1", "+17000 call.gather.ended digits=1 status=valid"}));
}

}  // namespace
}  // namespace callwright::tests::simulator_media_commands
