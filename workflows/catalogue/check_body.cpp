#include "workflows/catalogue/catalogue.hpp"
#include "workflows/catalogue/patterns.hpp"
#include "workflows/catalogue/type_expression.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <iterator>

namespace callwright::catalogue {
namespace {

/// A message lists at most so many accepted values.
constexpr std::size_t kWordsShown = 12;

std::string joined(const std::vector<std::string>& words, std::string_view last_separator) {
  std::string text;
  const auto shown = std::min(words.size(), kWordsShown);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == words.size() ? std::string(last_separator) : ", ";
    text += words[i];
  }
  if (words.size() > shown) text += " and " + std::to_string(words.size() - shown) + " more";
  return text;
}

std::string whole_or_decimal(double value) {
  const auto whole = static_cast<std::int64_t>(value);
  return static_cast<double>(whole) == value ? std::to_string(whole) : std::to_string(value);
}

/// Code points, because Telnyx's limits are in characters.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_substituted_later(std::string_view text) { return text.find("{{") != std::string_view::npos; }

/// Collects the problems of one body. `at` is the dotted place of what is looked at.
class BodyChecker {
 public:
  explicit BodyChecker(const Catalogue& catalogue) : catalogue_(catalogue) {}

  void check_object(const std::vector<Field>& fields, const JsonNode& object, const std::string& at);
  [[nodiscard]] std::vector<BodyProblem> take() { return std::move(problems_); }

 private:
  void add(const std::string& field, std::string code, std::string message,
           std::vector<std::string> accepted = {}, std::string suggestion = {}) {
    problems_.push_back(
        {field, std::move(code), std::move(message), std::move(accepted), std::move(suggestion)});
  }
  void check_presence(const Field& field, const JsonNode& object, const std::string& at);
  void check_unknown(const std::vector<Field>& fields, std::string_view name, const std::string& at);
  void check_field(const Field& field, const JsonNode& value, const std::string& at);
  void check_limits(const Field& field, const JsonNode& value, const std::string& at);
  void check_text(const Field& field, std::string_view text, const std::string& at);
  void check_accepted(const Field& field, const JsonNode& value, const std::string& at);
  void check_type(const std::vector<TypeExpression>& alternatives, const JsonNode& value,
                  const std::string& at);
  void check_inside(const TypeExpression& type, const JsonNode& value, const std::string& at);
  void check_union(const std::vector<const TypeExpression*>& alternatives, const JsonNode& value,
                   const std::string& at);
  bool check_by_discriminator(const std::vector<const TypeExpression*>& alternatives, const JsonNode& value,
                              const std::string& at);

  const Catalogue& catalogue_;
  std::vector<BodyProblem> problems_;
};

std::string inside(const std::string& at, std::string_view name) {
  return at.empty() ? std::string(name) : at + "." + std::string(name);
}

void BodyChecker::check_object(const std::vector<Field>& fields, const JsonNode& object,
                               const std::string& at) {
  for (const auto& field : fields) check_presence(field, object, at);
  for (const auto& [name, value] : object.members()) {
    const auto field = std::ranges::find(fields, name, &Field::name);
    if (field == fields.end()) {
      check_unknown(fields, name, at);
    } else {
      check_field(*field, value, inside(at, name));
    }
  }
}

void BodyChecker::check_presence(const Field& field, const JsonNode& object, const std::string& at) {
  if (object[field.name].exists()) return;
  const auto given = [&](const std::string& other) { return object[other].exists(); };
  const auto place = inside(at, field.name);
  if (field.required) {
    add(place, "required", place + " is required");
  } else if (const auto why = std::ranges::find_if(field.required_if, given);
             why != field.required_if.end()) {
    add(place, "required", place + " is required together with " + *why);
  } else if (!field.required_unless.empty() && std::ranges::none_of(field.required_unless, given)) {
    add(place, "required",
        place + " is required unless " + joined(field.required_unless, " or ") + " is given");
  }
}

void BodyChecker::check_unknown(const std::vector<Field>& fields, std::string_view name,
                                const std::string& at) {
  std::vector<std::string> names;
  std::ranges::transform(fields, std::back_inserter(names), &Field::name);
  const auto meant = nearest(name, names);
  const auto place = inside(at, name);
  if (!meant.empty()) {
    add(place, "unknown_field", place + " is not a field here; did you mean " + meant + "?", names, meant);
  } else {
    add(place, "unknown_field", place + " is not a field here; there are " + joined(names, " and "), names);
  }
}

void BodyChecker::check_field(const Field& field, const JsonNode& value, const std::string& at) {
  if (value.is_null() && field.nullable) return;
  const auto before = problems_.size();
  check_type(parse_type(field.type), value, at);
  if (problems_.size() == before) check_limits(field, value, at);
}

void BodyChecker::check_limits(const Field& field, const JsonNode& value, const std::string& at) {
  if (value.is_array()) {
    if (field.min_items && value.size() < *field.min_items) {
      add(at, "length", at + " needs at least " + std::to_string(*field.min_items) + " element(s)");
    }
    for (const auto& element : value.elements()) check_accepted(field, element, at);
    return;
  }
  const auto text = value.string();
  if (text && is_substituted_later(*text)) return;
  check_accepted(field, value, at);
  if (text) check_text(field, *text, at);
  const auto number = value.number();
  if (number && ((field.min && *number < *field.min) || (field.max && *number > *field.max))) {
    add(at, "range",
        at + " must be " + (field.min ? "at least " + whole_or_decimal(*field.min) : "") +
            (field.min && field.max ? " and " : "") +
            (field.max ? "at most " + whole_or_decimal(*field.max) : ""));
  }
}

void BodyChecker::check_text(const Field& field, std::string_view text, const std::string& at) {
  const auto length = characters(text);
  if (field.min_length && length < *field.min_length) {
    add(at, "length", at + " must have at least " + std::to_string(*field.min_length) + " character(s)");
  }
  if (field.max_length && length > *field.max_length) {
    add(at, "length",
        at + " has " + std::to_string(length) + " characters; at most " + std::to_string(*field.max_length) +
            " are accepted");
  }
  if (field.format == "base64" && !base64_decode(text)) {
    add(at, "format", at + " must be standard Base64 with padding");
  }
  if (!field.pattern.empty() && !matches(field.pattern, text)) {
    add(at, "pattern", at + " must match " + field.pattern);
  }
}

void BodyChecker::check_accepted(const Field& field, const JsonNode& value, const std::string& at) {
  if (field.accepted.empty()) return;
  const auto given = value.display();
  if (std::ranges::find(field.accepted, given) != field.accepted.end()) return;
  const auto meant = nearest(given, field.accepted);
  add(at, "enum",
      at + " accepts " + joined(field.accepted, " or ") + ", not \"" + cut_utf8(given, 60) + "\"" +
          (meant.empty() || field.accepted.size() < 4 ? "" : "; did you mean " + meant + "?"),
      field.accepted, meant);
}

void BodyChecker::check_type(const std::vector<TypeExpression>& alternatives, const JsonNode& value,
                             const std::string& at) {
  std::vector<const TypeExpression*> possible;
  for (const auto& type : alternatives) {
    if (is_of_kind(type, value)) possible.push_back(&type);
  }
  if (possible.empty()) {
    add(at, "type", at + " must be " + describe(alternatives));
  } else if (possible.size() == 1) {
    check_inside(*possible.front(), value, at);
  } else {
    check_union(possible, value, at);
  }
}

void BodyChecker::check_inside(const TypeExpression& type, const JsonNode& value, const std::string& at) {
  if (type.kind == TypeExpression::Kind::Array && !type.inner.empty()) {
    std::size_t index = 0;
    for (const auto& element : value.elements())
      check_type(type.inner, element, inside(at, std::to_string(index++)));
  } else if (type.kind == TypeExpression::Kind::Map && !type.inner.empty()) {
    for (const auto& [name, element] : value.members()) check_type(type.inner, element, inside(at, name));
  } else if (!type.schema.empty()) {
    if (const auto* fields = catalogue_.schema(type.schema)) check_object(*fields, value, at);
  }
}

/// Any alternative that fits is enough; when none does, the one with the fewest problems is reported.
void BodyChecker::check_union(const std::vector<const TypeExpression*>& alternatives, const JsonNode& value,
                              const std::string& at) {
  if (check_by_discriminator(alternatives, value, at)) return;
  std::optional<std::vector<BodyProblem>> fewest;
  for (const auto* type : alternatives) {
    BodyChecker attempt(catalogue_);
    attempt.check_inside(*type, value, at);
    auto found = attempt.take();
    if (!fewest || found.size() < fewest->size()) fewest = std::move(found);
  }
  std::ranges::move(*fewest, std::back_inserter(problems_));
}

/// The required field of the schema that accepts one text only, such as `role` of a message.
const Field* discriminator_of(const std::vector<Field>& schema) {
  const auto found = std::ranges::find_if(
      schema, [](const Field& field) { return field.required && field.accepted.size() == 1; });
  return found == schema.end() ? nullptr : &*found;
}

/// True when the schemas are told apart by such a field and the value was judged by it.
bool BodyChecker::check_by_discriminator(const std::vector<const TypeExpression*>& alternatives,
                                         const JsonNode& value, const std::string& at) {
  std::string name;
  std::vector<std::string> accepted;
  bool some_unknown = false;
  for (const auto* type : alternatives) {
    const auto* fields = type->schema.empty() ? nullptr : catalogue_.schema(type->schema);
    some_unknown = some_unknown || fields == nullptr;
    if (fields == nullptr) continue;
    const auto* field = discriminator_of(*fields);
    if (field == nullptr || (!name.empty() && name != field->name)) return false;
    name = field->name;
    accepted.push_back(field->accepted.front());
    if (value[name].str() == accepted.back()) {
      check_inside(*type, value, at);
      return true;
    }
  }
  if (name.empty()) return false;
  if (some_unknown) return true;
  const auto place = inside(at, name);
  const auto code = value[name].exists() ? "enum" : "required";
  add(place, code, place + " accepts " + joined(accepted, " or "), accepted);
  return true;
}

}  // namespace
}  // namespace callwright::catalogue

namespace callwright {

std::vector<BodyProblem> check_body(const Operation& operation, const JsonNode& body) {
  if (body.exists() && !body.is_object()) return {{"", "type", "the body must be a JSON object"}};
  catalogue::BodyChecker checker(Catalogue::get());
  checker.check_object(operation.body, body, "");
  return checker.take();
}

std::vector<BodyProblem> check_query(const Operation& operation, const JsonNode& query) {
  catalogue::BodyChecker checker(Catalogue::get());
  checker.check_object(operation.query, query, "");
  return checker.take();
}

}  // namespace callwright
