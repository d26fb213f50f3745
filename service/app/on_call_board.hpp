#pragma once

#include "handlers/ports/on_call_desk.hpp"
#include "service/app/current_bundle.hpp"
#include "service/app/shards.hpp"
#include "service/observe/log.hpp"

namespace callwright {

/// Who is on call by the rotations of the current bundle and the stand-ins of the store.
class OnCallBoard final : public OnCallDesk {
 public:
  OnCallBoard(Shards& shards, const CurrentBundle& bundle, Log& log)
      : shards_(shards), bundle_(bundle), log_(log) {}
  boost::asio::awaitable<Result<OnCallSheet>> sheet(TimePoint now) override;
  boost::asio::awaitable<Result<void>> override(OnCallOverride wanted, TimePoint now) override;
  boost::asio::awaitable<Result<void>> end_override(std::string rotation, std::string by,
                                                    TimePoint now) override;

 private:
  /// The shards go by what is stored.
  boost::asio::awaitable<Result<void>> tell_shards();

  Shards& shards_;
  const CurrentBundle& bundle_;
  Log& log_;
};

}  // namespace callwright
