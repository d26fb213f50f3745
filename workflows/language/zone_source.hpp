#pragma once

#include "workflows/language/zone_table.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright {

/// Where the loader gets time zones from: the service reads the system's, tests bring their own.
class ZoneSource {
 public:
  virtual ~ZoneSource() = default;
  /// The offsets of a zone between the two times, the first of them at `from`; empty: there is no such zone.
  [[nodiscard]] virtual std::optional<ZoneTable> table(std::string_view name, TimePoint from,
                                                       TimePoint until) const = 0;
  /// The names of all zones; none: there is no time zone database.
  [[nodiscard]] virtual std::vector<std::string> names() const = 0;
};

}  // namespace callwright
