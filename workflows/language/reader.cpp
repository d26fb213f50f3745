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

void Reader::resolve_person(const Place& at, std::string_view name,
                            const std::vector<std::string>& also) const {
  const auto is_one_of = [&](const std::vector<std::string>& known) {
    return std::ranges::find(known, name) != known.end();
  };
  if (is_one_of(names_->people) || is_one_of(also)) return;
  if (is_one_of(names_->groups))
    return refuse(at, "unresolved_name",
                  quoted(name) + " is a group; only `ring` takes groups, name a person");
  if (is_one_of(names_->rotations))
    return refuse(at, "unresolved_name",
                  quoted(name) + " is a rotation; only `ring` takes rotations, name a person");
  auto known = names_->people;
  known.insert(known.end(), also.begin(), also.end());
  resolve(at, name, known, "person");
}

}  // namespace callwright::language
