#pragma once

#include "handlers/ports/gateway_gate.hpp"
#include "handlers/ports/message_book.hpp"
#include "handlers/ports/telnyx.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace callwright::tests {

/// Answers with what the test put in, and keeps what it was asked.
class ScriptedTelnyx final : public TelnyxClient, public TelnyxStreams {
 public:
  std::deque<ApiOutcome> outcomes;
  std::deque<std::shared_ptr<BodyStream>> streams;
  std::vector<ApiCall> calls;

  boost::asio::awaitable<ApiOutcome> call(ApiCall call) override {
    calls.push_back(std::move(call));
    auto outcome = std::move(outcomes.front());
    outcomes.pop_front();
    co_return outcome;
  }
  boost::asio::awaitable<ApiStream> stream(ApiCall call) override {
    calls.push_back(std::move(call));
    auto body = std::move(streams.front());
    streams.pop_front();
    co_return ApiStream{.outcome = {.result = ApiResult::Accepted, .status = 200}, .body = std::move(body)};
  }
};

inline ApiOutcome accepted(std::string data) {
  return {.result = ApiResult::Accepted, .status = 200, .data = Json::trusted(std::move(data))};
}

/// Messages in memory.
class MemoryBook final : public MessageBook {
 public:
  std::optional<Error> fail_with;
  std::optional<Message> holder;  ///< of every key
  std::vector<Message> messages;
  std::vector<MessageFilter> filters;

  boost::asio::awaitable<Result<BegunMessage>> begin(Message message, std::int64_t replaces) override {
    if (fail_with) co_return std::unexpected(*fail_with);
    if (holder && holder->position != replaces)
      co_return BegunMessage{.begun = {.position = 0, .earlier = holder}, .upstream_key = "key"};
    messages.push_back(std::move(message));
    messages.back().position = static_cast<std::int64_t>(messages.size());
    co_return BegunMessage{.begun = {.position = messages.back().position, .earlier = {}},
                           .upstream_key = "key"};
  }
  void put_conversation(std::int64_t message, std::string conversation_id) override {
    messages.at(static_cast<std::size_t>(message - 1)).conversation_id = std::move(conversation_id);
  }
  boost::asio::awaitable<void> end(Message message, MessageEnd end) override {
    end_soon(std::move(message), std::move(end));
    co_return;
  }
  void end_soon(Message message, MessageEnd end) override {
    messages.at(static_cast<std::size_t>(message.position - 1)).end = std::move(end);
  }
  boost::asio::awaitable<Result<MessagePage>> list(MessageFilter filter, std::string) override {
    if (fail_with) co_return std::unexpected(*fail_with);
    filters.push_back(filter);
    co_return MessagePage{.messages = messages, .next = messages.empty() ? "" : "7"};
  }
};

/// Open until the test closes it.
class SimpleGate final : public GatewayGate {
 public:
  std::optional<Duration> wait;
  bool is_full = false;
  int inside = 0;

  std::optional<Duration> refuse(MessageChannel, std::string_view, TimePoint) override { return wait; }
  std::shared_ptr<Pass> enter() override {
    if (is_full) return nullptr;
    return std::make_shared<CountedPass>(inside);
  }

 private:
  class CountedPass final : public Pass {
   public:
    explicit CountedPass(int& count) : count_(count) { ++count_; }
    CountedPass(const CountedPass&) = delete;
    CountedPass& operator=(const CountedPass&) = delete;
    ~CountedPass() override { --count_; }

   private:
    int& count_;
  };
};

/// A body of these pieces, which breaks off after them when it is told to.
class PiecesStream final : public BodyStream {
 public:
  explicit PiecesStream(std::deque<std::string> pieces, bool breaks_off = false)
      : pieces_(std::move(pieces)), breaks_off_(breaks_off) {}
  boost::asio::awaitable<Result<std::string>> next() override {
    if (pieces_.empty() && breaks_off_) co_return fail(Errc::Unavailable, "http.connection", "Gone.");
    if (pieces_.empty()) co_return std::string();
    auto piece = std::move(pieces_.front());
    pieces_.pop_front();
    co_return piece;
  }

 private:
  std::deque<std::string> pieces_;
  bool breaks_off_;
};

}  // namespace callwright::tests
