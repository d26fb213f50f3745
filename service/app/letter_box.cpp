#include "service/app/letter_box.hpp"

#include "service/app/store_question.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace callwright {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kLettersMax = 500;

/// What was sent, without the headers: they may hold a receiver's credentials.
Json shown(const DeadLetter& letter) {
  const auto document = JsonDocument::of(Json::trusted(letter.letter));
  const auto root = document.root();
  const auto request = root["request"];
  const bool is_webhook = root["kind"].str() == "webhook";
  JsonWriter out;
  out.begin_object().member("id", std::to_string(letter.position)).member("call", letter.call.text());
  out.key("kind").node(root["kind"]).key("to").node(request[is_webhook ? "url" : "to"]);
  for (const auto* name : {"created_at", "given_up_at", "attempts", "in_doubt", "status", "code", "detail"}) {
    if (root[name].exists()) out.key(name).node(root[name]);
  }
  return out.key("body").node(request[is_webhook ? "body" : "text"]).end_object().finish();
}

Result<DeadLetterPage> list_letters(Store& store, std::string_view cursor, std::size_t limit) {
  const auto after = read_cursor(cursor);
  if (!after) return std::unexpected(after.error());
  limit = std::clamp<std::size_t>(limit, 1, kLettersMax);
  const auto found = store.dead_letters(*after, limit);
  if (!found) return std::unexpected(found.error());
  DeadLetterPage page;
  for (const auto& letter : *found) page.letters.push_back(shown(letter));
  if (found->size() == limit) page.next = std::to_string(found->back().position);
  return page;
}

Result<DeadLetter> find_letter(Store& store, std::int64_t position) {
  auto found = store.dead_letters(position - 1, 1);
  if (!found) return std::unexpected(found.error());
  if (found->empty() || found->front().position != position)
    return fail(Errc::NotFound, "dead_letter.not_found", "There is no such dead letter.");
  return std::move(found->front());
}

}  // namespace

asio::awaitable<Result<DeadLetterPage>> LetterBox::list(std::string cursor, std::size_t limit) {
  auto question = [cursor = std::move(cursor), limit](StoreReader& reader) {
    return list_letters(reader.store(), cursor, limit);
  };
  co_return co_await ask_store<Result<DeadLetterPage>>(store_, std::move(question));
}

asio::awaitable<Result<Answer>> LetterBox::retry(std::int64_t letter, std::string by) {
  auto question = [letter](StoreReader& reader) { return find_letter(reader.store(), letter); };
  auto found = co_await ask_store<Result<DeadLetter>>(store_, std::move(question));
  if (!found) co_return std::unexpected(std::move(found.error()));
  auto content = Json::trusted(std::move(found->letter));
  co_return co_await inbox_.retry_letter(std::move(found->call), letter, std::move(content), std::move(by));
}

}  // namespace callwright
