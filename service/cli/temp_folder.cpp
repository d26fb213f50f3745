#include "service/cli/temp_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace callwright::cli {

TempFolder::TempFolder() {
  auto name = (std::filesystem::temp_directory_path() / "callwright-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "cannot make a folder like " + name);
  }
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;  // nobody is left to be told
  if (!kept_) std::filesystem::remove_all(path_, ignored);
}

}  // namespace callwright::cli
