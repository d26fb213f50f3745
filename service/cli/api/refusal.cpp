#include "service/cli/api/refusal.hpp"

#include "service/cli/api/options.hpp"
#include "service/cli/exit_code.hpp"
#include "service/cli/terminal.hpp"

#include <chrono>
#include <string_view>

#include <fmt/core.h>

namespace callwright::cli::api {
namespace {

std::string help_of(const Operation& operation) { return "`callwright api " + operation.name + " --help`"; }

std::string next_of_missing(const Operation& operation) {
  if (operation.is_call_command())
    return "There is no such call any more, or it belongs to another account; a call_control_id ends with "
           "its "
           "call.";
  if (operation.path_params.empty())
    return "Check TELNYX_API_BASE: this address does not know the operation.";
  std::string ids;
  for (const auto& name : operation.path_params) ids += (ids.empty() ? "" : ", ") + name;
  const auto* list = list_of(operation);
  return "Check " + ids +
         (list == nullptr ? "." : "; `callwright api " + list->name + "` shows what there is.");
}

/// How the same request may be sent again without being done twice.
std::string next_of_doubt(const Operation& operation, const ApiCall& call, Safety safety) {
  switch (safety) {
    case Safety::Question: return "Try again later.";
    case Safety::Key:
      return "Whether it was done is not known. The same command with --idempotency-key " +
             call.idempotency_key + " is done once only.";
    case Safety::CommandId:
      return "Whether it was done is not known. Ask first (`callwright api retrieve_call_status`, "
             "`callwright api list_call_events`): behind 60 s a command_id protects from nothing.";
    case Safety::Unsafe: break;
  }
  return "Whether it was done is not known: look before you send it again, " +
         std::string(operation.takes_command_id ? "with a command_id." : "because it would be done twice.");
}

std::string seconds_of(Duration wait) {
  return fmt::format("{} s", std::chrono::ceil<std::chrono::seconds>(wait).count());
}

std::string next_of_refusal(const Operation& operation, const ApiOutcome& outcome) {
  switch (outcome.status) {
    case 401:
      return "The key is not accepted. Set TELNYX_API_KEY, or the file that TELNYX_API_KEY_FILE names, to a "
             "key "
             "of the portal (API Keys); one that was deleted or belongs to another address looks the same.";
    case 402: return "The account's balance does not allow it; see Billing in the portal.";
    case 403:
      return "The key is known, but its account may not do this: look in the portal for the product, the "
             "verification level or the permission that is missing.";
    case 404: return next_of_missing(operation);
    case 405: return "Check TELNYX_API_BASE: this address does not know the operation.";
    case 409:
      return "It contradicts what is there: the same name or state exists already, or another request "
             "changes "
             "the same thing. Look at it, then decide.";
    default: break;
  }
  if (operation.is_call_command() && outcome.status == 422)
    return "The call is in no state for this, or a value is not accepted; 90018 means that the call has "
           "ended. " +
           help_of(operation) + " says what is accepted.";
  return "Correct what is named above; " + help_of(operation) + " says what is accepted.";
}

std::string line_of(const ApiError& error) {
  std::string text = error.code;
  const auto add = [&](const std::string& part, std::string_view before) {
    if (!part.empty() && text.find(part) == std::string::npos)
      text += (text.empty() ? "" : std::string(before)) + part;
  };
  add(error.title, " ");
  add(error.detail, text == error.code ? " " : ": ");
  add(error.field, ", at ");
  return text;
}

Report of_answer(const Operation& operation, const ApiCall& call, const Answered& answered) {
  const auto& outcome = answered.outcome;
  Report report{.headline = fmt::format("Telnyx refused {}: HTTP {}", operation.name, outcome.status),
                .lines = {},
                .next = next_of_refusal(operation, outcome),
                .exit_code = kFindings};
  if (outcome.result == ApiResult::RateLimited && outcome.status == 429) {
    report.next = "There were too many requests for this account. Wait " + seconds_of(outcome.retry_after) +
                  ", then send it again; nothing was done.";
  } else if (outcome.result == ApiResult::ServerError) {
    report.headline = fmt::format("Telnyx could not do {}: HTTP {}", operation.name, outcome.status);
    report.next = next_of_doubt(operation, call, safety_of(operation, call));
    report.exit_code = kUnreachable;
  } else if (answered.is_in_doubt) {
    report.next += " An earlier try got no answer and may have been done.";
  }
  for (const auto& error : outcome.errors) report.lines.push_back(line_of(error));
  return report;
}

}  // namespace

Report report_of(const Operation& operation, const ApiCall& call, const Answered& answered) {
  const auto& outcome = answered.outcome;
  if (outcome.status != 0) return of_answer(operation, call, answered);
  Report report{.headline = operation.name + " was not sent", .lines = {outcome.detail}, .next = {}};
  report.exit_code = outcome.result == ApiResult::Refused ? kUsage : kUnreachable;
  if (outcome.code == "telnyx.account") {
    report.next =
        "The key comes from TELNYX_API_KEY or the file that TELNYX_API_KEY_FILE names, never from a "
        "flag.";
  } else if (outcome.result == ApiResult::NotSent) {
    report.next = "Nothing was done. Check the network and TELNYX_API_BASE, then send it again.";
  } else if (outcome.result == ApiResult::NoAnswer) {
    report.headline = operation.name + " got no answer";
    report.next = next_of_doubt(operation, call, safety_of(operation, call));
  }
  return report;
}

std::string report_text(const Report& report) {
  auto text = "callwright: " + printable(report.headline) + "\n";
  for (const auto& line : report.lines) text += "  " + printable(line) + "\n";
  return report.next.empty() ? text : text + printable(report.next) + "\n";
}

Json report_json(const Operation& operation, const Answered& answered, const Report& report) {
  const auto& outcome = answered.outcome;
  JsonWriter out;
  out.begin_object().key("error").begin_object();
  out.member("operation", operation.name).member("status", outcome.status);
  out.member("headline", report.headline).member("code", outcome.code).member("detail", outcome.detail);
  out.key("errors").begin_array();
  for (const auto& error : outcome.errors) {
    out.begin_object().member("code", error.code).member("title", error.title);
    out.member("detail", error.detail).member("field", error.field).end_object();
  }
  out.end_array().member("next", report.next);
  if (outcome.retry_after.count() > 0) out.member("retry_after_ms", outcome.retry_after.count());
  return out.end_object().end_object().finish();
}

std::string problems_text(const Operation& operation, const std::vector<BodyProblem>& problems) {
  auto text = "callwright: " + operation.name + " was not sent:\n";
  for (const auto& problem : problems) text += "  " + printable(problem.message) + "\n";
  return text + help_of(operation) + " shows what it takes.\n";
}

Json problems_json(const std::string& operation, const std::vector<BodyProblem>& problems) {
  JsonWriter out;
  out.begin_object().key("error").begin_object();
  out.member("operation", operation)
      .member("status", 0)
      .member("code", "usage")
      .key("problems")
      .begin_array();
  for (const auto& problem : problems) {
    out.begin_object().member("field", problem.field).member("code", problem.code);
    out.member("message", problem.message).key("accepted").begin_array();
    for (const auto& accepted : problem.accepted) out.string(accepted);
    out.end_array().member("suggestion", problem.suggestion).end_object();
  }
  return out.end_array().end_object().end_object().finish();
}

}  // namespace callwright::cli::api
