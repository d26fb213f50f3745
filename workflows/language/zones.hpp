#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/language/load.hpp"
#include "workflows/language/merge.hpp"
#include "workflows/language/reader.hpp"

namespace callwright::language {

/// Gives the bundle the tables of the zones that its schedules and rotations name: from the first day of last
/// year, so that the same files keep their id for a year, over eleven years.
void add_zones(const Reader& reader, const Sections& sections, const LoadOptions& options, Bundle& bundle);

/// How a stored bundle keeps them: `time offset-in-seconds` of every transition.
Json write_zone(const ZoneTable& zone);
/// False: a zone cannot be read, or one is missing.
bool read_stored_zones(const Node& section, Bundle& bundle);

}  // namespace callwright::language
