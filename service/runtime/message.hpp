#pragma once

#include "service/runtime/active_calls.hpp"
#include "service/runtime/ports/api.hpp"
#include "service/runtime/ports/store.hpp"
#include "service/runtime/ports/webhook_sender.hpp"
#include "workflows/language/bundle.hpp"
#include "workflows/model/input.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace callwright::runtime {

/// Names a waiting HTTP request within all shards of a process. Never used again, not even by a later
/// process: a call may remember it.
using RequestId = std::uint64_t;
using LookupId = std::uint64_t;
using BatchId = std::uint64_t;

/// What a Shard is told. Each message comes with the time at which it is handled.
namespace message {

/// How the call named by a message became known, so that a search never goes round in circles.
enum class FoundBy : std::uint8_t { Nobody, ClientState, Memory, Store };

/// A verified webhook.
struct Arrived {
  RequestId request = 0;
  Event event;
  CallId call;  ///< set by the shards themselves; empty when the message comes from outside
  FoundBy found_by = FoundBy::Nobody;
};
/// A tool of the assistant. At least one of the two ids is set; both must agree.
struct ToolArrived {
  RequestId request = 0;
  CallId call;
  CallControlId call_control_id;
  std::string name;
  Json arguments;
};
/// Somebody wants a call to be made; with an idempotency key, that there be one call of it.
struct StartCall {
  BundlePtr bundle;  ///< in which its workflow is, and with which a new call begins; it is in the store
  input::StartRequested start;
  CallId call;  ///< set by the shards themselves
};
/// A dead letter of the call, as the store holds it at `position`, is to be sent again.
struct LetterRetried {
  RequestId request = 0;
  CallId call;
  std::int64_t position = 0;
  Json letter;
  std::string by;
};
struct OperatorArrived {
  RequestId request = 0;
  CallId call;
  std::string name;
  Json arguments;
  std::string by;
};
/// Answer to Lookup: the call that has one of the keys, and unmatched events with one of them, oldest first.
struct LookedUp {
  LookupId lookup = 0;
  std::optional<CallId> call;
  std::vector<UnmatchedEvent> unmatched;
};
struct LookupFailed {
  LookupId lookup = 0;
};
/// Answer to Load. `found` is empty when the store has no such call; else `bundle` is the one it is pinned
/// to.
struct Loaded {
  CallId call;
  std::optional<Call> found;
  BundlePtr bundle;
};
struct LoadFailed {
  CallId call;
};
/// Answer to Commit: one outcome for each entry.
struct Committed {
  BatchId batch = 0;
  std::vector<CommitOutcome> outcomes;
};
struct CommitFailed {
  BatchId batch = 0;
  bool known = true;  ///< false: whether it was stored is not known
};
/// Answer to Send.
struct Replied {
  CallId call;
  int intent = 0;
  SendOutcome outcome;
};
/// Answer to SendWebhook.
struct WebhookReplied {
  CallId call;
  int intent = 0;
  WebhookReply reply;
};
/// A call of another shard wants to know which legs of a connection are active; to the shard that asks.
struct ActiveCallsWanted {
  std::string connection;
};
/// Answer to AskActiveCalls.
struct ActiveCallsReplied {
  std::string connection;
  SendOutcome outcome;
};
/// What a look showed, for the calls of another shard.
struct ActiveCallsShown {
  ActiveCallsSeen seen;
};
/// The time of WakeAt has come.
struct Tick {};
/// Answer to ScanDue; of all shards, earliest first.
struct DueFound {
  std::vector<CallId> calls;
};
struct ScanFailed {};
/// What steps know of people from now on, beside what the shards notice themselves.
struct AvailabilityKnown {
  std::vector<OnCallOverride> overrides;        ///< in force or to come
  std::map<std::string, TimePoint> idle_since;  ///< by address; the later of two times counts
};
/// Phones whose calls ended, on another shard.
struct PhonesIdle {
  std::map<std::string, TimePoint> since;  ///< by address
};
/// New calls begin with this one. It is in the store already.
struct BundleChanged {
  BundlePtr bundle;
};

}  // namespace message

using Message =
    std::variant<message::Arrived, message::ToolArrived, message::StartCall, message::OperatorArrived,
                 message::LetterRetried, message::WebhookReplied, message::LookedUp, message::LookupFailed,
                 message::Loaded, message::LoadFailed, message::Committed, message::CommitFailed,
                 message::Replied, message::Tick, message::DueFound, message::ScanFailed,
                 message::BundleChanged, message::ActiveCallsWanted, message::ActiveCallsReplied,
                 message::ActiveCallsShown, message::AvailabilityKnown, message::PhonesIdle>;

}  // namespace callwright::runtime
