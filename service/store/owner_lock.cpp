#include "service/store/owner_lock.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace callwright::sqlite {
namespace {

/// The process id that the owner left in the side file, for people to read.
std::string owner_of(int descriptor) {
  std::array<char, 24> text{};
  const auto size = ::pread(descriptor, text.data(), text.size() - 1, 0);
  return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "unknown";
}

void leave_process_id(int descriptor) {
  const auto text = std::to_string(::getpid());
  if (::ftruncate(descriptor, 0) != 0) return;  // only a help for people: the lock itself is held
  (void)!::pwrite(descriptor, text.data(), text.size(), 0);
}

}  // namespace

Result<OwnerLock> OwnerLock::take(const std::string& path) {
  const auto side_file = path + ".lock";
  const int descriptor = ::open(side_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return fail(Errc::Unavailable, "store.unavailable",
                "Cannot open " + side_file + ": " + std::strerror(errno) +
                    "; make its directory writable or name another file in CALLWRIGHT_STORE.");
  }
  OwnerLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return fail(Errc::Conflict, "store.owned",
                "Another process (pid " + owner_of(descriptor) + ") uses " + path +
                    "; stop it, or give this one its own file in CALLWRIGHT_STORE.");
  }
  leave_process_id(descriptor);
  return lock;
}

OwnerLock::OwnerLock(OwnerLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

OwnerLock& OwnerLock::operator=(OwnerLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

OwnerLock::~OwnerLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace callwright::sqlite
