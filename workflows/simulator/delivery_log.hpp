#pragma once

#include "workflows/simulator/ids.hpp"
#include "workflows/simulator/telnyx.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::simulator {

/// One webhook and what came of its attempts so far.
struct DeliveryRecord {
  std::string id;
  std::string event_id;
  std::string event_type;
  Json event;  ///< `data` of the envelope, for the fields of `webhook`
  struct Attempt {
    DeliveryReport report;
    TimePoint finished_at{};
  };
  std::vector<Attempt> attempts;
  bool is_delivered = false;
  bool is_over = false;  ///< delivered, or given up
};

/// What `GET /webhook_deliveries` knows. The oldest of very many are forgotten.
class DeliveryLog {
 public:
  explicit DeliveryLog(std::uint64_t seed) : ids_(~seed), user_id_(ids_.uuid()) {}
  /// A webhook has come up: gives it its delivery_id.
  void open(Webhook& webhook, const Json& event);
  /// An attempt of it has ended; nothing when it was forgotten.
  void note(TimePoint now, DeliveryReport report);
  [[nodiscard]] const DeliveryRecord* find(std::string_view id) const;
  [[nodiscard]] const std::deque<DeliveryRecord>& records() const { return records_; }
  [[nodiscard]] const std::string& user_id() const { return user_id_; }

 private:
  IdSource ids_;  ///< its own, so that deliveries do not change the ids of calls
  std::string user_id_;
  std::deque<DeliveryRecord> records_;
  std::size_t forgotten_ = 0;
  std::map<std::string, std::size_t, std::less<>> numbers_;  ///< id -> place in `records_` + `forgotten_`
};

}  // namespace callwright::simulator
