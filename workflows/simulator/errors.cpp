#include "workflows/simulator/errors.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <vector>

namespace callwright::simulator {
namespace {

struct DocumentedError {
  std::string_view code;
  int status;
  std::string_view title;
};

// Source: Telnyx, API error codes. 90041 and 90102 are documented without a status.
constexpr DocumentedError kDocumented[] = {
    {"10004", 422, "Missing required parameter"},
    {"10005", 404, "Resource not found"},
    {"10007", 404, "Resource not found"},
    {"10009", 401, "Authentication failed"},
    {"10015", 422, "Invalid value for connection_id"},
    {"10016", 422, "Phone number must be in +E164 format"},
    {"10026", 422, "Invalid parameter type"},
    {"10027", 422, "Unprocessable Entity"},
    {"10032", 422, "Invalid enumerated value"},
    {"10033", 422, "Value outside of range"},
    {"90010", 422, "Invalid value for payload"},
    {"90014", 422, "Invalid value for digits"},
    {"90015", 422, "Invalid Call Control ID"},
    {"90017", 422, "Invalid value for client_state"},
    {"90018", 422, "Call has already ended"},
    {"90028", 422, "Invalid value for timeout_secs"},
    {"90029", 422, "Invalid value for time_limit_secs"},
    {"90034", 422, "Call not answered yet"},
    {"90035", 422, "Call not in queue"},
    {"90038", 422, "Call already in queue"},
    {"90041", 422, "User termination channels limit exceeded"},
    {"90061", 422, "AI Assistant is already in progress"},
    {"90102", 422, "Answer issued for an outbound call"},
};

/// Codes of single parameters, which Telnyx gives instead of the general ones.
std::string_view code_of_parameter(std::string_view field) {
  if (field == "client_state" || field == "target_leg_client_state") return "90017";
  if (field == "digits") return "90014";
  if (field == "payload") return "90010";
  if (field == "timeout_secs") return "90028";
  if (field == "time_limit_secs") return "90029";
  return {};
}

std::string_view code_of(const BodyProblem& problem) {
  if (problem.code == "required") return "10004";
  if (problem.code == "type") return "10026";
  if (problem.code == "enum") return "10032";
  if (problem.code == "unknown_field") return "10027";
  const auto own = code_of_parameter(problem.field);
  return own.empty() ? "10033" : own;
}

std::string pointer_to(std::string_view field) {
  auto pointer = "/" + std::string(field);
  std::ranges::replace(pointer, '.', '/');
  return pointer;
}

/// The names and indices of a dotted place: `rubric.0.name` is three elements.
void write_place(JsonWriter& writer, std::string_view field, bool is_dotted) {
  while (!field.empty()) {
    const auto part = field.substr(0, is_dotted ? field.find('.') : std::string_view::npos);
    std::int64_t index = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), index);
    if (error == std::errc{} && end == part.data() + part.size()) {
      writer.integer(index);
    } else {
      writer.string(part);
    }
    field.remove_prefix(std::min(field.size(), part.size() + 1));
  }
}

}  // namespace

ApiError refusal(std::string_view code, std::string detail, std::string pointer) {
  const auto found = std::ranges::find(kDocumented, code, &DocumentedError::code);
  if (found == std::end(kDocumented)) throw std::logic_error("not a Telnyx error: " + std::string(code));
  return {found->status, std::string(code), std::string(found->title), std::move(detail), std::move(pointer)};
}

ApiError refusal_of(const BodyProblem& problem) {
  return refusal(code_of(problem), problem.message, pointer_to(problem.field));
}

ApiResponse response_of(const ApiError& error) {
  JsonWriter writer;
  writer.begin_object().key("errors").begin_array().begin_object();
  writer.member("code", error.code).member("title", error.title).member("detail", error.detail);
  if (!error.pointer.empty()) {
    writer.key("source").begin_object().member("pointer", error.pointer).end_object();
  }
  writer.end_object().end_array().end_object();
  return {error.status, writer.finish(), {}};
}

ApiResponse validation_response(const std::vector<BodyProblem>& problems, std::string_view where) {
  JsonWriter writer;
  writer.begin_object().key("detail").begin_array();
  for (const auto& problem : problems) {
    writer.begin_object().key("loc").begin_array().string(where);
    write_place(writer, problem.field, where == "body");
    writer.end_array();
    writer.member("msg", problem.message).member("type", problem.code).end_object();
  }
  writer.end_array().end_object();
  return {422, writer.finish(), {}};
}

}  // namespace callwright::simulator
