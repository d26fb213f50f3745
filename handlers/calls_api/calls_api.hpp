#pragma once

#include "handlers/ports/call_archive.hpp"
#include "handlers/ports/call_inbox.hpp"
#include "handlers/ports/http.hpp"
#include "handlers/router.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// A command as the inbox takes it.
struct OperatorRequest {
  std::string name;
  Json arguments;
  friend bool operator==(const OperatorRequest&, const OperatorRequest&) = default;
};

/// Reads the body of `POST /v1/calls/{id}/{command}`: a JSON object, or empty for `{}`. For `operator` it is
/// `{"name", "arguments"}`, a workflow's own event `operator.<name>`.
/// InvalidInput: `json.invalid`, `operator.arguments`, `operator.name`.
Result<OperatorRequest> read_operator_request(const std::string& command, const std::string& body);

/// Who gave a command, for the log: the header `x-callwright-operator` cut to 64 printable characters, or
/// `api`. The token is shared, so this is a note and no proof.
std::string operator_of(const Request& request);

/// `/v1/calls` and below. Every path needs the API token.
class CallsApi {
 public:
  CallsApi(CallArchive& archive, CallInbox& inbox, std::string api_token);
  [[nodiscard]] boost::asio::awaitable<HttpReply> search(Request request) const;
  [[nodiscard]] boost::asio::awaitable<HttpReply> show(Request request, std::string call) const;
  [[nodiscard]] boost::asio::awaitable<HttpReply> records(Request request, std::string call) const;
  [[nodiscard]] boost::asio::awaitable<HttpReply> operate(Request request, std::string call,
                                                          std::string command) const;

 private:
  CallArchive& archive_;
  CallInbox& inbox_;
  std::string api_token_;
};

/// The handler has to outlive the router.
void add_routes(Router& router, const CallsApi& api);

}  // namespace callwright
