#include "workflows/language/reader.hpp"

#include <algorithm>
#include <utility>

namespace callwright::language {

void Reader::resolve(const Place& at, std::string_view name, const std::vector<std::string>& known,
                     std::string_view what) const {
  if (is_partial || std::ranges::find(known, name) != known.end()) return;
  auto hint = suggest(name, known);
  auto message = "there is no " + std::string(what) + " " + quoted(name) +
                 hint.or_else("; define it or use one that exists");
  refuse(at, "unresolved_name", std::move(message), std::move(hint));
}

}  // namespace callwright::language
