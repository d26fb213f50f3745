#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// One question to another system, ready to be sent.
struct LookupQuestion {
  std::string url;
  std::vector<LookupHeader> headers;  ///< secrets by their names
  Duration timeout{0};
  Duration cache{0};  ///< so long its answer counts for whoever asks the same
};

/// Another system that knows something of callers.
class Lookups {
 public:
  virtual ~Lookups() = default;
  /// The JSON object that it answered, now or lately. Waits no longer than `until`; the question may go on,
  /// and its answer is there for the next. Timeout, Unavailable, InvalidInput: there is no answer;
  /// `lookup.status`, `lookup.body` and `lookup.secret` say why, or the codes of HttpClient.
  virtual boost::asio::awaitable<Result<Json>> ask(LookupQuestion question, TimePoint until) = 0;
};

}  // namespace callwright
