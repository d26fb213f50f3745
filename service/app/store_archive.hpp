#pragma once

#include "handlers/ports/call_archive.hpp"
#include "service/app/store_service.hpp"

namespace callwright {

/// Reading what was stored, on the store's reading thread. Cursors are decimal numbers: the row of the last
/// call of a page, the sequence number of its last record.
class StoreArchive final : public CallArchive {
 public:
  explicit StoreArchive(StoreService& store) : store_(store) {}
  boost::asio::awaitable<Result<CallPage>> search(CallQuery query) override;
  boost::asio::awaitable<Result<std::optional<FoundCall>>> find(CallId call) override;
  boost::asio::awaitable<Result<RecordPage>> records(CallId call, std::string cursor,
                                                     std::size_t limit) override;

 private:
  StoreService& store_;
};

}  // namespace callwright
