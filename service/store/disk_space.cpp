#include "service/store/disk_space.hpp"

#include <filesystem>

namespace callwright {

Result<std::uint64_t> free_bytes(const std::string& path) {
  std::error_code error;
  const auto space = std::filesystem::space(path, error);
  if (error) {
    return fail(Errc::Unavailable, "store.unavailable",
                "Cannot ask for the free space of " + path + ": " + error.message() + ".");
  }
  return space.available;
}

}  // namespace callwright
