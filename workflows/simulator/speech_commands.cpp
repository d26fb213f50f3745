#include "workflows/simulator/commands.hpp"
#include "workflows/simulator/gather.hpp"
#include "workflows/simulator/speech.hpp"

#include <map>

namespace callwright::simulator {
namespace {

constexpr Duration kMediaLength = std::chrono::seconds{5};

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

void cut_as_asked(const Command& command, Leg& leg) {
  const auto stop = command.text("stop");
  if (!stop.empty()) cut(command.world, leg, stop == "all");
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
  cut_as_asked(command, leg);
  Utterance utterance;
  utterance.kind = Utterance::Kind::Playback;
  utterance.media_url = command.text("audio_url");
  utterance.media_name = command.text("media_name");
  utterance.length = repeated(kMediaLength, loops_of(command));
  utterance.target_legs = target_legs_of(command);
  say(command.world, leg, std::move(utterance));
  return ok();
}

CommandResult playback_stop(const Command& command, Leg& leg) {
  cut(command.world, leg, command.text("stop") != "current");
  return ok();
}

Gather gather_of(const Command& command) {
  Gather gather;
  gather.minimum = static_cast<std::size_t>(command.number("minimum_digits"));
  gather.maximum = static_cast<std::size_t>(command.number("maximum_digits"));
  gather.terminating = command.body["terminating_digit"].exists() ? command.text("terminating_digit") : "#";
  gather.valid = command.body["valid_digits"].exists() ? command.text("valid_digits") : "0123456789#*";
  gather.inter_digit = Duration{command.number("inter_digit_timeout_millis")};
  gather.timeout = Duration{command.number("timeout_millis")};
  return gather;
}

CommandResult gather(const Command& command, Leg& leg) {
  auto digits = gather_of(command);
  digits.timeout = std::min(digits.timeout, Duration{command.number("initial_timeout_millis")});
  start_gather(command.world, leg, std::move(digits));
  return ok();
}

std::optional<Utterance> prompt_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  Utterance prompt;
  prompt.kind = Utterance::Kind::Prompt;
  prompt.text = text;
  prompt.length = speaking_time(text);
  return prompt;
}

CommandResult gather_using_speak(const Command& command, Leg& leg) {
  auto digits = gather_of(command);
  digits.tries_left = static_cast<int>(command.number("maximum_tries"));
  digits.prompt = prompt_of(command.text("payload"));
  digits.invalid_prompt = prompt_of(command.text("invalid_payload"));
  start_gather(command.world, leg, std::move(digits));
  return ok();
}

CommandResult gather_using_audio(const Command& command, Leg& leg) {
  auto digits = gather_of(command);
  digits.tries_left = static_cast<int>(command.number("maximum_tries"));
  digits.prompt.emplace();
  digits.prompt->kind = Utterance::Kind::Prompt;
  digits.prompt->media_url = command.text("audio_url");
  digits.prompt->media_name = command.text("media_name");
  digits.prompt->length = kMediaLength;
  start_gather(command.world, leg, std::move(digits));
  return ok();
}

CommandResult gather_stop(const Command& command, Leg& leg) {
  end_gather(command.world, leg, "cancelled");
  return ok();
}

}  // namespace

CommandEffect speech_command(std::string_view name) {
  static const std::map<std::string_view, CommandEffect> effects = {
      {"speak", speak},
      {"playback_start", playback_start},
      {"playback_stop", playback_stop},
      {"gather", gather},
      {"gather_using_speak", gather_using_speak},
      {"gather_using_audio", gather_using_audio},
      {"gather_stop", gather_stop}};
  const auto found = effects.find(name);
  return found == effects.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
