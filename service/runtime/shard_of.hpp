#pragma once

#include <cstddef>
#include <string_view>

namespace callwright {

/// The shard that `text` belongs to: FNV-1a (64 bits) modulo `shard_count`. The same in every process, so
/// that where a call lives is a function of its id alone. `shard_count` is at least 1.
std::size_t shard_of(std::string_view text, std::size_t shard_count);

}  // namespace callwright
