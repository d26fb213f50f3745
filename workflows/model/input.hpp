#pragma once

#include "workflows/model/availability.hpp"
#include "workflows/model/call.hpp"
#include "workflows/model/event.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace callwright {

/// How an intent ended.
struct Reply {
  enum class Kind : std::uint8_t {
    Accepted,   ///< 2xx; `data` is the response's `data` member, or the whole body where there is none
    Refused,    ///< a definite 4xx: Telnyx did not do it
    Unknown,    ///< no definite answer within the window in which a repetition is safe
    Withdrawn,  ///< never sent
  };
  Kind kind = Kind::Unknown;
  int status = 0;    ///< HTTP status, 0 without one
  std::string code;  ///< Telnyx's error code, `90018`; `timeout` or `connection` without an answer
  std::string detail;
  Json data;
  friend bool operator==(const Reply&, const Reply&) = default;
};

namespace input {

struct Arrived {  ///< a verified webhook
  Event event;
};
struct Replied {
  int intent = 0;
  Reply reply;
};
struct TimerDue {
  int timer = 0;
};
/// The assistant asks for something (`POST /tools/{name}`). `request` names the waiting HTTP request.
struct ToolRequested {
  std::uint64_t request = 0;
  std::string name;
  Json arguments;
};
/// Somebody asks for a call under a workflow (`POST /v1/calls`): the first input of a call that we make, or a
/// request with the idempotency key of this one.
struct StartRequested {
  std::uint64_t request = 0;
  std::string workflow;
  std::string from;
  std::string to;
  CallOrder order;
  std::string by;
};
/// An operator's command (`POST /v1/calls/{id}/…`): `hangup`, `escalate`, `cancel`, `tell` or a name of their
/// own.
struct OperatorCommand {
  std::uint64_t request = 0;
  std::string name;
  Json arguments;
  std::string by;
};
/// An intent was held back for longer than the commit may stand for its sending; it leaves right after this
/// commit.
struct Held {
  int intent = 0;
};

/// An attempt to send an outgoing webhook failed; the next one is made at `next_at`.
struct AttemptFailed {
  int intent = 0;
  Reply reply;
  TimePoint next_at{};
};
/// Somebody wants a dead letter of this call sent again. `letter` is what the store holds at `position`.
struct LetterRetried {
  std::uint64_t request = 0;
  std::int64_t position = 0;
  Json letter;
  std::string by;
};
/// The service was down while timers of this call fell due: its legs are asked for before they fire.
struct Restarted {};
/// A look at the connection's active calls does not show a leg that lives as far as the call knows.
struct LegNotListed {
  int leg = 0;
};
/// A look at the connection's active calls shows this leg of the call; `ids` as in the answer.
struct LegListed {
  int leg = 0;
  Json ids;
};
/// Nothing happened to the call for long.
struct Quiet {};

/// The store refused the step that would have rung this address: another call has claimed it. The step is
/// decided again with this known.
struct AddressBusy {
  std::string address;
};

}  // namespace input

/// Everything that happens to a call. `at` is when the service received it.
struct Input {
  TimePoint at{};
  std::variant<input::Arrived, input::Replied, input::TimerDue, input::ToolRequested, input::StartRequested,
               input::OperatorCommand, input::Held, input::AddressBusy, input::Restarted,
               input::AttemptFailed, input::LetterRetried, input::LegNotListed, input::LegListed,
               input::Quiet>
      what;
  AvailabilityPtr availability{};  ///< as known when it is stepped; null: nothing is known
};

/// A line of the call log. Kinds: received, start, timer, tool, operator, reply (what `step` was given);
/// fact, decision, intent, transition, closed (what it made of it).
struct Record {
  std::int64_t seq = 0;
  TimePoint at{};
  std::string kind;
  Json data;
  friend bool operator==(const Record&, const Record&) = default;
};

/// The answer to a waiting HTTP request of a tool or an operator.
struct Answer {
  std::uint64_t request = 0;
  int status = 200;  ///< HTTP status
  Json body;         ///< tools: `{"status", "say"}`
  friend bool operator==(const Answer&, const Answer&) = default;
};

/// What `step` decided. Open intents and armed timers are part of `call`; the rest is for the store and the
/// outside.
struct Step {
  Call call;
  std::vector<Record> records;
  std::vector<std::string>
      keys;  ///< new index entries: `ccid:…`, `leg:…`, `conversation:…`, `session:…`, `start:…`, `text:…`
  std::vector<std::string> claims;    ///< addresses that this call now rings
  std::vector<std::string> releases;  ///< addresses that it no longer rings
  std::vector<Answer> answers;
  std::vector<Json> dead_letters;             ///< what was to be sent outside and is given up
  std::vector<std::int64_t> settled_letters;  ///< positions of dead letters that were sent after all
};

/// The index entry of a conversation by text message, or of a number that was texted.
std::string text_key(std::string_view conversation_or_number);
/// With whom a conversation by text message begins; empty for any other event.
std::string texting_number(const Event& event);

/// The index entries under which an event may be found, most certain first.
std::vector<std::string> keys_of(const Event& event);

}  // namespace callwright
