#pragma once

#include "workflows/model/ids.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright {

enum class CallState : std::uint8_t {
  Arriving,
  Answering,
  Starting,
  Conversing,
  Escalating,
  Joined,
  Ending,
  Ended,
  Settled,
  Transferred,
  Failed
};

/// A leg's state only rises; facts that come late annotate.
enum class LegState : std::uint8_t {
  Planned,
  Dialing,
  Ringing,
  Answered,
  Screening,
  Accepted,
  Joining,
  Joined,
  Ended
};

enum class AttemptOutcome : std::uint8_t {
  Open,
  Joined,
  Declined,
  NoAnswer,
  Busy,
  Rejected,
  Machine,
  NoKey,
  Failed,
  Cancelled,
  LostRace,
  Abandoned,
  NoCapacity,
  Unknown
};

enum class RunState : std::uint8_t { Ringing, Joining, Joined, Left, Exhausted, Cancelled, CallerGone };

enum class AssistantState : std::uint8_t { None, Starting, Running, Stopping, Ended, Failed };

enum class Verdict : std::uint8_t { None, Human, Machine };

std::string_view name_of(CallState state);
std::string_view name_of(LegState state);
std::string_view name_of(AttemptOutcome outcome);
std::string_view name_of(RunState state);
std::string_view name_of(AssistantState state);
std::string_view name_of(Verdict verdict);

/// One Telnyx call leg. Number 0 is the caller, or whom we called.
struct Leg {
  int number = 0;
  std::string person;                             ///< key in the bundle's people; empty for the caller
  std::string address;                            ///< E.164 or SIP URI that was dialled, or the caller's own
  int attempt = 0;                                ///< 0 for the caller
  AttemptOutcome outcome = AttemptOutcome::Open;  ///< what this address came to within its attempt
  LegState state = LegState::Planned;
  CallControlId call_control_id;
  CallLegId call_leg_id;
  CallSessionId call_session_id;
  Verdict verdict = Verdict::None;
  bool verdict_waited = false;  ///< of whom we called: the wait for a verdict is over, `start` has begun
  int gathers = 0;              ///< gate commands sent on this leg
  int gather_intent = 0;        ///< the gate command whose key is awaited; 0: none
  bool prompt_cut = false;      ///< machine detection cut the prompt (`cancelled_amd`); it is repeated once
  bool greeting_ended = false;  ///< of a machine
  std::string stale_key;    ///< `dtmf` or `gather`: the second report of a repeat key that is still to come
  int stale_speech = 0;     ///< ends of speeches still to come that were cut by a later one
  bool on_hold = false;     ///< of the caller: hears the hold audio of a run
  int speaking = 0;         ///< intent of the speech on this leg whose end is awaited; 0: none
  bool end_wanted = false;  ///< to be ended; done at the first moment its id is known
  bool releasing = false;   ///< hears why it is released and is hung up afterwards
  int hangups = 0;          ///< hangup commands sent
  std::optional<TimePoint> unnamed_since;  ///< dialled or not, its call_control_id is looked for
  std::optional<TimePoint> asked_at;       ///< when its events were last asked for
  int bridges_unreported =
      0;  ///< of the caller: bridges that we asked for and whose `call.bridged` did not come
  std::optional<TimePoint> answered_at;
  std::optional<TimePoint> ended_at;
  std::string hangup_cause;  ///< Telnyx's word
  friend bool operator==(const Leg&, const Leg&) = default;
};

/// One person rung in a run, on one leg for each of their addresses.
struct Attempt {
  int number = 0;
  int run = 0;
  int round = 0;
  int step = 0;
  int lap = 0;
  int walk = 0;
  std::string person;
  int leg = 0;  ///< the one that decides: the first, until another is the one with a human
  AttemptOutcome outcome = AttemptOutcome::Open;
  TimePoint started_at{};
  friend bool operator==(const Attempt&, const Attempt&) = default;
};

/// One execution of an escalation. A round lasts until a winner is decided; an abandoned or failed join opens
/// the next.
struct Run {
  int number = 0;
  std::string escalation;
  std::string reason;
  Json with;
  RunState state = RunState::Ringing;
  int step = 0;
  int lap = 0;
  int walk = 0;                ///< of the step's `tries`, counted from 0
  bool between_walks = false;  ///< the step's `gap` runs
  int parallel = 0;  ///< phones ringing at once since Telnyx had no channel free; 0: as the workflow says
  int round = 1;
  int winner = 0;                    ///< attempt number; write-once within a round
  std::vector<std::string> waiting;  ///< people of the current step who are not rung yet
  std::vector<std::string> listed;   ///< its people, where a rotation is among them, as they are now
  int joins = 0;                     ///< join commands sent in this round
  std::string join_mode;             ///< `conversation` or `bridge`, decided at the join
  bool announced = false;            ///< the caller heard `accepted` in this round
  bool assistant_stopped = false;    ///< by us, for a bridge
  bool hold_failed = false;          ///< the hold audio cannot be played
  TimePoint started_at{};
  TimePoint step_started_at{};
  TimePoint deadline{};
  std::optional<TimePoint> joined_at;
  std::optional<TimePoint> told_at;  ///< when something to be spoken to the caller was last accepted
  friend bool operator==(const Run&, const Run&) = default;
};

/// What a reply to an intent is for. Snapshots hold the number: new ones are added at the end.
enum class Purpose : std::uint8_t {
  Action,  ///< `ref` is the action list's number
  Dial,    ///< `ref` is the leg, as in all below that name no other
  Gate,
  GateStop,
  Briefing,
  Join,
  Bridge,
  Release,  ///< the speech that tells a person why they are released
  Hangup,
  Tell,  ///< something for the caller; `ref` is the run or 0
  StopAssistant,
  Goodbye,
  RestartAssistant,
  Hold,      ///< audio for a caller to whom nobody speaks; `ref` is the run
  HoldStop,  ///< `ref` is the run
  // Questions. Their intents have `kNoLeg` where the answer does not die with a leg.
  AskLeg,           ///< is it alive?
  AskDial,          ///< was it dialled, and as which leg?
  AskConversation,  ///< which one did the assistant's start make? `ref` counts the questions
  AskInsights,      ///< of the conversation in the body
  AskInsightName,   ///< of the insight in the body
  Deliver,          ///< nobody in the call waits for it: an outgoing webhook, or a dead letter sent again
  HangupStray,      ///< of a leg that had ended, as far as was known, and lives
  AskEvents,        ///< which webhooks were sent of the leg?
  AskDeliveries,    ///< which of them could not be delivered?
};
/// Of an intent that belongs to no leg.
inline constexpr int kNoLeg = -1;
std::string_view name_of(Purpose purpose);
constexpr bool is_question(Purpose purpose) {
  return (purpose >= Purpose::AskLeg && purpose <= Purpose::AskInsightName) || purpose >= Purpose::AskEvents;
}

/// Sent first to last: freeing people and joining them must never queue behind new dials, and nothing behind
/// questions.
enum class Priority : std::uint8_t { Hangup, Join, Normal, Dial, Question };

/// Something to be done outside, on disk before it is sent. It stays in the call until its outcome is an
/// input; its `command_id` is uuid_v5(call id, number), so a repetition is recognised by Telnyx.
struct Intent {
  int number = 0;
  std::string operation;  ///< name in the catalogue
  int leg = 0;            ///< whose call_control_id is the path; for `dial` the leg to be made
  Json body;              ///< without client_state and command_id, which the outbox adds
  Purpose purpose = Purpose::Action;
  int ref = 0;
  Priority priority = Priority::Normal;
  TimePoint created_at{};
  TimePoint sent_at{};     ///< first send as far as recovery has to assume: the commit, or a later stamp
  bool withdrawn = false;  ///< not to be sent if it was not sent yet; its reply is still awaited
  int repeats = 0;         ///< intents before it that wanted the same and whose outcome was never known
  int attempts = 0;        ///< of an outgoing webhook: those that failed
  TimePoint not_before{};  ///< of an outgoing webhook: when it is tried again
  int identity = 0;  ///< the intent that receivers know it by when it sends a dead letter again; 0: itself
  std::int64_t letter = 0;  ///< position of the dead letter that it sends again; 0: none
  friend bool operator==(const Intent&, const Intent&) = default;
};

enum class TimerKind : std::uint8_t {
  RingTimeout,       ///< `ref` leg: Telnyx did not report the end of ringing
  VerdictWait,       ///< `ref` leg: no verdict of the machine detection
  GateDeadline,      ///< `ref` leg: no end of the gather
  BriefingDeadline,  ///< `ref` leg
  ReleaseDeadline,   ///< `ref` leg
  HangupRetry,       ///< `ref` leg: not yet known to be dead
  ConversationWait,  ///< `ref` run: accepted, conversation_id not yet known
  RunDeadline,       ///< `ref` run: no new attempts
  Silence,           ///< `ref` run
  ActionEffect,      ///< `ref` action list: the awaited effect is overdue
  Named,             ///< a workflow's `timer`; `name` says which
  GoodbyeDeadline,
  SettleWait,  ///< insights did not come
  DurationWarning,
  DurationEnd,
  StepGap,          ///< `ref` run: next attempt of a staggered step, or next walk over its list
  BusyRetry,        ///< `ref` run: people who were on another call may be free now
  CapacityRetry,    ///< `ref` run: Telnyx had no channel free; nobody is dialled before
  HandOver,         ///< `ref` run: the end of `accepted`, after which the bridge goes out, was not reported
  DialAnswer,       ///< `ref` leg: still not known whether it was dialled
  ConversationAsk,  ///< `ref` questions so far: the conversation's id did not come by itself
  InsightsAsk,      ///< `ref` rounds of questions so far: the insights did not come by themselves
  ConversationEnd,  ///< `ref` leg: the conversation's end was told with its ids, and it lives
  TransferWatch,    ///< the caller was transferred: is the leg still there?
  GreetingWait,     ///< of whom we called: the end of the machine's greeting was not reported
};
std::string_view name_of(TimerKind kind);

struct Timer {
  int number = 0;
  TimerKind kind = TimerKind::Named;
  int ref = 0;
  std::string name;
  TimePoint due{};
  friend bool operator==(const Timer&, const Timer&) = default;
};

/// A list of actions under way. It refers to the bundle instead of copying it: a call keeps its bundle.
struct ActionList {
  int number = 0;
  std::string source;  ///< `start`, `rules.2`, `assistant.if_fails`, `escalations.NAME.otherwise`
  int next = 0;        ///< index of the action under way
  int after = 0;       ///< list of the same event that comes first; 0: none
  int run = 0;         ///< run whose values `run.*` and `winner.*` mean; 0: none
  Json event;          ///< what `event.*` means
  int intent = 0;      ///< reply awaited
  std::string effect;  ///< event type awaited after the reply, as the catalogue names it
  int effect_leg = 0;
  int timer = 0;              ///< deadline of the effect
  std::uint64_t request = 0;  ///< tool request that this list answers
  friend bool operator==(const ActionList&, const ActionList&) = default;
};

/// An answered tool request, kept to answer a repetition.
struct ToolMemory {
  std::string digest;
  TimePoint at{};
  Json answer;
  friend bool operator==(const ToolMemory&, const ToolMemory&) = default;
};

/// A person's address that another call has claimed, not to be tried again before `until`.
struct BusyAddress {
  std::string address;
  TimePoint until{};
  friend bool operator==(const BusyAddress&, const BusyAddress&) = default;
};

/// What was asked for beside the numbers, of a call that we make. Empty in an incoming one.
struct CallOrder {
  std::string key;        ///< the idempotency key of whoever asked; empty: none
  std::string digest;     ///< of the request: one key stands for one request
  std::string assistant;  ///< id that takes the place of the workflow's; empty: none does
  Json variables;         ///< object: name -> text, number or boolean
  friend bool operator==(const CallOrder&, const CallOrder&) = default;
};

/// All legs of one caller's visit, as a value. It keeps of an event only what later decisions read; the whole
/// payload is in the record.
struct Call {
  CallId id;
  std::string token;     ///< what `callwright_call` is set to: the id and a signature made by the service
  BundleId bundle;       ///< pinned when the call began
  std::string workflow;  ///< empty until matched
  CallState state = CallState::Arriving;
  std::string failure;    ///< reason when Failed: `no_workflow`; why nobody could be dialled
  std::string direction;  ///< `incoming` or `outgoing`
  std::string connection_id;
  std::string from;
  std::string to;
  CallOrder order;
  TimePoint opened_at{};
  std::optional<TimePoint> closed_at;
  std::string outcome;  ///< what searches show: `joined`, `exhausted`, `caller_gone`, `assistant`, …

  AssistantState assistant = AssistantState::None;
  ConversationId conversation;
  std::vector<std::string> older_conversations;
  std::vector<std::string> text_conversations;  ///< by text message, with whom this call has texted
  std::string occupied_by;  ///< command of the workflow that has the caller: a queue, endless audio, …
  Json history;  ///< what caller and assistant said, as `[{role, content}]`; only as Telnyx reported it
  bool insights_awaited = false;
  Json insights;  ///< array of `{insight_id, insight_name?, result}`
  std::vector<std::string>
      insights_of;  ///< conversations whose insights came, in the order in which they did
  std::optional<TimePoint> insights_at;  ///< of the latest event that named no conversation
  int insights_told = 0;                 ///< how many of these the rules on insights have run for

  std::vector<Leg> legs;
  std::vector<Attempt> attempts;
  std::vector<Run> runs;
  std::vector<Intent> intents;  ///< open ones
  std::vector<Timer> timers;    ///< armed ones
  std::vector<ActionList> lists;
  std::map<std::string, std::string> vars;
  std::vector<ToolMemory> tools;
  std::vector<BusyAddress> busy;
  std::vector<std::string> seen;  ///< fingerprints of recent event ids, oldest first

  int next_intent = 1;
  int next_timer = 1;
  int next_list = 1;
  std::int64_t next_seq = 1;  ///< of the next record
  std::int64_t version = 0;   ///< steps stored so far
  friend bool operator==(const Call&, const Call&) = default;
};

/// Outgoing webhooks are intents of this operation, which is not one of Telnyx's. Their body is `{"url",
/// "headers": {name: value}, "secret": name of a configured secret, "body": any JSON}`.
inline constexpr std::string_view kWebhookOperation = "webhook";
bool is_webhook(const Intent& intent);
/// The call waits for its reply; only those keep it from being closed.
bool is_awaited(const Intent& intent);
/// The number that its command_id, Idempotency-Key and webhook-id are made of.
int identity_of(const Intent& intent);

/// We called; the person called is leg 0, `the caller` in all other places.
bool is_outgoing(const Call& call);
/// Our own number of the call, and that of the other side.
const std::string& our_number(const Call& call);
const std::string& their_number(const Call& call);
/// Under which a call that was asked for with this idempotency key is found.
std::string start_key(const std::string& idempotency_key);

/// Settled and failed calls are closed: nothing is awaited and no leg of ours lives.
bool is_closed(const Call& call);

/// The earliest moment at which the call needs attention without any message; empty when none.
/// An open intent counts from its creation, so that a restart finds it; an outgoing webhook from its next
/// attempt.
std::optional<TimePoint> next_due(const Call& call);

const Leg* find_leg(const Call& call, int number);
const Leg* find_leg(const Call& call, const CallControlId& id);
const Attempt* find_attempt(const Call& call, int number);
const Run* find_run(const Call& call, int number);
const Intent* find_intent(const Call& call, int number);
/// The run that is ringing, joining or joined; null when none.
const Run* live_run(const Call& call);

/// When the call let go of the address: the end of its latest leg there; empty when no leg there has ended.
std::optional<TimePoint> released_at(const Call& call, std::string_view address);

/// True when the event was already stepped in this call.
bool has_seen(const Call& call, const EventId& id);

/// A call as stored: compact JSON that starts with its format version.
std::string write_snapshot(const Call& call);
/// Conflict `snapshot.version` for a format that this binary does not read; InvalidInput when damaged.
Result<Call> read_snapshot(std::string_view text);

/// The idempotency key of an intent (Telnyx: command_id, honoured for 60 s per leg).
std::string command_id(const CallId& call, int intent);

}  // namespace callwright
