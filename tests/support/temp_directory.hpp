#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include <stdlib.h>

namespace callwright::tests {

/// A directory of its own for one test, removed with everything in it.
class TempDirectory {
 public:
  TempDirectory() : TempDirectory(std::filesystem::temp_directory_path()) {}
  /// In memory where the system offers that: for tests that bring their own idea of a disk.
  static TempDirectory in_memory() {
    const std::filesystem::path memory = "/dev/shm";
    return TempDirectory(std::filesystem::exists(memory) ? memory : std::filesystem::temp_directory_path());
  }
  /// On the disk of that folder.
  static TempDirectory in(const std::string& parent) { return TempDirectory(std::filesystem::path(parent)); }
  TempDirectory(const TempDirectory&) = delete;
  TempDirectory& operator=(const TempDirectory&) = delete;
  ~TempDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  explicit TempDirectory(const std::filesystem::path& parent) {
    auto pattern = (parent / "callwright-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
    path_ = pattern;
  }
  std::filesystem::path path_;
};

}  // namespace callwright::tests
