#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace callwright::tests {

/// A disk that fails when told to, and that can lose power: whatever was not synced is then there, or not, or
/// partly. It sits between SQLite and the real file system as the VFS `kName`. Not for several threads.
class FaultDisk {
 public:
  static constexpr const char* kName = "callwright-fault-disk";
  enum class Fault : std::uint8_t { WriteFails, SyncFails, DiskFull };

  static FaultDisk& get();  ///< registers the VFS once

  /// Healthy, nothing remembered.
  void reset();
  /// From the `nth` write, truncation or sync of the fault's kind on (1 is the next) every one fails; with
  /// `once`, only that one does.
  void fail_at(Fault fault, int nth, bool once);
  void heal() { armed_ = false; }
  [[nodiscard]] bool has_failed() const { return failed_; }
  /// For files that nobody has open: back to what was synced, plus any part of what was not.
  void lose_power(std::uint32_t seed);

  // What the VFS reports and asks.
  int on_write(const std::string& path, std::int64_t offset, std::string data);
  int on_truncate(const std::string& path, std::int64_t size);
  int on_sync(const std::string& path);
  int on_delete(const std::string& path);
  void on_open(const std::string& path);

 private:
  struct Change {
    std::int64_t offset = 0;
    std::string data;
    bool truncates = false;  ///< to `offset`
  };
  struct File {
    std::string synced;
    std::vector<Change> unsynced;
  };
  static void apply(std::string& content, const Change& change);
  bool fails(bool is_sync);
  [[nodiscard]] int error() const;

  std::map<std::string, File> files_;
  Fault fault_ = Fault::WriteFails;
  int countdown_ = 0;
  bool armed_ = false;
  bool once_ = false;
  bool failed_ = false;
};

}  // namespace callwright::tests
