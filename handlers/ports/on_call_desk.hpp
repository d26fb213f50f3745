#pragma once

#include "workflows/model/availability.hpp"
#include "workflows/model/result.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// A person of the workflows.
struct NamedPerson {
  std::string key;
  std::string name;
};

/// Who is on call for one rotation.
struct OnDuty {
  std::string rotation;
  NamedPerson on_call;                     ///< the one who is rung now
  NamedPerson turn;                        ///< whose turn it is, override or not
  TimePoint turn_until{};                  ///< when the next turn begins
  NamedPerson next;                        ///< whose turn follows
  std::optional<OnCallOverride> override;  ///< in force or to come
};

/// An override as it was made and ended, newest first: who said what when.
struct OverrideChange {
  OnCallOverride override;
  TimePoint made_at{};
  std::optional<TimePoint> ended_at;  ///< taken back or replaced
  std::string ended_by;
};

struct OnCallSheet {
  std::vector<OnDuty> rotations;
  std::vector<OverrideChange> changes;  ///< the latest
};

/// Who is on call, and who stands in.
class OnCallDesk {
 public:
  virtual ~OnCallDesk() = default;
  /// Unavailable.
  virtual boost::asio::awaitable<Result<OnCallSheet>> sheet(TimePoint now) = 0;
  /// Counts from the next attempt on; one that the rotation had is over. NotFound
  /// `on_call.rotation`, InvalidInput `on_call.person`: not in the workflows; Unavailable: not stored.
  virtual boost::asio::awaitable<Result<void>> override(OnCallOverride wanted, TimePoint now) = 0;
  /// NotFound `on_call.rotation`, `on_call.no_override`; Unavailable: not stored.
  virtual boost::asio::awaitable<Result<void>> end_override(std::string rotation, std::string by,
                                                            TimePoint now) = 0;
};

}  // namespace callwright
