#include "workflows/simulator/commands.hpp"

namespace callwright::simulator {

std::int64_t Command::number(std::string_view field) const {
  if (const auto given = body[field].integer()) return *given;
  const auto* known = operation.field(field);
  if (known == nullptr) return 0;
  const auto document = JsonDocument::of(known->default_value);
  return document.root().integer().value_or(0);
}

bool Command::flag(std::string_view field) const {
  if (const auto given = body[field].boolean()) return *given;
  const auto* known = operation.field(field);
  return known != nullptr && known->default_value.text() == "true";
}

Json ok() { return json_object({{"result", "ok"}}); }

CommandEffect effect_of(std::string_view command) {
  for (const auto group : {leg_command, transfer_command, speech_command, gather_command, media_command,
                           queue_command, assistant_command}) {
    if (const auto effect = group(command)) return effect;
  }
  return nullptr;
}

}  // namespace callwright::simulator
