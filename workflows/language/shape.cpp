#include "workflows/language/shape.hpp"

#include "workflows/language/scalars.hpp"

namespace callwright::language::shapes {
namespace {

Json text(std::string_view value) { return json_text(value); }

Json of_type(std::string_view type) { return json_sorted({{"type", text(type)}}); }

/// A text, or the number that a YAML reader makes of a plain one.
Json text_or_number(std::string_view pattern) { return any_of({matching(pattern), of_type("integer")}); }

}  // namespace

Json anything() { return Json::trusted("{}"); }

Json scalar() { return json_sorted({{"type", json_texts({"string", "number", "boolean"})}}); }

Json matching(std::string_view pattern) {
  return json_sorted({{"pattern", text(pattern)}, {"type", text("string")}});
}

Json one_word_of(const std::vector<std::string>& words) { return json_sorted({{"enum", json_texts(words)}}); }

Json whole_number(int min, int max) {
  return json_sorted(
      {{"maximum", json_number(max)}, {"minimum", json_number(min)}, {"type", text("integer")}});
}

Json flag() { return of_type("boolean"); }

Json duration() { return matching("^[0-9]{1,9}(ms|s|m|h)$"); }

Json name() { return any_of({matching("^[A-Za-z0-9_-]{1,64}$"), of_type("integer")}); }

Json phone() { return text_or_number("^\\+[1-9][0-9]{1,14}$"); }

Json sip_uri() { return matching("^sips?:.+"); }

Json number_pattern() { return text_or_number("^(\\*|\\+[1-9][0-9]*\\*?|s(i(p(s?(:.*)?)?)?)?\\*?)$"); }

Json date() { return matching("^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"); }

Json list(const Json& item, int min_items) {
  std::map<std::string, Json> form = {{"items", item}, {"type", text("array")}};
  if (min_items > 0) form.emplace("minItems", json_number(min_items));
  return json_sorted(form);
}

Json list_or_one(const Json& item, int min_items) { return any_of({item, list(item, min_items)}); }

Json some_words() { return list_or_one(scalar(), 1); }

Json map_of(const Json& value) {
  return json_sorted({{"additionalProperties", value}, {"type", text("object")}});
}

Json any_of(const std::vector<Json>& forms) { return json_sorted({{"anyOf", json_list(forms)}}); }

Json nothing() { return of_type("null"); }

Json reference(std::string_view name) {
  return json_sorted({{"$ref", text("#/$defs/" + std::string(name))}});
}

Json object(const std::map<std::string, Json>& properties, const std::vector<std::string>& required) {
  std::map<std::string, Json> form = {{"additionalProperties", json_flag(false)},
                                      {"properties", json_sorted(properties)},
                                      {"type", text("object")}};
  if (!required.empty()) form.emplace("required", json_texts(required));
  return json_sorted(form);
}

Json with(const Json& form, const std::string& keyword, const Json& value) {
  auto members = members_of(form);
  members.insert_or_assign(keyword, value);
  return json_sorted(members);
}

}  // namespace callwright::language::shapes
