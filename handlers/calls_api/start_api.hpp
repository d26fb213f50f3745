#pragma once

#include "handlers/ports/call_archive.hpp"
#include "handlers/ports/call_inbox.hpp"
#include "handlers/ports/http.hpp"
#include "handlers/ports/workflow_library.hpp"
#include "handlers/router.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

struct StartSettings {
  std::string api_token;
  bool has_connection = false;  ///< the service knows one for workflows that name none
  std::string out_of_service;   ///< why no call can be made at all; empty when they can
};

/// `POST /v1/calls`: calls somebody under a workflow. Needs the API token.
class StartApi {
 public:
  StartApi(CallInbox& inbox, CallArchive& archive, WorkflowLibrary& workflows, StartSettings settings);
  /// 202 with the call, after it is stored with its dial; 200 with the same call for a repeated request under
  /// its idempotency key. 400 and 403 say all that is wrong, 409 `call.address_busy`, 422
  /// `call.idempotency_key`, 503 when nothing was stored.
  [[nodiscard]] boost::asio::awaitable<HttpReply> start(Request request) const;

 private:
  [[nodiscard]] boost::asio::awaitable<HttpReply> show(StartedCall started) const;

  CallInbox& inbox_;
  CallArchive& archive_;
  WorkflowLibrary& workflows_;
  StartSettings settings_;
};

/// The handler has to outlive the router.
void add_routes(Router& router, const StartApi& api);

}  // namespace callwright
