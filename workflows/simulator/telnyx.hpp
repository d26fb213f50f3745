#pragma once

#include "workflows/model/ids.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/time.hpp"
#include "workflows/simulator/unstated.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::simulator {

/// One API request as it reaches Telnyx. `path` is decoded and without the `/v2` prefix.
struct ApiRequest {
  std::string method;
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
  std::string authorization;
  std::string body;
  std::optional<std::string> idempotency_key{};  ///< the header Idempotency-Key, when there is one
};

/// A body that is not JSON; an empty one has no type.
struct TextBody {
  std::string content_type;
  std::string text;
};

struct ApiResponse {
  int status = 200;
  Json body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<TextBody> text{};  ///< is sent instead of `body`
};

/// A webhook to be delivered: `body` is the whole envelope of the first attempt. Signing is done where it is
/// sent.
struct Webhook {
  TimePoint at{};
  std::string event_id;
  std::string event_type;
  std::string url;  ///< the leg's own webhook_url, else Settings::webhook_url
  Json body;
  std::string delivery_id;                       ///< in `GET /webhook_deliveries`
  std::string method = "POST";                   ///< GET: the payload goes into the query string
  std::vector<std::string> further_urls;         ///< tried one after the other when `url` has failed
  std::optional<std::vector<Duration>> retries;  ///< the leg's own pauses (webhook_retries_policies)
  friend bool operator==(const Webhook&, const Webhook&) = default;
};

/// The envelope of a later attempt: the same event, `meta.attempt` and `meta.delivered_to` as given.
Json redelivery(const Webhook& webhook, int attempt, std::string_view delivered_to);

/// What a webhook's receiver answered.
struct DeliveryAnswer {
  int status = 0;        ///< 0: none
  std::string error;     ///< why there was none
  std::string location;  ///< of a redirect
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
};

/// One attempt to deliver a webhook, as whoever made it reports it.
struct DeliveryReport {
  std::string delivery_id;  ///< Webhook::delivery_id
  int attempt = 1;
  std::string url;
  TimePoint started_at{};
  std::vector<std::pair<std::string, std::string>> request_headers = {};
  DeliveryAnswer answer;
  bool is_delivered = false;
  bool is_last = false;  ///< delivered, or there will be no further attempt
};

/// What a dialled number does.
struct Behaviour {
  enum class Kind { Answers, NoAnswer, Busy, Rejects, Voicemail };
  Kind kind = Kind::Answers;
  Duration answer_after = std::chrono::seconds{3};
  Duration verdict_after = std::chrono::milliseconds{1500};  ///< machine detection's result after the answer
  std::string verdict;                ///< overrides the premium/standard result that follows from `kind`
  std::string greeting;               ///< overrides the result of the greeting event of a machine
  bool beeps = true;                  ///< a machine's greeting ends with a beep
  Duration beep_after_verdict{1500};  ///< less than 0: before the verdict
  std::string press;                  ///< digits pressed after each gather prompt; empty: silent
  Duration press_after = std::chrono::milliseconds{1500};  ///< after the prompt has ended
  std::optional<Duration> hangs_up_after;                  ///< after the answer
};

/// A pure model of Telnyx Call Control in virtual time: requests in, responses and webhooks out. It refuses
/// what Telnyx refuses, with Telnyx's error bodies. The same arguments in the same order give the same
/// results.
class Telnyx {
 public:
  struct Settings {
    std::string api_key = "KEY_SIMULATOR";
    std::string connection_id = "1000000000000000001";
    std::string application_name = "callwright";
    std::string webhook_url = "https://service.test/webhooks/telnyx";
    std::uint64_t seed = 1;         ///< for the ids that it makes
    std::size_t log_kept = 50'000;  ///< so many events, effects, legs, conversations are kept at least
    Duration conversation_created_after = std::chrono::milliseconds{800};
    Duration insights_after = std::chrono::seconds{3};
    /// How long a request with an Idempotency-Key is at work: the same key is refused with 409 until then.
    Duration keyed_request_takes{0};
    /// `{"insight_id", "insight_name", "result"}` of every conversation; empty: the assistants have no
    /// insight group. The name is the account's: events do not carry it.
    std::vector<Json> insights;
    std::vector<std::string> broken_assistants;  ///< ids of assistants that cannot be started
    std::vector<std::string> failing_criteria;   ///< names of rubric entries that no test run passes
    std::optional<std::size_t>
        outbound_channels;  ///< dials beyond it are refused with 90041; empty: no limit
    struct RateLimit {
      std::size_t requests = 0;
      Duration window = std::chrono::seconds{1};
    };
    std::optional<RateLimit> rate_limit;            ///< requests beyond it are refused with 429
    std::vector<std::string> forbidden_operations;  ///< for which the key has no right: 403
    bool call_cost_in_webhooks = false;             ///< of the application: enables call.cost
    std::optional<Duration> first_command_timeout;  ///< of the application: ends a caller's untouched leg
    std::vector<std::string> missing_media;   ///< addresses and names that cannot be played: file_not_found
    std::vector<std::string> broken_streams;  ///< addresses to which no media stream can be made
    std::string recording_error;              ///< reason of call.recording.error; empty: recordings are saved
    bool far_side_refuses_refer = false;      ///< call.refer.failed
    Unstated unstated;
  };
  explicit Telnyx(Settings settings);
  Telnyx(const Telnyx&);
  Telnyx& operator=(const Telnyx&);
  Telnyx(Telnyx&&) noexcept;
  Telnyx& operator=(Telnyx&&) noexcept;
  ~Telnyx();

  /// Answers one API request. What it sets off comes out of the next `advance`, even of the same instant.
  ApiResponse request(TimePoint now, const ApiRequest& request);

  /// When something will happen by itself next, or since when webhooks are waiting; empty: nothing.
  [[nodiscard]] std::optional<TimePoint> next_due() const;
  /// Lets everything happen that is due until `now`; the webhooks in the order in which they arose.
  std::vector<Webhook> advance(TimePoint now);

  /// An attempt to deliver a webhook has ended, whoever made it: `GET /webhook_deliveries` and the metadata
  /// of `GET /call_events` tell of it.
  void delivered(TimePoint now, DeliveryReport report);

  void set_person(std::string number, Behaviour behaviour);
  /// A caller dials `to`. Its webhooks come out of the next `advance`.
  CallControlId place_call(TimePoint now, const std::string& from, const std::string& to);
  // Acts of whoever holds the phone of a leg; false when the leg does not exist or is not in a state for it.
  bool answer(TimePoint now, const CallControlId& leg);
  bool hang_up(TimePoint now, const CallControlId& leg);
  bool press(TimePoint now, const CallControlId& leg, const std::string& digits);
  /// Says something: to the assistant, to whoever transcribes, to the conference.
  bool say(TimePoint now, const CallControlId& leg, const std::string& text);
  /// Puts the call on hold with the phone's own key, or takes it back.
  bool hold(TimePoint now, const CallControlId& leg, bool on_hold);
  /// The assistant of the leg's conversation ends it (time limit, hangup tool …).
  bool end_conversation(TimePoint now, const CallControlId& leg);

  struct LegView {
    CallControlId id;
    std::string from, to;
    std::string direction;  ///< incoming, outgoing
    std::string state;      ///< parked, ringing, answered, ended
    std::string client_state;
    std::string hangup_cause;
    std::string conversation_id;     ///< of the conversation it takes part in
    std::vector<std::string> heard;  ///< texts spoken to it, in order
    std::string bridged_to;
    bool speaking = false;   ///< something is spoken or played to it
    std::string keys_heard;  ///< DTMF that was sent to it
    std::string conference_id;
    std::string queue;
    std::string supervisor_role;
    bool recording = false;  ///< at least one that is not paused
    bool transcribed = false;
    std::size_t streams = 0;
    bool suppresses_noise = false;
  };
  [[nodiscard]] std::vector<LegView> legs() const;
  [[nodiscard]] std::optional<LegView> leg(const CallControlId& id) const;

  /// A command that took effect, once for each effect; duplicates by command_id do not appear. Of many the
  /// last ones are there (Settings::log_kept).
  struct Effect {
    TimePoint at{};
    std::string operation;
    std::string leg;  ///< call_control_id
    Json body;
  };
  [[nodiscard]] const std::vector<Effect>& effects() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace callwright::simulator
