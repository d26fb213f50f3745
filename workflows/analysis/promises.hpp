#pragma once

#include "workflows/analysis/play.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::analysis {

/// `one_joined`, as programs read it.
std::string_view code_of(Promise promise);
/// The promise in words.
std::string_view name_of(Promise promise);

/// What does not hold at this point.
std::vector<Breach> breaches_at(const Scene& scene, const Point& point);
/// A command as it is decided: does its text reach somebody who may not hear it?
std::optional<Breach> breach_of_text(const Scene& scene, const Point& point, const Intent& intent);

/// A record of the engine as a line of a timeline; empty for what needs no telling.
std::string words_of(const Scene& scene, const Point& point, const Record& record);

}  // namespace callwright::analysis
