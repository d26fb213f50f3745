#pragma once

#include "handlers/ports/call_inbox.hpp"
#include "handlers/ports/http.hpp"
#include "workflows/language/bundle.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace callwright {

/// The body of `POST /v1/calls`, every value of a form that can be meant.
struct StartRequest {
  std::string to;
  std::string workflow;
  std::string from;       ///< empty: as the workflow says
  std::string assistant;  ///< empty: the workflow's
  Json variables;         ///< object; null: none
  std::string key;        ///< of the body or of the header `Idempotency-Key`; empty: none
  friend bool operator==(const StartRequest&, const StartRequest&) = default;
};

/// Something that is wrong with a request. `status` is 400, or 403 for a number that may not be called.
struct StartProblem {
  int status = 400;
  std::string code;
  std::string detail;
  friend bool operator==(const StartProblem&, const StartProblem&) = default;
};
using StartProblems = std::vector<StartProblem>;

/// Every problem at once: `json.invalid`, `call.body`, `call.field` (with the nearest right name),
/// `call.to`, `call.workflow`, `call.from`, `call.assistant`, `call.variables`, `call.idempotency_key`.
std::expected<StartRequest, StartProblems> read_start_request(std::string_view body,
                                                              std::string_view key_header);

/// What is asked of the inbox, or why the bundle's workflows do not allow it: `call.workflow` (names those
/// there are), `call.to`, `call.from`, `call.assistant`, `call.connection`, `call.calls_itself`,
/// `call.destination`. `has_connection`: the service knows one for workflows that name none.
std::expected<CallStart, StartProblems> check_start(const StartRequest& request, const BundlePtr& bundle,
                                                    bool has_connection);

/// One problem+json of all of them: status and code of the first, `errors` with each.
HttpReply problem_of(const StartProblems& problems);

}  // namespace callwright
