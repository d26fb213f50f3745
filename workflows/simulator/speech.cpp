#include "workflows/simulator/speech.hpp"

#include "workflows/simulator/gather.hpp"
#include "workflows/simulator/webhooks.hpp"

#include <algorithm>

namespace callwright::simulator {
namespace {

using UtteranceKind = Utterance::Kind;

Members media_of(const Utterance& utterance) {
  return {{"media_name", json_text(utterance.media_name)},
          {"media_url", json_text(utterance.media_url)},
          {"overlay", Json::trusted("false")}};
}

void let_hear(World& world, Leg& leg, const Utterance& utterance) {
  if (utterance.kind == UtteranceKind::Playback || utterance.text.empty()) return;
  if (utterance.target_legs != "opposite") leg.heard.push_back(utterance.text);
  if (utterance.target_legs != "self" && leg.bridged_to) {
    world.legs[*leg.bridged_to].heard.push_back(utterance.text);
  }
}

void start_next(World& world, Leg& leg);

/// Telnyx documents no status of a speech that was cut, so it counts as completed.
std::string_view cut_status(const Utterance& utterance) {
  return utterance.kind == UtteranceKind::Playback ? "cancelled" : "completed";
}

/// The end of what is heard now; prompts of a gather are not reported.
void finish(World& world, Leg& leg, std::string_view status) {
  const auto over = *std::exchange(leg.current, std::nullopt);
  ++leg.speech_token;
  if (over.kind == UtteranceKind::Speech) {
    emit(world, leg, "call.speak.ended", {{"status", json_text(status)}});
  } else if (over.kind == UtteranceKind::Playback) {
    auto members = media_of(over);
    members.emplace_back("status", json_text(status));
    emit(world, leg, "call.playback.ended", members);
  }
}

bool has_prompt(const Leg& leg) {
  const auto is_prompt = [](const Utterance& utterance) { return utterance.kind == UtteranceKind::Prompt; };
  return (leg.current && is_prompt(*leg.current)) || std::ranges::any_of(leg.queue, is_prompt);
}

/// Goes on with the queue; a gather whose prompt is neither heard nor waiting now waits for digits.
void go_on(World& world, Leg& leg) {
  start_next(world, leg);
  if (leg.gather && !leg.gather->waiting && !has_prompt(leg)) prompt_over(world, leg);
}

void start_next(World& world, Leg& leg) {
  if (leg.current || leg.queue.empty() || !leg.is_answered()) return;
  leg.current = std::move(leg.queue.front());
  leg.queue.pop_front();
  const auto token = ++leg.speech_token;
  let_hear(world, leg, *leg.current);
  if (leg.current->kind == UtteranceKind::Speech) emit(world, leg, "call.speak.started");
  if (leg.current->kind == UtteranceKind::Playback) {
    emit(world, leg, "call.playback.started", media_of(*leg.current));
  }
  if (!leg.current->length) return;
  world.while_live(leg, *leg.current->length, [token](World& later, Leg& speaking) {
    if (!speaking.current || speaking.speech_token != token) return;
    finish(later, speaking, "completed");
    go_on(later, speaking);
  });
}

}  // namespace

Duration speaking_time(std::string_view text) {
  const auto characters =
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return std::max(Duration{500}, Duration{60} * characters);
}

void say(World& world, Leg& leg, Utterance utterance) {
  leg.queue.push_back(std::move(utterance));
  start_next(world, leg);
}

void cut(World& world, Leg& leg, bool all) {
  if (all) leg.queue.clear();
  if (leg.current) finish(world, leg, cut_status(*leg.current));
  go_on(world, leg);
}

void silence(World& world, Leg& leg, std::string_view status) {
  leg.queue.clear();
  if (leg.current) finish(world, leg, status);
}

void drop_prompts(World& world, Leg& leg) {
  std::erase_if(leg.queue,
                [](const Utterance& utterance) { return utterance.kind == UtteranceKind::Prompt; });
  if (!leg.current || leg.current->kind != UtteranceKind::Prompt) return;
  leg.current.reset();
  ++leg.speech_token;
  start_next(world, leg);
}

}  // namespace callwright::simulator
