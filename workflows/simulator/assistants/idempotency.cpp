#include "workflows/simulator/assistants/idempotency.hpp"

#include "workflows/simulator/assistants/responses.hpp"

#include <algorithm>
#include <utility>

namespace callwright::simulator::assistants {
namespace {

constexpr Duration kAnswersRemembered = std::chrono::hours{24};
constexpr std::size_t kKeyLengthMax = 255;

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_idempotency_key(std::string_view key) {
  return !key.empty() && key.size() <= kKeyLengthMax && std::ranges::all_of(key, is_key_character);
}

/// From time to time what is too old is thrown away, so that a long run does not grow with its keys.
void remember(const Query& query, const std::string& place, RememberedAnswer answer) {
  constexpr std::size_t kBetweenCleanings = 256;
  auto& remembered = query.world.account.remembered;
  if (remembered.size() % kBetweenCleanings == 0) {
    std::erase_if(remembered,
                  [&](const auto& entry) { return query.world.now - entry.second.at > kAnswersRemembered; });
  }
  remembered.insert_or_assign(place, std::move(answer));
}

ApiResponse answer_again(const Query& query, const RememberedAnswer& first, const Json& request) {
  if (first.request != request) {
    return invalid("Idempotency-Key", "This Idempotency-Key was used with another body.", "header");
  }
  const bool is_at_work = query.world.now - first.at < query.world.settings.keyed_request_takes;
  if (is_at_work)
    return plain(json_object({{"detail", "A request with this key is still in progress."}}), 409);
  return first.response;
}

}  // namespace

ApiResponse answer_once(const Query& query, QueryAnswer answer) {
  const auto& key = query.request.idempotency_key;
  if (!key || !query.route.operation->takes_idempotency_key) return answer(query);
  if (!is_idempotency_key(*key)) {
    return bad_request("The Idempotency-Key must be 1 to 255 characters of A-Za-z0-9_-.");
  }
  const auto& remembered = query.world.account.remembered;
  const auto place = query.request.method + " " + query.request.path + " " + *key;
  const auto request = query.body.exists() ? query.body.json() : Json();
  const auto found = remembered.find(place);
  if (found != remembered.end() && query.world.now - found->second.at <= kAnswersRemembered) {
    return answer_again(query, found->second, request);
  }
  auto response = answer(query);
  if (response.status < 300) remember(query, place, {query.world.now, request, response});
  return response;
}

}  // namespace callwright::simulator::assistants
