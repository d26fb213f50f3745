#include "workflows/catalogue/patterns.hpp"

#include "workflows/catalogue/catalogue.hpp"

#include <map>
#include <memory>
#include <stdexcept>

#include <re2/re2.h>

namespace callwright::catalogue {
namespace {

using Patterns = std::map<std::string, std::unique_ptr<const RE2>, std::less<>>;

Patterns compile_all() {
  Patterns patterns;
  for (const auto& operation : Catalogue::get().operations()) {
    for (const auto& field : operation.body) {
      if (field.pattern.empty() || patterns.contains(field.pattern)) continue;
      auto compiled = std::make_unique<const RE2>(field.pattern, RE2::Quiet);
      if (!compiled->ok()) throw std::logic_error("telnyx.json: pattern " + field.pattern);
      patterns.emplace(field.pattern, std::move(compiled));
    }
  }
  return patterns;
}

}  // namespace

bool matches(const std::string& pattern, std::string_view text) {
  static const Patterns patterns = compile_all();
  const auto found = patterns.find(pattern);
  if (found == patterns.end()) throw std::logic_error("telnyx.json has no pattern " + pattern);
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *found->second);
}

}  // namespace callwright::catalogue
