#include "service/cli/api/options.hpp"

#include <algorithm>
#include <array>

namespace callwright::cli::api {
namespace {

constexpr std::array kOwnOptions = {
    OwnOption{"set", "PATH=VALUE", "Set a nested value: tools[0].type=webhook; PATH:=JSON takes any JSON"},
    OwnOption{"body", "FILE", "Read the body from a JSON or YAML file, - for standard input; flags win"},
    OwnOption{"all", "", "Get all pages of a list, as one JSON array"},
    OwnOption{"dry-run", "", "Print the request, with the key hidden, and send nothing"},
    OwnOption{"json", "", "Print compact JSON, errors too"},
    OwnOption{"table", "", "Print a table"},
    OwnOption{"unchecked", "", "Send what the catalogue does not know: new fields and values of Telnyx"},
    OwnOption{"idempotency-key", "KEY", "Use this Idempotency-Key instead of a new one"},
    OwnOption{"timeout", "SECONDS",
              "Wait so long for each answer (default 60; 10 where a command_id is sent)"},
    OwnOption{"retries", "NUMBER", "Repeat a failed request so often where that is safe (default 4)"},
    OwnOption{"help", "", "Show this help"},
};

/// `page[size]` with `joint` in place of what a shell reads as its own.
std::string joined_words(std::string_view name, char joint) {
  std::string text;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == ']') continue;
    if (name.substr(i, 2) == "->") ++i;
    const bool is_joint = name[i] == '[' || name[i] == '.' || name[i] == '>';
    text += is_joint ? joint : name[i];
  }
  return text;
}

const Field* field_of(const std::vector<Field>& fields, std::string_view normal) {
  const auto found =
      std::ranges::find_if(fields, [&](const auto& field) { return normal_flag(field.name) == normal; });
  return found == fields.end() ? nullptr : &*found;
}

}  // namespace

std::span<const OwnOption> own_options() { return kOwnOptions; }

const OwnOption* find_own_option(std::string_view name) {
  const auto normal = normal_flag(name);
  const auto* found = std::ranges::find_if(
      kOwnOptions, [&](const auto& option) { return normal_flag(option.name) == normal; });
  return found == kOwnOptions.end() ? nullptr : found;
}

bool is_list_operation(const Operation& operation) { return operation.name.starts_with("list_"); }

bool applies_to(const OwnOption& option, const Operation& operation) {
  if (option.name == "all") return is_list_operation(operation);
  if (option.name == "idempotency-key") return operation.takes_idempotency_key;
  if (option.name == "set" || option.name == "body") return !operation.body.empty();
  return true;
}

std::string normal_flag(std::string_view name) {
  auto text = joined_words(name, '_');
  std::ranges::replace(text, '-', '_');
  return text;
}

std::string in_capitals(std::string_view name) {
  std::string text(name);
  const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
  std::ranges::transform(text, text.begin(), upper);
  return text;
}

std::string flag_of(std::string_view field) { return joined_words(field, '-'); }

FlagField find_field(const Operation& operation, std::string_view flag) {
  const auto normal = normal_flag(flag);
  if (const auto* field = field_of(operation.body, normal)) return {field, false};
  return {field_of(operation.query, normal), true};
}

std::vector<std::string> flags_of(const Operation& operation) {
  std::vector<std::string> flags;
  for (const auto* fields : {&operation.body, &operation.query}) {
    for (const auto& field : *fields) {
      if (find_own_option(field.name) == nullptr) flags.push_back(flag_of(field.name));
    }
  }
  for (const auto& option : kOwnOptions) flags.emplace_back(option.name);
  return flags;
}

const Operation* find_operation(std::string_view name) {
  std::string underscored(name);
  std::ranges::replace(underscored, '-', '_');
  return Catalogue::get().operation(underscored);
}

const Operation* list_of(const Operation& operation) {
  const auto& all = Catalogue::get().operations();
  const auto is_list = [&](const Operation& other) {
    return other.group == operation.group && other.name.starts_with("list_") && &other != &operation &&
           other.path_params.size() <= operation.path_params.size();
  };
  const auto found = std::ranges::find_if(all, is_list);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace callwright::cli::api
