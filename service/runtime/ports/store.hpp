#pragma once

#include "workflows/model/availability.hpp"
#include "workflows/model/call.hpp"
#include "workflows/model/ids.hpp"
#include "workflows/model/message.hpp"
#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace callwright {

/// The result of one or more steps of one call, stored whole or not at all.
struct StoreEntry {
  std::shared_ptr<const Call> call;  ///< as it became; its version is the new version
  std::int64_t seen_version = 0;     ///< the version it was decided on; 0 for a new call
  std::string snapshot;              ///< write_snapshot(call)
  std::optional<TimePoint> next_due_at;
  std::int64_t first_seq = 0;     ///< of the first record
  std::string records;            ///< JSON array of records, `[]` when there is none
  std::vector<std::string> keys;  ///< new index entries (see keys_of); `session:` entries are kept by the
                                  ///< first owner, `text:` entries go to the latest
  /// Addresses to be rung, and addresses no longer rung. One named in both ends claimed. Claiming what the
  /// call holds already and releasing what it does not hold change nothing. A closed call holds no claim.
  std::vector<std::string> claims;
  std::vector<std::string> releases;
  std::vector<std::int64_t>
      adopted;  ///< positions of unmatched events that this call took over; they are removed
  std::vector<std::string> dead_letters;  ///< JSON objects: what was to be sent outside and is given up
  std::vector<std::int64_t>
      settled_letters;  ///< positions of dead letters that were sent after all; they are removed
};

struct CommitOutcome {
  enum class Kind : std::uint8_t { Committed, Conflict, ClaimLost };
  Kind kind = Kind::Committed;
  std::string address;  ///< the claim that another call holds
};

/// An event that belongs to no call (yet). One whose `event_id` is stored already is not stored again.
struct UnmatchedEvent {
  std::int64_t position = 0;  ///< given by the store
  TimePoint at{};
  std::string event_id;
  std::string name;
  std::vector<std::string> keys;
  std::string event;  ///< write_event(event), so that a later call can adopt it
};

struct StoredRecord {
  std::int64_t position = 0;  ///< of the step that it belongs to
  std::string call;
  std::string record;  ///< JSON object {seq, at, kind, data}
};

/// Something that was to be sent outside and was given up.
struct DeadLetter {
  std::int64_t position = 0;
  CallId call;
  std::string letter;  ///< JSON object, as the entry brought it
};

/// Who may not be rung by anybody else.
struct Claim {
  std::string address;
  CallId call;
};

/// A stand-in of a rotation and what became of it. Each is kept until it expires, as the trail of who said
/// what.
struct StoredOverride {
  OnCallOverride override;
  TimePoint made_at{};
  std::optional<TimePoint> ended_at;  ///< taken back, or replaced by a later one
  std::string ended_by;
  friend bool operator==(const StoredOverride&, const StoredOverride&) = default;
};

struct CallSummary {
  std::string id, state, workflow, bundle, from, to, outcome, conversation_id;
  TimePoint opened_at{};
  std::optional<TimePoint> closed_at;
  std::int64_t row = 0;  ///< cursor
};

/// Empty members do not restrict.
struct CallFilter {
  std::string state, workflow, outcome;
  std::string number;  ///< from or to, whole
  /// What a person types: the beginning of a call id (`call_` may be left out), of a number (`+` may be left
  /// out), or a whole workflow name.
  std::string text;
  std::optional<TimePoint> since, until;  ///< of opened_at; `since` included, `until` not
  std::int64_t before_row = 0;            ///< cursor of the page before; newest first
  std::size_t limit = 50;
};

/// The durable history of calls. One thread writes (`commit`, `put_…`, `begin_…`, `end_…`,
/// `give_up_messages`, `meta`, `expire`); reads come
/// from one other thread and see committed data only.
///
/// Errors: Unavailable `store.full` (no space left) and `store.unavailable`: nothing of the call was stored.
/// Unavailable `store.unknown`, from `commit` only: the batch is stored whole or not at all, nobody knows
/// which; load its calls again before deciding anything. After a crash a batch that was answered with any
/// error may turn out to be stored whole.
class Store {
 public:
  virtual ~Store() = default;

  /// One transaction, one fsync. Each entry is judged alone and in order, after the ones before it: Conflict
  /// when the stored version is not `seen_version` or a new key belongs to another call; ClaimLost when an
  /// address is claimed by another call. Judged entries that are not Committed leave nothing behind.
  virtual Result<std::vector<CommitOutcome>> commit(const std::vector<StoreEntry>& entries,
                                                    const std::vector<UnmatchedEvent>& unmatched) = 0;

  /// The snapshot text, or nothing when the call is not known.
  virtual Result<std::optional<std::string>> load(const CallId& call) = 0;
  /// The call of the first key that is indexed.
  virtual Result<std::optional<CallId>> find(const std::vector<std::string>& keys) = 0;
  /// Unmatched events with one of the keys, oldest first, each once.
  virtual Result<std::vector<UnmatchedEvent>> unmatched(const std::vector<std::string>& keys) = 0;
  /// Those of the addresses that some call holds, in the given order.
  virtual Result<std::vector<Claim>> claims(const std::vector<std::string>& addresses) = 0;
  /// Calls whose next_due_at is not after `until`, earliest first.
  virtual Result<std::vector<CallId>> due(TimePoint until, std::size_t limit) = 0;

  /// Newest opened_at first; of two with the same, the one stored later.
  virtual Result<std::vector<CallSummary>> search(const CallFilter& filter) = 0;
  /// Records of one call with seq greater than `after_seq`, in order.
  virtual Result<std::vector<StoredRecord>> records(const CallId& call, std::int64_t after_seq,
                                                    std::size_t limit) = 0;
  /// Records of all calls in the order in which their steps were stored: at most `steps_max` steps with a
  /// position greater than `after`, each with all its records. A position is never used twice.
  virtual Result<std::vector<StoredRecord>> records_since(std::int64_t after, std::size_t steps_max) = 0;
  /// Dead letters with a position greater than `after`, oldest first.
  virtual Result<std::vector<DeadLetter>> dead_letters(std::int64_t after, std::size_t limit) = 0;
  virtual Result<std::size_t> dead_letter_count() = 0;
  /// How many calls that are not closed are in each state, by its name.
  virtual Result<std::map<std::string, std::int64_t>> open_calls() = 0;

  /// When each address was last let go, by the commits that released it.
  virtual Result<std::map<std::string, TimePoint>> idle_since() = 0;
  /// From now on this one counts for its rotation; one that counted until then has ended.
  virtual Result<void> put_override(const OnCallOverride& override, TimePoint at) = 0;
  /// The rotation's override counts no more. False: there was none.
  virtual Result<bool> end_override(const std::string& rotation, TimePoint at, const std::string& by) = 0;
  /// Newest first; those that have not been ended stand before all others.
  virtual Result<std::vector<StoredOverride>> overrides(std::size_t limit) = 0;

  /// Stores a message before anybody is asked, with `end` as it is. When an earlier message of the same
  /// channel and client holds its key and is younger than kMessageKeyKept, nothing is stored and that one is
  /// given, unless it is the one at `replaces`: then the new one takes the key over.
  virtual Result<MessageBegun> begin_message(const Message& message, std::int64_t replaces) = 0;
  /// The conversation of a message that is still asked.
  virtual Result<void> put_conversation(std::int64_t message, const std::string& conversation_id) = 0;
  /// What came of it. A message that Failed gives its key up. One that has expired is left alone.
  virtual Result<void> end_message(std::int64_t message, const MessageEnd& end) = 0;
  /// Messages that are still asked become Unknown: whoever asked is gone. Returns how many.
  virtual Result<std::size_t> give_up_messages() = 0;
  /// Newest first: those stored later stand before those stored earlier.
  virtual Result<std::vector<Message>> messages(const MessageFilter& filter) = 0;

  virtual Result<void> put_bundle(const BundleId& id, const std::string& content) = 0;
  virtual Result<std::optional<std::string>> bundle(const BundleId& id) = 0;
  /// A value that is made once and kept: `deployment`, `hmac_key`. Stores `initial` when the name is new.
  virtual Result<std::string> meta(const std::string& name, const std::string& initial) = 0;
  /// Removes calls closed before `before` of which nothing is due any more, with all that belongs to them,
  /// and older unmatched events, messages, overrides that ended before, and what is known of addresses that
  /// were let go before; at most `limit` of calls, events and messages, so that the writer is not held up.
  /// Returns how many calls, or messages where those are more; repeat while it is `limit`.
  virtual Result<std::size_t> expire(TimePoint before, std::size_t limit) = 0;
};

}  // namespace callwright
