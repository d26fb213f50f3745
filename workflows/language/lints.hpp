#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/language/load.hpp"
#include "workflows/language/merge.hpp"
#include "workflows/language/reader.hpp"

namespace callwright::language {

/// Warns of what is most likely a mistake in a bundle that loads. Asked of a bundle without errors only: an
/// unresolved name would make other names look unused.
void check_lints(const Reader& reader, const Sections& sections, const Bundle& bundle,
                 const LoadOptions& options);

/// Names that the bundle defines and nothing in it uses.
void warn_of_unused(const Reader& reader, const Sections& sections, const Bundle& bundle);

/// Rules that never run: conditions that no values fulfil, legs of people whom nobody rings.
void warn_of_idle_rules(const Reader& reader, const Sections& sections, const Bundle& bundle);

/// Times of the next 90 days at which an escalation can begin and rings nobody, and steps and rules whose
/// schedules never let them come.
void warn_of_hours(const Reader& reader, const Sections& sections, const Bundle& bundle, TimePoint now);

/// Phones that ring for so long that a voicemail answers.
void warn_of_long_rings(const Reader& reader, const Sections& sections, const Bundle& bundle);

}  // namespace callwright::language
