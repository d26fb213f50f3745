#include "handlers/messages/messages_api.hpp"

#include "handlers/access/secrets.hpp"
#include "handlers/calls_api/call_json.hpp"
#include "handlers/calls_api/query_values.hpp"
#include "workflows/model/text.hpp"

#include <array>
#include <utility>

namespace callwright {
namespace {

constexpr auto kKeys = std::to_array<std::string_view>(
    {"conversation_id", "channel", "number", "since", "until", "cursor", "limit"});
constexpr std::size_t kPageMax = 200;

}  // namespace

Result<MessageQuery> parse_message_query(const Request& request) {
  if (auto problem = query_problem(request, kKeys)) return std::unexpected(std::move(*problem));
  MessageQuery query;
  auto& filter = query.filter;
  const auto channel = request.query_value("channel");
  filter.channel = message_channel(channel);
  if (!channel.empty() && !filter.channel) return query_error("channel", "chat or sms");
  filter.conversation_id = request.query_value("conversation_id");
  filter.number = with_plus(request.query_value("number"));
  if (!filter.number.empty() && !is_e164(filter.number))
    return query_error("number", "a whole number such as +13125550199 (the plus sign written as %2B)");
  const auto since = parse_query_moment(request, "since");
  if (!since) return std::unexpected(since.error());
  const auto until = parse_query_moment(request, "until");
  if (!until) return std::unexpected(until.error());
  if (*since && *until && **since > **until) return query_error("since", "before until");
  filter.since = *since;
  filter.until = *until;
  const auto limit = parse_query_limit(request, filter.limit, kPageMax);
  if (!limit) return std::unexpected(limit.error());
  filter.limit = *limit;
  query.cursor = request.query_value("cursor");
  return query;
}

Json message_json(const Message& message) {
  JsonWriter out;
  out.begin_object().member("id", std::to_string(message.position)).member("at", format_time(message.at));
  out.member("channel", name_of(message.channel)).member("state", name_of(message.end.state));
  out.member("conversation_id", message.conversation_id).member("assistant_id", message.assistant_id);
  out.member("from", message.from).member("to", message.to).member("call", message.call);
  out.member("client", message.client).member("idempotency_key", message.key);
  out.member("status", message.end.status).member("code", message.end.code);
  out.member("duration_ms", std::int64_t{message.end.took.count()});
  return out.member("text", message.text).member("reply", message.end.reply).end_object().finish();
}

MessagesApi::MessagesApi(MessageBook& book, std::string api_token)
    : book_(book), api_token_(std::move(api_token)) {}

boost::asio::awaitable<HttpReply> MessagesApi::list(Request request) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  auto query = parse_message_query(request);
  if (!query) co_return problem(query.error());
  const auto page = co_await book_.list(std::move(query->filter), std::move(query->cursor));
  if (!page) co_return problem(page.error());
  std::vector<Json> messages;
  for (const auto& message : page->messages) messages.push_back(message_json(message));
  co_return HttpReply{.status = 200, .body = page_json(messages, page->next).text(), .headers = {}};
}

void add_routes(Router& router, const MessagesApi& api) {
  router.add("GET", "/v1/messages",
             [&api](Request request, const PathValues&) { return api.list(std::move(request)); });
}

}  // namespace callwright
