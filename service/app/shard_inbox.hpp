#pragma once

#include "handlers/ports/call_inbox.hpp"
#include "service/app/shards.hpp"

namespace callwright {

/// The way into the calls, over the shards. One object serves all of them: a request is taken in by the shard
/// whose thread it comes from, handed to the call's shard with the others of the same turn, and completed on
/// the executor of whoever awaits it.
class ShardInbox final : public CallInbox {
 public:
  explicit ShardInbox(Shards& shards) : shards_(shards) {}
  boost::asio::awaitable<Result<Delivery>> deliver(Event event, TimePoint at) override;
  /// Also Conflict `tool.calls_disagree`: the call_control_id is of no leg of the call.
  boost::asio::awaitable<Result<Answer>> request_tool(ToolTarget target, std::string name, Json arguments,
                                                      TimePoint at) override;
  boost::asio::awaitable<Result<StartedCall>> start(CallStart wanted, TimePoint at) override;
  boost::asio::awaitable<Result<Answer>> operate(CallId call, std::string name, Json arguments,
                                                 std::string by, TimePoint at) override;
  /// Has a dead letter sent again. Errors as those of `operate`.
  boost::asio::awaitable<Result<Answer>> retry_letter(CallId call, std::int64_t position, Json letter,
                                                      std::string by);

 private:
  Shards& shards_;
};

}  // namespace callwright
