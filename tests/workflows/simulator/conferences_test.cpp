#include "tests/workflows/simulator/bench.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::simulator_conferences {
namespace {

using namespace std::chrono_literals;
using callwright::simulator::Telnyx;
using callwright::tests::simulator::Bench;
using Story = std::vector<std::string>;

/// A conference with a leg that made it.
struct Room {
  explicit Room(Bench& on, const std::string& more = "") : bench(on), host(on.answered_incoming()) {
    const auto made = bench.send("POST", "/conferences",
                                 R"({"name":"team","call_control_id":")" + host.text() + "\"" + more + "}");
    id = Bench::data(made, "id");
  }
  std::string act(const std::string& action, const std::string& body = "{}") {
    return bench.outcome_of("POST", "/conferences/" + id + "/actions/" + action, body);
  }
  CallControlId join(const std::string& more = "") {
    const auto leg = bench.answered_incoming();
    EXPECT_EQ(act("join", R"({"call_control_id":")" + leg.text() + "\"" + more + "}"), "200");
    return leg;
  }
  static std::string only(const CallControlId& leg) {
    return R"({"call_control_ids":[")" + leg.text() + "\"]}";
  }
  std::string participant(std::string_view field) {
    return Bench::data(bench.send("GET", "/conferences/" + id + "/participants"), field);
  }

  Bench& bench;
  CallControlId host;
  std::string id;
};

TEST(SimulatorConferences, TellOfTheirBeginningParticipantsAndEnd) {
  Bench bench;
  const auto began = bench.now;
  Room room(bench);
  const auto guest = room.join();
  bench.story(began);
  bench.command(guest, "hangup");
  EXPECT_EQ(room.act("leave", R"({"call_control_id":")" + room.host.text() + "\"}"), "200");
  EXPECT_EQ(
      bench.story(began, {"reason"}),
      (Story{"+0 call.hangup state=hangup hangup_cause=normal_clearing", "+0 conference.participant.left",
             "+0 conference.participant.left", "+0 conference.ended reason=all_left"}));
  const auto shown = bench.send("GET", "/conferences/" + room.id);
  EXPECT_EQ(Bench::data(shown, "status"), "completed");
  EXPECT_EQ(Bench::data(shown, "end_reason"), "all_left");
  EXPECT_EQ(Bench::data(shown, "ended_by.call_control_id"), room.host.text());
  EXPECT_EQ(room.act("mute"), "422 90019");
  EXPECT_EQ(bench.telnyx.leg(room.host)->state, "answered");
}

TEST(SimulatorConferences, TheTimeOfMostEventsIsInThePayload) {
  Bench bench;
  Room room(bench);
  bench.wait(0ms);
  for (const auto& webhook : bench.webhooks) {
    if (!webhook.event_type.starts_with("conference.")) continue;
    const auto body = JsonDocument::of(webhook.body);
    const bool is_join = webhook.event_type == "conference.participant.joined";
    EXPECT_EQ(body.root().at_path("data.occurred_at").exists(), is_join) << webhook.event_type;
    EXPECT_EQ(body.root().at_path("data.payload.occurred_at").exists(), !is_join) << webhook.event_type;
    EXPECT_EQ(body.root().at_path("data.payload.conference_id").str(), room.id);
  }
}

TEST(SimulatorConferences, EndWithAHostAndHangUpTheOthersOnlyWhenAsked) {
  for (const bool softly : {false, true}) {
    Bench bench;
    Room room(bench);
    const auto boss =
        room.join(softly ? R"(,"soft_end_conference_on_exit":true)" : R"(,"end_conference_on_exit":true)");
    bench.telnyx.hang_up(bench.now, boss);
    bench.wait(0ms);
    EXPECT_EQ(JsonDocument::of(bench.payload("conference.ended")).root()["reason"].str(), "host_left");
    EXPECT_EQ(bench.telnyx.leg(room.host)->state, softly ? "answered" : "ended");
  }
}

TEST(SimulatorConferences, EndByCommandAndByTime) {
  Bench bench;
  Room room(bench);
  EXPECT_EQ(room.act("end"), "200");
  EXPECT_EQ(bench.telnyx.leg(room.host)->state, "ended");
  Room brief(bench, R"(,"duration_minutes":2)");
  bench.wait(2min);
  EXPECT_EQ(JsonDocument::of(bench.payload("conference.ended")).root()["reason"].str(), "time_exceeded");
  EXPECT_EQ(bench.telnyx.leg(brief.host)->state, "ended");
}

TEST(SimulatorConferences, RefuseWhatTelnyxRefuses) {
  Bench bench;
  EXPECT_EQ(bench.outcome_of("POST", "/conferences/none/actions/end", "{}"), "404 90058");
  EXPECT_EQ(bench.outcome_of("GET", "/conferences/none"), "404 90058");
  EXPECT_EQ(bench.outcome_of("POST", "/conferences", R"({"name":"c","call_control_id":"v3:x"})"),
            "422 90015");
  const auto ringing = bench.dial("+13125550111");
  EXPECT_EQ(
      bench.outcome_of("POST", "/conferences", R"({"name":"c","call_control_id":")" + ringing.text() + "\"}"),
      "422 90034");
  Room room(bench, R"(,"max_participants":2)");
  EXPECT_EQ(room.act("join", R"({"call_control_id":")" + room.host.text() + "\"}"), "422 90044");
  room.join();
  const auto late = bench.answered_incoming();
  EXPECT_EQ(room.act("join", R"({"call_control_id":")" + late.text() + "\"}"), "422 90032");
  EXPECT_EQ(room.act("mute", Room::only(late)), "422 90015");
  EXPECT_EQ(room.act("unhold", "{}"), "422 10004");
  bench.command(late, "hangup");
  EXPECT_EQ(room.act("join", R"({"call_control_id":")" + late.text() + "\"}"), "422 90018");
}

TEST(SimulatorConferences, MuteHoldAndRolesOfParticipantsAreShown) {
  Bench bench;
  Room room(bench);
  EXPECT_EQ(room.act("mute"), "200");
  EXPECT_EQ(room.participant("0.muted"), "true");
  EXPECT_EQ(room.act("unmute", Room::only(room.host)), "200");
  EXPECT_EQ(room.participant("0.muted"), "false");
  EXPECT_EQ(room.act("hold", Room::only(room.host)), "200");
  EXPECT_EQ(room.participant("0.on_hold"), "true");
  EXPECT_EQ(room.act("unhold", Room::only(room.host)), "200");
  EXPECT_EQ(room.participant("0.on_hold"), "false");
  EXPECT_EQ(
      room.act("update",
               R"({"supervisor_role":"whisper","whisper_call_control_ids":["v3:a"],"call_control_id":")" +
                   room.host.text() + "\"}"),
      "200");
  EXPECT_EQ(room.participant("0.whisper_call_control_ids"), R"(["v3:a"])");
  const auto whispering = bench.send("GET", "/conferences/" + room.id + "/participants", "",
                                     {{"filter[whispering]", "true"}, {"filter[muted]", "false"}});
  EXPECT_EQ(JsonDocument::of(whispering.body).root()["data"].size(), 1U);
}

TEST(SimulatorConferences, ThatHaveNotStartedKeepEverybodyOnHold) {
  Bench bench;
  Room room(bench, R"(,"start_conference_on_create":false)");
  EXPECT_EQ(Bench::data(bench.send("GET", "/conferences/" + room.id), "status"), "init");
  EXPECT_EQ(room.participant("0.on_hold"), "true");
  room.join(R"(,"start_conference_on_enter":true)");
  EXPECT_EQ(room.participant("0.on_hold"), "false");
  EXPECT_EQ(Bench::data(bench.send("GET", "/conferences/" + room.id), "status"), "in_progress");
}

TEST(SimulatorConferences, SpeakAndPlayToAllOrToSome) {
  Bench bench;
  Room room(bench);
  const auto guest = room.join();
  const auto began = bench.now;
  bench.story(began);
  EXPECT_EQ(room.act("speak", R"({"payload":"Hello","voice":"v"})"), "200");
  EXPECT_EQ(
      room.act("play", R"({"media_name":"song","loop":2,"call_control_ids":[")" + guest.text() + "\"]}"),
      "200");
  bench.wait(20s);
  EXPECT_EQ(
      bench.story(began, {"media_name"}),
      (Story{"+0 conference.speak.started", "+0 conference.participant.playback.started media_name=song",
             "+500 conference.speak.ended", "+10000 conference.participant.playback.ended media_name=song"}));
  EXPECT_EQ(bench.telnyx.leg(guest)->heard, (std::vector<std::string>{"Hello"}));
  EXPECT_EQ(bench.telnyx.leg(room.host)->heard, (std::vector<std::string>{"Hello"}));
  room.act("play", R"({"media_name":"song","loop":"infinity"})");
  room.act("speak", R"({"payload":"To you","voice":"v","call_control_ids":[")" + guest.text() + "\"]}");
  EXPECT_EQ(room.act("stop"), "200");
  EXPECT_EQ(bench.story(bench.now),
            (Story{"+0 conference.playback.started", "+0 conference.participant.speak.started",
                   "+0 conference.playback.ended", "+0 conference.participant.speak.ended"}));
  EXPECT_EQ(bench.telnyx.leg(guest)->heard.back(), "To you");
  EXPECT_EQ(room.act("send_dtmf", R"({"digits":"7"})"), "200");
  EXPECT_EQ(bench.telnyx.leg(guest)->keys_heard, "7");
}

TEST(SimulatorConferences, AreRecorded) {
  Bench bench;
  Room room(bench);
  EXPECT_EQ(room.act("record_start", R"({"format":"wav"})"), "200");
  bench.wait(2s);
  EXPECT_EQ(room.act("record_stop"), "200");
  bench.wait(1s);
  const auto saved = JsonDocument::of(bench.payload("conference.recording.saved"));
  EXPECT_EQ(saved.root()["format"].str(), "wav");
  EXPECT_EQ(saved.root()["recording_ended_at"].str(), "2026-11-24T00:00:02.000Z");
  EXPECT_TRUE(saved.root().at_path("recording_urls.wav").is_string());
  EXPECT_FALSE(saved.root()["call_leg_id"].exists());
}

TEST(SimulatorConferences, TheFloorIsWhosSpeaksAndItsEventHasNoEnvelope) {
  Bench bench;
  Room room(bench);
  const auto guest = room.join();
  bench.telnyx.say(bench.now, guest, "Hello");
  bench.telnyx.say(bench.now, guest, "again");
  bench.telnyx.say(bench.now, room.host, "Hi");
  bench.wait(0ms);
  EXPECT_EQ(bench.count("conference.floor.changed"), 2U);
  const auto body = JsonDocument::of(bench.webhooks.back().body);
  EXPECT_EQ(body.root()["event_type"].str(), "conference.floor.changed");
  EXPECT_EQ(body.root().at_path("payload.call_control_id").str(), room.host.text());
}

TEST(SimulatorConferences, ACommandIdWorksOnce) {
  Bench bench;
  const auto leg = bench.answered_incoming();
  const auto body = R"({"name":"c","command_id":"1","call_control_id":")" + leg.text() + "\"}";
  const auto first = bench.send("POST", "/conferences", body);
  EXPECT_EQ(bench.send("POST", "/conferences", body).body, first.body);
  EXPECT_EQ(JsonDocument::of(bench.send("GET", "/conferences").body).root()["data"].size(), 1U);
  const auto guest = bench.answered_incoming();
  const auto path = "/conferences/" + Bench::data(first, "id") + "/actions/join";
  const auto join = R"({"command_id":"2","call_control_id":")" + guest.text() + "\"}";
  EXPECT_EQ(bench.outcome_of("POST", path, join), "200");
  EXPECT_EQ(bench.outcome_of("POST", path, join), "200");
}

TEST(SimulatorConferences, ADialledLegJoinsByNameWhenItAnswers) {
  Bench bench;
  Room room(bench);
  const auto leg =
      bench.dial("+13125550111", R"(,"conference_config":{"conference_name":"team","mute":true})");
  const auto other = bench.dial("+13125550112", R"(,"conference_config":{"conference_name":"other"})");
  bench.wait(3s);
  EXPECT_EQ(bench.telnyx.leg(leg)->conference_id, room.id);
  EXPECT_NE(bench.telnyx.leg(other)->conference_id, "");
  EXPECT_EQ(room.participant("1.muted"), "true");
  const auto named =
      bench.send("GET", "/conferences", "", {{"filter[name]", "other"}, {"filter[status]", "in_progress"}});
  EXPECT_EQ(JsonDocument::of(named.body).root()["data"].size(), 1U);
}

}  // namespace
}  // namespace callwright::tests::simulator_conferences
