#pragma once

#include "service/runtime/ports/store.hpp"

#include <deque>
#include <map>
#include <set>

namespace callwright::simulation {

/// A store of plain maps that outlives whatever crashes around it. It passes the same contract suite as
/// SqliteStore, and fails when a test asks it to.
class MemoryStore final : public Store {
 public:
  enum class Trouble {
    None,
    Refused,     ///< `store.unavailable`; nothing stored
    Full,        ///< `store.full`; nothing stored
    Lost,        ///< `store.unknown`; nothing stored
    AnswerLost,  ///< `store.unknown`; everything stored
  };
  std::deque<Trouble> fail_next;   ///< one for each of the next commits, in order
  std::deque<Trouble> fail_reads;  ///< one for each of the next reads; anything but None is Refused
  std::size_t commits = 0;         ///< batches asked for, failed ones included

  Result<std::vector<CommitOutcome>> commit(const std::vector<StoreEntry>& entries,
                                            const std::vector<UnmatchedEvent>& unmatched) override;
  Result<std::optional<std::string>> load(const CallId& call) override;
  Result<std::optional<CallId>> find(const std::vector<std::string>& keys) override;
  Result<std::vector<UnmatchedEvent>> unmatched(const std::vector<std::string>& keys) override;
  Result<std::vector<Claim>> claims(const std::vector<std::string>& addresses) override;
  Result<std::vector<CallId>> due(TimePoint until, std::size_t limit) override;
  Result<std::vector<CallSummary>> search(const CallFilter& filter) override;
  Result<std::vector<StoredRecord>> records(const CallId& call, std::int64_t after_seq,
                                            std::size_t limit) override;
  Result<std::vector<StoredRecord>> records_since(std::int64_t after, std::size_t steps_max) override;
  Result<std::vector<DeadLetter>> dead_letters(std::int64_t after, std::size_t limit) override;
  Result<std::size_t> dead_letter_count() override;
  Result<std::map<std::string, std::int64_t>> open_calls() override;
  Result<std::map<std::string, TimePoint>> idle_since() override;
  Result<void> put_override(const OnCallOverride& override, TimePoint at) override;
  Result<bool> end_override(const std::string& rotation, TimePoint at, const std::string& by) override;
  Result<std::vector<StoredOverride>> overrides(std::size_t limit) override;
  Result<MessageBegun> begin_message(const Message& message, std::int64_t replaces) override;
  Result<void> put_conversation(std::int64_t message, const std::string& conversation_id) override;
  Result<void> end_message(std::int64_t message, const MessageEnd& end) override;
  Result<std::size_t> give_up_messages() override;
  Result<std::vector<Message>> messages(const MessageFilter& filter) override;
  Result<void> put_bundle(const BundleId& id, const std::string& content) override;
  Result<std::optional<std::string>> bundle(const BundleId& id) override;
  Result<std::string> meta(const std::string& name, const std::string& initial) override;
  Result<std::size_t> expire(TimePoint before, std::size_t limit) override;

 private:
  struct StoredCall {
    CallSummary summary;
    std::int64_t version = 0;
    std::optional<TimePoint> next_due_at;
    std::string snapshot;
  };
  struct StoredStep {
    CallId call;
    std::string records;
  };

  [[nodiscard]] CommitOutcome judge(const StoreEntry& entry) const;
  void write(const StoreEntry& entry);
  void write_unmatched(const UnmatchedEvent& event);
  void forget(const CallId& call);
  Result<void> read_trouble();
  void append(std::vector<StoredRecord>& into, std::int64_t position, const StoredStep& step,
              std::int64_t after_seq, std::size_t limit) const;

  std::map<CallId, StoredCall> calls_;
  std::map<std::int64_t, StoredStep> log_;
  std::map<std::string, CallId> keys_;
  std::map<std::string, CallId> claims_;
  std::map<std::string, TimePoint> idle_since_;
  std::vector<StoredOverride> overrides_;  ///< oldest first
  std::map<std::int64_t, Message> messages_;
  std::map<std::int64_t, UnmatchedEvent> unmatched_;
  std::map<std::int64_t, DeadLetter> dead_letters_;
  std::map<BundleId, std::string> bundles_;
  std::map<std::string, std::string> meta_;
  std::int64_t next_row_ = 1;
  std::int64_t next_position_ = 1;
  std::int64_t next_message_ = 1;
};

}  // namespace callwright::simulation
