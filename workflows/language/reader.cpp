#include "workflows/language/reader.hpp"

#include <algorithm>

namespace callwright::language {

void Reader::resolve(const Place& at, std::string_view name, const std::vector<std::string>& known,
                     std::string_view what) const {
  if (std::ranges::find(known, name) != known.end()) return;
  const auto hint = suggest(name, known);
  refuse(at, "unresolved_name",
         "there is no " + std::string(what) + " " + quoted(name) +
             (hint.empty() ? "; define it or use one that exists" : hint));
}

}  // namespace callwright::language
