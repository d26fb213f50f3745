#pragma once

#include "workflows/model/result.hpp"

#include <string>

namespace callwright {

/// The picture that Graphviz's `dot` draws of a graph in its language. Graphviz knows one thread only, so
/// calls wait for each other. InvalidInput `graph.layout`: Graphviz cannot read or draw it.
Result<std::string> svg_of(const std::string& dot);

}  // namespace callwright
