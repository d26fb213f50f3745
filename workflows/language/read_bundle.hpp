#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/language/merge.hpp"
#include "workflows/language/reader.hpp"

namespace callwright::language {

/// Every name that the sections define.
Names names_of(const Sections& sections);

/// Reads merged sections into a bundle without id and content. What is wrong is reported through `reader`;
/// the bundle is then incomplete.
Bundle read_bundle(Reader reader, const Sections& sections);

/// The normalised content: JSON in the language's own grammar, with every default spelled out.
std::string write_bundle(const Bundle& bundle);

}  // namespace callwright::language
