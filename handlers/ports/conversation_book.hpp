#pragma once

#include "handlers/ports/call_inbox.hpp"
#include "workflows/language/bundle.hpp"
#include "workflows/model/call.hpp"
#include "workflows/model/event.hpp"
#include "workflows/model/result.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// A call with the workflows that it began with.
struct PinnedCall {
  Call call;
  BundlePtr bundle;
};

/// Which call a conversation belongs to, and what it was given, for somebody who cannot wait.
class ConversationBook {
 public:
  virtual ~ConversationBook() = default;
  /// The call that has the first of the keys that is known (`keys_of`). Timeout: the store has not answered.
  /// Unavailable: it could not be read.
  virtual boost::asio::awaitable<Result<std::optional<PinnedCall>>> find(std::vector<std::string> keys,
                                                                         TimePoint until) = 0;
  /// Stores the event with its answer, as a webhook of its call. Timeout: not stored yet; it goes on.
  /// Unavailable: not stored.
  virtual boost::asio::awaitable<Result<Delivery>> record(Event event, TimePoint until) = 0;
};

}  // namespace callwright
