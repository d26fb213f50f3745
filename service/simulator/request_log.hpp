#pragma once

#include "handlers/ports/http.hpp"
#include "workflows/model/time.hpp"

#include <cstdint>
#include <deque>
#include <string>

namespace callwright::simulator {

/// What the API was asked, oldest first; the oldest of many are forgotten.
class RequestLog {
 public:
  struct Entry {
    TimePoint at{};
    std::string method;
    std::string target;     ///< path and query, as sent
    std::string operation;  ///< name in the catalogue; empty: there is none
    std::string body;       ///< its first 16 KB
    int status = 0;         ///< 0: not answered, or not yet
  };

  /// The number under which `end` knows the request.
  std::uint64_t begin(TimePoint now, std::string operation, const Request& request);
  void end(std::uint64_t number, int status);
  [[nodiscard]] const std::deque<Entry>& entries() const { return entries_; }

 private:
  std::deque<Entry> entries_;
  std::uint64_t forgotten_ = 0;
};

}  // namespace callwright::simulator
