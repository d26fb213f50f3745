#include "handlers/gateway/rate_limit.hpp"

#include <algorithm>
#include <utility>

namespace callwright {
namespace {

/// As many as milliseconds in a minute.
constexpr std::int64_t kTokenUnits = 60'000;

}  // namespace

TokenBuckets::TokenBuckets(unsigned per_minute, std::size_t clients_max)
    : per_minute_(std::max(1U, per_minute)), generation_max_(std::max<std::size_t>(1, clients_max / 2)) {}

TokenBuckets::Bucket& TokenBuckets::bucket_of(std::string_view client, TimePoint now) {
  if (const auto found = recent_.find(client); found != recent_.end()) return found->second;
  Bucket bucket{.units = per_minute_ * kTokenUnits, .at = now};
  if (const auto old = older_.find(client); old != older_.end()) {
    bucket = old->second;
    older_.erase(old);
  }
  if (recent_.size() >= generation_max_) older_ = std::exchange(recent_, {});
  return recent_.emplace(client, bucket).first->second;
}

std::optional<Duration> TokenBuckets::take(std::string_view client, TimePoint now) {
  auto& bucket = bucket_of(client, now);
  const auto passed = std::clamp(now - bucket.at, Duration(0), Duration(kTokenUnits));
  bucket.units = std::min(per_minute_ * kTokenUnits, bucket.units + passed.count() * per_minute_);
  bucket.at = now;
  if (bucket.units >= kTokenUnits) {
    bucket.units -= kTokenUnits;
    return std::nullopt;
  }
  return Duration((kTokenUnits - bucket.units + per_minute_ - 1) / per_minute_);
}

}  // namespace callwright
