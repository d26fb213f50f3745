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

// Source: Telnyx, API error codes. 10012, 90041 and 90102 are documented without a status.
constexpr DocumentedError kDocumented[] = {
    {"10004", 422, "Missing required parameter"},
    {"10005", 404, "Resource not found"},
    {"10007", 404, "Resource not found"},
    {"10009", 401, "Authentication failed"},
    {"10010", 403, "Authorization failed"},
    {"10011", 429, "Too many requests"},
    {"10012", 422, "Duplicate resource"},
    {"10015", 422, "Invalid value for connection_id"},
    {"10016", 422, "Phone number must be in +E164 format"},
    {"10026", 422, "Invalid parameter type"},
    {"10027", 422, "Unprocessable Entity"},
    {"10032", 422, "Invalid enumerated value"},
    {"10033", 422, "Value outside of range"},
    {"90000", 422, "Invalid value for format"},
    {"90001", 422, "Invalid value for channels"},
    {"90007", 422, "Invalid value for terminating_digit"},
    {"90008", 422, "Invalid value for valid_digits"},
    {"90009", 422, "Invalid value for loop"},
    {"90010", 422, "Invalid value for payload"},
    {"90011", 422, "Invalid value for payload_type"},
    {"90013", 422, "Invalid value for language"},
    {"90014", 422, "Invalid value for digits"},
    {"90015", 422, "Invalid Call Control ID"},
    {"90016", 422, "Invalid value for stop"},
    {"90017", 422, "Invalid value for client_state"},
    {"90018", 422, "Call has already ended"},
    {"90019", 422, "Conference has already ended"},
    {"90020", 422, "Call recording triggered before audio started"},
    {"90022", 422, "Invalid value for minimum_digits"},
    {"90023", 422, "Invalid value for maximum_digits"},
    {"90024", 422, "Invalid value for maximum_tries"},
    {"90025", 422, "Invalid value for timeout_millis"},
    {"90026", 422, "Invalid value for inter_digit_timeout_millis"},
    {"90027", 422, "Invalid value for duration_millis"},
    {"90028", 422, "Invalid value for timeout_secs"},
    {"90029", 422, "Invalid value for time_limit_secs"},
    {"90030", 422, "Invalid value for service_level"},
    {"90032", 422, "Maximum number of participants reached"},
    {"90033", 422, "Conference has no active participants"},
    {"90034", 422, "Call not answered yet"},
    {"90035", 422, "Call not in queue"},
    {"90036", 422, "Queue full"},
    {"90037", 422, "Queue max_size cannot be modified"},
    {"90038", 422, "Call already in queue"},
    {"90041", 422, "User termination channels limit exceeded"},
    {"90044", 422, "Conference join not allowed"},
    {"90049", 422, "Invalid value for record_timeout_secs"},
    {"90050", 400, "Unable to delete queue"},
    {"90053", 422, "Recording with timeout_secs while transcribing"},
    {"90054", 422, "Call transcription is already in progress"},
    {"90055", 422, "Call transcription can not be stopped"},
    {"90056", 422, "Invalid value for initial_timeout_millis"},
    {"90057", 422, "Invalid call control event type for webhook_urls"},
    {"90058", 404, "Invalid conference_id"},
    {"90059", 422, "Invalid value for recording_track"},
    {"90061", 422, "AI Assistant is already in progress"},
    {"90102", 422, "Answer issued for an outbound call"},
};

struct ParameterError {
  std::string_view field;
  std::string_view code;
};

/// Codes of single parameters, which Telnyx gives instead of the general ones.
constexpr ParameterError kParameters[] = {{"client_state", "90017"},
                                          {"target_leg_client_state", "90017"},
                                          {"format", "90000"},
                                          {"channels", "90001"},
                                          {"terminating_digit", "90007"},
                                          {"valid_digits", "90008"},
                                          {"loop", "90009"},
                                          {"payload", "90010"},
                                          {"payload_type", "90011"},
                                          {"language", "90013"},
                                          {"digits", "90014"},
                                          {"stop", "90016"},
                                          {"minimum_digits", "90022"},
                                          {"maximum_digits", "90023"},
                                          {"maximum_tries", "90024"},
                                          {"timeout_millis", "90025"},
                                          {"inter_digit_timeout_millis", "90026"},
                                          {"duration_millis", "90027"},
                                          {"timeout_secs", "90028"},
                                          {"time_limit_secs", "90029"},
                                          {"service_level", "90030"},
                                          {"record_timeout_secs", "90049"},
                                          {"initial_timeout_millis", "90056"},
                                          {"recording_track", "90059"}};

std::string_view code_of_parameter(std::string_view field) {
  const auto found = std::ranges::find(kParameters, field, &ParameterError::field);
  return found == std::end(kParameters) ? std::string_view{} : found->code;
}

std::string_view code_of(const BodyProblem& problem) {
  if (problem.code == "required") return "10004";
  if (problem.code == "type") return "10026";
  if (problem.code == "unknown_field") return "10027";
  const auto own = code_of_parameter(problem.field);
  if (!own.empty()) return own;
  return problem.code == "enum" ? "10032" : "10033";
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
