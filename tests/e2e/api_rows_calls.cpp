#include "handlers/ports/http_text.hpp"
#include "tests/e2e/api_rows.hpp"

#include <fmt/core.h>

namespace callwright::tests {
namespace api_rows_calls {
namespace {

using Words = std::vector<std::string>;
using Make = std::function<ApiUse(ApiWorkshop&)>;

/// On an answered leg.
Make on_leg(Words words = {}, std::string sent = {}) {
  return [words = std::move(words), sent = std::move(sent)](ApiWorkshop& w) {
    auto all = words;
    all.insert(all.begin(), w.answered());
    return ApiUse{.words = all, .sent = sent};
  };
}

/// On an answered leg after another command.
Make after(std::string action, std::string body, Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) {
    auto all = words;
    all.insert(all.begin(), w.answered_and(action, body));
    return ApiUse{.words = all, .sent = sent};
  };
}

constexpr const char* kRecording = R"({"channels":"single","format":"wav"})";

ApiUse join(ApiWorkshop& w) {
  const auto conversation = w.conversation_of_call(w.in_conversation());
  const auto leg = w.answered();
  return {.words = {leg, "--conversation-id", conversation, "--set", "participant.id=" + leg, "--set",
                    "participant.role=user", "--set", "participant.name=Ana"},
          .sent = fmt::format(
              R"({{"conversation_id":"{}","participant":{{"id":"{}","role":"user","name":"Ana"}}}})",
              conversation, leg)};
}

ApiUse switch_role(ApiWorkshop& w) {
  const auto dialled = w.ask("POST", "/calls",
                             fmt::format(R"({{"connection_id":"{}","from":"+13125550100","to":"{}",)"
                                         R"("supervise_call_control_id":"{}","supervisor_role":"monitor"}})",
                                         ApiWorkshop::kConnection, w.number(), w.answered()));
  const auto leg = dialled.root().at_path("data.call_control_id").str();
  w.simulator().steer("POST", "calls/" + percent_encode(leg) + "/answer");
  return {.words = {leg, "--role", "whisper"}, .sent = R"({"role":"whisper"})"};
}

ApiUse call_events(ApiWorkshop& w) {
  const auto leg =
      w.ask("GET", "/calls/" + percent_encode(w.answered())).root().at_path("data.call_leg_id").str();
  return {.words = {"--filter[leg_id]", leg, "--page-size=5"},
          .query = "filter[leg_id]=" + leg + "&page[size]=5"};
}

ApiUse webhook_delivery(ApiWorkshop& w) {
  w.caller();
  return {.words = {w.ask_until("/webhook_deliveries", "data.0.id").root().at_path("data.0.id").str()}};
}

}  // namespace
}  // namespace api_rows_calls

ApiRows api_call_rows() {
  using namespace api_rows_calls;
  const auto spoken = std::string(R"("payload":"Good evening","voice":"female")");
  return {
      {"dial",
       [](ApiWorkshop& w) {
         const auto to = w.number();
         return ApiUse{
             .words = {"--connection_id", ApiWorkshop::kConnection, "--from", "+13125550100", "--to", to,
                       "--answering-machine-detection", "premium", "--client_state", "Y2Fy", "--timeout_secs",
                       "30", "--record_trim=trim-silence", "--transcription", "--enable_dialogflow=false"},
             .sent = fmt::format(
                 R"({{"connection_id":"{}","from":"+13125550100","to":"{}","answering_machine_detection":"premium",)"
                 R"("client_state":"Y2Fy","timeout_secs":30,"record_trim":"trim-silence","transcription":true,)"
                 R"("enable_dialogflow":false}})",
                 ApiWorkshop::kConnection, to)};
       }},
      {"answer",
       [](ApiWorkshop& w) {
         return ApiUse{.words = {w.caller(), "--client_state", "Y2Fy"}, .sent = R"({"client_state":"Y2Fy"})"};
       }},
      {"reject",
       [](ApiWorkshop& w) {
         return ApiUse{.words = {w.caller(), "--cause", "USER_BUSY"}, .sent = R"({"cause":"USER_BUSY"})"};
       }},
      {"hangup", on_leg()},
      {"ai_assistant_start",
       on_leg({"--set", "assistant.id=assistant-1", "--set", "assistant.dynamic_variables.name=Ana",
               "--greeting", "Hello"},
              R"({"greeting":"Hello","assistant":{"id":"assistant-1","dynamic_variables":{"name":"Ana"}}})")},
      {"ai_assistant_stop", [](ApiWorkshop& w) { return ApiUse{.words = {w.in_conversation()}}; }},
      {"ai_assistant_join", join},
      {"ai_assistant_add_messages",
       [](ApiWorkshop& w) {
         return ApiUse{.words = {w.in_conversation(), "--messages",
                                 R"({"role":"system","content":"A person is on the way."})"},
                       .sent = R"({"messages":[{"role":"system","content":"A person is on the way."}]})"};
       }},
      {"transfer", on_leg({"--to", "+13125550111"}, R"({"to":"+13125550111"})")},
      {"bridge",
       [](ApiWorkshop& w) {
         const auto other = w.answered();
         return ApiUse{
             .words = {w.answered(), "--call_control_id", other, "--park-after-unbridge", "self"},
             .sent = fmt::format(R"({{"call_control_id":"{}","park_after_unbridge":"self"}})", other)};
       }},
      {"refer", on_leg({"--sip_address", "sip:ana@example.com"}, R"({"sip_address":"sip:ana@example.com"})")},
      {"speak", on_leg({"--payload", "Good evening", "--voice", "female"}, "{" + spoken + "}")},
      {"playback_start", on_leg({"--audio_url", "https://example.com/hold.mp3", "--loop", "2"},
                                R"({"audio_url":"https://example.com/hold.mp3","loop":2})")},
      {"playback_stop", after("playback_start", R"({"audio_url":"https://example.com/hold.mp3"})",
                              {"--stop", "all"}, R"({"stop":"all"})")},
      {"gather", on_leg({"--maximum_digits", "1", "--valid_digits", "12"},
                        R"({"maximum_digits":1,"valid_digits":"12"})")},
      {"gather_stop", after("gather", "{}")},
      {"gather_using_speak",
       on_leg({"--payload", "Good evening", "--voice", "female", "--maximum_digits", "1"},
              "{" + spoken + R"(,"maximum_digits":1})")},
      {"gather_using_audio", on_leg({"--audio_url", "https://example.com/menu.mp3"},
                                    R"({"audio_url":"https://example.com/menu.mp3"})")},
      {"gather_using_ai",
       on_leg({"--parameters", R"({"type":"object","properties":{"name":{"type":"string"}}})"},
              R"({"parameters":{"type":"object","properties":{"name":{"type":"string"}}}})")},
      {"send_dtmf", on_leg({"--digits", "1w2"}, R"({"digits":"1w2"})")},
      // `--body` is a file of ours, so the field of that name is given by --set.
      {"send_sip_info", on_leg({"--set", "body=hello", "--content_type", "text/plain"},
                               R"({"content_type":"text/plain","body":"hello"})")},
      {"record_start",
       on_leg({"--channels", "dual", "--format", "mp3"}, R"({"channels":"dual","format":"mp3"})")},
      {"record_stop", after("record_start", kRecording)},
      {"record_pause", after("record_start", kRecording)},
      {"record_resume",
       [](ApiWorkshop& w) {
         const auto leg = w.answered_and("record_start", kRecording);
         w.ask("POST", "/calls/" + percent_encode(leg) + "/actions/record_pause");
         return ApiUse{.words = {leg}};
       }},
      {"transcription_start", on_leg({"--transcription_engine", "Telnyx", "--transcription_tracks", "both"},
                                     R"({"transcription_engine":"Telnyx","transcription_tracks":"both"})")},
      {"transcription_stop", after("transcription_start", "{}")},
      {"enqueue",
       [](ApiWorkshop& w) {
         const auto queue = w.queue();
         return ApiUse{.words = {w.answered(), "--queue_name", queue},
                       .sent = fmt::format(R"({{"queue_name":"{}"}})", queue)};
       }},
      {"leave_queue", [](ApiWorkshop& w) { return ApiUse{.words = {w.queued().leg}}; }},
      {"switch_supervisor_role", switch_role},
      {"suppression_start", on_leg({"--direction", "both"}, R"({"direction":"both"})")},
      {"suppression_stop", after("suppression_start", "{}")},
      {"conversation_relay_start", on_leg({"--conversation_relay_url", "wss://example.com/relay"},
                                          R"({"conversation_relay_url":"wss://example.com/relay"})")},
      {"conversation_relay_stop",
       after("conversation_relay_start", R"({"conversation_relay_url":"wss://example.com/relay"})")},
      {"streaming_start", on_leg({"--stream_url", "wss://example.com/media", "--stream_track", "both_tracks"},
                                 R"({"stream_url":"wss://example.com/media","stream_track":"both_tracks"})")},
      {"streaming_stop", after("streaming_start", R"({"stream_url":"wss://example.com/media"})")},
      {"client_state_update", on_leg({"--client_state", "Y2Fy"}, R"({"client_state":"Y2Fy"})")},
      {"retrieve_call_status", on_leg()},
      {"list_active_calls",
       [](ApiWorkshop& w) {
         w.answered();
         return ApiUse{.words = {ApiWorkshop::kConnection, "--page[limit]", "2"}, .query = "page[limit]=2"};
       }},
      {"list_call_events", call_events},
      {"list_webhook_deliveries",
       [](ApiWorkshop&) {
         return ApiUse{.words = {"--filter-status-eq", "delivered"}, .query = "filter[status][eq]=delivered"};
       }},
      {"retrieve_webhook_delivery", webhook_delivery},
  };
}

}  // namespace callwright::tests
