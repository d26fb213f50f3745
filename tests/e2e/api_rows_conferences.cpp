#include "tests/e2e/api_rows.hpp"

#include <fmt/core.h>

namespace callwright::tests {
namespace api_rows_conferences {
namespace {

using Words = std::vector<std::string>;
using Make = std::function<ApiUse(ApiWorkshop&)>;

/// On a conference with one leg, which replaces `LEG` in words and body.
Make on_conference(Words words = {}, std::string sent = {}, std::string before = {},
                   std::string before_body = "{}") {
  return [=](ApiWorkshop& w) {
    const auto conference = w.conference();
    const auto filled = [&](std::string text) {
      const auto at = text.find("LEG");
      return at == std::string::npos ? text : text.replace(at, 3, conference.leg);
    };
    if (!before.empty())
      w.ask("POST", "/conferences/" + conference.id + "/actions/" + before, filled(before_body));
    ApiUse use{.words = {conference.id}, .sent = filled(sent)};
    for (const auto& word : words) use.words.push_back(filled(word));
    return use;
  };
}

Make on_queue(Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) {
    ApiUse use{.words = {w.queue()}, .sent = sent};
    use.words.insert(use.words.end(), words.begin(), words.end());
    return use;
  };
}

Make on_queued(Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) {
    const auto place = w.queued();
    ApiUse use{.words = {place.queue, place.leg}, .sent = sent};
    use.words.insert(use.words.end(), words.begin(), words.end());
    return use;
  };
}

ApiUse create(ApiWorkshop& w) {
  const auto leg = w.answered();
  const auto name = w.name("conference");
  return {.words = {"--call_control_id", leg, "--name", name, "--beep_enabled", "never"},
          .sent = fmt::format(R"({{"call_control_id":"{}","name":"{}","beep_enabled":"never"}})", leg, name)};
}

ApiUse create_queue(ApiWorkshop& w) {
  const auto name = w.name("queue");
  return {.words = {"--queue-name", name, "--max-size", "10"},
          .sent = fmt::format(R"({{"queue_name":"{}","max_size":10}})", name)};
}

ApiUse join(ApiWorkshop& w) {
  const auto conference = w.conference();
  const auto leg = w.answered();
  return {.words = {conference.id, "--call_control_id", leg, "--mute", "--no-hold"},
          .sent = fmt::format(R"({{"call_control_id":"{}","mute":true,"hold":false}})", leg)};
}

}  // namespace
}  // namespace api_rows_conferences

ApiRows api_conference_rows() {
  using namespace api_rows_conferences;
  const Words leg = {"--call_control_ids", "LEG"};
  const std::string leg_body = R"({"call_control_ids":["LEG"]})";
  const std::string sound = R"({"audio_url":"https://example.com/hold.mp3"})";
  return {
      {"create_conference", create},
      {"list_conferences",
       [](ApiWorkshop& w) {
         w.conference();
         return ApiUse{.words = {"--page-size", "5"}, .query = "page[size]=5"};
       }},
      {"retrieve_conference", on_conference()},
      {"list_conference_participants", on_conference()},
      {"conference_join", join},
      {"conference_leave", on_conference({"--call_control_id", "LEG"}, R"({"call_control_id":"LEG"})")},
      {"conference_hold", on_conference(leg, leg_body)},
      {"conference_unhold", on_conference(leg, leg_body, "hold", leg_body)},
      {"conference_mute", on_conference(leg, leg_body)},
      {"conference_unmute", on_conference(leg, leg_body, "mute", leg_body)},
      {"conference_speak", on_conference({"--payload", "Good evening", "--voice", "female"},
                                         R"({"payload":"Good evening","voice":"female"})")},
      {"conference_play", on_conference({"--audio_url", "https://example.com/hold.mp3", "--loop", "infinity"},
                                        R"({"audio_url":"https://example.com/hold.mp3","loop":"infinity"})")},
      {"conference_stop", on_conference({}, {}, "play", sound)},
      {"conference_update", on_conference({"--call_control_id", "LEG", "--supervisor_role", "barge"},
                                          R"({"call_control_id":"LEG","supervisor_role":"barge"})")},
      {"conference_end", on_conference()},
      {"conference_record_start", on_conference({"--format", "mp3"}, R"({"format":"mp3"})")},
      {"conference_record_stop", on_conference({}, {}, "record_start", R"({"format":"mp3"})")},
      {"conference_send_dtmf", on_conference({"--digits", "1"}, R"({"digits":"1"})")},
      {"create_queue", create_queue},
      {"list_queues",
       [](ApiWorkshop& w) {
         w.queue();
         return ApiUse{.words = {"--set", "page[size]=5"}, .query = "page[size]=5"};
       }},
      {"retrieve_queue", on_queue()},
      {"update_queue", on_queue({"--max_size", "20"}, R"({"max_size":20})")},
      {"delete_queue", on_queue()},
      {"list_queue_calls", [](ApiWorkshop& w) { return ApiUse{.words = {w.queued().queue}}; }},
      {"retrieve_queue_call", on_queued()},
      {"update_queue_call", on_queued({"--keep_after_hangup", "true"}, R"({"keep_after_hangup":true})")},
      {"remove_queue_call", on_queued()},
  };
}

}  // namespace callwright::tests
