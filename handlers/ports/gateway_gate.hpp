#pragma once

#include "workflows/model/message.hpp"
#include "workflows/model/time.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace callwright {

/// Lets one message pass at a time and client as often as the settings say; one gate for all threads.
class GatewayGate {
 public:
  /// Holds one of the places at work until it is destroyed.
  class Pass {
   public:
    virtual ~Pass() = default;
  };
  virtual ~GatewayGate() = default;
  /// Empty: go on. Else so long the client has to wait.
  virtual std::optional<Duration> refuse(MessageChannel channel, std::string_view client, TimePoint now) = 0;
  /// Null: as many messages as the settings allow are at work already.
  virtual std::shared_ptr<Pass> enter() = 0;
};

}  // namespace callwright
