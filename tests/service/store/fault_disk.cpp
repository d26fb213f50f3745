#include "tests/service/store/fault_disk.hpp"

#include <cstring>
#include <filesystem>
#include <fstream>
#include <new>

#include <sqlite3.h>

namespace callwright::tests {
namespace {

/// Our file object; SQLite's own follows it in the same memory.
struct FaultFile {
  sqlite3_file base;
  const std::string* path;  ///< null for what is not kept across a loss of power
};

sqlite3_vfs* real_vfs() {
  static sqlite3_vfs* const kReal = sqlite3_vfs_find("unix");
  return kReal;
}
FaultFile* fault_file(sqlite3_file* file) { return reinterpret_cast<FaultFile*>(file); }
sqlite3_file* real_file(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(fault_file(file) + 1); }

int close_file(sqlite3_file* file) {
  delete fault_file(file)->path;
  auto* real = real_file(file);
  return real->pMethods != nullptr ? real->pMethods->xClose(real) : SQLITE_OK;
}
int read_file(sqlite3_file* file, void* data, int size, sqlite3_int64 offset) {
  return real_file(file)->pMethods->xRead(real_file(file), data, size, offset);
}
int write_file(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  if (const auto* path = fault_file(file)->path; path != nullptr) {
    const std::string bytes(static_cast<const char*>(data), static_cast<std::size_t>(size));
    if (const int error = FaultDisk::get().on_write(*path, offset, bytes); error != SQLITE_OK) return error;
  }
  return real_file(file)->pMethods->xWrite(real_file(file), data, size, offset);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (const auto* path = fault_file(file)->path; path != nullptr) {
    if (const int error = FaultDisk::get().on_truncate(*path, size); error != SQLITE_OK) return error;
  }
  return real_file(file)->pMethods->xTruncate(real_file(file), size);
}
int sync_file(sqlite3_file* file, int) {
  const auto* path = fault_file(file)->path;
  return path == nullptr ? SQLITE_OK : FaultDisk::get().on_sync(*path);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real_file(file)->pMethods->xFileSize(real_file(file), size);
}
int lock_file(sqlite3_file* file, int level) {
  return real_file(file)->pMethods->xLock(real_file(file), level);
}
int unlock_file(sqlite3_file* file, int level) {
  return real_file(file)->pMethods->xUnlock(real_file(file), level);
}
int check_lock(sqlite3_file* file, int* result) {
  return real_file(file)->pMethods->xCheckReservedLock(real_file(file), result);
}
int control_file(sqlite3_file* file, int operation, void* argument) {
  return real_file(file)->pMethods->xFileControl(real_file(file), operation, argument);
}
int sector_size(sqlite3_file* file) { return real_file(file)->pMethods->xSectorSize(real_file(file)); }
int device_traits(sqlite3_file*) { return 0; }  // promises nothing
int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  return real_file(file)->pMethods->xShmMap(real_file(file), region, size, extend, memory);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return real_file(file)->pMethods->xShmLock(real_file(file), offset, count, flags);
}
void barrier_shared(sqlite3_file* file) { real_file(file)->pMethods->xShmBarrier(real_file(file)); }
int unmap_shared(sqlite3_file* file, int erase) {
  return real_file(file)->pMethods->xShmUnmap(real_file(file), erase);
}

constexpr sqlite3_io_methods kMethods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_traits,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = barrier_shared,
    .xShmUnmap = unmap_shared,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* ours = new (file) FaultFile{};
  const int result = real_vfs()->xOpen(real_vfs(), name, real_file(file), flags, out_flags);
  if (result != SQLITE_OK) return result;
  ours->base.pMethods = &kMethods;
  if (name == nullptr || (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) == 0) {
    return SQLITE_OK;
  }
  ours->path = new std::string(name);
  FaultDisk::get().on_open(name);
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* name, int) {
  if (const int error = FaultDisk::get().on_delete(name); error != SQLITE_OK) return error;
  return real_vfs()->xDelete(real_vfs(), name, 0);
}

}  // namespace

FaultDisk& FaultDisk::get() {
  static FaultDisk disk;
  static sqlite3_vfs vfs;
  static const bool kRegistered = [] {
    vfs = *real_vfs();
    vfs.zName = kName;
    vfs.pNext = nullptr;
    vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + real_vfs()->szOsFile;
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
  }();
  (void)kRegistered;
  return disk;
}

void FaultDisk::reset() {
  files_.clear();
  armed_ = failed_ = false;
}

void FaultDisk::fail_at(Fault fault, int nth, bool once) {
  fault_ = fault;
  countdown_ = nth;
  once_ = once;
  armed_ = true;
  failed_ = false;
}

int FaultDisk::error() const {
  if (fault_ == Fault::SyncFails) return SQLITE_IOERR_FSYNC;
  return fault_ == Fault::DiskFull ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

bool FaultDisk::fails(bool is_sync) {
  if (!armed_ || is_sync != (fault_ == Fault::SyncFails)) return false;
  if (countdown_ > 0) --countdown_;
  if (countdown_ > 0) return false;
  if (once_) armed_ = false;
  failed_ = true;
  return true;
}

void FaultDisk::on_open(const std::string& path) {
  if (files_.contains(path)) return;
  std::string content(std::filesystem::file_size(path), '\0');
  std::ifstream(path, std::ios::binary).read(content.data(), static_cast<std::streamsize>(content.size()));
  files_[path].synced = std::move(content);
}

int FaultDisk::on_write(const std::string& path, std::int64_t offset, std::string data) {
  if (fails(false)) return error();
  files_[path].unsynced.push_back({.offset = offset, .data = std::move(data)});
  return SQLITE_OK;
}

int FaultDisk::on_truncate(const std::string& path, std::int64_t size) {
  if (fails(false)) return fault_ == Fault::DiskFull ? SQLITE_FULL : SQLITE_IOERR_TRUNCATE;
  files_[path].unsynced.push_back({.offset = size, .data = {}, .truncates = true});
  return SQLITE_OK;
}

int FaultDisk::on_sync(const std::string& path) {
  if (fails(true)) return error();
  auto& file = files_[path];
  for (const auto& change : file.unsynced) apply(file.synced, change);
  file.unsynced.clear();
  return SQLITE_OK;
}

int FaultDisk::on_delete(const std::string& path) {
  if (armed_ && failed_) return SQLITE_IOERR_DELETE;
  files_.erase(path);
  return SQLITE_OK;
}

void FaultDisk::apply(std::string& content, const Change& change) {
  const auto offset = static_cast<std::size_t>(change.offset);
  if (change.truncates) return content.resize(offset);
  if (content.size() < offset + change.data.size()) content.resize(offset + change.data.size());
  std::memcpy(content.data() + offset, change.data.data(), change.data.size());
}

void FaultDisk::lose_power(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto kept_of_four = random() % 5;  // none, some, or all of the unsynced changes reached the disk
  for (auto& [path, file] : files_) {
    for (const auto& change : file.unsynced) {
      if (random() % 4 < kept_of_four) apply(file.synced, change);
    }
    file.unsynced.clear();
    std::ofstream(path, std::ios::binary | std::ios::trunc) << file.synced;
    std::filesystem::remove(path + "-shm");
  }
}

}  // namespace callwright::tests
