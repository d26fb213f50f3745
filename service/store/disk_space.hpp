#pragma once

#include "workflows/model/result.hpp"

#include <cstdint>
#include <string>

namespace callwright {

/// Bytes that an unprivileged process may still write to the file system of `path`, which exists.
/// Unavailable `store.unavailable`: the system does not say.
Result<std::uint64_t> free_bytes(const std::string& path);

}  // namespace callwright
