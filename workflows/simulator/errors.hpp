#pragma once

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/simulator/telnyx.hpp"

#include <string>
#include <string_view>

namespace callwright::simulator {

/// A refusal in Telnyx's words.
struct ApiError {
  int status = 422;
  std::string code;
  std::string title;
  std::string detail;
  std::string pointer;  ///< JSON pointer into the request; may be empty
};

/// The refusal with that code; its status and title follow from the code. Throws std::logic_error for a code
/// that Telnyx does not document.
ApiError refusal(std::string_view code, std::string detail, std::string pointer = {});

/// The code that Telnyx documents for this kind of problem of a call command's body.
ApiError refusal_of(const BodyProblem& problem);

/// `{"errors":[{code, title, detail, source}]}`.
ApiResponse response_of(const ApiError& error);

/// The shape in which the AI endpoints refuse a body: `{"detail":[{loc, msg, type}]}`. `where` is the first
/// element of each `loc`: `body`, or `query`, whose names are not taken apart at their dots.
ApiResponse validation_response(const std::vector<BodyProblem>& problems, std::string_view where = "body");

}  // namespace callwright::simulator
