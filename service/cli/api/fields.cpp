#include "service/cli/api/fields.hpp"

#include "service/cli/api/body_text.hpp"
#include "service/cli/api/values.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace callwright::cli::api {
namespace {

bool is_structured_file(std::string_view name) {
  return name.ends_with(".json") || name.ends_with(".yaml") || name.ends_with(".yml");
}

Result<TypedValue> text_of_file(const std::string& name, const std::string& content) {
  if (!is_utf8(content)) return fail(Errc::InvalidInput, "encoding", name + " is no UTF-8 text");
  return TypedValue{JsonWriter().string(content).finish()};
}

/// A file is a text where the field takes one, else JSON or YAML.
Result<TypedValue> value_of_file(const Types& types, const std::string& name, const std::string& content) {
  const bool takes_text = std::ranges::any_of(types, [](const auto& type) {
    return type.kind == catalogue::TypeExpression::Kind::String ||
           type.kind == catalogue::TypeExpression::Kind::Any;
  });
  if (is_text(types) || ((takes_text || types.empty()) && !is_structured_file(name)))
    return text_of_file(name, content);
  auto json = read_body_text(name, content);
  if (!json) return std::unexpected(json.error());
  const bool is_element = is_list(types) && !JsonDocument::of(*json).root().is_array();
  return TypedValue{std::move(*json), is_element && !takes_text};
}

class FieldGatherer {
 public:
  FieldGatherer(const Operation& operation, const Sources& sources)
      : operation_(operation), sources_(sources) {}

  FieldValues gather(const Arguments& arguments) {
    read_body_file(arguments.switches.body_file);
    for (const auto& given : arguments.fields) {
      if (given.is_flag) add_flag(given);
    }
    for (const auto& flag : flags_) put_flag(flag);
    for (const auto& given : arguments.fields) {
      if (!given.is_flag) put_set(given);
    }
    return std::move(result_);
  }

 private:
  /// All values of one flag.
  struct Flag {
    const GivenField* first;
    Types types;
    std::vector<TypedValue> values;
  };

  void problem(const std::string& field, std::string code, std::string message) {
    result_.problems.push_back({field, std::move(code), std::move(message)});
  }

  Result<std::string> read_source(const std::string& name) {
    if (name == "-" && std::exchange(has_read_input_, true))
      return fail(Errc::InvalidInput, "unreadable", "standard input can be read once");
    return sources_.read(name);
  }

  void read_body_file(const std::string& name) {
    if (name.empty()) return;
    const auto shown = name == "-" ? std::string("standard input") : name;
    const auto text = read_source(name);
    if (!text) return problem("--body", "unreadable", "--body: " + text.error().detail);
    const auto json = read_body_text(shown, *text);
    if (!json) return problem("--body", json.error().code, "--body: " + json.error().detail);
    const auto document = JsonDocument::of(*json);
    if (!document.root().is_object())
      return problem("--body", "type", "--body: " + shown + " must hold an object with the fields");
    result_.body = JsonTree::of(document.root());
    result_.has_body = true;
  }

  [[nodiscard]] Types types_of(const GivenField& given) const {
    if (!given.in_query) return types_at(operation_, given.path);
    const auto field =
        std::ranges::find(operation_.query, std::get<std::string>(given.path.front()), &Field::name);
    return field == operation_.query.end() ? Types{} : catalogue::parse_type(field->type);
  }

  Result<TypedValue> value_of(const GivenField& given, const Types& types) {
    if (given.is_raw) {
      const auto json = JsonDocument::parse(given.text);
      if (!json) return std::unexpected(json.error());
      return TypedValue{json->root().json()};
    }
    if (!given.text.starts_with('@')) return read_value(types, given.text);
    if (given.text.starts_with("@@")) return read_value(types, given.text.substr(1));
    const auto name = given.text.substr(1);
    const auto content = read_source(name);
    if (!content)
      return fail(Errc::InvalidInput, "unreadable",
                  content.error().detail +
                      " (for a text that begins with @ "
                      "write @@)");
    return value_of_file(types, name, *content);
  }

  std::optional<TypedValue> read(const GivenField& given, const Types& types) {
    auto value = value_of(given, types);
    if (value) return std::move(*value);
    const bool is_mistyped = value.error().code == "value.type";
    problem(given.shown, is_mistyped ? "type" : value.error().code,
            given.shown + (is_mistyped ? " " : ": ") + value.error().detail);
    return std::nullopt;
  }

  void add_flag(const GivenField& given) {
    auto types = types_of(given);
    auto value = read(given, types);
    if (!value) return;
    const auto known =
        std::ranges::find_if(flags_, [&](const Flag& flag) { return flag.first->path == given.path; });
    if (known == flags_.end()) {
      flags_.push_back({&given, std::move(types), {std::move(*value)}});
    } else if (!is_list(types)) {
      problem(given.shown, "twice", given.shown + " is given twice, and takes one value");
    } else {
      known->values.push_back(std::move(*value));
    }
  }

  void put_flag(const Flag& flag) {
    auto& tree = tree_of(*flag.first);
    const bool is_whole = flag.values.size() == 1 && !flag.values.front().is_element;
    if (is_whole) {
      put(tree, *flag.first, flag.values.front().json);
      return;
    }
    tree.erase(std::get<std::string>(flag.first->path.front()));
    for (const auto& value : flag.values) tree.append(flag.first->path, value.json);
  }

  void put_set(const GivenField& given) {
    const auto value = read(given, types_of(given));
    if (!value) return;
    auto& tree = tree_of(given);
    if (value->is_element) {
      tree.append(given.path, value->json);
    } else {
      put(tree, given, value->json);
    }
  }

  void put(JsonTree& tree, const GivenField& given, const Json& value) {
    const auto done = tree.put(given.path, value);
    if (!done) problem(given.shown, "set.gap", given.shown + ": " + done.error().detail);
  }

  JsonTree& tree_of(const GivenField& given) {
    if (!given.in_query) result_.has_body = true;
    return given.in_query ? result_.query : result_.body;
  }

  const Operation& operation_;
  const Sources& sources_;
  bool has_read_input_ = false;
  std::vector<Flag> flags_;
  FieldValues result_;
};

}  // namespace

FieldValues gather_fields(const Operation& operation, const Arguments& arguments, const Sources& sources) {
  return FieldGatherer(operation, sources).gather(arguments);
}

}  // namespace callwright::cli::api
