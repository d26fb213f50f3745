#include "workflows/language/condition_keys.hpp"

#include "workflows/language/grammar.hpp"
#include "workflows/language/known_values.hpp"
#include "workflows/language/scalars.hpp"
#include "workflows/language/shape.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <re2/re2.h>

namespace callwright::language {
namespace {

using Operator = Condition::Operator;
using Test = Condition::Test;

constexpr std::int64_t kPatternMemory = 1 << 20;  // bytes one pattern may take

constexpr std::string_view kComparison = "a comparison";
constexpr std::array<std::pair<std::string_view, Operator>, 11> kOperators = {
    {{"eq", Operator::Eq},
     {"ne", Operator::Ne},
     {"in", Operator::In},
     {"lt", Operator::Lt},
     {"lte", Operator::Lte},
     {"gt", Operator::Gt},
     {"gte", Operator::Gte},
     {"contains", Operator::Contains},
     {"starts_with", Operator::StartsWith},
     {"matches", Operator::Matches},
     {"exists", Operator::Exists}}};

std::vector<std::string> operator_names() {
  std::vector<std::string> names;
  names.reserve(kOperators.size());
  for (const auto& [name, op] : kOperators) names.emplace_back(name);
  return names;
}

std::string name_of(Operator op) {
  const auto found = std::ranges::find(kOperators, op, [](const auto& pair) { return pair.second; });
  return std::string(found->first);
}

void compile(const Reader& reader, const Node& node, Test& test) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kPatternMemory);
  auto pattern = std::make_shared<const re2::RE2>(node.text, options);
  if (!pattern->ok())
    return reader.error(node.place.only(pattern->error_arg()), "bad_pattern",
                        "`matches` wants an RE2 pattern: " + pattern->error());
  test.pattern = std::move(pattern);
}

/// Nothing is less than a word by any measure that a person would expect.
void warn_of_text(const Reader& reader, const Node& node, const Test& test) {
  const bool is_ordering = test.op == Operator::Lt || test.op == Operator::Lte || test.op == Operator::Gt ||
                           test.op == Operator::Gte;
  if (!is_ordering || is_number(node.text)) return;
  reader.warn(node.place, "text_comparison",
              quoted(node.text) + " is no number, so `" + name_of(test.op) + "` compares letter by letter");
}

void read_values(const Reader& reader, const Node& node, Test& test) {
  const auto name = name_of(test.op);
  if (test.op == Operator::In && !node.is_list()) return wrong_type(reader, node, name, "a list of values");
  if (test.op != Operator::In && !node.is_scalar())
    return wrong_type(reader, node, name, "one value; `in` takes a list");
  for (const auto* value : read_words(reader, node, name)) {
    if (value->text.find("${") != std::string::npos)
      reader.refuse(value->place, "template_not_allowed", "`if` compares with literal values, not templates");
    if (test.op == Operator::Eq || test.op == Operator::In) warn_of_unknown_value(reader, test.path, *value);
    test.values.push_back(value->text);
  }
  if (test.op == Operator::Exists &&
      !read_flag(reader, {.kind = node.kind, .text = node.text, .place = node.place}, name))
    test.values = {"true"};
  if (test.op == Operator::In && node.items.empty())
    reader.refuse(node.place, "empty_list", "`in` lists nothing, so this never holds");
  if (test.op == Operator::Matches) compile(reader, node, test);
  warn_of_text(reader, node, test);
}

void read_operators(const Reader& reader, const Member& member, Condition& into) {
  for (const auto& written : member.value.members) {
    const auto found =
        std::ranges::find(kOperators, written.key, [](const auto& pair) { return pair.first; });
    if (found == kOperators.end()) {
      unknown_key(reader, written, kComparison, operator_names());
      continue;
    }
    into.tests.push_back({.path = member.key, .op = found->second});
    read_values(reader, written.value, into.tests.back());
  }
}

void read_test(const Reader& reader, const Member& member, Condition& into) {
  check_path(reader, member.place, member.key);
  if (member.value.is_map()) return read_operators(reader, member, into);
  if (!member.value.is_scalar())
    return wrong_type(reader, member.value, member.key, "a value, or a comparison such as `{in: [a, b]}`");
  into.tests.push_back({.path = member.key});
  read_values(reader, member.value, into.tests.back());
}

std::vector<Condition> read_nested(const Reader& reader, const Member& member) {
  std::vector<Condition> nested;
  if (member.value.is_map()) nested.push_back(read_condition(reader, member.value));
  if (!member.value.is_map() && !member.value.is_list())
    wrong_type(reader, member.value, member.key, "a map of conditions, or a list of such maps");
  for (const auto& item : member.value.items) nested.push_back(read_condition(reader, item));
  if (member.value.is_list() && nested.empty())
    reader.refuse(member.value.place, "empty_list", quoted(member.key) + " lists no condition");
  return nested;
}

std::string read_schedule_name(const Reader& reader, const Member& member) {
  const auto name = read_word(reader, member.value, member.key);
  if (name) reader.resolve_schedule(member.value.place, *name);
  return name.value_or("");
}

/// The paths of values.
std::string path_pattern() {
  return "^(call|caller|event|conversation|run|person|winner|vars|insights)\\..+$";
}

auto test_order(const Test& test) { return std::tie(test.path, test.op); }

}  // namespace

void add_condition_keys(std::vector<KeyGroup>& groups) {
  groups.push_back({"`if`", {"any", "not", "during", "outside"}, {}});
  groups.push_back({std::string(kComparison), operator_names(), {}});
}

namespace {

/// `{ gte: 1 }`: any comparison with the values it takes.
Json comparison_shape() {
  std::map<std::string, Json> properties;
  for (const auto& [name, op] : kOperators) {
    auto form = op == Operator::In ? shapes::list(shapes::scalar(), 1) : shapes::scalar();
    if (op == Operator::Exists)
      form = shapes::any_of({shapes::flag(), shapes::one_word_of({"true", "false"})});
    const auto said = reference_of(kComparison, name);
    properties.emplace(name, shapes::with(form, "description", json_text(said)));
  }
  return shapes::object(properties, {});
}

}  // namespace

Json conditions_shape() {
  const auto nested = shapes::list_or_one(shapes::reference("conditions"), 1);
  std::map<std::string, Json> properties = {
      {"any", nested}, {"not", nested}, {"during", shapes::name()}, {"outside", shapes::name()}};
  for (auto& [name, form] : properties)
    form = shapes::with(form, "description", json_text(reference_of("`if`", name)));
  const auto value = shapes::any_of({shapes::scalar(), comparison_shape()});
  return json_sorted({{"additionalProperties", json_flag(false)},
                      {"patternProperties", json_sorted({{path_pattern(), value}})},
                      {"properties", json_sorted(properties)},
                      {"type", json_text("object")}});
}

Condition read_condition(const Reader& reader, const Node& map) {
  Condition condition;
  if (!map.is_map()) {
    wrong_type(reader, map, "if", "a map of paths and values");
    return condition;
  }
  for (const auto& member : map.members) {
    if (member.key == "any") {
      condition.any = read_nested(reader, member);
    } else if (member.key == "not") {
      condition.none_of = read_nested(reader, member);
    } else if (member.key == "during" || member.key == "outside") {
      (member.key == "during" ? condition.during : condition.outside) = read_schedule_name(reader, member);
    } else {
      read_test(reader, member, condition);
    }
  }
  std::ranges::sort(condition.tests, {}, test_order);
  return condition;
}

Json write_condition(const Condition& condition) {
  std::map<std::string, std::map<std::string, Json>> tests;
  for (const auto& test : condition.tests) {
    const bool is_list = test.op == Operator::In;
    const auto value =
        is_list ? json_texts(test.values) : json_text(test.values.empty() ? "" : test.values.front());
    tests[test.path].emplace(name_of(test.op), value);
  }
  std::map<std::string, Json> members;
  for (const auto& [path, operators] : tests) members.emplace(path, json_sorted(operators));
  const auto add_nested = [&](const char* name, const std::vector<Condition>& nested) {
    std::vector<Json> items;
    std::ranges::transform(nested, std::back_inserter(items), write_condition);
    // `not` of one map stays a map: a list would make the content deeper than the file was.
    if (!items.empty()) members.emplace(name, items.size() == 1 ? items.front() : json_list(items));
  };
  if (!condition.during.empty()) members.emplace("during", json_text(condition.during));
  if (!condition.outside.empty()) members.emplace("outside", json_text(condition.outside));
  add_nested("any", condition.any);
  add_nested("not", condition.none_of);
  return json_sorted(members);
}

}  // namespace callwright::language
