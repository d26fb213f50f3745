#pragma once

#include "service/store/sqlite.hpp"
#include "workflows/model/result.hpp"

namespace callwright::sqlite {

/// The schema that this binary reads and writes.
int schema_version();

/// Brings the file to `schema_version`, one transaction for each step forward. Conflict `store.newer`:
/// written by a newer callwright. Conflict `store.foreign`: a database of another application. Throws
/// Failure.
Result<void> migrate(Database& database);

}  // namespace callwright::sqlite
