#pragma once

#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace callwright {

struct LookupBoardLimits {
  std::size_t answers_max = 4'096;
  std::size_t bytes_max = std::size_t{16} * 1'024 * 1'024;
  Duration failure_kept_max = std::chrono::seconds{5};
};

/// What other systems answered lately, for all shards, and which questions are under way: the same question
/// is asked once at a time. It asks nobody itself and knows no clock. Thread-safe.
class LookupBoard {
 public:
  using Done = std::move_only_function<void(Result<Json>)>;
  explicit LookupBoard(LookupBoardLimits limits = {}) : limits_(limits) {}

  /// `done` is called with the answer: at once when it is known, else by `answered`, on whatever thread that
  /// is called. True: nobody asks this yet; the caller has to, and to call `answered` whatever comes of it.
  [[nodiscard]] bool want(const std::string& question, TimePoint now, Done done);
  /// Counts for `cache` from now on; a failure no longer than `failure_kept_max`.
  void answered(const std::string& question, const Result<Json>& answer, TimePoint now, Duration cache);
  [[nodiscard]] std::size_t size() const;

 private:
  struct Kept {
    Result<Json> answer;
    TimePoint until{};
    std::size_t bytes = 0;
    std::uint64_t number = 0;
  };
  void keep(const std::string& question, Kept kept);
  void forget(const std::string& question);

  LookupBoardLimits limits_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Kept> kept_;
  std::deque<std::pair<std::uint64_t, std::string>> order_;  ///< oldest first; some are gone or newer by now
  std::unordered_map<std::string, std::vector<Done>> waiting_;
  std::size_t bytes_ = 0;
  std::uint64_t next_number_ = 1;
};

}  // namespace callwright
