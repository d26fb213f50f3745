#pragma once

#include "handlers/ports/call_archive.hpp"
#include "handlers/ports/http.hpp"
#include "workflows/model/result.hpp"

#include <cstddef>
#include <string>

namespace callwright {

/// The query of `GET /v1/calls`. InvalidInput `query.<name>` for a value that cannot be meant (`query.limit`,
/// `query.since`, …), `query.unknown` with the nearest right name, `query.repeated`.
Result<CallQuery> parse_call_query(const Request& request);

/// The query of `GET /v1/calls/{id}/records`; errors as above.
struct RecordQuery {
  std::string cursor;
  std::size_t limit = 100;  ///< 1 to 500
  friend bool operator==(const RecordQuery&, const RecordQuery&) = default;
};
Result<RecordQuery> parse_record_query(const Request& request);

}  // namespace callwright
