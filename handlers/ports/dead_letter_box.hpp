#pragma once

#include "workflows/model/input.hpp"
#include "workflows/model/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace callwright {

struct DeadLetterPage {
  /// `{id, call, kind, to, created_at, given_up_at, attempts, in_doubt, status, code, detail, body}`
  std::vector<Json> letters;
  std::string next;  ///< empty on the last page
};

/// What was to be sent outside and was given up.
class DeadLetterBox {
 public:
  virtual ~DeadLetterBox() = default;
  /// Oldest first. InvalidInput for a cursor that is not ours, Unavailable.
  virtual boost::asio::awaitable<Result<DeadLetterPage>> list(std::string cursor, std::size_t limit) = 0;
  /// Lets the letter's call send it again; answered when that is durable. The letter stays until it is
  /// delivered, or becomes a letter again. NotFound: there is no such letter (any more). Unavailable: not
  /// stored.
  virtual boost::asio::awaitable<Result<Answer>> retry(std::int64_t letter, std::string by) = 0;
};

}  // namespace callwright
