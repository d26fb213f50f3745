#pragma once

#include "workflows/model/result.hpp"

#include <string>

namespace callwright::sqlite {

/// Makes one process the owner of a database file, by an advisory lock on the side file `<path>.lock`. The
/// system frees the lock however the process ends; the side file stays and means nothing by itself.
class OwnerLock {
 public:
  /// Conflict `store.owned`: another process has the file. Unavailable `store.unavailable`: the side file
  /// cannot be made.
  static Result<OwnerLock> take(const std::string& path);
  OwnerLock(OwnerLock&& other) noexcept;
  OwnerLock& operator=(OwnerLock&& other) noexcept;
  ~OwnerLock();

 private:
  explicit OwnerLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace callwright::sqlite
