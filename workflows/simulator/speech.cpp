#include "workflows/simulator/speech.hpp"

#include "workflows/simulator/gather.hpp"
#include "workflows/simulator/transcription.hpp"
#include "workflows/simulator/webhooks.hpp"

#include <algorithm>

namespace callwright::simulator {
namespace {

using UtteranceKind = Utterance::Kind;

SpeechLine& line_of(Leg& leg, bool overlay) { return overlay ? leg.overlay : leg.speech; }

Members media_of(const Utterance& utterance) {
  return {{"media_name", json_text(utterance.media_name)},
          {"media_url", json_text(utterance.media_url)},
          {"overlay", json_flag(utterance.is_overlay)}};
}

void let_hear(World& world, Leg& leg, const Utterance& utterance) {
  if (utterance.kind == UtteranceKind::Playback || utterance.text.empty()) return;
  if (utterance.target_legs != "opposite") {
    leg.heard.push_back(utterance.text);
    transcribe(world, leg, "outbound", utterance.text);
  }
  if (utterance.target_legs != "self" && leg.bridged_to) {
    world.legs[*leg.bridged_to].heard.push_back(utterance.text);
  }
}

void start_next(World& world, Leg& leg, bool overlay);

/// Telnyx documents no status of a speech that was cut, so it counts as completed.
std::string_view cut_status(const Utterance& utterance) {
  return utterance.is_media() || utterance.kind == UtteranceKind::Playback ? "cancelled" : "completed";
}

/// A prompt is reported when it is played; one that is spoken is a part of its gather.
void report_start(World& world, Leg& leg, const Utterance& utterance) {
  if (utterance.kind == UtteranceKind::Speech) emit(world, leg, "call.speak.started");
  if (utterance.kind == UtteranceKind::Playback || utterance.is_media()) {
    emit(world, leg, "call.playback.started", media_of(utterance));
  }
}

void report_end(World& world, Leg& leg, const Utterance& utterance, std::string_view status) {
  if (utterance.kind == UtteranceKind::Speech) {
    emit(world, leg, "call.speak.ended", {{"status", json_text(status)}});
  } else if (utterance.kind == UtteranceKind::Playback || utterance.is_media()) {
    auto members = media_of(utterance);
    members.emplace_back("status", json_text(status));
    emit(world, leg, "call.playback.ended", members);
  }
}

/// The end of what is heard now.
void finish(World& world, Leg& leg, bool overlay, std::string_view status) {
  auto& line = line_of(leg, overlay);
  const auto over = *std::exchange(line.current, std::nullopt);
  ++line.token;
  report_end(world, leg, over, status);
}

bool is_prompt(const Utterance& utterance) { return utterance.kind == UtteranceKind::Prompt; }

bool has_prompt(const Leg& leg) {
  return (leg.speech.current && is_prompt(*leg.speech.current)) ||
         std::ranges::any_of(leg.speech.queue, is_prompt);
}

/// Goes on with the queue; a gather whose prompt is neither heard nor waiting now waits for digits.
void go_on(World& world, Leg& leg, bool overlay) {
  start_next(world, leg, overlay);
  if (leg.gather && !leg.gather->waiting && !has_prompt(leg)) prompt_over(world, leg);
}

void start_next(World& world, Leg& leg, bool overlay) {
  auto& line = line_of(leg, overlay);
  if (line.current || line.queue.empty() || !leg.is_answered()) return;
  line.current = std::move(line.queue.front());
  line.queue.pop_front();
  const auto token = ++line.token;
  const auto utterance = *line.current;
  let_hear(world, leg, utterance);
  report_start(world, leg, utterance);
  if (!utterance.length) return;
  const auto status = utterance.failure.empty() ? std::string("completed") : utterance.failure;
  world.while_live(leg, *utterance.length, [token, overlay, status](World& later, Leg& speaking) {
    const auto& heard = line_of(speaking, overlay);
    if (!heard.current || heard.token != token) return;
    finish(later, speaking, overlay, status);
    go_on(later, speaking, overlay);
  });
}

}  // namespace

Duration speaking_time(std::string_view text) {
  const auto characters =
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return std::max(Duration{500}, Duration{60} * characters);
}

void say(World& world, Leg& leg, Utterance utterance) {
  const bool overlay = utterance.is_overlay;
  line_of(leg, overlay).queue.push_back(std::move(utterance));
  start_next(world, leg, overlay);
}

void cut(World& world, Leg& leg, bool all, bool overlay) {
  auto& line = line_of(leg, overlay);
  if (all) line.queue.clear();
  if (line.current) finish(world, leg, overlay, cut_status(*line.current));
  go_on(world, leg, overlay);
}

void silence(World& world, Leg& leg, std::string_view status) {
  for (const bool overlay : {false, true}) {
    auto& line = line_of(leg, overlay);
    line.queue.clear();
    if (line.current) finish(world, leg, overlay, status);
  }
}

void drop_prompts(World& world, Leg& leg) {
  std::erase_if(leg.speech.queue, is_prompt);
  if (!leg.speech.current || !is_prompt(*leg.speech.current)) return;
  finish(world, leg, false, "cancelled");
  start_next(world, leg, false);
}

}  // namespace callwright::simulator
