#include "workflows/language/telnyx_body.hpp"

#include "workflows/catalogue/type_expression.hpp"
#include "workflows/language/scalars.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace callwright::language {
namespace {

using catalogue::TypeExpression;
using Types = std::vector<TypeExpression>;

constexpr std::size_t kNumberBytesMax = 16;  // more digits are an id, which a double would change

/// A number as JSON spells it; `007`, `+1312…`, `.5` and `0x1f` are text.
std::optional<Json> number_json(std::string_view text) {
  const auto digits = text.substr(text.starts_with('-') ? 1 : 0);
  const auto is_digit = [&](std::size_t at) {
    return at < digits.size() && digits[at] >= '0' && digits[at] <= '9';
  };
  if (text.size() > kNumberBytesMax || !is_digit(0) || digits.back() == '.' ||
      (digits[0] == '0' && is_digit(1)))
    return std::nullopt;
  const char* begin = text.data();
  const char* end = begin + text.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(begin, end, whole); read.ec == std::errc{} && read.ptr == end)
    return JsonWriter().integer(whole).finish();
  double number = 0;
  const auto read = std::from_chars(begin, end, number);
  if (read.ec != std::errc{} || read.ptr != end || !std::isfinite(number)) return std::nullopt;
  return JsonWriter().number(number).finish();
}

bool wants_text(const Types& types) {
  const auto is_text = [](const TypeExpression& type) {
    return type.kind == TypeExpression::Kind::String || type.kind == TypeExpression::Kind::Object ||
           type.kind == TypeExpression::Kind::Array || type.kind == TypeExpression::Kind::Map;
  };
  return std::ranges::any_of(types,
                             [](const auto& type) { return type.kind == TypeExpression::Kind::String; }) &&
         std::ranges::all_of(types, is_text);
}

/// The types of the elements of a list or map among `types`; nothing when they are not known.
Types inner_of(const Types& types, TypeExpression::Kind kind) {
  const auto found = std::ranges::find(types, kind, &TypeExpression::kind);
  return found == types.end() ? Types{} : found->inner;
}

/// The types of a member of an object; the first schema that has such a field says.
Types types_of(const Types& types, std::string_view member) {
  for (const auto& type : types) {
    const auto* schema = type.schema.empty() ? nullptr : Catalogue::get().schema(type.schema);
    if (schema == nullptr) continue;
    const auto field = std::ranges::find(*schema, member, &Field::name);
    if (field != schema->end()) return catalogue::parse_type(field->type);
  }
  return inner_of(types, TypeExpression::Kind::Map);
}

Json text_json(const Reader& reader, const Node& node) {
  if (reader.checks()) read_template(reader, node, "this text");
  return json_text(node.text);
}

Json scalar_json(const Reader& reader, const Node& node, const Types& types) {
  if (node.quoted || (reader.checks() && wants_text(types))) return text_json(reader, node);
  if (node.text == "true" || node.text == "false") return json_flag(node.text == "true");
  if (auto number = number_json(node.text)) return *std::move(number);
  return text_json(reader, node);
}

Json value_json(const Reader& reader, const Node& node, const Types& types) {
  switch (node.kind) {
    case Node::Kind::Null: return {};
    case Node::Kind::Scalar: return scalar_json(reader, node, types);
    case Node::Kind::List: {
      const auto inner = inner_of(types, TypeExpression::Kind::Array);
      std::vector<Json> items;
      items.reserve(node.items.size());
      for (const auto& item : node.items) items.push_back(value_json(reader, item, inner));
      return json_list(items);
    }
    case Node::Kind::Map: break;
  }
  std::map<std::string, Json> members;
  for (const auto& member : node.members)
    members.emplace(member.key, value_json(reader, member.value, types_of(types, member.key)));
  return json_sorted(members);
}

/// Telnyx substitutes `{{…}}` later and we substitute `${…}`: the catalogue knows the first and passes it.
Json with_templates_hidden(const Json& body) {
  std::string text = body.text();
  for (auto at = text.find("${"); at != std::string::npos; at = text.find("${", at + 2)) text[at] = '{';
  return Json::trusted(std::move(text));
}

std::string code_of(std::string_view problem) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kOurs = {
      {{"unknown_field", "unknown_key"},
       {"required", "missing_key"},
       {"type", "wrong_type"},
       {"enum", "not_accepted"},
       {"range", "out_of_range"}}};
  const auto found = std::ranges::find(kOurs, problem, [](const auto& pair) { return pair.first; });
  return std::string(found == kOurs.end() ? problem : found->second);
}

std::pair<std::string, std::string> split(const std::string& field) {
  const auto dot = field.rfind('.');
  if (dot == std::string::npos) return {"", field};
  return {field.substr(0, dot + 1), field.substr(dot + 1)};
}

/// A required field that stands there under a wrong name, which is reported as unknown.
bool is_misspelt(const std::vector<BodyProblem>& problems, const BodyProblem& missing,
                 const std::vector<std::string>& ours) {
  return missing.code == "required" && std::ranges::any_of(problems, [&](const BodyProblem& other) {
           if (other.code != "unknown_field") return false;
           const auto [above, name] = split(other.field);
           return (!other.suggestion.empty() && above + other.suggestion == missing.field) ||
                  !hint_for(name, ours).nearest.empty();
         });
}

/// `ours` are keys that stand among Telnyx's at the top of the body. Those that callwright sets are not
/// offered.
void refuse_field(const Reader& reader, const Place& at, const Operation& operation,
                  const BodyProblem& problem, const std::vector<std::string>& ours) {
  auto accepted = problem.accepted;
  std::erase_if(accepted, [](const auto& name) { return name == "client_state" || name == "command_id"; });
  const auto [above, name] = split(problem.field);
  const bool is_top = above.empty() || above == "assistant.";
  if (is_top) accepted.insert(accepted.begin(), ours.begin(), ours.end());
  auto hint = reader.suggest(name, accepted);
  auto message = quoted(operation.name) + " has no field " + quoted(problem.field) + hint.or_list();
  reader.refuse(at, "unknown_key", std::move(message), std::move(hint));
}

}  // namespace

std::map<std::string, Json> telnyx_members(const Reader& reader, const Node& map,
                                           const std::vector<Field>& fields) {
  std::map<std::string, Json> members;
  for (const auto& member : map.members) {
    const auto field = std::ranges::find(fields, member.key, &Field::name);
    const auto types = field == fields.end() ? Types{} : catalogue::parse_type(field->type);
    members.emplace(member.key, value_json(reader, member.value, types));
  }
  return members;
}

Json free_json(const Reader& reader, const Node& node) { return value_json(reader, node, {}); }

void check_telnyx_body(const Reader& reader, const Operation& operation, const Json& body,
                       const Node& written, std::string_view prefix, const std::vector<std::string>& ours) {
  if (!reader.checks()) return;
  const auto document = JsonDocument::of(with_templates_hidden(body));
  const auto problems = check_body(operation, document.root());
  const bool is_person = std::ranges::find(ours, "person") != ours.end();
  for (const auto& problem : problems) {
    if (!problem.field.starts_with(prefix) || is_misspelt(problems, problem, ours)) continue;
    const auto place = written.place_of(std::string_view(problem.field).substr(prefix.size()));
    if (problem.code == "unknown_field") {
      refuse_field(reader, place, operation, problem, ours);
      continue;
    }
    const bool begins = problem.message.starts_with(problem.field);
    reader.refuse(place, code_of(problem.code),
                  quoted(operation.name) + ": " +
                      (begins ? quoted(problem.field) + problem.message.substr(problem.field.size())
                              : problem.message) +
                      (problem.code == "required" && is_person ? "; `person: NAME` gives it" : ""),
                  {problem.accepted, problem.suggestion});
  }
}

}  // namespace callwright::language
