#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/ports/message_book.hpp"
#include "handlers/router.hpp"
#include "workflows/model/json.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// The query of `GET /v1/messages`: `conversation_id, channel, number, since, until, cursor, limit`. Errors
/// as those of `GET /v1/calls`.
struct MessageQuery {
  MessageFilter filter;
  std::string cursor;
};
Result<MessageQuery> parse_message_query(const Request& request);

/// `{id, at, channel, state, conversation_id, assistant_id, from, to, call, client, idempotency_key, status,
/// code, duration_ms, text, reply}`.
Json message_json(const Message& message);

/// `GET /v1/messages`; needs the API token.
class MessagesApi {
 public:
  MessagesApi(MessageBook& book, std::string api_token);
  [[nodiscard]] boost::asio::awaitable<HttpReply> list(Request request) const;

 private:
  MessageBook& book_;
  std::string api_token_;
};

/// The handler has to outlive the router.
void add_routes(Router& router, const MessagesApi& api);

}  // namespace callwright
