#include "service/simulator/scenario.hpp"

#include "service/simulator/json_fields.hpp"
#include "service/simulator/read_behaviour.hpp"

#include <utility>

namespace callwright::simulator {
namespace {

constexpr std::int64_t kChannelsMax = 100'000;

Result<void> read_texts(const JsonNode& json, Telnyx::Settings& into) {
  const std::pair<std::string_view, std::string*> texts[] = {{"api_key", &into.api_key},
                                                             {"connection_id", &into.connection_id}};
  for (const auto& [name, member] : texts) {
    auto text = text_field(json, name);
    if (!text) return std::unexpected(text.error());
    if (*text) *member = std::move(**text);
  }
  return {};
}

Result<void> read_unstated(const JsonNode& json, Unstated& into) {
  const std::pair<std::string_view, bool*> flags[] = {
      {"unknown_fields_are_refused", &into.unknown_fields_are_refused},
      {"digits_are_reported_outside_gather", &into.digits_are_reported_outside_gather},
      {"starting_leg_ends_conversation", &into.starting_leg_ends_conversation},
      {"insights_name_conversation", &into.insights_name_conversation},
      {"machine_verdict_cuts_speech", &into.machine_verdict_cuts_speech},
      {"ringing_is_alive", &into.ringing_is_alive}};
  const std::pair<std::string_view, Duration*> times[] = {{"alive_after_end", &into.alive_after_end},
                                                          {"listed_after", &into.listed_after}};
  const auto fields =
      expect_fields(json, "unstated",
                    {"unknown_fields_are_refused", "digits_are_reported_outside_gather",
                     "starting_leg_ends_conversation", "insights_name_conversation",
                     "machine_verdict_cuts_speech", "ringing_is_alive", "alive_after_end", "listed_after"});
  if (!fields) return fields;
  for (const auto& [name, member] : flags) {
    const auto flag = flag_field(json, name);
    if (!flag) return std::unexpected(flag.error());
    *member = flag->value_or(*member);
  }
  for (const auto& [name, member] : times) {
    const auto time = seconds_field(json, name);
    if (!time) return std::unexpected(time.error());
    *member = time->value_or(*member);
  }
  return {};
}

Result<void> read_settings(const JsonNode& json, Telnyx::Settings& into) {
  const auto fields = expect_fields(json, "settings",
                                    {"api_key", "connection_id", "seed", "insights_after", "insights",
                                     "broken_assistants", "outbound_channels", "unstated"});
  if (!fields) return fields;
  if (const auto texts = read_texts(json, into); !texts) return texts;
  const auto seed = count_field(json, "seed", INT64_MAX);
  if (!seed) return std::unexpected(seed.error());
  if (*seed) into.seed = static_cast<std::uint64_t>(**seed);
  const auto after = seconds_field(json, "insights_after");
  if (!after) return std::unexpected(after.error());
  into.insights_after = after->value_or(into.insights_after);
  const auto channels = count_field(json, "outbound_channels", kChannelsMax);
  if (!channels) return std::unexpected(channels.error());
  if (*channels) into.outbound_channels = static_cast<std::size_t>(**channels);
  if (json["unstated"].exists()) {
    if (const auto unstated = read_unstated(json["unstated"], into.unstated); !unstated) return unstated;
  }
  for (const auto& insight : json["insights"].elements()) into.insights.push_back(insight.json());
  for (const auto& assistant : json["broken_assistants"].elements()) {
    into.broken_assistants.push_back(assistant.str());
  }
  return {};
}

}  // namespace

Result<Scenario> read_scenario(std::string_view text) {
  const auto document = JsonDocument::parse(text);
  if (!document) return std::unexpected(document.error());
  const auto root = document->root();
  const auto fields = expect_fields(root, "a scenario", {"people", "faults", "settings"});
  if (!fields) return std::unexpected(fields.error());
  Scenario scenario;
  if (root["settings"].exists()) {
    const auto settings = read_settings(root["settings"], scenario.model);
    if (!settings) return std::unexpected(settings.error());
  }
  for (const auto& [number, person] : root["people"].members()) {
    auto behaviour = read_behaviour(person);
    if (!behaviour) return std::unexpected(behaviour.error());
    scenario.people.emplace(number, std::move(*behaviour));
  }
  if (root["faults"].exists()) {
    auto faults = Faults::read(root["faults"]);
    if (!faults) return std::unexpected(faults.error());
    scenario.faults = std::move(*faults);
  }
  return scenario;
}

}  // namespace callwright::simulator
