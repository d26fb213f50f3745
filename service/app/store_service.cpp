#include "service/app/store_service.hpp"

#include "service/app/thread_name.hpp"

#include <iterator>
#include <utility>

namespace callwright {
namespace {

/// More bundles than ever are in use at once; a full cache is begun anew.
constexpr std::size_t kBundlesMax = 256;

template <class Item>
void move_to(std::vector<Item>& to, std::vector<Item>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

Result<StoredCall> StoreReader::load(const CallId& call) {
  const auto snapshot = store_.load(call);
  if (!snapshot) return std::unexpected(snapshot.error());
  if (!*snapshot) return StoredCall{};
  auto found = read_snapshot(**snapshot);
  if (!found) return std::unexpected(found.error());
  auto pinned = bundle(found->bundle);
  if (!pinned) return std::unexpected(pinned.error());
  return StoredCall{std::move(*found), std::move(*pinned)};
}

Result<BundlePtr> StoreReader::bundle(const BundleId& id) {
  if (const auto known = bundles_.find(id); known != bundles_.end()) return known->second;
  const auto content = store_.bundle(id);
  if (!content) return std::unexpected(content.error());
  if (!*content) {
    return fail(Errc::Unavailable, "store.bundle_missing", "The workflows of the call are not in the store.");
  }
  auto read = read_bundle_(**content);
  if (!read) return read;
  if (bundles_.size() >= kBundlesMax) bundles_.clear();
  bundles_.emplace(id, *read);
  return read;
}

StoreService::StoreService(Store& store, StoreServiceConfig config)
    : store_(store), config_(std::move(config)), reader_(store, config_.read_bundle) {
  threads_.emplace_back(&StoreService::run_writer, this);
  threads_.emplace_back(&StoreService::run_reader, this);
  if (config_.checkpoint) threads_.emplace_back(&StoreService::run_checkpoints, this);
}

StoreService::~StoreService() { stop(); }

void StoreService::commit(CommitJob job) {
  {
    const std::scoped_lock lock(mutex_);
    writing_.commits.push_back(std::move(job));
  }
  write_wanted_.notify_one();  // after the lock: who is woken under it has to wait again
}

void StoreService::write(WriteJob job) {
  {
    const std::scoped_lock lock(mutex_);
    writing_.jobs.push_back(std::move(job));
  }
  write_wanted_.notify_one();
}

void StoreService::read(ReadJob job) {
  {
    const std::scoped_lock lock(mutex_);
    reading_.push_back(std::move(job));
  }
  read_wanted_.notify_one();
}

void StoreService::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    write_wanted_.notify_all();
    read_wanted_.notify_all();
    stop_wanted_.notify_all();
  }
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void StoreService::run_writer() {
  name_this_thread("store writer");
  std::unique_lock lock(mutex_);
  while (true) {
    write_wanted_.wait(lock, [this] { return stopping_ || !writing_.empty(); });
    if (writing_.empty()) return;
    auto work = std::exchange(writing_, {});
    lock.unlock();
    for (auto& job : work.jobs) job(store_);
    if (!work.commits.empty()) commit_together(std::move(work.commits));
    lock.lock();
  }
}

void StoreService::commit_together(std::vector<CommitJob> jobs) {
  std::vector<std::size_t> counts;
  std::vector<StoreEntry> entries;
  std::vector<UnmatchedEvent> unmatched;
  for (auto& job : jobs) {
    counts.push_back(job.entries.size());
    move_to(entries, job.entries);
    move_to(unmatched, job.unmatched);
  }
  const auto outcomes = store_.commit(entries, unmatched);
  auto next = outcomes ? outcomes->begin() : std::vector<CommitOutcome>::const_iterator{};
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (!outcomes) {
      jobs[i].done(std::unexpected(outcomes.error()));
      continue;
    }
    const auto end = next + static_cast<std::ptrdiff_t>(counts[i]);
    jobs[i].done(std::vector<CommitOutcome>(next, end));
    next = end;
  }
}

void StoreService::run_reader() {
  name_this_thread("store reader");
  std::unique_lock lock(mutex_);
  while (true) {
    read_wanted_.wait(lock, [this] { return stopping_ || !reading_.empty(); });
    if (reading_.empty()) return;
    auto jobs = std::exchange(reading_, {});
    lock.unlock();
    for (auto& job : jobs) job(reader_);
    lock.lock();
  }
}

void StoreService::run_checkpoints() {
  name_this_thread("checkpoints");
  std::unique_lock lock(mutex_);
  while (!stop_wanted_.wait_for(lock, config_.checkpoint_every, [this] { return stopping_; })) {
    lock.unlock();
    config_.checkpoint();
    lock.lock();
  }
}

}  // namespace callwright
