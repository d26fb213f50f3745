#include "workflows/language/speech.hpp"

#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>

namespace callwright::language {

void check_spoken_language(const Reader& reader, const Place& at, const std::string& language) {
  const auto* speak = Catalogue::get().operation("speak");
  const auto* field = speak == nullptr ? nullptr : speak->field("language");
  if (field == nullptr || std::ranges::find(field->accepted, language) != field->accepted.end()) return;
  reader.refuse(at, "not_accepted",
                "Telnyx does not speak " + quoted(language) + "; there are " + one_of(field->accepted));
}

}  // namespace callwright::language
