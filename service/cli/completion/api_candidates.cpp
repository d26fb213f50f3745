#include "service/cli/api/options.hpp"
#include "service/cli/api/values.hpp"
#include "service/cli/completion/candidates.hpp"

#include <algorithm>

namespace callwright::cli {
namespace {

using api::Types;
using catalogue::parse_type;

std::vector<Candidate> operation_candidates(const std::string& typed) {
  const bool has_dashes = typed.find('-') != std::string::npos;
  std::vector<Candidate> all;
  for (const auto& operation : Catalogue::get().operations()) {
    auto name = operation.name;
    if (has_dashes) std::ranges::replace(name, '_', '-');
    all.push_back({std::move(name), operation.summary});
  }
  return beginning_with(std::move(all), typed);
}

std::string help_of_field(const Field& field) {
  return (field.required ? "required, " : "") + api::word_for(parse_type(field.type));
}

std::vector<Candidate> flag_candidates(const Operation& operation) {
  std::vector<Candidate> flags;
  for (const auto* fields : {&operation.body, &operation.query}) {
    for (const auto& field : *fields) {
      if (api::find_own_option(field.name) == nullptr)
        flags.push_back({"--" + api::flag_of(field.name), help_of_field(field)});
    }
  }
  for (const auto& option : api::own_options()) {
    if (api::applies_to(option, operation))
      flags.push_back({"--" + std::string(option.name), std::string(option.help)});
  }
  return flags;
}

/// The fields of the one kind of object that the field holds.
void add_inner_places(const Field& field, std::vector<Candidate>& places) {
  const auto types = parse_type(field.type);
  if (types.size() != 1 || types.front().schema.empty()) return;
  const auto* inner = Catalogue::get().schema(types.front().schema);
  if (inner == nullptr) return;
  for (const auto& one : *inner) places.push_back({field.name + "." + one.name + "=", help_of_field(one)});
}

/// Behind --set: `name=`, `voice_settings.voice=`.
std::vector<Candidate> place_candidates(const Operation& operation) {
  std::vector<Candidate> places;
  for (const auto& field : operation.body) {
    places.push_back({field.name + "=", help_of_field(field)});
    add_inner_places(field, places);
  }
  return places;
}

std::vector<Candidate> value_candidates(const Field& field) {
  if (api::is_boolean(parse_type(field.type))) return {{"true"}, {"false"}};
  std::vector<Candidate> values;
  for (const auto& accepted : field.accepted) values.push_back({accepted});
  return values;
}

/// What the flag in front of the cursor takes; `takes_value` is false where it takes nothing.
std::vector<Candidate> values_behind(const Operation& operation, const std::string& flag, bool& takes_value) {
  takes_value = false;
  if (!flag.starts_with("--")) return {};
  const auto name = flag.substr(2);
  if (const auto* own = api::find_own_option(name)) {
    takes_value = !own->value.empty();
    return own->name == "set" ? place_candidates(operation) : std::vector<Candidate>();
  }
  const auto found = api::find_field(operation, name);
  if (found.field == nullptr) return {};
  takes_value = !api::is_boolean(parse_type(found.field->type));
  return takes_value ? value_candidates(*found.field) : std::vector<Candidate>();
}

/// `--privacy=n` as one word, as zsh and fish give it.
std::vector<Candidate> values_in_word(const Operation& operation, const std::string& typed) {
  const auto flag = typed.substr(0, typed.find('='));
  const auto found = api::find_field(operation, flag.substr(std::min<std::size_t>(2, flag.size())));
  if (found.field == nullptr) return {};
  auto values = value_candidates(*found.field);
  for (auto& value : values) value.text.insert(0, flag + "=");
  return beginning_with(std::move(values), typed);
}

std::vector<Candidate> behind_operation(const Operation& operation, const std::vector<std::string>& words) {
  const bool ends_with_sign = words.back() == "=";
  const auto typed = ends_with_sign ? std::string() : words.back();
  auto before = words.size() - 1;
  const bool has_sign = ends_with_sign || (before > 0 && words[before - 1] == "=");
  if (has_sign && !ends_with_sign) --before;
  if (before > 0) {
    bool takes_value = false;
    auto values = values_behind(operation, words[before - 1], takes_value);
    const auto found = has_sign ? api::find_field(operation, words[before - 1].substr(2)) : api::FlagField();
    if (found.field != nullptr) values = value_candidates(*found.field);
    if (takes_value || has_sign) return beginning_with(std::move(values), typed);
  }
  if (!typed.starts_with('-')) return {};
  if (typed.find('=') != std::string::npos) return values_in_word(operation, typed);
  return beginning_with(flag_candidates(operation), typed);
}

}  // namespace

std::vector<Candidate> api_candidates(const std::vector<std::string>& words) {
  if (words.empty()) return operation_candidates("");
  const auto is_word = [](const std::string& word) { return !word.starts_with('-'); };
  const auto name = std::find_if(words.begin(), words.end() - 1, is_word);
  if (name == words.end() - 1) {
    const auto& typed = words.back();
    if (!typed.starts_with('-')) return operation_candidates(typed);
    return beginning_with({{"--list", "All operations"}, {"--json", "As JSON"}, {"--help", "Show help"}},
                          typed);
  }
  const auto* operation = api::find_operation(*name);
  if (operation == nullptr) return {};
  return behind_operation(*operation, {name + 1, words.end()});
}

}  // namespace callwright::cli
