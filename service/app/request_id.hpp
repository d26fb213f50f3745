#pragma once

#include "service/runtime/message.hpp"

namespace callwright {

/// At most so many shards.
constexpr std::size_t kShardsMax = 256;

/// The first request id of the loop `index` in a process that starts at `now`. Ids end with the index of the
/// loop that took the request in. They begin with the time of the start: a call may remember a request of an
/// earlier process, which must not be taken for one of this process. That holds below 16 000 requests a
/// millisecond, and ids fit a signed 64-bit integer until the year 2039.
constexpr runtime::RequestId first_request(TimePoint now, std::size_t index) {
  return static_cast<runtime::RequestId>(now.time_since_epoch().count()) << 22U | index;
}
constexpr runtime::RequestId next_request(runtime::RequestId request) { return request + kShardsMax; }
constexpr std::size_t home_of(runtime::RequestId request) { return request % kShardsMax; }

}  // namespace callwright
