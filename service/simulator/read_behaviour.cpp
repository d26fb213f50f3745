#include "service/simulator/read_behaviour.hpp"

#include "service/simulator/json_fields.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace callwright::simulator {
namespace {

using Kind = Behaviour::Kind;
constexpr auto kKinds = std::to_array<std::pair<std::string_view, Kind>>({{"answers", Kind::Answers},
                                                                          {"no_answer", Kind::NoAnswer},
                                                                          {"busy", Kind::Busy},
                                                                          {"rejects", Kind::Rejects},
                                                                          {"voicemail", Kind::Voicemail}});

Result<Kind> read_kind(const JsonNode& json) {
  const auto text = json["kind"].string().value_or("answers");
  const auto found = std::ranges::find(kKinds, text, &std::pair<std::string_view, Kind>::first);
  if (found == kKinds.end()) return wrong_field("kind", "answers, no_answer, busy, rejects or voicemail");
  return found->second;
}

}  // namespace

Result<Behaviour> read_behaviour(const JsonNode& json) {
  const auto fields = expect_fields(json, "a person",
                                    {"kind", "answer_after", "verdict", "verdict_after", "greeting", "beeps",
                                     "press", "press_after", "hangs_up_after"});
  if (!fields) return std::unexpected(fields.error());
  Behaviour behaviour;
  const auto kind = read_kind(json);
  if (!kind) return std::unexpected(kind.error());
  behaviour.kind = *kind;
  const std::pair<std::string_view, Duration*> times[] = {{"answer_after", &behaviour.answer_after},
                                                          {"verdict_after", &behaviour.verdict_after},
                                                          {"press_after", &behaviour.press_after}};
  for (const auto& [name, into] : times) {
    const auto time = seconds_field(json, name);
    if (!time) return std::unexpected(time.error());
    *into = time->value_or(*into);
  }
  const std::pair<std::string_view, std::string*> texts[] = {
      {"verdict", &behaviour.verdict}, {"greeting", &behaviour.greeting}, {"press", &behaviour.press}};
  for (const auto& [name, into] : texts) {
    auto text = text_field(json, name);
    if (!text) return std::unexpected(text.error());
    *into = std::move(*text).value_or("");
  }
  const auto beeps = flag_field(json, "beeps");
  if (!beeps) return std::unexpected(beeps.error());
  behaviour.beeps = beeps->value_or(behaviour.beeps);
  const auto hangs_up = seconds_field(json, "hangs_up_after");
  if (!hangs_up) return std::unexpected(hangs_up.error());
  behaviour.hangs_up_after = *hangs_up;
  return behaviour;
}

}  // namespace callwright::simulator
