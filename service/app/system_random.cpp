#include "service/app/system_random.hpp"

#include "service/app/call_signatures.hpp"

#include <cstdint>

#include <fmt/core.h>

namespace callwright {

std::string SystemRandom::uuid_v7(TimePoint now) {
  const auto millis = static_cast<std::uint64_t>(now.time_since_epoch().count()) & 0xFFFFFFFFFFFFU;
  const auto time = fmt::format("{:012x}", millis);
  auto random = random_hex(10);  // 20 digits: 3 after the version, 4 with the variant, 12
  constexpr std::string_view kVariants = "89ab";
  const auto variant = kVariants[static_cast<unsigned char>(random[3]) % kVariants.size()];
  random[3] = variant;
  return fmt::format("{}-{}-7{}-{}-{}", time.substr(0, 8), time.substr(8), random.substr(0, 3),
                     random.substr(3, 4), random.substr(7, 12));
}

}  // namespace callwright
