#pragma once

#include "handlers/ports/conversation_book.hpp"
#include "service/app/shards.hpp"

#include <functional>

namespace callwright {

/// The port ConversationBook over the shards and their store. One object serves all of them; what has not
/// ended in time goes on without whoever asked.
class ShardConversationBook final : public ConversationBook {
 public:
  ShardConversationBook(Shards& shards, std::function<TimePoint()> now)
      : shards_(shards), now_(std::move(now)) {}
  boost::asio::awaitable<Result<std::optional<PinnedCall>>> find(std::vector<std::string> keys,
                                                                 TimePoint until) override;
  boost::asio::awaitable<Result<Delivery>> record(Event event, TimePoint until) override;

 private:
  Shards& shards_;
  std::function<TimePoint()> now_;
};

}  // namespace callwright
