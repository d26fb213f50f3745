#include "service/runtime/shard_of.hpp"

#include <cstdint>

namespace callwright {

std::size_t shard_of(std::string_view text, std::size_t shard_count) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char byte : text) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 1099511628211U;
  }
  // The low bits of FNV-1a mix badly for short texts; folding the high half in evens the shards out.
  return static_cast<std::size_t>((hash ^ (hash >> 32U)) % shard_count);
}

}  // namespace callwright
