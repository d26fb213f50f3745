#include "service/cli/assistants/account.hpp"

#include <utility>

namespace callwright::cli::assistants {
namespace {

constexpr Duration kDeadline = std::chrono::seconds{20};
constexpr int kRepeats = 2;
constexpr int kPageSize = 100;

bool may_repeat(const ApiOutcome& outcome) {
  return outcome.result == ApiResult::NoAnswer || outcome.result == ApiResult::ServerError ||
         outcome.result == ApiResult::RateLimited;
}

std::string what_to_do(const ApiOutcome& outcome) {
  switch (outcome.status) {
    case 0: return "Check the network and TELNYX_API_BASE, then run it again.";
    case 401: return "Check TELNYX_API_KEY.";
    case 403: return "The account may not do this; look in the portal for what is missing.";
    case 429: return "There were too many requests; wait a little and run it again.";
    default: break;
  }
  return outcome.status >= 500 ? "Run it again later; it goes on where it ended."
                               : "Correct what it names, then run it again.";
}

Error error_of(const ApiCall& call, const ApiOutcome& outcome) {
  const bool is_refused = outcome.result == ApiResult::Refused;
  std::string text = call.operation;
  text += outcome.status == 0 ? ": " : ": HTTP " + std::to_string(outcome.status) + " ";
  for (const auto& error : outcome.errors) {
    text += error.detail.empty() ? error.title : error.detail;
    text += (error.field.empty() ? "" : " (" + error.field + ")") + "; ";
  }
  if (outcome.errors.empty() && !outcome.detail.empty()) text += outcome.detail + "; ";
  const bool is_account = outcome.code == "telnyx.account";
  if (is_account) return {Errc::InvalidInput, outcome.code, outcome.detail + "."};
  return {is_refused ? Errc::InvalidInput : Errc::Unavailable, "telnyx.refused", text + what_to_do(outcome)};
}

Json whole_answer(const ApiOutcome& outcome) { return outcome.data; }

ApiCall call_of(const char* operation, Json body = {}) {
  ApiCall call;
  call.operation = operation;
  call.body = std::move(body);
  call.deadline = kDeadline;
  return call;
}

std::vector<Json> elements_of(const Json& list) {
  const auto document = JsonDocument::of(list);
  std::vector<Json> elements;
  for (const auto& element : document.root().elements()) elements.push_back(element.json());
  return elements;
}

}  // namespace

Result<ApiOutcome> Account::ask(ApiCall call) const {
  for (int repeats = 0;; ++repeats) {
    auto outcome = services_.telnyx(call);
    if (outcome.result == ApiResult::Accepted) return outcome;
    if (!may_repeat(outcome) || repeats == kRepeats) return std::unexpected(error_of(call, outcome));
  }
}

Result<std::vector<Json>> Account::assistants() const {
  const auto outcome = ask(call_of("list_assistants"));
  if (!outcome) return std::unexpected(outcome.error());
  return elements_of(outcome->data);
}

Result<std::vector<Json>> Account::tools() const {
  std::vector<Json> all;
  for (int page = 1;; ++page) {
    auto call = call_of("list_tools");
    call.query = {{"page[number]", std::to_string(page)}, {"page[size]", std::to_string(kPageSize)}};
    const auto outcome = ask(std::move(call));
    if (!outcome) return std::unexpected(outcome.error());
    auto tools = elements_of(outcome->data);
    all.insert(all.end(), tools.begin(), tools.end());
    if (tools.size() < kPageSize) return all;
  }
}

Result<std::optional<Json>> Account::assistant(const std::string& id) const {
  auto call = call_of("get_assistant");
  call.path_params = {{"assistant_id", id}};
  const auto outcome = services_.telnyx(call);
  if (outcome.result == ApiResult::Accepted) return std::optional(whole_answer(outcome));
  if (outcome.status == 404) return std::optional<Json>();
  return std::unexpected(error_of(call, outcome));
}

Result<Json> Account::create_assistant(const Json& body, const std::string& key) const {
  auto call = call_of("create_assistant", body);
  call.idempotency_key = key;
  const auto outcome = ask(std::move(call));
  if (!outcome) return std::unexpected(outcome.error());
  return whole_answer(*outcome);
}

Result<Json> Account::update_assistant(const std::string& id, const Json& body) const {
  auto call = call_of("update_assistant", body);
  call.path_params = {{"assistant_id", id}};
  const auto outcome = ask(std::move(call));
  if (!outcome) return std::unexpected(outcome.error());
  return whole_answer(*outcome);
}

Result<void> Account::delete_assistant(const std::string& id) const {
  auto call = call_of("delete_assistant");
  call.path_params = {{"assistant_id", id}};
  const auto outcome = ask(std::move(call));
  if (!outcome) return std::unexpected(outcome.error());
  return {};
}

Result<Json> Account::create_tool(const Json& body, const std::string& key) const {
  auto call = call_of("create_tool", body);
  call.idempotency_key = key;
  const auto outcome = ask(std::move(call));
  if (!outcome) return std::unexpected(outcome.error());
  return whole_answer(*outcome);
}

Result<Json> Account::update_tool(const std::string& id, const Json& body) const {
  auto call = call_of("update_tool", body);
  call.path_params = {{"tool_id", id}};
  const auto outcome = ask(std::move(call));
  if (!outcome) return std::unexpected(outcome.error());
  return whole_answer(*outcome);
}

}  // namespace callwright::cli::assistants
