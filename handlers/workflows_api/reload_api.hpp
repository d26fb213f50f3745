#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/ports/workflow_reload.hpp"
#include "handlers/router.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// `POST /v1/workflows/reload`. Needs the API token.
class ReloadApi {
 public:
  ReloadApi(WorkflowReload& workflows, std::string api_token);
  /// 200 `{"status": "reloaded" | "unchanged", "bundle", "previous", "findings"}`; 422 with `findings` for
  /// workflows that cannot be run; 503 when they could not be stored.
  [[nodiscard]] boost::asio::awaitable<HttpReply> reload(Request request) const;

 private:
  WorkflowReload& workflows_;
  std::string api_token_;
};

/// The handler has to outlive the router.
void add_routes(Router& router, const ReloadApi& api);

}  // namespace callwright
