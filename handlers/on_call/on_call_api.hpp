#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/ports/on_call_desk.hpp"
#include "handlers/router.hpp"
#include "workflows/model/json.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// The body of `PUT /v1/oncall/{rotation}/override`: `{"person", "from"?, "until"?}`, times as RFC 3339.
/// `from` is now where it is absent. InvalidInput `on_call.body`, `on_call.time`.
Result<OnCallOverride> read_override(std::string rotation, const std::string& body, TimePoint now);

/// `{"data": [rotation…], "changes": […]}`: a rotation is `{rotation, on_call, turn, turn_until, next,
/// override}`, a person in it `{key, name}`, an override `{person, from, until, by}` or null.
Json sheet_json(const OnCallSheet& sheet);

/// `/v1/oncall` and below. Every path needs the API token.
class OnCallApi {
 public:
  OnCallApi(OnCallDesk& desk, std::string api_token);
  [[nodiscard]] boost::asio::awaitable<HttpReply> show(Request request) const;
  [[nodiscard]] boost::asio::awaitable<HttpReply> override(Request request, std::string rotation) const;
  [[nodiscard]] boost::asio::awaitable<HttpReply> end_override(Request request, std::string rotation) const;

 private:
  OnCallDesk& desk_;
  std::string api_token_;
};

/// The handler has to outlive the router.
void add_routes(Router& router, const OnCallApi& api);

}  // namespace callwright
