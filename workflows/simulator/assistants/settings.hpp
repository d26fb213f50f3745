#pragma once

#include "workflows/simulator/assistants/state.hpp"
#include "workflows/simulator/queries.hpp"

#include <optional>

namespace callwright::simulator::assistants {

/// The settings of an assistant that is created with this body: what was given, the documented defaults, the
/// model and the TeXML application that Telnyx adds.
Fields first_settings(World& world, const JsonNode& body);

/// The settings after an update: what is not given stays, objects are replaced as a whole. The TeXML
/// application stays unless another one is named.
Fields updated_settings(const Fields& before, const Operation& operation, const JsonNode& body);

/// The settings of a copy: the same without those for telephony and messaging. It has a TeXML application of
/// its own; its name is not stated, so it keeps the name.
Fields cloned_settings(World& world, const Fields& original);

/// Why an assistant cannot have the tools of these settings; empty: it can.
std::optional<ApiResponse> refused_tools(const Query& query, const Fields& settings);

/// Adds an assistant with one version.
Assistant& add_assistant(World& world, Fields settings);
/// Adds a version to it; the newest is the last.
Version& add_version(World& world, Assistant& assistant, Fields settings);

}  // namespace callwright::simulator::assistants
