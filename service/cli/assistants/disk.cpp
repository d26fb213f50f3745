#include "service/cli/assistants/disk.hpp"

#include "workflows/language/file_text.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace callwright::cli::assistants {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> unreadable(const fs::path& path, const std::string& why) {
  return fail(Errc::InvalidInput, "assistants.unreadable", path.string() + " cannot be read: " + why + ".");
}

std::unexpected<Error> unwritable(const fs::path& path, const std::string& why) {
  return fail(Errc::InvalidInput, "assistants.unwritable",
              path.string() + " cannot be written: " + why + ".");
}

Result<std::string> read_whole(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return unreadable(path, error.message());
  if (size > language::kFileBytesMax) return unreadable(path, "it is larger than 512 KiB");
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return unreadable(path, "check who may open it");
  return text;
}

Result<std::vector<SourceFile>> yaml_files(const fs::path& directory) {
  std::vector<SourceFile> files;
  std::error_code error;
  if (!fs::exists(directory, error)) return files;
  for (auto at = fs::directory_iterator(directory, error); !error && at != fs::directory_iterator();
       at.increment(error)) {
    if (at->path().extension() != ".yaml" || at->is_directory()) continue;
    auto text = read_whole(at->path());
    if (!text) return std::unexpected(text.error());
    files.push_back({at->path().string(), std::move(*text)});
  }
  if (error) return unreadable(directory, error.message());
  std::ranges::sort(files, {}, &SourceFile::name);
  return files;
}

}  // namespace

Disk::Disk(std::filesystem::path directory, const std::string& account)
    : directory_(std::move(directory)),
      lock_file_(account.empty() ? "assistants.lock.json" : "assistants." + account + ".lock.json") {}

bool Disk::exists() const {
  std::error_code ignored;
  return fs::is_directory(directory_, ignored);
}

Result<std::vector<SourceFile>> Disk::assistants() const { return yaml_files(directory_); }
Result<std::vector<SourceFile>> Disk::tools() const { return yaml_files(directory_ / "tools"); }
Result<std::string> Disk::text(const std::string& path) const { return read_whole(directory_ / path); }

Result<callwright::assistants::Lock> Disk::lock() const {
  std::error_code ignored;
  if (!fs::exists(directory_ / lock_file_, ignored)) return callwright::assistants::Lock();
  const auto text = read_whole(directory_ / lock_file_);
  if (!text) return std::unexpected(text.error());
  auto lock = callwright::assistants::read_lock(*text);
  if (!lock) lock.error().detail = shown(lock_file_) + ": " + lock.error().detail;
  return lock;
}

Result<void> Disk::write(const std::string& path, const std::string& text) const {
  const auto target = directory_ / path;
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  if (error) return unwritable(target, error.message());
  const auto beside = fs::path(target.string() + ".new");
  std::ofstream out(beside, std::ios::binary);
  out << text;
  if (!out.flush()) return unwritable(target, "check who may write there and how full the disk is");
  out.close();
  fs::rename(beside, target, error);
  if (error) return unwritable(target, error.message());
  return {};
}

Result<void> Disk::write_lock(const callwright::assistants::Lock& lock) const {
  return write(lock_file_, callwright::assistants::write_lock(lock));
}

}  // namespace callwright::cli::assistants
