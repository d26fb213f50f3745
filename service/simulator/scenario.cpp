#include "service/simulator/scenario.hpp"

#include "service/simulator/json_fields.hpp"
#include "service/simulator/read_behaviour.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace callwright::simulator {
namespace {

constexpr std::int64_t kChannelsMax = 100'000;
constexpr std::int64_t kRequestsMax = 1'000'000;

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

/// `yes, no` or the names of the choices, and of a duration what else it may be.
std::string accepted_by(const UnstatedSwitch& one) {
  std::string text = one.usual < 2 && one.choices.front() == "no" ? "true, false" : "";
  for (const auto choice : one.choices) text += (text.empty() ? "" : ", ") + std::string(choice);
  return text + (one.set_time == nullptr ? "" : " or a number of seconds");
}

Result<void> read_switch(const UnstatedSwitch& one, const JsonNode& json, Unstated& into) {
  const auto value = json[one.name];
  if (one.set_time != nullptr && !value.is_string()) {
    const auto time = seconds_field(json, one.name);
    if (!time) return std::unexpected(time.error());
    if (*time) one.set_time(into, **time);
    return {};
  }
  const auto flag = value.boolean();
  const auto chosen = flag ? (*flag ? "yes" : "no") : value.str();
  const auto found = std::ranges::find(one.choices, chosen);
  if (found == one.choices.end()) return wrong_field(one.name, accepted_by(one));
  one.set(into, static_cast<std::size_t>(found - one.choices.begin()));
  return {};
}

Result<void> read_unstated(const JsonNode& json, Unstated& into) {
  std::vector<std::string_view> names;
  for (const auto& one : unstated_switches()) names.push_back(one.name);
  if (const auto fields = expect_fields(json, "unstated", names); !fields) return fields;
  for (const auto& one : unstated_switches()) {
    if (!json[one.name].exists()) continue;
    if (const auto read = read_switch(one, json, into); !read) return read;
  }
  return {};
}

void read_lists(const JsonNode& json, Telnyx::Settings& into) {
  const std::pair<std::string_view, std::vector<std::string>*> lists[] = {
      {"broken_assistants", &into.broken_assistants},
      {"forbidden_operations", &into.forbidden_operations},
      {"missing_media", &into.missing_media},
      {"broken_streams", &into.broken_streams}};
  for (const auto& [name, list] : lists) {
    for (const auto& element : json[name].elements()) list->push_back(element.str());
  }
}

/// What the account and its application are set to, beside who they are.
Result<void> read_faults_of_account(const JsonNode& json, Telnyx::Settings& into) {
  const std::pair<std::string_view, bool*> flags[] = {
      {"call_cost_in_webhooks", &into.call_cost_in_webhooks},
      {"far_side_refuses_refer", &into.far_side_refuses_refer}};
  for (const auto& [name, member] : flags) {
    const auto flag = flag_field(json, name);
    if (!flag) return std::unexpected(flag.error());
    *member = flag->value_or(*member);
  }
  const auto untouched = seconds_field(json, "first_command_timeout");
  if (!untouched) return std::unexpected(untouched.error());
  into.first_command_timeout = *untouched;
  const auto limit = json["rate_limit"];
  if (!limit.exists()) return {};
  if (const auto fields = expect_fields(limit, "rate_limit", {"requests", "window"}); !fields) return fields;
  const auto requests = count_field(limit, "requests", kRequestsMax);
  if (!requests) return std::unexpected(requests.error());
  const auto window = seconds_field(limit, "window");
  if (!window) return std::unexpected(window.error());
  into.rate_limit = Telnyx::Settings::RateLimit{static_cast<std::size_t>(requests->value_or(0)),
                                                window->value_or(Duration{1000})};
  return {};
}

Result<void> read_settings(const JsonNode& json, Telnyx::Settings& into) {
  const auto fields =
      expect_fields(json, "settings",
                    {"api_key", "connection_id", "application_name", "seed", "insights_after", "insights",
                     "broken_assistants", "outbound_channels", "rate_limit", "forbidden_operations",
                     "call_cost_in_webhooks", "first_command_timeout", "missing_media", "broken_streams",
                     "recording_error", "far_side_refuses_refer", "unstated"});
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
  read_lists(json, into);
  return read_faults_of_account(json, into);
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
