#pragma once

#include "service/runtime/ports/store.hpp"

#include <string>
#include <variant>
#include <vector>

namespace callwright::sqlite {

struct SearchQuery {
  std::string sql;  ///< columns: id, state, workflow, bundle, caller, callee, outcome, conversation_id,
                    ///< opened_at, closed_at, rid
  std::vector<std::variant<std::int64_t, std::string>> values;  ///< of its parameters, in order
};

/// The statement that answers a search from indexes alone: where the filter offers alternatives (from or to;
/// id, number or workflow), each is a SELECT of one page along its own index, and the newest of all are
/// taken.
SearchQuery search_query(const CallFilter& filter);

}  // namespace callwright::sqlite
