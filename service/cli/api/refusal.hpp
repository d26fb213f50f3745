#pragma once

#include "handlers/ports/telnyx.hpp"
#include "service/cli/api/repeat.hpp"
#include "workflows/catalogue/catalogue.hpp"
#include "workflows/model/json.hpp"

#include <string>
#include <vector>

namespace callwright::cli::api {

/// What is printed about a request that did not do what it should, and what to do next.
struct Report {
  std::string headline;            ///< `Telnyx refused get_assistant: HTTP 404`
  std::vector<std::string> lines;  ///< Telnyx's errors, one each: `10005 Resource not found`
  std::string next;                ///< a sentence or two
  int exit_code = 0;
};

Report report_of(const Operation& operation, const ApiCall& call, const Answered& answered);

/// For people, with a line end.
std::string report_text(const Report& report);
/// For programs:
/// `{"error":{"operation","status","result","code","detail","errors","next","retry_after_ms"}}`.
Json report_json(const Operation& operation, const Answered& answered, const Report& report);

/// The same for a request that was not sent, because of these.
std::string problems_text(const Operation& operation, const std::vector<BodyProblem>& problems);
Json problems_json(const std::string& operation, const std::vector<BodyProblem>& problems);

}  // namespace callwright::cli::api
