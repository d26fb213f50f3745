#include "workflows/language/speech.hpp"

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/language/shape.hpp"

#include <algorithm>
#include <utility>

namespace callwright::language {

Json spoken_language() {
  const auto* field = Catalogue::get().operation("speak")->field("language");
  return field == nullptr ? shapes::scalar() : shapes::one_word_of(field->accepted);
}

void check_spoken_language(const Reader& reader, const Place& at, const std::string& language) {
  const auto* speak = Catalogue::get().operation("speak");
  const auto* field = speak == nullptr ? nullptr : speak->field("language");
  if (field == nullptr || std::ranges::find(field->accepted, language) != field->accepted.end()) return;
  auto hint = reader.suggest(language, field->accepted);
  auto message = "Telnyx does not speak " + quoted(language) + all_of(field->accepted) +
                 (hint.nearest.empty() ? "" : "; did you mean `" + hint.nearest + "`?");
  reader.refuse(at, "not_accepted", std::move(message), std::move(hint));
}

}  // namespace callwright::language
