#include "service/app/shard_inbox.hpp"

#include "service/app/complete_on.hpp"

#include <utility>

namespace callwright {
namespace {

namespace asio = boost::asio;
namespace message = runtime::message;
using runtime::Outcome;

asio::awaitable<runtime::effect::Respond> ask(Shards& shards, runtime::Message message) {
  auto begin = [&shards, message = std::move(message)](callwright::Respond respond) mutable {
    shards.ask(std::move(message), std::move(respond));
  };
  co_return co_await await_answer<runtime::effect::Respond>(std::move(begin));
}

std::unexpected<Error> not_stored() {
  return fail(Errc::Unavailable, "inbox.unavailable", "Nothing was stored; send it again.");
}

Result<Answer> answer_of(runtime::effect::Respond respond) {
  switch (respond.outcome) {
    case Outcome::Answered: return std::move(respond.answer);
    case Outcome::NotFound:
      return fail(Errc::NotFound, "call.not_found", "There is no such call; look it up in GET /v1/calls.");
    case Outcome::Conflict:
      return fail(
          Errc::Conflict, "tool.calls_disagree",
          "The call and the call_control_id of the request belong to different calls; send one of them.");
    default: return not_stored();
  }
}

Result<StartedCall> started_by(const runtime::effect::Respond& respond) {
  if (respond.outcome == Outcome::Busy) {
    return fail(
        Errc::Conflict, "call.address_busy",
        "Another call of this service has that number now; nobody was called. Try again when it is over.");
  }
  if (respond.outcome != Outcome::Answered) return not_stored();
  if (respond.answer.status == 422) {
    return fail(Errc::Conflict, "call.idempotency_key",
                "This idempotency key stands for another request; use a new key for every call.");
  }
  const auto body = JsonDocument::of(respond.answer.body);
  return StartedCall{CallId(body.root()["id"].str()), body.root()["state"].str(),
                     respond.answer.status == 202};
}

}  // namespace

asio::awaitable<Result<Delivery>> ShardInbox::deliver(Event event, TimePoint /*at*/) {
  const auto respond = co_await ask(shards_, message::Arrived{0, std::move(event), {}, {}});
  switch (respond.outcome) {
    case Outcome::Stored: co_return Delivery::Stored;
    case Outcome::Duplicate: co_return Delivery::Duplicate;
    case Outcome::Unmatched: co_return Delivery::Unmatched;
    default: co_return not_stored();
  }
}

asio::awaitable<Result<Answer>> ShardInbox::request_tool(ToolTarget target, std::string name, Json arguments,
                                                         TimePoint /*at*/) {
  co_return answer_of(
      co_await ask(shards_, message::ToolArrived{0, std::move(target.call), std::move(target.call_control_id),
                                                 std::move(name), std::move(arguments)}));
}

asio::awaitable<Result<StartedCall>> ShardInbox::start(CallStart wanted, TimePoint /*at*/) {
  input::StartRequested start{.workflow = std::move(wanted.workflow),
                              .from = std::move(wanted.from),
                              .to = std::move(wanted.to),
                              .order = std::move(wanted.order),
                              .by = std::move(wanted.by)};
  co_return started_by(
      co_await ask(shards_, message::StartCall{std::move(wanted.bundle), std::move(start), {}}));
}

asio::awaitable<Result<Answer>> ShardInbox::operate(CallId call, std::string name, Json arguments,
                                                    std::string by, TimePoint /*at*/) {
  co_return answer_of(co_await ask(shards_, message::OperatorArrived{0, std::move(call), std::move(name),
                                                                     std::move(arguments), std::move(by)}));
}

asio::awaitable<Result<Answer>> ShardInbox::retry_letter(CallId call, std::int64_t position, Json letter,
                                                         std::string by) {
  co_return answer_of(co_await ask(
      shards_, message::LetterRetried{0, std::move(call), position, std::move(letter), std::move(by)}));
}

}  // namespace callwright
