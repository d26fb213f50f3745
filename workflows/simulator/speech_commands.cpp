#include "workflows/simulator/commands.hpp"
#include "workflows/simulator/speech.hpp"

#include <map>

namespace callwright::simulator {
namespace {

/// How often: a number, a number as text, or empty for `infinity`.
std::optional<std::int64_t> loops_of(const Command& command) {
  const auto loop = command.body["loop"];
  if (loop.str() == "infinity") return std::nullopt;
  if (loop.is_string()) return std::stoi(loop.str());  // the catalogue's pattern let only 1 to 100 pass
  return loop.integer().value_or(1);
}

std::optional<Duration> repeated(Duration once, std::optional<std::int64_t> loops) {
  if (!loops) return std::nullopt;
  return once * *loops;
}

void cut_as_asked(const Command& command, Leg& leg, bool overlay = false) {
  const auto stop = command.text("stop");
  if (!stop.empty()) cut(command.world, leg, stop == "all", overlay);
}

std::string target_legs_of(const Command& command) {
  const auto target = command.text("target_legs");
  return target.empty() ? "self" : target;
}

CommandResult speak(const Command& command, Leg& leg) {
  cut_as_asked(command, leg);
  Utterance utterance;
  utterance.text = command.text("payload");
  utterance.length = repeated(speaking_time(utterance.text), loops_of(command));
  utterance.target_legs = target_legs_of(command);
  say(command.world, leg, std::move(utterance));
  return ok();
}

CommandResult playback_start(const Command& command, Leg& leg) {
  const bool is_overlay = command.flag("overlay");
  if (is_overlay && (!leg.speech.current || leg.speech.current->kind != Utterance::Kind::Playback)) {
    return std::unexpected(refusal("10027", "An overlay needs a playback that is under way.", "/overlay"));
  }
  cut_as_asked(command, leg, is_overlay);
  auto utterance = playback_of(command, "audio_url", "media_name");
  utterance.is_overlay = is_overlay;
  utterance.length = repeated(*utterance.length, loops_of(command));
  utterance.target_legs = target_legs_of(command);
  say(command.world, leg, std::move(utterance));
  return ok();
}

CommandResult playback_stop(const Command& command, Leg& leg) {
  cut(command.world, leg, command.text("stop") != "current", command.flag("overlay"));
  return ok();
}

}  // namespace

CommandEffect speech_command(std::string_view name) {
  static const std::map<std::string_view, CommandEffect> effects = {
      {"speak", speak}, {"playback_start", playback_start}, {"playback_stop", playback_stop}};
  const auto found = effects.find(name);
  return found == effects.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
