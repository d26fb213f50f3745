#pragma once

#include "service/runtime/message.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace callwright::runtime {

using CallPtr = std::shared_ptr<const Call>;

/// How a waiting request ends.
enum class Outcome : std::uint8_t {
  Stored,
  Duplicate,
  Unmatched,
  Unavailable,  ///< nothing was stored; to be repeated by whoever asked
  NotFound,     ///< there is no such call
  Busy,         ///< another call has the number that was to be dialled; nothing was stored
  Conflict,     ///< the ids of a tool request name different calls
  Answered,     ///< by the engine
};

/// What a Shard wants done. The order of one turn's effects is the order in which they were decided.
namespace effect {

struct Lookup {
  LookupId lookup = 0;
  std::vector<std::string> keys;
};
struct Load {
  CallId call;
};
struct Commit {
  BatchId batch = 0;
  std::vector<StoreEntry> entries;
  std::vector<UnmatchedEvent> unmatched;
};
struct Send {
  CallId call;
  int intent = 0;
  int attempt = 1;  ///< 2 and more are identical repetitions
  ApiSend request;
};
/// One attempt of an outgoing webhook.
struct SendWebhook {
  CallId call;
  int intent = 0;
  WebhookSend request;
};
/// A page of the active calls of a connection, for all calls of the process.
struct AskActiveCalls {
  std::string connection;
  ApiSend request;
};
struct Respond {
  RequestId request = 0;
  Outcome outcome = Outcome::Stored;
  Answer answer;  ///< of the engine, with Outcome::Answered
};
struct WakeAt {
  TimePoint time{};
};
struct ScanDue {
  TimePoint until{};
  std::size_t limit = 0;
};
/// The message belongs to another shard.
struct Forward {
  std::size_t shard = 0;
  Message message;
};
/// Now on disk, for log and metrics.
struct Logged {
  CallPtr call;
  CallPtr before;  ///< as it was stored until then; version 0: nothing of it was
  std::vector<Record> records;
};
/// An intent has its final outcome, for metrics. `took` counts from its first send by this process.
struct IntentEnded {
  std::string_view operation;  ///< name in the catalogue or `webhook`; empty when there is no such thing
  Reply::Kind kind = Reply::Kind::Unknown;
  Duration took{0};
};
/// A stored call came into memory.
struct Recovered {
  CallPtr call;
};
/// A bug of ours: `step` threw. The call keeps the state it had.
struct StepFailed {
  CallId call;
  std::string what;
};

}  // namespace effect

using Effect =
    std::variant<effect::Lookup, effect::Load, effect::Commit, effect::Send, effect::AskActiveCalls,
                 effect::SendWebhook, effect::Respond, effect::WakeAt, effect::ScanDue, effect::Forward,
                 effect::Logged, effect::IntentEnded, effect::Recovered, effect::StepFailed>;

}  // namespace callwright::runtime
