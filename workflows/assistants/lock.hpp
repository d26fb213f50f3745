#pragma once

#include "workflows/assistants/names.hpp"
#include "workflows/assistants/settings.hpp"
#include "workflows/model/result.hpp"

#include <map>
#include <string>
#include <string_view>

namespace callwright::assistants {

using Digests = std::map<std::string, std::string, std::less<>>;  ///< by place

/// What is remembered of one file since the last pull or apply with one account.
struct LockEntry {
  std::string id;       ///< of the assistant or the shared tool in that account
  std::string version;  ///< `version_id` of an assistant, for people
  Digests seen;         ///< place -> digest of what the account had
  Digests written;      ///< place -> digest of what the file said
  friend bool operator==(const LockEntry&, const LockEntry&) = default;
};

/// The ids of one account, and what both sides said when they were last the same. Files hold no ids, so that
/// the same files serve several accounts, each with a lock of its own.
struct Lock {
  std::map<std::string, LockEntry, std::less<>> assistants;
  std::map<std::string, LockEntry, std::less<>> tools;
  friend bool operator==(const Lock&, const Lock&) = default;

  [[nodiscard]] Ids ids() const;
  /// The name of the file with that id; empty: none has it.
  [[nodiscard]] std::string assistant_named(std::string_view id) const;
  [[nodiscard]] std::string tool_named(std::string_view id) const;
};

/// InvalidInput `lock.unreadable`.
Result<Lock> read_lock(std::string_view text);
/// One line for each file, so that two people's changes merge.
std::string write_lock(const Lock& lock);

/// The digests of the places of these settings.
Digests digests(const Settings& settings);

}  // namespace callwright::assistants
