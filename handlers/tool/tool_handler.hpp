#pragma once

#include "handlers/ports/call_inbox.hpp"
#include "handlers/ports/call_tokens.hpp"
#include "handlers/ports/http.hpp"
#include "handlers/ports/service_status.hpp"
#include "handlers/router.hpp"
#include "handlers/webhook/verify.hpp"

#include <cstddef>
#include <expected>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

struct ToolSettings {
  SignaturePolicy signature{
      .keys = {}, .tolerance = kRequestTolerance, .skip_when_local = false, .exposure = {}};
  std::string secret;                   ///< CALLWRIGHT_TOOL_SECRET; empty: only the signature counts
  std::size_t body_bytes_max = 65'536;  ///< arguments are kept within the call
  std::string out_of_service;           ///< why no tool is served (chat gateway); empty: they are served
};

/// A tool request that may go to its call.
struct ToolCall {
  ToolTarget target;
  std::string name;
  Json arguments;
  friend bool operator==(const ToolCall&, const ToolCall&) = default;
};

/// A request that goes nowhere; `unmatched` when that is because its call is not known.
struct RefusedTool {
  HttpReply reply;
  bool unmatched = false;
};

/// All that is decided before the calls are asked. The secret is `Authorization: Bearer <secret>` or
/// `x-callwright-tool-secret: <secret>`.
std::expected<ToolCall, RefusedTool> read_tool_request(const Request& request, std::string name,
                                                       const CallTokens& tokens,
                                                       const ToolSettings& settings);

/// `POST /tools/{name}`: a webhook tool of an assistant. The answer is for the model: `{"status", "say"}`.
class ToolHandler {
 public:
  ToolHandler(CallInbox& inbox, const CallTokens& tokens, HandlerMetrics& metrics, ToolSettings settings);
  [[nodiscard]] boost::asio::awaitable<HttpReply> run(Request request, std::string name) const;

 private:
  CallInbox& inbox_;
  const CallTokens& tokens_;
  HandlerMetrics& metrics_;
  ToolSettings settings_;
};

/// The handler has to outlive the router.
void add_routes(Router& router, const ToolHandler& handler);

}  // namespace callwright
