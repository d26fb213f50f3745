#pragma once

#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <string>

/// What commands need of the process besides its adapters: time, chance, standard input.
namespace callwright {

/// Sleeps.
void let_time_pass(Duration duration);

/// Since some moment before the process began; never goes back.
Duration uptime();

/// A random UUID (version 7) as lower-case text; every call gives another one.
std::string random_id();

/// All of standard input, 4 MiB at most. InvalidInput `input.unreadable`.
Result<std::string> read_input();

}  // namespace callwright
