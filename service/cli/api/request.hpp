#pragma once

#include "handlers/ports/telnyx.hpp"
#include "service/cli/api/arguments.hpp"
#include "workflows/catalogue/catalogue.hpp"
#include "workflows/model/result.hpp"

#include <functional>
#include <string>
#include <vector>

namespace callwright::cli::api {

/// What making a request needs of the process.
struct Sources {
  /// The content of a file; `-`: standard input. The error's detail says why it cannot be read.
  std::function<Result<std::string>(const std::string& name)> read;
  std::function<std::string()> random_id;  ///< for command_id and Idempotency-Key: another one each time
};

/// A request, or why there is none.
struct MadeRequest {
  ApiCall call;
  std::vector<BodyProblem> problems;  ///< all of them; with one nothing may be sent
  std::vector<BodyProblem> warnings;  ///< with --unchecked: what the catalogue finds wrong
};

/// The request that the words ask for: body file, then flags, then --set. Ids that make a repetition safe are
/// added where the operation takes one and none was given.
MadeRequest make_request(const Operation& operation, const Arguments& arguments, const Sources& sources);

}  // namespace callwright::cli::api
