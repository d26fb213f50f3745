#pragma once

#include "workflows/model/time.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace callwright {

/// A bucket of tokens for each client: it holds what a minute brings, and fills evenly. Clients that were not
/// seen for the longest time are forgotten when there are too many; for them the bucket is full again.
class TokenBuckets {
 public:
  /// At least one per minute.
  TokenBuckets(unsigned per_minute, std::size_t clients_max);

  /// Takes one token. When there is none: how long until there is. A clock that goes back fills nothing.
  std::optional<Duration> take(std::string_view client, TimePoint now);
  [[nodiscard]] std::size_t clients() const { return recent_.size() + older_.size(); }

 private:
  /// A millisecond brings as many units as there are tokens in a minute, so nothing is rounded.
  struct Bucket {
    std::int64_t units = 0;
    TimePoint at{};
  };
  using Buckets = std::map<std::string, Bucket, std::less<>>;
  Bucket& bucket_of(std::string_view client, TimePoint now);

  std::int64_t per_minute_;
  std::size_t generation_max_;
  Buckets recent_;  ///< seen since `older_` was set aside
  Buckets older_;
};

}  // namespace callwright
