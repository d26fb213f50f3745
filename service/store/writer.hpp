#pragma once

#include "service/runtime/ports/store.hpp"
#include "service/store/messages.hpp"
#include "service/store/on_call.hpp"
#include "service/store/sqlite.hpp"

#include <vector>

namespace callwright::sqlite {

/// Everything that changes the file. Throws Failure; a function that throws anything but CommitInDoubt has
/// stored nothing.
class Writer {
 public:
  explicit Writer(Database& database);
  std::vector<CommitOutcome> commit(const std::vector<StoreEntry>& entries,
                                    const std::vector<UnmatchedEvent>& unmatched);
  void put_bundle(const BundleId& id, const std::string& content);
  void put_override(const OnCallOverride& override, TimePoint at);
  bool end_override(const std::string& rotation, TimePoint at, const std::string& by);
  MessageBegun begin_message(const Message& message, std::int64_t replaces);
  void put_conversation(std::int64_t message, const std::string& conversation_id);
  void end_message(std::int64_t message, const MessageEnd& end);
  std::size_t give_up_messages();
  std::string meta(const std::string& name, const std::string& initial);
  std::size_t expire(TimePoint before, std::size_t limit);

 private:
  /// What judging an entry and choosing its statement needs of the stored row.
  struct Row {
    std::int64_t rid = 0;  ///< 0: not stored yet
    std::int64_t version = 0;
    std::string state, workflow, outcome, caller, callee;
    std::optional<std::int64_t> next_due_at;
  };

  CommitOutcome commit_one(const StoreEntry& entry);
  [[nodiscard]] Row stored(const CallId& call);
  [[nodiscard]] CommitOutcome judge(const StoreEntry& entry, const Row& row);
  /// True when no search column changes but next_due_at.
  [[nodiscard]] static bool is_found_alike(const Call& call, const Row& row);
  void write_call(const StoreEntry& entry, Row& row);
  void write_log(const StoreEntry& entry, std::int64_t rid);
  void write_index(const StoreEntry& entry, std::int64_t rid);
  void write_unmatched(const UnmatchedEvent& event);
  void forget_unmatched(std::int64_t position);
  void forget_call(std::int64_t rid);
  void keep_numbers();  ///< so that a start after `expire` does not use them again

  Database& database_;
  OnCallWriter on_call_;
  MessageWriter messages_;
  // Numbers are given here and not by SQLite, which would use those of expired rows again.
  std::int64_t next_rid_;
  std::int64_t next_position_;

  Statement select_row_, select_key_, select_claim_, select_meta_, select_closed_, select_old_unmatched_;
  Statement insert_call_, update_snapshot_, update_due_, update_all_;
  Statement insert_log_, insert_key_, replace_key_, insert_claim_, release_claim_, release_all_;
  Statement insert_unmatched_, insert_unmatched_key_, delete_unmatched_, delete_unmatched_keys_;
  Statement insert_dead_letter_, insert_bundle_, insert_meta_, replace_meta_;
  Statement delete_log_, delete_keys_, delete_dead_letters_, delete_dead_letter_, delete_call_;
};

}  // namespace callwright::sqlite
