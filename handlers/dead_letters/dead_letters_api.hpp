#pragma once

#include "handlers/ports/dead_letter_box.hpp"
#include "handlers/ports/http.hpp"
#include "handlers/router.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// `/v1/dead-letters` and below. Every path needs the API token.
class DeadLettersApi {
 public:
  DeadLettersApi(DeadLetterBox& box, std::string api_token);
  [[nodiscard]] boost::asio::awaitable<HttpReply> list(Request request) const;
  [[nodiscard]] boost::asio::awaitable<HttpReply> retry(Request request, std::string letter) const;

 private:
  DeadLetterBox& box_;
  std::string api_token_;
};

/// The handler has to outlive the router.
void add_routes(Router& router, const DeadLettersApi& api);

}  // namespace callwright
