#pragma once

#include "workflows/simulator/queries.hpp"

namespace callwright::simulator::assistants {

/// Answers by `answer`, except for a request that repeats the Idempotency-Key of one that succeeded within
/// the last 24 h: with the same body it gets the same answer and has no effect (409 while the first is at
/// work, as Settings::keyed_request_takes says), with another one it is refused with 422. A malformed key is
/// refused with 400. Operations without that header do not look at it. A key counts for its method and path
/// (not stated).
ApiResponse answer_once(const Query& query, QueryAnswer answer);

}  // namespace callwright::simulator::assistants
