#include "tests/workflows/language/sample.hpp"
#include "workflows/model/text.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_stored {
namespace {

/// Uses every key and every action of the language.
constexpr const char* kEverything = R"yaml(language: 1
people:
  dana: { name: Dana, phone: "+13125550111", language: en-GB, voice: Telnyx.KokoroTTS.bf }
  ben: { sip: "sip:ben@example.com" }
groups:
  all: { members: [dana, ben], order: listed }
  calm: { members: [ben, dana], order: longest_idle }
schedules:
  clinic:
    timezone: America/Chicago
    open: [ { days: "mon,wed-fri", hours: "08:00-24:00" }, { days: [sat, sun-mon], hours: "22:00-06:00" } ]
    closed: [2026-12-25, 2026-11-26]
  always: { timezone: UTC, open: [ { hours: "00:00-24:00" } ] }
rotations:
  nights: { members: [dana, ben], every: week, handoff: "tue 07:30", timezone: Europe/Berlin, start: 2026-01-01 }
  days: { members: [ben], every: 3 days, timezone: UTC }
workflows:
  second:
    match: { direction: outgoing, from: ["+13125550100"], connection_id: "1" }
    assistant: { id: b, dynamic_variables: { n: 3, f: 0.5, b: true, t: "3", id: 12345678901234567890 } }
  first:
    match: { to: ["+13125550100", "+1630*"], from: ["*"] }
    assistant:
      id: a
      instructions: "Talk to {{name}} from ${caller.number}."
      message_history: [ { role: user, content: 42 } ]
      send_message_history_updates: true
      transcription: { language: auto }
      interruption_settings: { enable: false }
      if_fails: { escalate: { to: human, reason: failed, with: { urgent: "1" } } }
    start: [ answer, { ai_assistant_start: {}, on_error: continue } ]
    silence_limit: 15s
    voice: v
    language: de-DE
    limits: { legs: 4, parallel: 2, attempts: 9, runs: 1, duration: 90m, destinations: ["+1*", "sip:*"] }
    rules:
      - id: keys
        on: call_transcription
        leg: winner
        if:
          event.digit: { in: [1, 2], ne: 3 }
          during: clinic
          outside: always
          any: [ { vars.x: { matches: "^a" } }, { not: { vars.y: { exists: true } } } ]
          not: [ { vars.z: 1 }, { vars.z: { gte: 5 } } ]
        do:
          - speak: { payload: "$${x} ${person.name | you}", loop: 2 }
            leg: dana
            no_wait: true
            on_error: continue
          - transfer: { person: dana }
          - refer: { person: ben }
          - set: { a: "${vars.b}", c: 1 }
          - timer: { name: later, after: 1500ms }
          - log: "${event.digit}"
          - cancel_escalation
      - on: operator.note
        do:
          - reply: { status: ok, say: "Done, ${caller.number}." }
          - tell_assistant: { text: "${event.arguments.text}", say: true }
      - on: timer.later
        do:
          - webhook:
              url: https://example.com/hook?a=1
              body: { n: 3, t: "3", yes: true, deep: [ { who: "${caller.number}" }, null, 1.5 ] }
              headers: { X-Call: "${call.id}" }
              secret: crm
          - sms: { to: caller, text: "Sorry, ${caller.number}.", from: "+13125550100" }
          - sms: { to: dana, text: x }
            on_error: continue
          - goodbye
escalations:
  human:
    deadline: 4m
    repeat: 1
    machine_detection: detect
    caller: { started: s, next: n, accepted: a, waiting: "", hold: { audio_url: "https://example.com/hold.mp3" } }
    steps:
      - { ring: [all], order: stagger, every: 3s, for: 600s }
      - { ring: dana, order: sequence, during: clinic }
      - { ring: [nights, nights.next, days, calm], outside: always }
    accept: { prompt_on: answered, prompt: p, keys: { accept: "*", decline: "#", repeat: "0" }, within: 2s, prompts: 1, briefing: b, lost: l, caller_gone: c }
    join: { mode: bridge, on_hangup: end_conversation, if_fails: next, if_assistant_ended: cancel, after: hangup }
    from: "+13125550100"
    otherwise: [ { escalate: open } ]
  open: { steps: [ { ring: ben } ], accept: none }
defaults: { repeat: 2 }
tests: [ { name: x, script: [ { 0s: { service: restarts } } ] } ]
)yaml";

TEST(StoredBundle, ComesBackEqual) {
  for (const auto& text : {Sample{}.text(), std::string(kEverything)}) {
    const auto loaded = load_text(text);
    ASSERT_NE(loaded.bundle, nullptr) << messages_of(loaded);
    const auto stored = load_stored_bundle(loaded.bundle->content);
    ASSERT_TRUE(stored) << stored.error().detail;
    EXPECT_EQ((*stored)->content, loaded.bundle->content);
    EXPECT_EQ((*stored)->id, loaded.bundle->id);
  }
}

TEST(StoredBundle, KeepsWhatActionsNeed) {
  const auto loaded = load_text(kEverything);
  ASSERT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  const auto stored = load_stored_bundle(loaded.bundle->content);
  ASSERT_TRUE(stored) << stored.error().detail;
  for (const auto& bundle : {loaded.bundle, *stored}) {
    const auto& workflow = *bundle->workflow("first");
    EXPECT_EQ(bundle->workflows[0].key, "second");
    EXPECT_EQ(
        bundle->workflows[0].assistant.text(),
        R"({"dynamic_variables":{"b":true,"f":0.5,"id":"12345678901234567890","n":3,"t":"3"},"id":"b"})");
    EXPECT_EQ(
        workflow.start_options.text(),
        R"({"interruption_settings":{"enable":false},"message_history":[{"content":"42","role":"user"}],)"
        R"("send_message_history_updates":true,"transcription":{"language":"auto"}})");
    const auto& actions = workflow.rules[0].actions;
    EXPECT_EQ(workflow.rules[0].on, "call.transcription");
    EXPECT_EQ(actions[0].leg, "dana");
    EXPECT_TRUE(actions[0].no_wait && actions[0].on_error_continue);
    EXPECT_EQ(actions[0].body.text(), R"({"loop":2,"payload":"$${x} ${person.name | you}"})");
    EXPECT_EQ(actions[1].body.text(), R"({"to":"+13125550111"})");
    EXPECT_EQ(actions[2].body.text(), R"({"sip_address":"sip:ben@example.com"})");
    EXPECT_EQ(actions[3].with.text(), R"({"a":"${vars.b}","c":"1"})");
    EXPECT_EQ(actions[4].after, Duration{1500});
    EXPECT_EQ(actions[6].kind, Action::Kind::CancelEscalation);
    EXPECT_EQ(workflow.rules[1].actions[0].status, "ok");
    const auto& outside = workflow.rules[2].actions;
    EXPECT_EQ(outside[0].target, "https://example.com/hook?a=1");
    EXPECT_EQ(outside[0].body.text(),
              R"({"deep":[{"who":"${caller.number}"},null,1.5],"n":3,"t":"3","yes":true})");
    EXPECT_EQ(outside[0].with.text(), R"({"X-Call":"${call.id}"})");
    EXPECT_EQ(secrets_of(*bundle), std::vector<std::string>{"crm"});
    EXPECT_EQ(outside[1].target + " " + outside[1].from, "caller +13125550100");
    EXPECT_EQ(outside[1].text.source(), "Sorry, ${caller.number}.");
    EXPECT_TRUE(outside[2].on_error_continue);
    EXPECT_EQ(workflow.assistant_if_fails[0].with.text(), R"({"urgent":"1"})");
    EXPECT_EQ(bundle->escalation("human")->repeat, 1);
    EXPECT_EQ(bundle->escalation("open")->repeat, 2);
    EXPECT_TRUE(bundle->escalation("open")->accept.none);
  }
}

TEST(StoredBundle, IdIsTheHashOfTheContent) {
  const auto bundle = load_text(Sample{}.text()).bundle;
  ASSERT_NE(bundle, nullptr);
  EXPECT_EQ(bundle->id.text(), sha256_hex(bundle->content));
}

TEST(StoredBundle, IdIsTheSameHoweverTheTextIsSplitAndWritten) {
  const auto one = load_bundle({{"a.yaml", Sample{}.text()}});
  const auto two = load_bundle({{"b.yaml", R"(escalations:
  human:
    steps:
      - for: 20s     # the default, spelled out
        ring: dana
)"},
                                {"a.yaml", R"(language: 1
workflows:
  support:
    rules: [ { do: [ escalate: { to: 'human' } ], on: tool.help } ]
    assistant: &same { id: "assistant-1", if_fails: { escalate: human } }
    match: { to: [ +13125550100 ] }
people: { dana: { phone: +13125550111, name: Dana } }
)"}});
  ASSERT_NE(one.bundle, nullptr) << messages_of(one);
  ASSERT_NE(two.bundle, nullptr) << messages_of(two);
  EXPECT_EQ(one.bundle->content, two.bundle->content);
  EXPECT_EQ(one.bundle->id, two.bundle->id);
}

TEST(StoredBundle, IdChangesWithTheOrderOfWorkflowsAndWithAnyText) {
  const std::string head = "language: 1\nworkflows:\n";
  const std::string a = "  a: { match: { to: [\"+13125550100\"] }, start: [answer] }\n";
  const std::string b = "  b: { match: { to: [\"+13125550101\"] }, start: [answer] }\n";
  const auto ab = load_text(head + a + b).bundle;
  const auto ba = load_text(head + b + a).bundle;
  ASSERT_TRUE(ab && ba);
  EXPECT_NE(ab->id, ba->id);
  Sample changed;
  changed.escalation = "    accept: { lost: Taken. }\n";
  EXPECT_NE(load_text(Sample{}.text()).bundle->id, load_text(changed.text()).bundle->id);
}

TEST(StoredBundle, LoadsWithoutTheChecksOfToday) {
  // A person with a number that a workflow matches, roots, paths, events and body fields unknown to this
  // version, values that nothing gives, conditions that never hold, the same key twice.
  const auto stored = load_stored_bundle(
      R"({"escalations":{"human":{"steps":[{"ring":["dana","gone"]}],"accept":{"keys":{"accept":"2"},"prompt":"${caller.number}"},
    "otherwise":[{"log":"${winner.name}"}]}},"groups":{},
    "language":1,"people":{"dana":{"phone":"+13125550100"}},"workflows":[{"workflow":"support",
    "match":{"to":["+13125550100"]},"assistant":{"id":"a","new":"${future.value}"},
    "rules":[{"on":"call.future","do":[{"speak":{"new_field":1}},{"escalate":{"to":"other"}}]},
    {"on":"escalation.startd","leg":"winner","if":{"event.x":{"in":[]},"caller.future":1,"any":[]},
    "do":[{"log":"${winner.nam} ${vars.x} ${run.with.y} ${person.name}"},{"hangup":{},"leg":"event"},
    {"transfer":{"to":"desk"}}]},{"on":"timer.never","do":[]}]}]})");
  ASSERT_TRUE(stored) << stored.error().detail;
  EXPECT_EQ((*stored)->workflows.at(0).assistant.text(), R"({"id":"a","new":"${future.value}"})");
  EXPECT_EQ((*stored)->workflows.at(0).rules.size(), 3U);
}

TEST(StoredBundle, RefusesWhatIsNoBundle) {
  for (
      const auto* content :
      {"", "[]", "{}", "not json", R"({"language":2})", R"({"language":1,"people":{"a":[]}})",
       R"({"language":1,"workflows":[{"workflow":"w","match":{},"rules":[{"on":"x","do":[{"fly":{}}]}]}]})"}) {
    const auto stored = load_stored_bundle(content);
    ASSERT_FALSE(stored) << content;
    EXPECT_EQ(stored.error().code, "bundle.unreadable");
  }
}

}  // namespace
}  // namespace callwright::tests::language_stored
