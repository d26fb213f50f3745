#pragma once

#include "service/runtime/ports/store.hpp"
#include "service/store/sqlite.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace callwright::sqlite {

/// Writing what steps need to know of people: who stands in for whom, and since when a phone is idle.
/// Transactions are the caller's.
class OnCallWriter {
 public:
  explicit OnCallWriter(Database& database);
  void idle(std::string_view address, TimePoint since) {
    put_idle_.run(address, since.time_since_epoch().count());
  }
  void put(const OnCallOverride& override, TimePoint at);
  /// False: the rotation had none.
  bool end(const std::string& rotation, TimePoint at, const std::string& by);
  void expire(TimePoint before);

 private:
  Database& database_;
  Statement put_idle_, insert_, end_, expire_overrides_, expire_idle_;
};

/// Reading the same.
class OnCallReader {
 public:
  explicit OnCallReader(Database& database);
  std::map<std::string, TimePoint> idle_since();
  std::vector<StoredOverride> overrides(std::size_t limit);

 private:
  Statement idle_, overrides_;
};

}  // namespace callwright::sqlite
