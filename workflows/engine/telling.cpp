#include "workflows/engine/telling.hpp"

#include "workflows/engine/legs.hpp"
#include "workflows/engine/runs.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <utility>

namespace callwright::engine {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kPayloadMax = 3000;  // Telnyx: payload of speak

/// Text that did not come from the bundle's author.
bool is_foreign(std::string_view path) {
  for (const std::string_view root :
       {"event.", "caller.", "conversation.", "vars.", "insights.", "run.with."}) {
    if (path.starts_with(root)) return true;
  }
  return path == "run.reason" || path == "call.from";
}

struct Messages {
  std::string system;
  std::string values;
};

Messages split_foreign(const Template& text, const Scope& scope) {
  Messages out;
  int count = 0;
  for (const auto& part : text.parts()) {
    if (!part.is_path) {
      out.system += part.text;
      continue;
    }
    const auto value = scope.value(part.text);
    if (!value || !is_foreign(part.text)) {
      out.system += value.value_or(part.fallback.value_or(""));
      continue;
    }
    const auto label = "[" + std::to_string(++count) + "]";
    out.system += label;
    out.values += (count > 1 ? "\n" : "") + label + ": " + JsonWriter().string(*value).take();
  }
  return out;
}

}  // namespace

Json speech(const Decision& d, int leg_number, std::string_view text, bool cut) {
  JsonWriter out;
  out.begin_object().member("payload", cut_utf8(text, kPayloadMax));
  if (cut) out.member("stop", "all");
  return with_voice(d, leg_number, out.end_object().finish());
}

Json with_voice(const Decision& d, int leg_number, const Json& body) {
  const auto& workflow = d.workflow();
  const auto* leg = find_leg(d.call, leg_number);
  const auto* person = leg == nullptr ? nullptr : d.bundle.person(leg->person);
  const auto document = JsonDocument::of(body);
  JsonWriter out;
  out.begin_object();
  for (const auto& [name, value] : document.root().members()) out.key(name).node(value);
  if (!document.root()["voice"].exists()) {
    out.member("voice", person != nullptr && !person->voice.empty() ? person->voice : workflow.voice);
  }
  if (!document.root()["language"].exists()) {
    out.member("language",
               person != nullptr && !person->language.empty() ? person->language : workflow.language);
  }
  return out.end_object().finish();
}

int speak(Decision& d, int leg, std::string_view text, bool cut, Purpose purpose, int ref) {
  const bool cuts_hold = std::exchange(d.leg(leg).on_hold, false);
  const int intent = d.send("speak", leg, speech(d, leg, text, cut || cuts_hold), purpose, ref);
  note_speech(d, leg, intent);
  return intent;
}

void note_speech(Decision& d, int leg_number, int intent) {
  auto& leg = d.leg(leg_number);
  if (leg.speaking != 0) ++leg.stale_speech;
  leg.speaking = intent;
}

Duration speaking_time(std::string_view text) { return seconds{2} + milliseconds{80} * text.size(); }

void tell_caller(Decision& d, const Template& text, Subject subject) {
  if (!caller_is_there(d.call) || text.empty()) return;
  if (tell_assistant(d, text, subject, true, Purpose::Tell, subject.run) != 0) return;
  speak_to_caller(d, text, subject);
}

void speak_to_caller(Decision& d, const Template& text, Subject subject) {
  if (!caller_is_there(d.call) || d.caller().state < LegState::Answered) return;
  const auto words = text.render(CallScope(d, subject));
  if (!words.empty()) speak(d, 0, words, false, Purpose::Tell, subject.run);
}

int tell_assistant(Decision& d, const Template& text, Subject subject, bool say, Purpose purpose, int ref) {
  if (d.call.assistant != AssistantState::Running || !caller_is_there(d.call) || text.empty()) return 0;
  const auto messages = split_foreign(text, CallScope(d, subject));
  JsonWriter out;
  out.begin_object().key("messages").begin_array();
  const auto instruction =
      purpose == Purpose::Tell ? "Tell the caller now: " + messages.system : messages.system;
  out.begin_object().member("role", "system").member("content", instruction).end_object();
  if (!messages.values.empty()) {
    out.begin_object().member("role", "user").member("content", messages.values).end_object();
  }
  out.end_array();
  if (say) out.member("trigger_response", true);
  return d.send("ai_assistant_add_messages", 0, out.end_object().finish(), purpose, ref);
}

void goodbye(Decision& d, std::string_view text) {
  if (!caller_is_there(d.call) || d.is_armed(TimerKind::GoodbyeDeadline, 0)) return;
  d.set_state(CallState::Ending);
  cancel_run(d, "the call ends");
  if (has_assistant(d.call)) {
    d.call.assistant = AssistantState::Stopping;
    d.send("ai_assistant_stop", 0, json_object({}), Purpose::StopAssistant, 0);
  }
  if (d.caller().state < LegState::Answered || text.empty()) {
    end_leg(d, 0);
    return;
  }
  speak(d, 0, text, true, Purpose::Goodbye, 0);
  d.arm(TimerKind::GoodbyeDeadline, 0, std::max<Duration>(seconds{8}, speaking_time(text) + seconds{5}));
}

void caller_was_told(Decision& d, int run_number) {
  if (find_run(d.call, run_number) == nullptr) return;
  auto& run = d.run(run_number);
  run.told_at = d.now;
  if (!d.is_armed(TimerKind::Silence, run_number)) return;
  d.disarm(TimerKind::Silence, run_number);
  d.arm(TimerKind::Silence, run_number, d.workflow().silence_limit);
}

}  // namespace callwright::engine
