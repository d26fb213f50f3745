#include "service/app/workflow_files.hpp"

#include "service/app/time_zones.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>

namespace callwright {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t kFileBytesMax = 4'194'304;

std::unexpected<Error> unreadable(std::string detail) {
  return fail(Errc::InvalidInput, "workflows.unreadable", std::move(detail));
}

/// What is in a directory, in name order; empty when it cannot be looked into.
std::vector<fs::path> entries_of(const fs::path& directory, std::error_code& error) {
  std::vector<fs::path> entries;
  for (auto at = fs::directory_iterator(directory, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    entries.push_back(at->path());
  }
  std::ranges::sort(entries);
  return entries;
}

std::unexpected<Error> nothing_in(const fs::path& directory) {
  std::error_code ignored;
  for (const auto& path : entries_of(directory, ignored)) {
    if (path.extension() == ".yml")
      return unreadable(path.string() +
                        " is not read: the name of a workflow file ends in .yaml; rename it.");
  }
  return unreadable(directory.string() + " has no *.yaml file, and neither has a folder in it.");
}

Result<SourceFile> read_file(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return unreadable(path.string() + " cannot be read: " + error.message() + ".");
  if (size > kFileBytesMax)
    return unreadable(path.string() + " is larger than 4 MiB; split it into several files.");
  std::ifstream in(path, std::ios::binary);
  SourceFile file{path.string(), {std::istreambuf_iterator<char>(in), {}}};
  if (!in) return unreadable(path.string() + " cannot be read; check who may open it.");
  return file;
}

}  // namespace

Result<SourceFile> read_workflow_file(const fs::path& file) { return read_file(file); }

Result<std::vector<SourceFile>> read_workflow_files(const fs::path& directory) {
  std::vector<SourceFile> files;
  std::error_code error;
  if (!fs::exists(directory, error)) return files;
  for (const auto& path : entries_of(directory, error)) {
    if (path.extension() != ".yaml" || fs::is_directory(path)) continue;
    auto file = read_file(path);
    if (!file) return std::unexpected(file.error());
    files.push_back(std::move(*file));
  }
  if (error) return unreadable(directory.string() + " cannot be read: " + error.message() + ".");
  return files;
}

Result<std::vector<cli::BundleFolder>> read_bundle_folders(const fs::path& directory) {
  std::error_code error;
  if (!fs::exists(directory, error)) return unreadable("There is no directory " + directory.string() + ".");
  if (!fs::is_directory(directory, error))
    return unreadable(directory.string() + " is a file; name the directory that holds the workflow files.");
  auto own = read_workflow_files(directory);
  if (!own) return std::unexpected(own.error());
  std::vector<cli::BundleFolder> bundles;
  if (!own->empty()) {
    bundles.push_back({directory, std::move(*own)});
    return bundles;
  }
  for (const auto& path : entries_of(directory, error)) {
    if (!fs::is_directory(path)) continue;
    auto files = read_workflow_files(path);
    if (!files) return std::unexpected(files.error());
    if (!files->empty()) bundles.push_back({path, std::move(*files)});
  }
  if (error) return unreadable(directory.string() + " cannot be read: " + error.message() + ".");
  if (bundles.empty()) return nothing_in(directory);
  return bundles;
}

Loaded load_workflow_files(const std::vector<SourceFile>& files) {
  const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
  return load_bundle(files, {.zones = &system_zones(), .now = now});
}

}  // namespace callwright
