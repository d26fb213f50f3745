#pragma once

#include "workflows/simulator/assistants/state.hpp"
#include "workflows/simulator/delivery_log.hpp"
#include "workflows/simulator/ids.hpp"
#include "workflows/simulator/telnyx.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::simulator {

/// Position of a leg or conversation in its list: stable, because nothing is ever removed.
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
  // of outgoing legs
  Behaviour person;
  std::string detection = "disabled";
  Duration ring_time = std::chrono::seconds{30};
  bool retry_on_timeout = true;
  Duration time_limit = std::chrono::hours{4};
  std::optional<Index> bridge_on_answer;
  Json assistant_on_answer;
  // what goes on
  CommandMemory commands;
  std::optional<Utterance> current;
  std::deque<Utterance> queue;
  int speech_token = 0;  ///< rises when `current` changes: a late end is recognised by it
  std::optional<Gather> gather;
  int gather_token = 0;
  std::optional<Index> bridged_to;
  bool stays_after_unbridge = false;
  std::optional<Index> conversation;  ///< the live one it takes part in
  std::optional<std::string> queue_name;
  bool record_on_answer = false;
  std::optional<TimePoint> recording_since;
  std::string recording_channels = "dual";
  std::vector<std::string> heard;

  [[nodiscard]] bool is_live() const { return state != State::Ended; }
  [[nodiscard]] bool is_answered() const { return state == State::Answered; }
};

struct Participant {
  Index leg = 0;
  bool ends_conversation = false;
};

struct ConversationMessage {
  TimePoint created_at{};
  TimePoint sent_at{};
  Json message;  ///< `{role, content, …}` as it was given
};

struct InsightResult {
  std::string insight_id;
  std::string name;
  Json result;
};

struct Conversation {
  Index number = 0;
  std::string id;
  std::string name;
  std::string assistant_id;
  std::optional<Index> leg;  ///< on which it was started; empty: a chat
  TimePoint started_at{};
  std::optional<TimePoint> ended_at;
  std::vector<Participant> participants;  ///< without `leg`
  std::map<std::string, std::string> metadata;
  std::vector<ConversationMessage> messages;
  std::string insights_id;
  std::vector<InsightResult> insight_results;  ///< known when it has ended
  bool insights_done = false;
  bool is_deleted = false;  ///< nobody finds it any more
};

/// An entry of `GET /call_events`.
struct LoggedEvent {
  TimePoint at{};
  std::string name;
  Index leg = 0;
  Json event;               ///< of a command its body
  std::string delivery_id;  ///< of a webhook; empty: a command
  [[nodiscard]] bool is_command() const { return delivery_id.empty(); }
};

/// Everything that the model knows. A value: a copy goes its own way.
class World {
 public:
  using Task = std::function<void(World&)>;
  using LegTask = std::function<void(World&, Leg&)>;

  explicit World(Telnyx::Settings the_settings)
      : settings(std::move(the_settings)),
        ids(settings.seed),
        account(settings),
        delivery_log(settings.seed) {}

  Telnyx::Settings settings;
  IdSource ids;
  assistants::State account;
  TimePoint now{};
  std::deque<Leg> legs;
  std::deque<Conversation> conversations;
  std::map<std::string, Behaviour> people;
  CommandMemory dial_commands;
  std::vector<Webhook> outbox;
  DeliveryLog delivery_log;
  std::vector<LoggedEvent> event_log;
  std::vector<Telnyx::Effect> effects;
  TimePoint last_event_at{};
  int events_of_this_instant = 0;

  /// A new leg with its three ids; `session_id` is a new session.
  Leg& add_leg();
  Conversation& add_conversation();
  [[nodiscard]] Leg* find_leg(std::string_view call_control_id);
  /// Null also when it was deleted.
  [[nodiscard]] Conversation* find_conversation(std::string_view id);

  /// Does `task` when that much time has passed; of one instant, what was asked for first comes first.
  void after(Duration delay, Task task);
  /// The same for something that makes sense only while the leg lives; `forget` drops it.
  void while_live(const Leg& leg, Duration delay, LegTask task);
  void forget(const Leg& leg);
  [[nodiscard]] std::optional<TimePoint> next_task() const;
  /// Lets time pass. Time never goes back: an earlier `until` only does what is due.
  void run(TimePoint until);

 private:
  std::map<std::string, Index, std::less<>> leg_index_;
  struct Entry {
    std::optional<Index> leg;
    Task task;
  };
  std::map<std::pair<TimePoint, std::uint64_t>, Entry> agenda_;
  std::uint64_t tasks_made_ = 0;
};

}  // namespace callwright::simulator
