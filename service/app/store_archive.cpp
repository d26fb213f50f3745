#include "service/app/store_archive.hpp"

#include "service/app/store_question.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace callwright {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kPageMax = 200;
constexpr std::size_t kRecordsMax = 500;

Json summary_json(const CallSummary& call) {
  JsonWriter out;
  out.begin_object();
  out.member("id", call.id).member("state", call.state).member("workflow", call.workflow);
  out.member("bundle", call.bundle).member("from", call.from).member("to", call.to);
  out.member("opened_at", format_time(call.opened_at)).key("closed_at");
  call.closed_at ? out.string(format_time(*call.closed_at)) : out.null();
  out.member("outcome", call.outcome).member("conversation_id", call.conversation_id);
  return out.end_object().finish();
}

Result<CallPage> search_calls(Store& store, CallQuery query) {
  const auto cursor = read_cursor(query.cursor);
  if (!cursor) return std::unexpected(cursor.error());
  CallFilter filter;
  filter.state = std::move(query.state);
  filter.workflow = std::move(query.workflow);
  filter.number = std::move(query.number);
  filter.outcome = std::move(query.outcome);
  filter.text = std::move(query.text);
  filter.since = query.since;
  filter.until = query.until;
  filter.before_row = *cursor;
  filter.limit = std::clamp<std::size_t>(query.limit, 1, kPageMax);
  const auto found = store.search(filter);
  if (!found) return std::unexpected(found.error());
  CallPage page;
  for (const auto& call : *found) page.calls.push_back(summary_json(call));
  if (found->size() == filter.limit) page.next = std::to_string(found->back().row);
  return page;
}

/// The people whom the call has rung, as the workflow calls them. Without the bundle they keep their keys.
std::map<std::string, std::string> names_in(StoreReader& reader, const Call& call) {
  std::map<std::string, std::string> names;
  const auto bundle = reader.bundle(call.bundle);
  if (!bundle) return names;
  for (const auto& leg : call.legs) {
    const auto* person = (*bundle)->person(leg.person);
    if (person != nullptr) names.emplace(leg.person, person->name);
  }
  return names;
}

Result<std::optional<FoundCall>> find_call(StoreReader& reader, const CallId& id) {
  const auto snapshot = reader.store().load(id);
  if (!snapshot) return std::unexpected(snapshot.error());
  if (!*snapshot) return std::optional<FoundCall>();
  auto call = read_snapshot(**snapshot);
  if (!call) return std::unexpected(call.error());
  auto names = names_in(reader, *call);
  return std::optional(FoundCall{std::move(*call), std::move(names)});
}

Result<RecordPage> records_of(Store& store, const CallId& id, std::string_view cursor, std::size_t limit) {
  const auto after = read_cursor(cursor);
  if (!after) return std::unexpected(after.error());
  limit = std::clamp<std::size_t>(limit, 1, kRecordsMax);
  const auto found = store.records(id, *after, limit);
  if (!found) return std::unexpected(found.error());
  RecordPage page;
  for (const auto& record : *found) page.records.push_back(Json::trusted(record.record));
  if (found->size() == limit) {
    const auto last = JsonDocument::of(page.records.back());
    page.next = std::to_string(last.root()["seq"].integer().value_or(0));
  }
  return page;
}

}  // namespace

Result<std::int64_t> read_cursor(std::string_view text) {
  std::int64_t cursor = 0;
  if (text.empty()) return cursor;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cursor);
  if (error != std::errc{} || end != text.data() + text.size() || cursor <= 0) {
    return fail(Errc::InvalidInput, "cursor.invalid", "Pass `next` of the page before, as it was given.");
  }
  return cursor;
}

asio::awaitable<Result<CallPage>> StoreArchive::search(CallQuery query) {
  auto question = [query = std::move(query)](StoreReader& reader) {
    return search_calls(reader.store(), query);
  };
  co_return co_await ask_store<Result<CallPage>>(store_, std::move(question));
}

asio::awaitable<Result<std::optional<FoundCall>>> StoreArchive::find(CallId call) {
  auto question = [call = std::move(call)](StoreReader& reader) { return find_call(reader, call); };
  co_return co_await ask_store<Result<std::optional<FoundCall>>>(store_, std::move(question));
}

asio::awaitable<Result<RecordPage>> StoreArchive::records(CallId call, std::string cursor,
                                                          std::size_t limit) {
  auto question = [call = std::move(call), cursor = std::move(cursor), limit](StoreReader& reader) {
    return records_of(reader.store(), call, cursor, limit);
  };
  co_return co_await ask_store<Result<RecordPage>>(store_, std::move(question));
}

}  // namespace callwright
