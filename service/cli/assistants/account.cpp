#include "service/cli/assistants/account.hpp"

#include "service/cli/api/pages.hpp"
#include "service/cli/api/refusal.hpp"
#include "service/cli/api/repeat.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <utility>

namespace callwright::cli::assistants {
namespace {

constexpr Duration kDeadline = std::chrono::seconds{20};
constexpr int kRepeats = 4;
constexpr int kNotFound = 404;

ApiCall call_of(const char* operation, Json body = {}) {
  ApiCall call;
  call.operation = operation;
  call.body = std::move(body);
  call.deadline = kDeadline;
  return call;
}

ApiCall with_key(ApiCall call, const std::string& key) {
  call.idempotency_key = key;
  return call;
}

ApiCall of_one(ApiCall call, const char* name, const std::string& id) {
  call.path_params = {{name, id}};
  return call;
}

Stop stop_of(const Operation& operation, const ApiCall& call, const api::Answered& answered) {
  const auto report = api::report_of(operation, call, answered);
  auto sentence = report.headline;
  for (const auto& line : report.lines) sentence += ": " + line;
  return {report.exit_code, sentence + (sentence.ends_with('.') ? " " : ". ") + report.next};
}

}  // namespace

OrStop<Json> Account::ask(const ApiCall& call) const {
  const auto& operation = *Catalogue::get().operation(call.operation);
  const auto answered = api::send_repeatedly(operation, call, kRepeats, services_);
  if (answered.outcome.result == ApiResult::Accepted) return answered.outcome.data;
  return std::unexpected(stop_of(operation, call, answered));
}

OrStop<std::vector<Json>> Account::assistants() const {
  const auto answer = ask(call_of("list_assistants"));
  if (!answer) return std::unexpected(answer.error());
  std::vector<Json> all;
  const auto document = JsonDocument::of(*answer);
  for (const auto& one : document.root().elements()) all.push_back(one.json());
  return all;
}

OrStop<std::vector<Json>> Account::tools() const {
  constexpr const char* kOperation = "list_tools";
  const auto& operation = *Catalogue::get().operation(kOperation);
  std::vector<Json> all;
  std::optional<api::Query> query = api::first_page(operation, {});
  for (int page = 0; query && page < api::kPagesMax; ++page) {
    auto call = call_of(kOperation);
    call.query = *query;
    const auto answered = api::send_repeatedly(operation, call, kRepeats, services_);
    if (answered.outcome.result != ApiResult::Accepted)
      return std::unexpected(stop_of(operation, call, answered));
    const auto document = JsonDocument::parse(answered.outcome.body);
    if (!document) break;
    for (const auto& one : api::list_in(document->root()).elements()) all.push_back(one.json());
    query = api::next_page(operation, *query, document->root());
  }
  return all;
}

OrStop<std::optional<Json>> Account::assistant(const std::string& id) const {
  const auto call = of_one(call_of("get_assistant"), "assistant_id", id);
  const auto& operation = *Catalogue::get().operation(call.operation);
  const auto answered = api::send_repeatedly(operation, call, kRepeats, services_);
  if (answered.outcome.result == ApiResult::Accepted) return answered.outcome.data;
  if (answered.outcome.status == kNotFound) return std::nullopt;
  return std::unexpected(stop_of(operation, call, answered));
}

OrStop<Json> Account::create_assistant(const Json& body, const std::string& key) const {
  return ask(with_key(call_of("create_assistant", body), key));
}

OrStop<Json> Account::update_assistant(const std::string& id, const Json& body) const {
  return ask(of_one(call_of("update_assistant", body), "assistant_id", id));
}

OrStop<Json> Account::delete_assistant(const std::string& id) const {
  return ask(of_one(call_of("delete_assistant"), "assistant_id", id));
}

OrStop<Json> Account::create_tool(const Json& body, const std::string& key) const {
  return ask(with_key(call_of("create_tool", body), key));
}

OrStop<Json> Account::update_tool(const std::string& id, const Json& body) const {
  return ask(of_one(call_of("update_tool", body), "tool_id", id));
}

}  // namespace callwright::cli::assistants
