#pragma once

#include "service/cli/api/arguments.hpp"
#include "service/cli/api/json_tree.hpp"
#include "service/cli/api/request.hpp"

#include <vector>

namespace callwright::cli::api {

/// What the fields of a command line come to.
struct FieldValues {
  JsonTree body;
  JsonTree query;
  bool has_body = false;  ///< something was given for it
  std::vector<BodyProblem> problems;
};

/// Reads the body file, then the flags, then --set, each over what is there.
FieldValues gather_fields(const Operation& operation, const Arguments& arguments, const Sources& sources);

}  // namespace callwright::cli::api
