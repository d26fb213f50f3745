#pragma once

#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::simulator {

/// What goes wrong with the next requests of one operation.
struct ApiFault {
  enum class Kind {
    Status,   ///< answered with `status`
    Timeout,  ///< never answered
    Reset,    ///< the connection ends instead of an answer
  };
  std::string operation;  ///< name in the catalogue, or `*` for all
  std::int64_t count = 1;
  Kind kind = Kind::Status;
  int status = 503;
  bool applied = false;  ///< the command takes effect all the same: only its answer is lost
};

/// What goes wrong, as it was last asked for.
class Faults {
 public:
  /// `{"duplicate": 1, "drop_every": 5, "api": [{"operation": "dial", "count": 2, "fault": 503 | "timeout" |
  /// "reset", "applied": true}]}`; `{}` for nothing. InvalidInput `simulator.field`.
  static Result<Faults> read(const JsonNode& json);

  /// How many more times each webhook is sent.
  [[nodiscard]] std::int64_t duplicates() const { return duplicate_; }
  /// True when this webhook is to be lost; counts it.
  bool drops_next();
  /// The fault of this request; uses it up.
  std::optional<ApiFault> next_of(std::string_view operation);

 private:
  std::int64_t duplicate_ = 0;
  std::int64_t drop_every_ = 0;
  std::int64_t webhooks_ = 0;
  std::vector<ApiFault> api_;
};

}  // namespace callwright::simulator
