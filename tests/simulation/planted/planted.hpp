#pragma once

namespace callwright::simulation {

/// True when bug number `bug` of the table is planted. Only the copies of the sources that are made for
/// planting call it.
bool is_planted(int bug);
/// Plants that bug and no other; -1: none.
void plant(int bug);

}  // namespace callwright::simulation
