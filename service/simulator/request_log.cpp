#include "service/simulator/request_log.hpp"

#include <utility>

namespace callwright::simulator {
namespace {

constexpr std::size_t kRequestsKept = 10'000;
constexpr std::size_t kBodyBytesKept = 16'384;

}  // namespace

std::uint64_t RequestLog::begin(TimePoint now, std::string operation, const Request& request) {
  entries_.push_back({.at = now,
                      .method = request.method,
                      .target = request.target,
                      .operation = std::move(operation),
                      .body = request.body.substr(0, kBodyBytesKept)});
  if (entries_.size() > kRequestsKept) {
    entries_.pop_front();
    ++forgotten_;
  }
  return forgotten_ + entries_.size() - 1;
}

void RequestLog::end(std::uint64_t number, int status) {
  if (number >= forgotten_) entries_[number - forgotten_].status = status;
}

}  // namespace callwright::simulator
