#pragma once

#include "handlers/ports/dead_letter_box.hpp"
#include "service/app/shard_inbox.hpp"
#include "service/app/store_service.hpp"

namespace callwright {

/// Dead letters as the store holds them; each is sent again by its call. A letter's id is its position.
class LetterBox final : public DeadLetterBox {
 public:
  LetterBox(StoreService& store, ShardInbox& inbox) : store_(store), inbox_(inbox) {}
  boost::asio::awaitable<Result<DeadLetterPage>> list(std::string cursor, std::size_t limit) override;
  boost::asio::awaitable<Result<Answer>> retry(std::int64_t letter, std::string by) override;

 private:
  StoreService& store_;
  ShardInbox& inbox_;
};

}  // namespace callwright
