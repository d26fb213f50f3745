#pragma once

#include "workflows/language/condition.hpp"
#include "workflows/language/rotation.hpp"
#include "workflows/language/schedule.hpp"
#include "workflows/language/template.hpp"
#include "workflows/language/zone_table.hpp"
#include "workflows/model/ids.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/time.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright {

/// Where a phone rings.
struct Address {
  std::string text;  ///< E.164 or SIP URI
  bool is_sip = false;
  friend bool operator==(const Address&, const Address&) = default;
};

struct Person {
  std::string key;      ///< name under `people`
  std::string name;     ///< as spoken; the key where absent
  std::string address;  ///< E.164 (`phone`) or SIP URI (`sip`)
  bool is_sip = false;
  std::vector<Address> also;  ///< rung together with `address`
  std::string language;
  std::string voice;
};

struct Group {
  enum class Order { Listed, LongestIdle };
  std::string key;
  std::vector<std::string> members;  ///< people
  Order order = Order::Listed;
};

/// One step of a `do` list.
struct Action {
  enum class Kind {
    Command,   ///< a Call Control command: `operation` and `body`
    Escalate,  ///< `target`, `text` (reason), `with`
    CancelEscalation,
    Reply,          ///< `status` and `text` (say) of a tool's answer
    TellAssistant,  ///< `text`, `say`
    Goodbye,        ///< `text`
    Set,            ///< `with`: name -> template
    Timer,          ///< `target` (name) after `after`
    Log,            ///< `text`
    Webhook,        ///< `target` (URL), `body`, `with` (headers), `secret`
    Sms,            ///< `target` (caller, a person or a number), `text`, `from`
  };
  Kind kind = Kind::Log;
  std::string operation;
  Json body;        ///< object whose strings are templates
  std::string leg;  ///< `caller`, `winner`, `event` or a person; empty means caller
  std::string target;
  Template text;
  std::string status;
  bool say = false;
  Json with;           ///< object name -> template text
  std::string secret;  ///< name of a secret of the service's configuration; empty: not signed
  std::string from;    ///< E.164; empty: our number of the call
  Duration after{0};
  bool no_wait = false;
  bool on_error_continue = false;
};

struct Rule {
  std::string id;  ///< given, or `NUMBER` counted from 1
  std::string on;
  std::string leg;  ///< whose events; empty means caller
  Condition condition;
  std::vector<Action> actions;
};

struct Match {
  std::vector<std::string> to;  ///< E.164, SIP URI or prefix ending in `*`; empty: any
  std::vector<std::string> from;
  std::string direction = "incoming";
  std::string connection_id;
};

struct Limits {
  int legs = 8;
  int parallel = 4;
  int attempts = 30;
  int runs = 3;
  Duration duration = std::chrono::hours{2};
  std::vector<std::string> destinations = {"*"};
  bool states_destinations = false;  ///< the bundle's author does: numbers that come from the API need that
};

enum class MachineDetection { None, Detect, Premium };

/// How whoever is to be called is dialled, and what becomes of a machine that answers.
struct Outgoing {
  enum class StartOn { Verdict, Answered };
  enum class Voicemail { Hangup, Talk, LeaveMessage };
  std::string from;                               ///< E.164; empty: the API gives it
  Duration ring_time = std::chrono::seconds{30};  ///< `for`
  MachineDetection machine_detection = MachineDetection::Premium;
  StartOn start_on = StartOn::Verdict;
  Voicemail voicemail = Voicemail::Hangup;
  Template message;                                   ///< of LeaveMessage
  Duration greeting_wait = std::chrono::seconds{25};  ///< `wait`: for the end of the machine's greeting
};

/// A header of a lookup: a text, or a secret of the service's configuration behind a prefix.
struct LookupHeader {
  std::string name;
  std::string text;
  std::string secret;  ///< its name; empty: `text` is sent
  std::string prefix;
  friend bool operator==(const LookupHeader&, const LookupHeader&) = default;
};

/// What another system is asked before an assistant gets its variables.
struct Lookup {
  Template url;  ///< scheme, host and path are literal, values of the query templates; empty: nobody is asked
  std::vector<LookupHeader> headers;
  Duration timeout{500};
  Duration cache = std::chrono::seconds{60};
};

/// What an assistant may remember of earlier conversations.
struct Memory {
  int conversations = 0;              ///< with this caller, newest first; 0: as `conversation_query` says
  std::vector<std::string> insights;  ///< ids; empty: as `insight_query` says
  Template conversation_query;
  Template insight_query;
  bool only_verified = false;  ///< nothing for a number that the carrier does not vouch for
};

struct Workflow {
  std::string key;
  Match match;
  Outgoing outgoing;  ///< of one whose direction is outgoing
  Json assistant;     ///< `assistant` of ai_assistant_start, strings are templates; without our own keys
  Json
      start_options;  ///< message_history, send_message_history_updates, transcription, interruption_settings
  std::vector<Action> start;               ///< defaults filled in
  std::vector<Action> assistant_if_fails;  ///< default: goodbye
  std::vector<Rule> rules;
  Json variables;  ///< object name -> template text, number or boolean; null: none
  Lookup lookup;
  Memory memory;
  Json metadata;  ///< object name -> template text; null: none
  Limits limits;
  Duration silence_limit = std::chrono::seconds{20};
  std::string voice = "Telnyx.KokoroTTS.af";
  std::string language = "en-US";
};

struct RingStep {
  enum class Order { All, Sequence, Stagger };
  enum class Busy { Wait, Skip };
  std::vector<std::string> ring;  ///< people, groups, rotations and `ROTATION.next` as written
  std::string during;             ///< only while this schedule is open; empty: at any time
  std::string outside;            ///< only while this one is not
  Order order = Order::All;
  Duration ring_time = std::chrono::seconds{20};  ///< `for`
  Duration every = std::chrono::seconds{8};       ///< between two people of `stagger`
  int tries = 1;           ///< walks over the whole list; later ones ring only whom nobody reached
  Duration gap{0};         ///< between two walks
  Busy busy = Busy::Wait;  ///< a person on another call: rung when free within `for`, or passed at once
};

struct Accept {
  bool none = false;              ///< `accept: none`: join on a human verdict
  bool prompt_on_answer = false;  ///< `prompt_on: answered`
  Template prompt;
  std::string accept_key = "1";
  std::string decline_key = "2";
  std::string repeat_key = "*";
  Duration within = std::chrono::seconds{8};
  int prompts = 2;
  Template briefing;
  Template lost;
  Template caller_gone;
};

struct Join {
  enum class Mode { Conversation, Bridge };
  enum class IfFails { Bridge, Next };
  enum class IfAssistantEnded { Bridge, Restart, Cancel };
  enum class After { Restart, Hangup };
  Mode mode = Mode::Conversation;
  std::string on_hangup = "continue_conversation";
  IfFails if_fails = IfFails::Bridge;
  IfAssistantEnded if_assistant_ended = IfAssistantEnded::Bridge;
  After after = After::Restart;
};

struct CallerTexts {
  Template started;
  Template next;
  Template accepted;
  Template waiting;
  std::string hold_audio_url;  ///< empty: `waiting` is spoken
};

struct Escalation {
  std::string key;
  Duration deadline{0};  ///< worst case of the steps where absent
  int repeat = 0;
  MachineDetection machine_detection = MachineDetection::Premium;
  CallerTexts caller;
  std::vector<RingStep> steps;
  Accept accept;
  Join join;
  std::string from;  ///< empty: our number of the call
  std::vector<Action> otherwise;
};

/// The merged content of a workflow directory, checked and ready to run. Immutable once loaded.
struct Bundle {
  BundleId id;          ///< SHA-256 of `content`
  std::string content;  ///< normalised JSON text; `load_stored_bundle` reads it back
  std::map<std::string, Person> people;
  std::map<std::string, Group> groups;
  std::map<std::string, Schedule> schedules;
  std::map<std::string, Rotation> rotations;
  std::map<std::string, ZoneTable> zones;  ///< those that schedules and rotations name
  std::vector<Workflow> workflows;  ///< in file and document order: the first that matches takes the call
  std::map<std::string, Escalation> escalations;

  [[nodiscard]] const Workflow* workflow(std::string_view key) const;
  [[nodiscard]] const Escalation* escalation(std::string_view key) const;
  [[nodiscard]] const Person* person(std::string_view key) const;
  [[nodiscard]] const Group* group(std::string_view key) const;
  [[nodiscard]] const Schedule* schedule(std::string_view key) const;
  [[nodiscard]] const Rotation* rotation(std::string_view key) const;
};

/// The person's own address and those in `also`, in order.
std::vector<Address> addresses_of(const Person& person);

/// Numbers that the bundle's workflows answer, as patterns. A bare `*` says nothing of which are ours.
std::vector<std::string> own_numbers(const Bundle& bundle);

/// Every secret that a webhook or lookup of the bundle names, each once and in order. Only the service knows
/// whether it has them.
std::vector<std::string> secrets_of(const Bundle& bundle);

using BundlePtr = std::shared_ptr<const Bundle>;

/// The numbers of both sides fit; direction and connection are not looked at.
bool fits_addresses(const Match& match, std::string_view to, std::string_view from);

/// The first workflow whose `match` fits, or null.
const Workflow* match_workflow(const Bundle& bundle, std::string_view direction, std::string_view to,
                               std::string_view from, std::string_view connection_id);

/// Everybody whom a step may ring at some time, in order and each once: groups and rotations are all of their
/// members. Whom it rings now is for `calendar.hpp`.
std::vector<std::string> people_of(const Bundle& bundle, const RingStep& step);

/// The action list at `source` of a workflow: `start`, `rules.N` (N is the index in Workflow::rules),
/// `assistant.if_fails` or `escalations.NAME.otherwise`; null when there is none. An action's address is this
/// path and its index in the list, which stays valid as long as the bundle is the same.
const std::vector<Action>* find_actions(const Bundle& bundle, std::string_view workflow,
                                        std::string_view source);

}  // namespace callwright
