#pragma once

#include "workflows/language/load.hpp"

namespace callwright::tests {

/// America/Chicago and Europe/Berlin with the rules that have held there since 2007 and 1996, and UTC.
const ZoneSource& test_zones();

/// These zones, on Friday, 2026-11-20 at 12:00 UTC.
LoadOptions test_load_options();

/// The time of an RFC 3339 text; throws on anything else, which is a mistake in the test.
TimePoint time_of(std::string_view text);

}  // namespace callwright::tests
