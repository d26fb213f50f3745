#pragma once

#include "service/runtime/ports/store.hpp"
#include "workflows/model/json.hpp"

#include <string>
#include <utility>
#include <vector>

namespace callwright::tests {

inline TimePoint at_second(std::int64_t second) {
  return TimePoint{Duration{1'700'000'000'000}} + std::chrono::seconds{second};
}

/// `[{"seq":first,…},…]` with `count` records.
inline std::string sample_records(std::int64_t first, int count) {
  JsonWriter writer;
  writer.begin_array();
  for (int i = 0; i < count; ++i) {
    writer.begin_object().member("seq", first + i).member("kind", "fact").end_object();
  }
  return writer.end_array().take();
}

/// The next step of a call, version by version; every member may be changed before it is committed.
class SampleCall {
 public:
  explicit SampleCall(const std::string& id, std::int64_t opened_second = 0) {
    call.id = CallId(id);
    call.bundle = BundleId("bundle-1");
    call.workflow = "support";
    call.from = "+13125550199";
    call.to = "+13125550100";
    call.opened_at = at_second(opened_second);
  }
  StoreEntry next(int records = 1) {
    const auto seen = call.version++;
    StoreEntry entry{.call = std::make_shared<const Call>(call),
                     .seen_version = seen,
                     .snapshot = snapshot(),
                     .first_seq = call.next_seq};
    entry.records = sample_records(call.next_seq, records);
    call.next_seq += records;
    return entry;
  }
  [[nodiscard]] std::string snapshot() const {
    return R"({"id":")" + call.id.text() + R"(","version":)" + std::to_string(call.version) + "}";
  }
  Call call;
};

inline UnmatchedEvent sample_event(std::string event_id, std::vector<std::string> keys,
                                   std::int64_t second = 0) {
  return {.at = at_second(second),
          .event_id = std::move(event_id),
          .name = "call.answered",
          .keys = std::move(keys),
          .event = R"({"name":"call.answered"})"};
}

}  // namespace callwright::tests
