#pragma once

#include "workflows/simulator/assistants/state.hpp"
#include "workflows/simulator/delivery_log.hpp"
#include "workflows/simulator/ids.hpp"
#include "workflows/simulator/kept_list.hpp"
#include "workflows/simulator/leg.hpp"
#include "workflows/simulator/rooms.hpp"
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
  bool is_relay = false;          ///< the application's own assistant behind a WebSocket
  bool reports_history = false;   ///< send_message_history_updates
  std::optional<Index> leg;       ///< on which it was started; empty: a chat
  std::optional<Index> last_leg;  ///< that left it last
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

  explicit World(Telnyx::Settings the_settings);

  Telnyx::Settings settings;
  IdSource ids;
  assistants::State account;
  TimePoint now{};
  KeptList<Leg> legs;
  KeptList<Conversation> conversations;
  std::deque<Conference> conferences;
  std::map<std::string, CallQueue, std::less<>> queues;  ///< by name
  std::map<std::string, Behaviour> people;
  CommandMemory dial_commands;
  CommandMemory conference_commands;  ///< of create_conference
  TimePoint window_began_at{};        ///< of the rate limit
  std::size_t requests_in_window = 0;
  std::vector<Webhook> outbox;
  DeliveryLog delivery_log;
  std::vector<LoggedEvent> event_log;
  std::vector<Telnyx::Effect> effects;
  TimePoint last_event_at{};
  int events_of_this_instant = 0;

  /// A new leg with its three ids; `session_id` is a new session.
  Leg& add_leg();
  Conversation& add_conversation();
  Conference& add_conference();
  [[nodiscard]] Conference* find_conference(std::string_view id);
  [[nodiscard]] Leg* find_leg(std::string_view call_control_id);
  /// Null also when it was deleted.
  [[nodiscard]] Conversation* find_conversation(std::string_view id);

  /// Does `task` when that much time has passed; of one instant, what was asked for first comes first.
  void after(Duration delay, Task task);
  /// The same for something that makes sense only while the leg lives; `forget` drops it.
  void while_live(const Leg& leg, Duration delay, LegTask task);
  void forget(const Leg& leg);
  [[nodiscard]] std::optional<TimePoint> next_task() const;
  /// Keeps a long run small: of events, effects, legs and conversations the last ones stay
  /// (Settings::log_kept), and of the latter two also all that live or ended within the hour. Positions in
  /// event_log and effects change.
  void forget_what_is_old();
  /// Lets time pass. Time never goes back: an earlier `until` only does what is due.
  void run(TimePoint until);

 private:
  std::map<std::string, Index, std::less<>> leg_index_;
  std::map<std::string, Index, std::less<>> conversation_index_;
  struct Entry {
    std::optional<Index> leg;
    Task task;
  };
  std::map<std::pair<TimePoint, std::uint64_t>, Entry> agenda_;
  std::uint64_t tasks_made_ = 0;
};

}  // namespace callwright::simulator
