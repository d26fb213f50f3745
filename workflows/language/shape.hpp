#pragma once

#include "workflows/model/json.hpp"

#include <concepts>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::language {

/// The form of a value as JSON Schema 2020-12, made when it is asked for. There is no empty one, so a row of
/// a table has a form.
class Shape {
 public:
  template <std::invocable Make>
  Shape(Make make) : make_(std::move(make)) {}  // a lambda or a function is a shape
  [[nodiscard]] Json json() const { return make_(); }

 private:
  std::function<Json()> make_;
};

/// The forms that values of the language have. YAML readers turn plain `5` and `+13125550111` into numbers,
/// where the language sees text.
namespace shapes {

Json anything();
/// A single value of any kind, which the language takes as text.
Json scalar();
/// A text that the pattern (ECMA 262) fits.
Json matching(std::string_view pattern);
Json one_word_of(const std::vector<std::string>& words);
Json whole_number(int min, int max);
Json flag();
Json duration();
/// The name of an entry of a section, or a leg.
Json name();
/// E.164, a SIP URI, and what a `match` takes: either, or the beginning of one.
Json phone();
Json sip_uri();
Json number_pattern();
Json date();
/// A list, or one value alone.
Json list_or_one(const Json& item, int min_items = 0);
Json list(const Json& item, int min_items = 0);
/// Texts, at least one.
Json some_words();
Json map_of(const Json& value);
Json any_of(const std::vector<Json>& forms);
Json nothing();
/// What the schema defines once under this name.
Json reference(std::string_view name);
/// A map with these keys and no other.
Json object(const std::map<std::string, Json>& properties, const std::vector<std::string>& required);
/// `form` with one more keyword of JSON Schema.
Json with(const Json& form, const std::string& keyword, const Json& value);

}  // namespace shapes

/// What the reference says about a key of a group (`a step`): its meaning and default; empty: nothing.
std::string reference_of(std::string_view group, std::string_view key);

}  // namespace callwright::language
