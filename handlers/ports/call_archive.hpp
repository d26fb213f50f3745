#pragma once

#include "workflows/model/call.hpp"
#include "workflows/model/result.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// What a search asks for; empty members do not restrict.
struct CallQuery {
  std::string state, workflow, number, outcome, text;
  std::optional<TimePoint> since, until;
  std::string cursor;      ///< `next` of the page before
  std::size_t limit = 50;  ///< 1 to 200
};

struct CallPage {
  std::vector<Json>
      calls;  ///< `{id, state, workflow, bundle, from, to, opened_at, closed_at, outcome, conversation_id}`
  std::string next;  ///< empty on the last page
};

struct RecordPage {
  std::vector<Json> records;  ///< `{seq, at, kind, data}`
  std::string next;
};

struct FoundCall {
  Call call;
  std::map<std::string, std::string> names;  ///< of the people it has rung: key in the workflow -> name
};

/// Reading what was stored. Errors: InvalidInput for a cursor that is not ours, Unavailable.
class CallArchive {
 public:
  virtual ~CallArchive() = default;
  virtual boost::asio::awaitable<Result<CallPage>> search(CallQuery query) = 0;
  virtual boost::asio::awaitable<Result<std::optional<FoundCall>>> find(CallId call) = 0;
  virtual boost::asio::awaitable<Result<RecordPage>> records(CallId call, std::string cursor,
                                                             std::size_t limit) = 0;
};

}  // namespace callwright
