#include "service/cli/api/request.hpp"

#include "service/cli/api/fields.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace callwright::cli::api {
namespace {

constexpr std::size_t kKeyBytesMax = 255;

/// An assistant may think for long. A command_id protects for less than a minute, in which there must be time
/// to repeat.
Duration patience_for(const Operation& operation) {
  return std::chrono::seconds{operation.takes_command_id ? 10 : 60};
}

/// `callwright api get_version ASSISTANT_ID VERSION_ID`
std::string positional_usage(const Operation& operation) {
  auto text = "callwright api " + operation.name;
  for (const auto& name : operation.path_params) text += " " + in_capitals(name);
  return text;
}

void take_path(MadeRequest& made, const Operation& operation, const Arguments& arguments) {
  const auto& given = arguments.positional;
  for (std::size_t i = 0; i < operation.path_params.size(); ++i) {
    const auto& name = operation.path_params[i];
    if (i >= given.size()) {
      if (!arguments.has_unknown_flag)
        made.problems.push_back({name, "required", name + " is missing: " + positional_usage(operation)});
    } else if (given[i].empty() || given[i] == "." || given[i] == "..") {
      made.problems.push_back({name, "path", name + " must be an id, not empty and no dots alone"});
    } else {
      made.call.path_params[name] = given[i];
    }
  }
  if (given.size() > operation.path_params.size() && !arguments.has_unknown_flag) {
    made.problems.push_back({"", "usage",
                             std::to_string(given.size() - operation.path_params.size()) +
                                 " word(s) too many: " + positional_usage(operation) +
                                 "; fields are given as flags"});
  }
}

void add(std::vector<BodyProblem>& into, std::vector<BodyProblem> more) {
  std::ranges::move(more, std::back_inserter(into));
}

/// A field whose value could not be read, or may stand in a file that could not, is not missing.
bool is_named_already(const std::vector<BodyProblem>& problems, const std::string& field) {
  return std::ranges::any_of(problems, [&](const BodyProblem& problem) {
    return problem.field == "--body" ||
           (problem.field.starts_with("--") && normal_flag(problem.field.substr(2)) == normal_flag(field));
  });
}

/// What the catalogue finds wrong with what would be sent.
void judge(MadeRequest& made, const Operation& operation, const JsonNode& body, const JsonNode& query,
           const Arguments& arguments) {
  std::vector<BodyProblem> found;
  if (operation.body.empty() && body.size() > 0) {
    found.push_back({"", "unknown_field", operation.name + " takes no body"});
  } else {
    found = check_body(operation, body);
  }
  add(found, check_query(operation, query));
  std::erase_if(found, [&](const BodyProblem& problem) {
    return problem.code == "required" && is_named_already(made.problems, problem.field);
  });
  add(arguments.switches.unchecked ? made.warnings : made.problems, std::move(found));
}

/// Of a list its elements with commas between them, as Telnyx's own SDK sends them.
std::string query_text(const JsonNode& value) {
  if (!value.is_array()) return value.display();
  std::string text;
  for (const auto& element : value.elements()) text += (text.empty() ? "" : ",") + element.display();
  return text;
}

std::vector<std::pair<std::string, std::string>> query_pairs(const JsonNode& query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& [name, value] : query.members()) pairs.emplace_back(name, query_text(value));
  return pairs;
}

void take_idempotency_key(MadeRequest& made, const Operation& operation, const Arguments& arguments,
                          const Sources& sources) {
  const auto& given = arguments.switches.idempotency_key;
  if (!operation.takes_idempotency_key) {
    if (!given.empty())
      made.problems.push_back({"--idempotency-key", "usage", operation.name + " takes no Idempotency-Key"});
    return;
  }
  const auto is_plain = [](char c) { return c > ' ' && c < '\x7f'; };
  if (given.size() > kKeyBytesMax || !std::ranges::all_of(given, is_plain))
    made.problems.push_back({"--idempotency-key", "pattern",
                             "--idempotency-key takes up to " + std::to_string(kKeyBytesMax) +
                                 " letters, digits and signs without blanks"});
  made.call.idempotency_key = given.empty() ? sources.random_id() : given;
}

}  // namespace

MadeRequest make_request(const Operation& operation, const Arguments& arguments, const Sources& sources) {
  MadeRequest made;
  made.problems = arguments.problems;
  made.call.operation = operation.name;
  made.call.deadline = arguments.switches.timeout.value_or(patience_for(operation));
  take_path(made, operation, arguments);
  auto fields = gather_fields(operation, arguments, sources);
  add(made.problems, std::move(fields.problems));
  const auto body = JsonDocument::parse(fields.body.json().text());
  const auto query = JsonDocument::parse(fields.query.json().text());
  if (!body || !query) {
    made.problems.push_back(
        {"", "too_deep", "the body is nested too deep: " + (body ? query : body).error().detail});
    return made;
  }
  judge(made, operation, body->root(), query->root(), arguments);
  made.call.query = query_pairs(query->root());
  take_idempotency_key(made, operation, arguments, sources);
  if (operation.takes_command_id && !body->root()["command_id"].exists())
    static_cast<void>(fields.body.put({"command_id"}, JsonWriter().string(sources.random_id()).finish()));
  if (fields.has_body || operation.takes_command_id) made.call.body = fields.body.json();
  return made;
}

}  // namespace callwright::cli::api
