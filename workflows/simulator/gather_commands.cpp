#include "workflows/simulator/commands.hpp"
#include "workflows/simulator/gather.hpp"
#include "workflows/simulator/speech.hpp"

#include <algorithm>
#include <map>

namespace callwright::simulator {
namespace {

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

/// Audio that is played before digits are awaited.
std::optional<Utterance> audio_prompt(const Command& command, std::string_view url, std::string_view name) {
  if (!command.has(url) && !command.has(name)) return std::nullopt;
  auto prompt = playback_of(command, url, name);
  prompt.kind = Utterance::Kind::Prompt;
  return prompt;
}

CommandResult gather_using_audio(const Command& command, Leg& leg) {
  auto digits = gather_of(command);
  digits.tries_left = static_cast<int>(command.number("maximum_tries"));
  digits.prompt = audio_prompt(command, "audio_url", "media_name");
  digits.invalid_prompt = audio_prompt(command, "invalid_audio_url", "invalid_media_name");
  start_gather(command.world, leg, std::move(digits));
  return ok();
}

CommandResult gather_stop(const Command& command, Leg& leg) {
  end_gather(command.world, leg, "cancelled");
  return ok();
}

}  // namespace

CommandEffect gather_command(std::string_view name) {
  static const std::map<std::string_view, CommandEffect> effects = {
      {"gather", gather},
      {"gather_using_speak", gather_using_speak},
      {"gather_using_audio", gather_using_audio},
      {"gather_stop", gather_stop}};
  const auto found = effects.find(name);
  return found == effects.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
