#pragma once

#include "tests/e2e/api_workshop.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace callwright::tests {

/// One use of an operation from the command line.
struct ApiUse {
  std::vector<std::string> words;  ///< behind `callwright api OPERATION`
  std::string sent = {};           ///< the body as JSON, apart from command_id; empty: none, or `{}`
  std::string query = {};          ///< as it stands in the request, decoded
  bool is_json = true;             ///< the answer is JSON, or empty
};

/// Operation -> what makes its use, with the state that it needs.
using ApiRows = std::map<std::string, std::function<ApiUse(ApiWorkshop&)>>;

ApiRows api_call_rows();
ApiRows api_conference_rows();
ApiRows api_assistant_rows();
ApiRows api_conversation_rows();

}  // namespace callwright::tests
