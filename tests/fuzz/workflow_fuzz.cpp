#include "tests/support/zones.hpp"
#include "workflows/language/calendar.hpp"
#include "workflows/language/load.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using callwright::Bundle;
using callwright::Finding;
using callwright::load_bundle;
using callwright::load_stored_bundle;
using callwright::ScriptLine;
using callwright::TestCase;

/// A bundle with something of everything, so that bytes put into it reach past the parser.
constexpr std::string_view kBundle = R"yaml(language: 1
people:
  dana: { name: Dana, phone: "+13125550111" }
  ben: { sip: "sip:ben@example.com" }
groups: { all: { members: [dana, ben], order: longest_idle } }
schedules:
  clinic: { timezone: Europe/Berlin, open: [ { days: [mon-fri, sun], hours: "22:00-06:00" } ], closed: [2026-12-25] }
rotations:
  nights: { members: [dana, ben], every: week, handoff: "mon 08:00", timezone: Europe/Berlin, start: 2026-01-05 }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: a, dynamic_variables: { n: 3, t: "x" }, if_fails: { do: [ goodbye ] } }
    limits: { parallel: 2, duration: 1h }
    rules:
      - on: tool.help
        if: { event.digit: { in: [1, 2] }, during: clinic, not: { vars.x: { matches: "^a" } } }
        do:
          - escalate: { to: human, reason: "${event.arguments.reason | none}", with: { a: b } }
          - speak: { payload: "$${x} ${caller.number}", loop: 2 }
            leg: winner
            no_wait: true
          - transfer: { person: dana }
          - set: { a: "${vars.b}" }
          - timer: { name: later, after: 1500ms }
escalations:
  human:
    repeat: 1
    caller: { started: "s", hold: { audio_url: "https://example.com/hold.mp3" } }
    steps: [ { ring: [all], order: stagger, every: 3s, for: 30s }, { ring: [nights, nights.next], outside: clinic } ]
    accept: { prompt: p, keys: { accept: "*", decline: "#", repeat: "0" }, within: 2s }
    join: { mode: bridge, if_fails: next }
    otherwise: [ { tell_assistant: { text: t, say: true } } ]
defaults: { voice: v, repeat: 2 }
tests:
  - name: first
    at: "2026-11-24T10:00:00-06:00"
    script:
      - 0s: { call: { from: "+13125550199", to: "+13125550100" } }
      - 8s: { tool: help, arguments: { reason: dizzy, list: [1, null, true] } }
      - 9s: { presses: { dana: "1" } }
      - 10s: { expect: { live_legs: 2, heard: { caller: x } } }
    people: { dana: [ no_answer, { does: accepts, answers_after: 2s, verdict: not_sure } ] }
    faults: { duplicate: all, delay: { call.answered: 2s }, crash_after: [3], api: { dial: [500, ok], webhook: timeout } }
    unstated: { a: b }
    insights: { Mood: fine }
    expect: { joined: [dana], outcomes: { dana: joined }, sms: [ { to: caller, text: x } ], webhooks: [], commands: { dial: 1 } }
)yaml";

/// What a calendar that loaded says at any time: a change that it announces happens, and turns follow each
/// other.
void check_calendar(const Bundle& bundle) {
  const auto now = callwright::tests::test_load_options().now;
  for (const auto& [key, schedule] : bundle.schedules) {
    const auto change = callwright::next_change(bundle, key, now);
    if (change && callwright::is_open(bundle, key, *change) == callwright::is_open(bundle, key, now))
      std::abort();
  }
  for (const auto& [key, rotation] : bundle.rotations) {
    const auto turn = callwright::turn_at(bundle, key, now);
    if (turn.from > now || turn.until <= now) std::abort();
  }
}

void check_stored(std::string_view content) {
  const auto stored = load_stored_bundle(content);
  if (!stored) return;
  check_calendar(**stored);
  const auto again = load_stored_bundle((*stored)->content);
  if (!again || (*again)->id != (*stored)->id) std::abort();
}

/// A finding is on a line of the file, and its report shows a caret and nothing that a terminal would obey.
void check_finding(const Finding& finding, std::string_view text) {
  const auto lines = std::ranges::count(text, '\n') + 1;
  if (finding.line < 0 || finding.line > lines || finding.message.empty()) std::abort();
  if (finding.end_column != 0 && finding.end_column <= finding.column) std::abort();
  if (finding.line > 0 && (finding.column < 1 || finding.caret.find('^') == std::string::npos)) std::abort();
  const auto is_obeyed = [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t'; };
  if (std::ranges::any_of(finding.source, is_obeyed) || std::ranges::any_of(finding.caret, is_obeyed))
    std::abort();
}

/// A test has a name, a place in the file, and a script that goes forward in time.
void check_test(const TestCase& test, std::string_view text) {
  const auto lines = std::ranges::count(text, '\n') + 1;
  if (test.name.empty() || test.line < 1 || test.line > lines) std::abort();
  if (test.script.empty() || !std::ranges::is_sorted(test.script, {}, &ScriptLine::at)) std::abort();
}

void check(const std::string& text) {
  const auto loaded =
      load_bundle({{.name = "fuzz.yaml", .text = text}}, callwright::tests::test_load_options());
  for (const auto& finding : loaded.findings) check_finding(finding, text);
  if (loaded.bundle == nullptr) {
    if (loaded.findings.empty()) std::abort();
    if (!loaded.tests.empty()) std::abort();
    return;
  }
  for (const auto& test : loaded.tests) check_test(test, text);
  const auto stored = load_stored_bundle(loaded.bundle->content);
  if (!stored || (*stored)->id != loaded.bundle->id) std::abort();
}

}  // namespace

/// No text makes the loader throw, what it reports can be shown, and what loads comes back from its content
/// with the same id.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check(text);
  check_stored(text);
  if (size < 3) return 0;
  // The first two bytes choose a place in the bundle, the third how much of it the rest replaces.
  const std::size_t at = (data[0] * 256U + data[1]) % kBundle.size();
  std::string changed(kBundle);
  changed.replace(at, data[2] % 16U, text.substr(3));
  check(changed);
  return 0;
}
