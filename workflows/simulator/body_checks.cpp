#include "workflows/model/text.hpp"
#include "workflows/simulator/commands.hpp"

#include <algorithm>
#include <initializer_list>

namespace callwright::simulator {
namespace {

constexpr std::size_t kRetriesMax = 5;
constexpr std::int64_t kRetriesSumMax = 60'000;

using Problem = std::optional<ApiError>;

Problem at_most_one(const Command& command, std::initializer_list<std::string_view> fields) {
  std::string_view first;
  for (const auto field : fields) {
    if (!command.has(field)) continue;
    if (!first.empty()) {
      return refusal("10027",
                     std::string(field) + " cannot be given together with " + std::string(first) + ".",
                     "/" + std::string(field));
    }
    first = field;
  }
  return std::nullopt;
}

Problem at_least_one(const Command& command, std::initializer_list<std::string_view> fields) {
  if (std::ranges::any_of(fields, [&](std::string_view field) { return command.has(field); }))
    return std::nullopt;
  std::string names;
  for (const auto field : fields) names += (names.empty() ? "" : ", ") + std::string(field);
  return refusal("10004", "One of " + names + " is required.", "/" + std::string(*fields.begin()));
}

Problem needs(const Command& command, bool wanted, std::string_view field, std::string_view other) {
  if (!wanted || command.has(other)) return std::nullopt;
  return refusal("10004", std::string(other) + " is required together with " + std::string(field) + ".",
                 "/" + std::string(other));
}

Problem webhook_problem(const Command& command) {
  for (const auto& [event, urls] : command.body["webhook_urls"].members()) {
    const auto& known = Catalogue::get().webhooks();
    if (std::ranges::find(known, event, &WebhookType::name) == known.end()) {
      return refusal("90057", "There is no event '" + std::string(event) + "'.", "/webhook_urls");
    }
  }
  for (const auto& [event, policy] : command.body["webhook_retries_policies"].members()) {
    const auto pauses = policy["retries_ms"].elements();
    std::int64_t sum = 0;
    for (const auto& pause : pauses) sum += pause.integer().value_or(0);
    if (pauses.size() > kRetriesMax || sum > kRetriesSumMax) {
      return refusal("10033", "retries_ms has at most 5 entries with a sum of at most 60000.",
                     "/webhook_retries_policies/" + std::string(event) + "/retries_ms");
    }
  }
  return std::nullopt;
}

/// Encryption towards the public network is refused with the number that means the rate limit at 429.
Problem encryption_problem(const Command& command) {
  const auto to = command.text("to");
  if (command.text("media_encryption") != "SRTP" || is_sip_uri(to.substr(0, to.find_first_of(",;")))) {
    return std::nullopt;
  }
  return ApiError{422, "10011", "Media encryption not supported for PSTN calls",
                  "SRTP can be used with SIP addresses only.", "/media_encryption"};
}

Problem first_of(std::initializer_list<Problem> problems) {
  const auto found = std::ranges::find_if(problems, [](const Problem& one) { return one.has_value(); });
  return found == problems.end() ? std::nullopt : *found;
}

Problem dial_problem(const Command& command) {
  return first_of({webhook_problem(command), encryption_problem(command),
                   at_most_one(command, {"audio_url", "media_name"}),
                   at_most_one(command, {"assistant", "conversation_relay_config"}),
                   needs(command, command.flag("bridge_intent"), "bridge_intent", "link_to"),
                   needs(command, command.flag("bridge_on_answer"), "bridge_on_answer", "link_to"),
                   needs(command, command.has("park_after_unbridge"), "park_after_unbridge", "link_to")});
}

Problem playback_problem(const Command& command) {
  if (command.flag("overlay") && command.has("target_legs") && command.text("target_legs") != "self") {
    return refusal("10027", "An overlay is heard by the leg itself only.", "/target_legs");
  }
  return first_of({at_least_one(command, {"audio_url", "media_name", "playback_content"}),
                   at_most_one(command, {"audio_url", "media_name", "playback_content"})});
}

}  // namespace

std::optional<ApiError> problem_beyond_catalogue(const Command& command) {
  const auto& name = command.operation.name;
  if (name == "dial") return dial_problem(command);
  if (name == "playback_start") return playback_problem(command);
  if (name == "answer") {
    return first_of(
        {webhook_problem(command), at_most_one(command, {"assistant", "conversation_relay_config"})});
  }
  if (name == "transfer") {
    return first_of({webhook_problem(command), encryption_problem(command),
                     at_most_one(command, {"audio_url", "media_name"})});
  }
  if (name == "bridge") return at_most_one(command, {"call_control_id", "queue", "video_room_id"});
  if (name == "gather_using_audio") return at_most_one(command, {"audio_url", "media_name"});
  if (name == "streaming_start" && !command.flag("enable_dialogflow")) {
    return at_least_one(command, {"stream_url"});
  }
  if (name == "conversation_relay_start") return at_least_one(command, {"url", "conversation_relay_url"});
  return std::nullopt;
}

}  // namespace callwright::simulator
