#include "service/simulator/scenario.hpp"

#include "service/simulator/json_fields.hpp"
#include "service/simulator/read_behaviour.hpp"
#include "workflows/simulator/unstated.hpp"

#include <algorithm>
#include <utility>

namespace callwright::simulator {
namespace {

constexpr std::int64_t kChannelsMax = 100'000;

Result<void> read_texts(const JsonNode& json, Telnyx::Settings& into) {
  const std::pair<std::string_view, std::string*> texts[] = {{"api_key", &into.api_key},
                                                             {"connection_id", &into.connection_id},
                                                             {"application_name", &into.application_name},
                                                             {"recording_error", &into.recording_error}};
  for (const auto& [name, member] : texts) {
    auto text = text_field(json, name);
    if (!text) return std::unexpected(text.error());
    if (*text) *member = std::move(**text);
  }
  return {};
}

std::string names(const std::vector<std::string_view>& choices) {
  std::string text;
  for (const auto choice : choices) text += (text.empty() ? "" : ", ") + std::string(choice);
  return text;
}

/// A choice by its name, true and false for yes and no, or of a duration any number of seconds.
Result<void> read_switch(const UnstatedSwitch& known, const JsonNode& json, Unstated& into) {
  const auto given = json[known.name];
  const auto flag = given.boolean();
  const auto name = flag ? std::string(*flag ? "yes" : "no") : given.str();
  const auto found = std::ranges::find(known.choices, std::string_view(name));
  if (found != known.choices.end()) {
    known.set(into, static_cast<std::size_t>(found - known.choices.begin()));
    return {};
  }
  if (known.set_time == nullptr) return wrong_field(known.name, names(known.choices));
  const auto time = seconds_field(json, known.name);
  if (!time) return std::unexpected(time.error());
  known.set_time(into, time->value_or(Duration(0)));
  return {};
}

Result<void> read_unstated(const JsonNode& json, Unstated& into) {
  if (!json.is_object()) return wrong_field("unstated", "an object of switches");
  for (const auto& [name, value] : json.members()) {
    const auto* known = unstated_switch(name);
    if (known == nullptr)
      return wrong_field(name, "the name of a switch of workflows/simulator/unstated.hpp");
    if (const auto read = read_switch(*known, json, into); !read) return read;
  }
  return {};
}

Result<void> read_counts(const JsonNode& json, Telnyx::Settings& into) {
  const auto seed = count_field(json, "seed", INT64_MAX);
  if (!seed) return std::unexpected(seed.error());
  if (*seed) into.seed = static_cast<std::uint64_t>(**seed);
  const auto channels = count_field(json, "outbound_channels", kChannelsMax);
  if (!channels) return std::unexpected(channels.error());
  if (*channels) into.outbound_channels = static_cast<std::size_t>(**channels);
  const auto requests = count_field(json, "requests_per_second", kChannelsMax);
  if (!requests) return std::unexpected(requests.error());
  if (*requests) into.rate_limit = {static_cast<std::size_t>(**requests), std::chrono::seconds{1}};
  return {};
}

Result<void> read_times(const JsonNode& json, Telnyx::Settings& into) {
  const auto after = seconds_field(json, "insights_after");
  if (!after) return std::unexpected(after.error());
  into.insights_after = after->value_or(into.insights_after);
  const auto first_command = seconds_field(json, "first_command_timeout");
  if (!first_command) return std::unexpected(first_command.error());
  into.first_command_timeout = *first_command;
  return {};
}

Result<void> read_flags(const JsonNode& json, Telnyx::Settings& into) {
  const std::pair<std::string_view, bool*> flags[] = {
      {"call_cost_in_webhooks", &into.call_cost_in_webhooks},
      {"far_side_refuses_refer", &into.far_side_refuses_refer}};
  for (const auto& [name, member] : flags) {
    const auto flag = flag_field(json, name);
    if (!flag) return std::unexpected(flag.error());
    *member = flag->value_or(*member);
  }
  return {};
}

void read_lists(const JsonNode& json, Telnyx::Settings& into) {
  const std::pair<std::string_view, std::vector<std::string>*> lists[] = {
      {"broken_assistants", &into.broken_assistants},
      {"failing_criteria", &into.failing_criteria},
      {"forbidden_operations", &into.forbidden_operations},
      {"missing_media", &into.missing_media},
      {"broken_streams", &into.broken_streams}};
  for (const auto& [name, list] : lists) {
    for (const auto& text : json[name].elements()) list->push_back(text.str());
  }
  for (const auto& insight : json["insights"].elements()) into.insights.push_back(insight.json());
}

Result<void> read_settings(const JsonNode& json, Telnyx::Settings& into) {
  const auto fields = expect_fields(
      json, "settings",
      {"api_key", "connection_id", "application_name", "seed", "insights_after", "insights",
       "broken_assistants", "failing_criteria", "outbound_channels", "requests_per_second",
       "forbidden_operations", "call_cost_in_webhooks", "first_command_timeout", "missing_media",
       "broken_streams", "recording_error", "far_side_refuses_refer", "unstated"});
  if (!fields) return fields;
  for (const auto read : {read_texts, read_counts, read_times, read_flags}) {
    if (const auto done = read(json, into); !done) return done;
  }
  read_lists(json, into);
  return json["unstated"].exists() ? read_unstated(json["unstated"], into.unstated) : Result<void>();
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
