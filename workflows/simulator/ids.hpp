#pragma once

#include <cstdint>
#include <string>

namespace callwright::simulator {

/// Ids that look like Telnyx's and repeat with the seed (splitmix64; not for secrets).
class IdSource {
 public:
  explicit IdSource(std::uint64_t seed) : state_(seed) {}
  /// `0f8e…-…`, a UUID of version 4 by its form.
  std::string uuid();
  /// `v3:` and 44 characters of `A-Za-z0-9-_`, as today's real ones.
  std::string call_control_id();

 private:
  std::uint64_t next();
  std::uint64_t state_;
};

}  // namespace callwright::simulator
