#pragma once

#include "handlers/ports/call_archive.hpp"
#include "handlers/ports/call_inbox.hpp"
#include "handlers/ports/call_tokens.hpp"
#include "handlers/ports/service_status.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::tests {

/// Knows calls by id and legs by call_control_id, keeps what it was given, and fails when told to.
class MemoryInbox final : public CallInbox {
 public:
  struct Tool {
    CallId call;
    std::string name;
    Json arguments;
  };
  struct Command {
    CallId call;
    std::string name;
    Json arguments;
    std::string by;
  };

  std::optional<Error> fail_with;        ///< every request
  Delivery delivery = Delivery::Stored;  ///< for events that are new
  std::map<CallControlId, CallId> legs;  ///< the legs that are known
  std::set<CallId> calls;                ///< the calls that are known
  Answer answer{
      .request = 1, .status = 200, .body = json_object({{"status", "ringing"}, {"say", "One moment."}})};
  std::vector<Event> events;
  std::vector<TimePoint> times;
  std::vector<Tool> tools;
  std::vector<Command> commands;
  std::vector<CallStart> starts;
  StartedCall started{CallId("call_started"), "arriving", true};

  boost::asio::awaitable<Result<Delivery>> deliver(Event event, TimePoint at) override {
    if (fail_with) co_return std::unexpected(*fail_with);
    for (const auto& earlier : events) {
      if (earlier.id == event.id) co_return Delivery::Duplicate;
    }
    events.push_back(std::move(event));
    times.push_back(at);
    co_return delivery;
  }

  boost::asio::awaitable<Result<Answer>> request_tool(ToolTarget target, std::string name, Json arguments,
                                                      TimePoint) override {
    if (fail_with) co_return std::unexpected(*fail_with);
    const auto leg = legs.find(target.call_control_id);
    const CallId by_leg = leg == legs.end() ? CallId{} : leg->second;
    if (!target.call.empty() && !by_leg.empty() && target.call != by_leg) {
      co_return fail(Errc::Conflict, "call.disagreement", "Two calls.");
    }
    const CallId call = target.call.empty() ? by_leg : target.call;
    if (!calls.contains(call)) co_return fail(Errc::NotFound, "call.not_found", "No such call.");
    tools.push_back({call, std::move(name), std::move(arguments)});
    co_return answer;
  }

  boost::asio::awaitable<Result<StartedCall>> start(CallStart wanted, TimePoint) override {
    if (fail_with) co_return std::unexpected(*fail_with);
    starts.push_back(std::move(wanted));
    co_return started;
  }

  boost::asio::awaitable<Result<Answer>> operate(CallId call, std::string name, Json arguments,
                                                 std::string by, TimePoint) override {
    if (fail_with) co_return std::unexpected(*fail_with);
    if (!calls.contains(call)) co_return fail(Errc::NotFound, "call.not_found", "No such call.");
    commands.push_back({std::move(call), std::move(name), std::move(arguments), std::move(by)});
    co_return answer;
  }
};

/// Tokens are `<call id>.good`.
class MemoryTokens final : public CallTokens {
 public:
  [[nodiscard]] std::optional<CallId> verify(std::string_view token) const override {
    if (!token.ends_with(".good")) return std::nullopt;
    return CallId(std::string(token.substr(0, token.size() - 5)));
  }
};

/// Pages through what the test put in; the cursor is the number of the next item.
class MemoryArchive final : public CallArchive {
 public:
  std::optional<Error> fail_with;
  std::vector<Json> found;
  std::vector<Call> calls;
  std::map<std::string, std::string> names;
  std::vector<Json> log;  ///< of the first call
  std::vector<CallQuery> queries;

  boost::asio::awaitable<Result<CallPage>> search(CallQuery query) override {
    queries.push_back(query);
    if (fail_with) co_return std::unexpected(*fail_with);
    auto [items, next] = page(found, query.cursor, query.limit);
    co_return CallPage{std::move(items), std::move(next)};
  }

  boost::asio::awaitable<Result<std::optional<FoundCall>>> find(CallId call) override {
    if (fail_with) co_return std::unexpected(*fail_with);
    for (const auto& known : calls) {
      if (known.id == call) co_return FoundCall{known, names};
    }
    co_return std::nullopt;
  }

  boost::asio::awaitable<Result<RecordPage>> records(CallId call, std::string cursor,
                                                     std::size_t limit) override {
    if (fail_with) co_return std::unexpected(*fail_with);
    if (calls.empty() || calls.front().id != call) co_return RecordPage{};
    auto [items, next] = page(log, cursor, limit);
    co_return RecordPage{std::move(items), std::move(next)};
  }

 private:
  static std::pair<std::vector<Json>, std::string> page(const std::vector<Json>& all,
                                                        const std::string& cursor, std::size_t limit) {
    const std::size_t first = cursor.empty() ? 0 : std::stoul(cursor);
    const std::size_t last = std::min(all.size(), first + limit);
    return {
        {all.begin() + static_cast<std::ptrdiff_t>(first), all.begin() + static_cast<std::ptrdiff_t>(last)},
        last == all.size() ? "" : std::to_string(last)};
  }
};

class MemoryMetrics final : public HandlerMetrics {
 public:
  std::vector<std::string> webhooks;  ///< `event_type result`
  int tools_unmatched = 0;

  void count_webhook(std::string_view event_type, WebhookResult result) override {
    webhooks.push_back(std::string(event_type) + " " + std::string(name_of(result)));
  }
  void observe_webhook_seconds(double) override {}
  void count_tool_unmatched() override { ++tools_unmatched; }
};

}  // namespace callwright::tests
