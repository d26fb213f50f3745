#pragma once

#include "handlers/ports/message_book.hpp"
#include "service/app/service_state.hpp"
#include "service/app/store_service.hpp"
#include "service/observe/log.hpp"
#include "service/observe/metrics.hpp"

#include <functional>
#include <string>

namespace callwright {

struct MessageLedgerParts {
  StoreService& store;
  const ServiceState& state;
  Log& log;
  ShardMetrics& metrics;
  std::function<TimePoint()> clock;
  std::string deployment;  ///< keeps the keys of two services of one account apart
};

/// The messages of one shard's endpoint in the store, with a line in the log and a count for each that ends.
/// Texts are in the store only.
class MessageLedger final : public MessageBook {
 public:
  explicit MessageLedger(MessageLedgerParts parts);
  /// Also Unavailable `store.reserve`: what is free on the disk is kept for the calls that run.
  boost::asio::awaitable<Result<BegunMessage>> begin(Message message, std::int64_t replaces) override;
  void put_conversation(std::int64_t message, std::string conversation_id) override;
  boost::asio::awaitable<void> end(Message message, MessageEnd end) override;
  void end_soon(Message message, MessageEnd end) override;
  boost::asio::awaitable<Result<MessagePage>> list(MessageFilter filter, std::string cursor) override;

 private:
  [[nodiscard]] std::string upstream_key(const Message& message) const;
  void tell(const Message& message, MessageEnd& end) const;

  MessageLedgerParts parts_;
};

}  // namespace callwright
