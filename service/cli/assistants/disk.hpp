#pragma once

#include "workflows/assistants/folder.hpp"
#include "workflows/assistants/lock.hpp"
#include "workflows/language/load.hpp"
#include "workflows/model/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace callwright::cli::assistants {

/// The directory of assistants on disk.
class Disk {
 public:
  /// `account` names the lock file; empty: the only account.
  Disk(std::filesystem::path directory, const std::string& account);

  [[nodiscard]] bool exists() const;
  /// The `*.yaml` of the directory, or of its folder `tools`, in name order. InvalidInput
  /// `assistants.unreadable`.
  [[nodiscard]] Result<std::vector<SourceFile>> assistants() const;
  [[nodiscard]] Result<std::vector<SourceFile>> tools() const;
  /// The text of a file by its path within the directory. InvalidInput `assistants.unreadable`.
  [[nodiscard]] Result<std::string> text(const std::string& path) const;
  /// Empty where there is none yet. InvalidInput `lock.unreadable`.
  [[nodiscard]] Result<callwright::assistants::Lock> lock() const;

  /// Writes a file whole or not at all. InvalidInput `assistants.unwritable`.
  [[nodiscard]] Result<void> write(const std::string& path, const std::string& text) const;
  [[nodiscard]] Result<void> write_lock(const callwright::assistants::Lock& lock) const;

  [[nodiscard]] std::string shown(const std::string& path) const { return (directory_ / path).string(); }
  [[nodiscard]] const std::string& lock_file() const { return lock_file_; }

 private:
  std::filesystem::path directory_;
  std::string lock_file_;
};

}  // namespace callwright::cli::assistants
