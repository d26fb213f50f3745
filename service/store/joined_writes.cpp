#include "service/store/joined_writes.hpp"

#include "service/store/sqlite.hpp"

#include <map>
#include <mutex>
#include <new>
#include <string_view>

#include <sqlite3.h>

namespace callwright::sqlite {
namespace {

/// What is handed down at once: SQLite's own `unix` VFS takes less than 128 KiB.
constexpr std::size_t kPendingMax = 64 * 1024;

/// What SQLite knows as the open log; the file object of the VFS below follows it in the same memory.
struct LogFile {
  sqlite3_file base{};
  std::string pending;      ///< not handed down yet
  sqlite3_int64 begin = 0;  ///< where in the file it belongs
};

LogFile& log_of(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }
sqlite3_file* below(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(&log_of(file) + 1); }

int hand_down(sqlite3_file* file) {
  auto& log = log_of(file);
  if (log.pending.empty()) return SQLITE_OK;
  const int result = below(file)->pMethods->xWrite(below(file), log.pending.data(),
                                                   static_cast<int>(log.pending.size()), log.begin);
  log.pending.clear();
  return result;
}

int write_log(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  auto& log = log_of(file);
  const bool follows = offset == log.begin + static_cast<sqlite3_int64>(log.pending.size());
  const bool fits = log.pending.size() + static_cast<std::size_t>(size) <= kPendingMax;
  if (!follows || !fits) {
    if (const int result = hand_down(file); result != SQLITE_OK) return result;
    log.begin = offset;
  }
  log.pending.append(static_cast<const char*>(data), static_cast<std::size_t>(size));
  return SQLITE_OK;
}

int sync_log(sqlite3_file* file, int flags) {
  const int result = hand_down(file);
  return result == SQLITE_OK ? below(file)->pMethods->xSync(below(file), flags) : result;
}

int read_log(sqlite3_file* file, void* data, int size, sqlite3_int64 offset) {
  const int result = hand_down(file);
  return result == SQLITE_OK ? below(file)->pMethods->xRead(below(file), data, size, offset) : result;
}

int truncate_log(sqlite3_file* file, sqlite3_int64 size) {
  const int result = hand_down(file);
  return result == SQLITE_OK ? below(file)->pMethods->xTruncate(below(file), size) : result;
}

int size_of_log(sqlite3_file* file, sqlite3_int64* size) {
  const int result = hand_down(file);
  return result == SQLITE_OK ? below(file)->pMethods->xFileSize(below(file), size) : result;
}

int close_log(sqlite3_file* file) {
  const int written = hand_down(file);
  const int closed = below(file)->pMethods->xClose(below(file));
  log_of(file).~LogFile();
  return written == SQLITE_OK ? closed : written;
}

int lock_log(sqlite3_file* file, int level) { return below(file)->pMethods->xLock(below(file), level); }
int unlock_log(sqlite3_file* file, int level) { return below(file)->pMethods->xUnlock(below(file), level); }
int check_lock(sqlite3_file* file, int* held) {
  return below(file)->pMethods->xCheckReservedLock(below(file), held);
}
int control_log(sqlite3_file* file, int operation, void* argument) {
  return below(file)->pMethods->xFileControl(below(file), operation, argument);
}
int sector_size(sqlite3_file* file) { return below(file)->pMethods->xSectorSize(below(file)); }
int device_traits(sqlite3_file* file) { return below(file)->pMethods->xDeviceCharacteristics(below(file)); }

constexpr sqlite3_io_methods kLogMethods = {
    .iVersion = 1,  // a log is neither shared memory nor mapped
    .xClose = close_log,
    .xRead = read_log,
    .xWrite = write_log,
    .xTruncate = truncate_log,
    .xSync = sync_log,
    .xFileSize = size_of_log,
    .xLock = lock_log,
    .xUnlock = unlock_log,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_log,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_traits,
};

/// SQLite keeps pointers to it: it stays until the process ends.
struct JoiningVfs {
  sqlite3_vfs vfs{};  ///< first, so that SQLite's pointer to it is a pointer to this
  sqlite3_vfs* below = nullptr;
  std::string name;
};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* system = reinterpret_cast<JoiningVfs*>(vfs)->below;
  if ((flags & SQLITE_OPEN_WAL) == 0) return system->xOpen(system, name, file, flags, out_flags);
  auto* log = new (file) LogFile;
  const int result = system->xOpen(system, name, below(file), flags, out_flags);
  if (result == SQLITE_OK) {
    log->base.pMethods = &kLogMethods;
  } else {
    log->~LogFile();  // without methods SQLite does not close it
  }
  return result;
}

}  // namespace

std::string joined_writes(const std::string& below) {
  static std::mutex mutex;
  static std::map<std::string, JoiningVfs> known;
  const std::scoped_lock lock(mutex);
  const auto [found, is_new] = known.try_emplace(below);
  auto& joining = found->second;
  if (!is_new) return joining.name;
  joining.below = sqlite3_vfs_find(below.empty() ? nullptr : below.c_str());
  if (joining.below == nullptr) {
    known.erase(found);
    throw Failure("there is no VFS " + below, false);
  }
  joining.name = "callwright-joined-writes " + below;
  joining.vfs = *joining.below;
  joining.vfs.pNext = nullptr;
  joining.vfs.zName = joining.name.c_str();
  joining.vfs.szOsFile = static_cast<int>(sizeof(LogFile)) + joining.below->szOsFile;
  joining.vfs.xOpen = open_file;
  sqlite3_vfs_register(&joining.vfs, 0);
  return joining.name;
}

}  // namespace callwright::sqlite
