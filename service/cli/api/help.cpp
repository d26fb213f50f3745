#include "service/cli/api/help.hpp"

#include "service/cli/api/field_notes.hpp"
#include "service/cli/api/options.hpp"
#include "service/cli/api/sample.hpp"
#include "service/cli/api/values.hpp"
#include "service/cli/terminal.hpp"

#include <algorithm>

namespace callwright::cli::api {
namespace {

constexpr std::size_t kNotesColumn = 36;
constexpr std::size_t kWidth = 100;
constexpr std::size_t kPlainFields = 3;  ///< how many an example shows where nothing is required

std::string help_line(const std::string& left, const std::string& notes) {
  auto text = left;
  if (!notes.empty()) {
    text += width_of(left) + 2 > kNotesColumn ? "\n" + std::string(kNotesColumn, ' ')
                                              : std::string(kNotesColumn - width_of(left), ' ');
    text += wrapped(notes, kNotesColumn, kWidth);
  }
  return text + "\n";
}

/// The fields of the only kind of object that stands in the field; null when there is none or several.
const std::vector<Field>* fields_inside(const Types& types) {
  if (types.size() != 1) return nullptr;
  const auto& type = types.front();
  if (type.kind == catalogue::TypeExpression::Kind::Array) return fields_inside(type.inner);
  return type.schema.empty() ? nullptr : Catalogue::get().schema(type.schema);
}

std::string inner_lines(const Field& field, const Types& types) {
  const auto* inner = fields_inside(types);
  if (inner == nullptr) return {};
  const auto before = "      " + field.name + (is_list(types) ? "[0]." : ".");
  std::string text;
  for (const auto& one : *inner)
    text += help_line(before + one.name + "=" + word_for(catalogue::parse_type(one.type)), notes_of(one));
  return text;
}

std::string field_lines(const Field& field) {
  const auto types = catalogue::parse_type(field.type);
  const bool is_hidden = find_own_option(field.name) != nullptr;
  const auto left = is_hidden ? "  --set " + field.name + "=" + word_for(types)
                              : "  --" + flag_of(field.name) + " " + word_for(types);
  return help_line(left, notes_of(field)) + inner_lines(field, types);
}

std::string section(const char* title, const std::vector<Field>& fields) {
  if (fields.empty()) return {};
  std::string text = std::string("\n") + title + ":\n";
  for (const bool required : {true, false}) {
    for (const auto& field : fields) {
      if (field.required == required) text += field_lines(field);
    }
  }
  return text;
}

std::string options_section(const Operation& operation) {
  std::string text = "\nOptions:\n";
  for (const auto& option : own_options()) {
    if (!applies_to(option, operation)) continue;
    auto left = "  --" + std::string(option.name);
    if (!option.value.empty()) left += " " + std::string(option.value);
    text += help_line(left, std::string(option.help));
  }
  return text;
}

/// The fields that an example shows.
std::vector<const Field*> shown_fields(const Operation& operation) {
  std::vector<const Field*> shown;
  for (const auto& field : operation.body) {
    const bool first_of_choice = !field.required_unless.empty() &&
                                 std::ranges::none_of(field.required_unless, [&](const std::string& other) {
                                   return std::ranges::find(shown, other, &Field::name) != shown.end();
                                 });
    if (field.required || first_of_choice) shown.push_back(&field);
  }
  for (const auto& field : operation.body) {
    if (!shown.empty() || shown.size() >= kPlainFields) break;
    if (is_text(catalogue::parse_type(field.type)) && field.name != "client_state" &&
        field.name != "command_id")
      shown.push_back(&field);
  }
  return shown;
}

std::string for_shell(const std::string& word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:./@,";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  return "'" + word + "'";
}

}  // namespace

std::vector<std::string> example_words(const Operation& operation) {
  std::vector<std::string> words = {operation.name};
  for (const auto& name : operation.path_params) words.push_back(in_capitals(name));
  for (const auto* field : shown_fields(operation)) {
    const auto value = sample_of(*field);
    const auto text = JsonDocument::of(value).root().display();
    if (find_own_option(field->name) != nullptr) {
      words.insert(words.end(), {"--set", field->name + "=" + text});
    } else {
      words.insert(words.end(), {"--" + flag_of(field->name), text});
    }
  }
  return words;
}

std::string example_of(const Operation& operation) {
  std::string text = "callwright api";
  for (const auto& word : example_words(operation)) text += " " + for_shell(word);
  return text;
}

std::string help_text(const Operation& operation) {
  auto text =
      operation.name + ": " + operation.summary + "\n" + operation.method + " " + operation.path + "\n";
  text += "\nUsage: callwright api " + operation.name;
  for (const auto& name : operation.path_params) text += " " + in_capitals(name);
  text += " [FLAGS]\n";
  text += section("Query", operation.query) + section("Body", operation.body);
  text += options_section(operation);
  text +=
      "\nA value @FILE is the content of a file, @@… a text that begins with @. What is indented stands\n"
      "behind --set. The key comes from TELNYX_API_KEY or TELNYX_API_KEY_FILE, never from a flag.\n";
  return text + "\nExample:\n  " + example_of(operation) + "\n";
}

}  // namespace callwright::cli::api
