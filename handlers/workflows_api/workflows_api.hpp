#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/ports/workflow_library.hpp"
#include "handlers/router.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// `GET /v1/workflows` and `GET /v1/workflows/{name}/graph`. Both need the API token.
class WorkflowsApi {
 public:
  WorkflowsApi(WorkflowLibrary& library, std::string api_token);
  /// `{"bundle", "data": [{"name", "direction", "to", "from", "rules", "escalations"}]}`
  [[nodiscard]] boost::asio::awaitable<HttpReply> list(Request request) const;
  /// `?format=svg|dot|mermaid`, else what `Accept` names, else SVG.
  [[nodiscard]] boost::asio::awaitable<HttpReply> graph(Request request, std::string workflow) const;

 private:
  WorkflowLibrary& library_;
  std::string api_token_;
};

/// The handler has to outlive the router.
void add_routes(Router& router, const WorkflowsApi& api);

}  // namespace callwright
