#pragma once

#include "workflows/model/call.hpp"
#include "workflows/model/ids.hpp"
#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace callwright {

/// The result of one or more steps of one call, stored whole or not at all.
struct StoreEntry {
  Call call;                      ///< as it became; `call.version` is the new version
  std::int64_t seen_version = 0;  ///< the version it was decided on; 0 for a new call
  std::string snapshot;           ///< write_snapshot(call)
  std::optional<TimePoint> next_due_at;
  std::int64_t first_seq = 0;  ///< of the first record
  std::string records;         ///< JSON array of records, `[]` when there is none
  std::vector<std::string>
      keys;  ///< new index entries (see keys_of); `session:` entries are kept by the first owner
  std::vector<std::string> claims;    ///< addresses to be rung
  std::vector<std::string> releases;  ///< addresses no longer rung
  std::vector<std::int64_t>
      adopted;  ///< positions of unmatched events that this call took over; they are removed
};

struct CommitOutcome {
  enum class Kind : std::uint8_t { Committed, Conflict, ClaimLost };
  Kind kind = Kind::Committed;
  std::string address;  ///< the claim that another call holds
};

/// An event that belongs to no call (yet).
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

struct CallSummary {
  std::string id, state, workflow, bundle, from, to, outcome, conversation_id;
  TimePoint opened_at{};
  std::optional<TimePoint> closed_at;
  std::int64_t row = 0;  ///< cursor
};

/// Empty members do not restrict.
struct CallFilter {
  std::string state, workflow, number, outcome, text;
  std::optional<TimePoint> since, until;
  std::int64_t before_row = 0;  ///< cursor of the page before; newest first
  std::size_t limit = 50;
};

/// The durable history of calls. One thread writes; reads come from another and see committed data only.
/// Errors are Unavailable: nothing is known to be written.
class Store {
 public:
  virtual ~Store() = default;

  /// One transaction, one fsync. Each entry is judged alone: Conflict when the stored version is not
  /// `seen_version` or a new key belongs to another call; ClaimLost when an address is claimed by another
  /// call. Judged entries that are not Committed leave nothing behind. On an error nothing of the batch is
  /// stored.
  virtual Result<std::vector<CommitOutcome>> commit(const std::vector<StoreEntry>& entries,
                                                    const std::vector<UnmatchedEvent>& unmatched) = 0;

  /// The snapshot text, or nothing when the call is not known.
  virtual Result<std::optional<std::string>> load(const CallId& call) = 0;
  /// The call of the first key that is indexed.
  virtual Result<std::optional<CallId>> find(const std::vector<std::string>& keys) = 0;
  /// Unmatched events with one of the keys, oldest first.
  virtual Result<std::vector<UnmatchedEvent>> unmatched(const std::vector<std::string>& keys) = 0;
  /// Calls whose next_due_at is not after `until`, earliest first.
  virtual Result<std::vector<CallId>> due(TimePoint until, std::size_t limit) = 0;

  virtual Result<std::vector<CallSummary>> search(const CallFilter& filter) = 0;
  /// Records of one call with seq greater than `after_seq`, in order.
  virtual Result<std::vector<StoredRecord>> records(const CallId& call, std::int64_t after_seq,
                                                    std::size_t limit) = 0;

  virtual Result<void> put_bundle(const BundleId& id, const std::string& content) = 0;
  virtual Result<std::optional<std::string>> bundle(const BundleId& id) = 0;
  /// A value that is made once and kept: `deployment`, `hmac_key`. Stores `initial` when the name is new.
  virtual Result<std::string> meta(const std::string& name, const std::string& initial) = 0;
  /// Removes closed calls, unmatched events and their keys older than `before`; returns how many calls.
  virtual Result<std::size_t> expire(TimePoint before) = 0;
};

}  // namespace callwright
