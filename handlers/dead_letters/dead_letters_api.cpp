#include "handlers/dead_letters/dead_letters_api.hpp"

#include "handlers/access/secrets.hpp"
#include "handlers/calls_api/call_json.hpp"
#include "handlers/calls_api/call_query.hpp"
#include "handlers/calls_api/calls_api.hpp"

#include <charconv>
#include <optional>
#include <utility>

namespace callwright {
namespace {

std::optional<std::int64_t> letter_id(const std::string& text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool is_id = error == std::errc{} && end == text.data() + text.size() && id > 0;
  return is_id ? std::optional(id) : std::nullopt;
}

HttpReply letter_not_found() {
  return problem(404, "dead_letter.not_found",
                 "There is no dead letter with this id; GET /v1/dead-letters lists those there are.");
}

}  // namespace

DeadLettersApi::DeadLettersApi(DeadLetterBox& box, std::string api_token)
    : box_(box), api_token_(std::move(api_token)) {}

boost::asio::awaitable<HttpReply> DeadLettersApi::list(Request request) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  auto query = parse_record_query(request);
  if (!query) co_return problem(query.error());
  const auto page = co_await box_.list(std::move(query->cursor), query->limit);
  if (!page) co_return problem(page.error());
  co_return HttpReply{.status = 200, .body = page_json(page->letters, page->next).text(), .headers = {}};
}

boost::asio::awaitable<HttpReply> DeadLettersApi::retry(Request request, std::string letter) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  const auto id = letter_id(letter);
  if (!id) co_return letter_not_found();
  const auto answer = co_await box_.retry(*id, operator_of(request));
  if (answer) co_return HttpReply{.status = answer->status, .body = answer->body.text(), .headers = {}};
  if (answer.error().kind == Errc::NotFound) co_return letter_not_found();
  co_return problem(answer.error());
}

void add_routes(Router& router, const DeadLettersApi& api) {
  router.add("GET", "/v1/dead-letters",
             [&api](Request request, const PathValues&) { return api.list(std::move(request)); });
  router.add("POST", "/v1/dead-letters/{id}/retry", [&api](Request request, PathValues values) {
    return api.retry(std::move(request), std::move(values.front()));
  });
}

}  // namespace callwright
