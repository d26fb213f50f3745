#pragma once

#include "workflows/language/zone_source.hpp"

namespace callwright {

/// The time zones of the system's database (Debian's package `tzdata`), read once. Right until the end of
/// 2037: the library that reads the files knows no later rules. From any thread.
const ZoneSource& system_zones();

}  // namespace callwright
