#pragma once

#include "workflows/simulator/telnyx.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::simulator {

/// Position of a leg, conversation or conference in its list: stable, because nothing is ever removed.
using Index = std::size_t;

/// Something that is spoken or played on a leg, or waits for its turn.
struct Utterance {
  enum class Kind { Speech, Playback, Prompt };
  Kind kind = Kind::Speech;
  std::string text;  ///< of Speech and Prompt
  std::string media_url;
  std::string media_name;
  std::optional<Duration> length;  ///< empty: until stopped
  std::string target_legs = "self";
  bool is_overlay = false;
  std::string failure;  ///< status with which it ends at once: `file_not_found`

  [[nodiscard]] bool is_media() const { return !media_url.empty() || !media_name.empty(); }
};

/// What is heard now and what waits behind it.
struct SpeechLine {
  std::optional<Utterance> current;
  std::deque<Utterance> queue;
  int token = 0;  ///< rises when `current` changes: a late end is recognised by it
};

/// Digits that are being collected.
struct Gather {
  bool waiting = false;  ///< the prompt is over
  std::string digits;
  std::size_t minimum = 1;
  std::size_t maximum = 128;
  std::string terminating;
  std::string valid;
  int tries_left = 1;
  Duration timeout{};
  Duration inter_digit{};
  std::optional<Utterance> prompt;
  std::optional<Utterance> invalid_prompt;
};

/// Values that an assistant collects in a talk.
struct AiGather {
  struct Parameter {
    std::string name;
    std::string type;  ///< of JSON Schema
    bool is_required = false;
  };
  std::vector<Parameter> parameters;
  std::vector<std::pair<std::string, Json>> collected;
  std::string ended_speech;
  bool reports_partial_results = false;
  Duration user_timeout{};
  int token = 0;
};

struct Recording {
  std::string id;
  TimePoint since{};
  std::string channels = "dual";
  std::string format = "mp3";
  bool is_transcribed = false;
  bool ends_at_silence = false;  ///< timeout_secs was given; silence itself is not modelled
  bool is_paused = false;
  Duration length_max{};  ///< 0: no limit
};

struct Transcription {
  std::string tracks = "inbound";
  std::string engine;
  [[nodiscard]] bool covers(std::string_view track) const { return tracks == track || tracks == "both"; }
};

struct Stream {
  std::string id;
  std::string url;
  std::string track;
};

/// A reply that is repeated when its command_id comes again.
struct Remembered {
  TimePoint at{};
  Json body;
};
using CommandMemory = std::map<std::string, Remembered, std::less<>>;

/// What dial, answer or transfer asked for about the webhooks of a leg, besides `webhook_url`.
struct WebhookWishes {
  std::string method = "POST";                                        ///< of `webhook_url`
  std::string map_method = "POST";                                    ///< of `urls`
  std::map<std::string, std::vector<std::string>, std::less<>> urls;  ///< event type -> addresses
  std::map<std::string, std::vector<Duration>, std::less<>> retries;  ///< event type -> pauses
};

/// What is to begin when the leg is answered.
struct OnAnswer {
  Json assistant;
  Json relay;
  Json conference;
  Json stream;  ///< the fields of streaming_start
  std::optional<Recording> recording;
  std::optional<Transcription> transcription;
  std::optional<Utterance> playback;
  std::string digits;
  bool detects_deepfakes = false;
  std::optional<Index> bridge;  ///< with that leg
  bool prevents_double_bridge = false;
};

struct Leg {
  enum class State { Parked, Ringing, Answered, Ended };
  Index number = 0;
  std::string id;  ///< call_control_id
  std::string leg_id;
  std::string session_id;
  std::string from;
  std::string to;
  bool incoming = false;
  State state = State::Ringing;
  std::optional<std::string> client_state;
  std::string webhook_url;
  WebhookWishes webhooks;
  TimePoint started_at{};
  std::optional<TimePoint> answered_at;
  std::optional<TimePoint> ended_at;
  std::string hangup_cause;
  bool got_a_command = false;
  // of outgoing legs
  Behaviour person;
  std::string detection = "disabled";
  Duration ring_time = std::chrono::seconds{30};
  bool retry_on_timeout = true;
  Duration time_limit = std::chrono::hours{4};
  std::vector<Index> siblings;  ///< legs of the same Dial to several destinations
  std::optional<Index> transferred_from;
  OnAnswer on_answer;
  std::string supervisor_role;
  // what goes on
  CommandMemory commands;
  SpeechLine speech;
  SpeechLine overlay;
  std::optional<Gather> gather;
  int gather_token = 0;
  std::optional<AiGather> ai_gather;
  std::optional<Index> bridged_to;
  bool stays_after_unbridge = false;
  std::optional<Index> conversation;  ///< the live one it takes part in
  std::optional<Index> conference;    ///< the live one it takes part in
  std::optional<std::string> queue_name;
  std::vector<Recording> recordings;
  std::optional<Transcription> transcription;
  std::vector<Stream> streams;
  bool suppresses_noise = false;
  std::vector<std::string> heard;
  std::string keys_heard;

  [[nodiscard]] bool is_live() const { return state != State::Ended; }
  [[nodiscard]] bool is_answered() const { return state == State::Answered; }
};

}  // namespace callwright::simulator
