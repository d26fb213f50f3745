#pragma once

#include "service/runtime/ports/store.hpp"
#include "service/store/messages.hpp"
#include "service/store/on_call.hpp"
#include "service/store/sqlite.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace callwright::sqlite {

/// Everything that reads the file; the functions are those of Store. Throws Failure.
class Reader {
 public:
  explicit Reader(Database& database);
  std::optional<std::string> load(const CallId& call);
  std::optional<CallId> find(const std::vector<std::string>& keys);
  std::vector<UnmatchedEvent> unmatched(const std::vector<std::string>& keys);
  std::vector<Claim> claims(const std::vector<std::string>& addresses);
  std::vector<CallId> due(TimePoint until, std::size_t limit);
  std::vector<CallSummary> search(const CallFilter& filter);
  std::vector<StoredRecord> records(const CallId& call, std::int64_t after_seq, std::size_t limit);
  std::vector<StoredRecord> records_since(std::int64_t after, std::size_t steps_max);
  std::vector<DeadLetter> dead_letters(std::int64_t after, std::size_t limit);
  std::size_t dead_letter_count();
  std::map<std::string, std::int64_t> open_calls();
  std::optional<std::string> bundle(const BundleId& id);

  OnCallReader& on_call() { return on_call_; }
  MessageReader& messages() { return messages_; }

 private:
  std::vector<std::string> keys_of_unmatched(std::int64_t position);

  Database& database_;
  Statement load_, find_, unmatched_, unmatched_keys_, claim_, due_, records_, records_since_, dead_letters_,
      bundle_;
  OnCallReader on_call_;
  MessageReader messages_;
};

}  // namespace callwright::sqlite
