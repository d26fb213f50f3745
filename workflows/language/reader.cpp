#include "workflows/language/reader.hpp"

#include <algorithm>
#include <utility>

namespace callwright::language {

namespace {

bool is_among(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

void Reader::resolve(const Place& at, std::string_view name, const std::vector<std::string>& known,
                     std::string_view what) const {
  resolve_in(at, name, {&known}, what);
}

void Reader::resolve_in(const Place& at, std::string_view name,
                        std::initializer_list<const std::vector<std::string>*> known,
                        std::string_view what) const {
  if (is_partial || std::ranges::any_of(known, [&](const auto* names) { return is_among(*names, name); }))
    return;
  std::vector<std::string> all;
  for (const auto* names : known) {
    if (findings_->count() < kHintsMax) all.insert(all.end(), names->begin(), names->end());
  }
  auto hint = suggest(name, all);
  auto message = "there is no " + std::string(what) + " " + quoted(name) +
                 hint.or_else("; define it or use one that exists");
  refuse(at, "unresolved_name", std::move(message), std::move(hint));
}

void Reader::resolve_person(const Place& at, std::string_view name,
                            const std::vector<std::string>& also) const {
  if (is_among(names_->people, name) || is_among(also, name)) return;
  const bool is_group = is_among(names_->groups, name);
  if (!is_group && !is_among(names_->rotations, name))
    return resolve_in(at, name, {&names_->people, &also}, "person");
  refuse(at, "unresolved_name",
         quoted(name) + (is_group ? " is a group; only `ring` takes groups, name a person"
                                  : " is a rotation; only `ring` takes rotations, name a person"));
}

}  // namespace callwright::language
