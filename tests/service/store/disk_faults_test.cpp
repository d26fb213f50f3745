#include "service/store/sqlite.hpp"
#include "service/store/sqlite_store.hpp"
#include "tests/service/store/fault_disk.hpp"
#include "tests/service/store/store_samples.hpp"
#include "tests/support/temp_directory.hpp"

#include <optional>

#include <gtest/gtest.h>

namespace callwright::tests::disk_faults {
namespace {

using Fault = FaultDisk::Fault;

constexpr int kBatches = 5;

/// Two calls that always go forward in one batch, so that a torn batch shows.
class Pair {
 public:
  /// Batch number `version`: two entries, a key and a claim each, and an unmatched event.
  static Result<std::vector<CommitOutcome>> commit(Store& store, std::int64_t version) {
    return store.commit({entry("call_a", version), entry("call_b", version)},
                        {sample_event(number("e", version), {number("unmatched:", version)})});
  }

  static std::string number(const std::string& name, std::int64_t value) {
    return name + std::to_string(value);
  }

  static StoreEntry entry(const std::string& id, std::int64_t version) {
    SampleCall sample(id);
    sample.call.version = version - 1;
    sample.call.next_seq = version;
    auto entry = sample.next();
    entry.snapshot = std::to_string(version) + ":" + std::string(2000, 'x');  // overflows its page
    entry.keys = {number(id + ":key:", version)};
    entry.claims = {number(id + ":address:", version)};
    entry.next_due_at = at_second(version);
    return entry;
  }

  static std::int64_t stored_version(Store& store, const std::string& id) {
    const auto snapshot = store.load(CallId(id));
    EXPECT_TRUE(snapshot) << snapshot.error().detail;
    return snapshot && *snapshot ? std::stoll((*snapshot)->substr(0, (*snapshot)->find(':'))) : 0;
  }

  /// Everything of the batches up to `version` is stored and nothing of a later one.
  static void expect_stored(Store& store, std::int64_t version) {
    for (const std::string id : {"call_a", "call_b"}) {
      EXPECT_EQ(stored_version(store, id), version);
      EXPECT_EQ(store.records(CallId(id), 0, 100)->size(), static_cast<std::size_t>(version));
      for (std::int64_t i = 1; i <= kBatches; ++i) {
        EXPECT_EQ(store.find({number(id + ":key:", i)})->has_value(), i <= version) << i;
        EXPECT_EQ(store.claims({number(id + ":address:", i)})->size(), i <= version ? 1U : 0U) << i;
      }
    }
    for (std::int64_t i = 1; i <= kBatches; ++i) {
      EXPECT_EQ(store.unmatched({number("unmatched:", i)})->size(), i <= version ? 1U : 0U) << i;
    }
    EXPECT_EQ(store.due(at_second(version), 10)->size(), version == 0 ? 0U : 2U);
  }
};

struct Scenario {
  std::string name;
  Fault fault;
  bool once;
  std::string error;  ///< the code that commits may answer, apart from `store.unknown`
};

class DiskFaults : public ::testing::TestWithParam<Scenario> {
 protected:
  void SetUp() override { FaultDisk::get().reset(); }

  static Result<std::unique_ptr<SqliteStore>> open(const TempDirectory& directory) {
    return SqliteStore::open({.path = directory.file("calls.db"), .vfs = FaultDisk::kName});
  }

  /// Commits batch after batch, again where it failed, with checkpoints in between; gives the last version
  /// that was acknowledged.
  std::int64_t work(SqliteStore& store) {
    std::int64_t acknowledged = 0;
    for (int i = 0; i < kBatches; ++i) {
      const auto outcomes = Pair::commit(store, acknowledged + 1);
      if (outcomes) {
        EXPECT_EQ(outcomes->at(0).kind, CommitOutcome::Kind::Committed);
        EXPECT_EQ(outcomes->at(1).kind, CommitOutcome::Kind::Committed);
        ++acknowledged;
      } else {
        EXPECT_EQ(outcomes.error().kind, Errc::Unavailable);
        EXPECT_TRUE(outcomes.error().code == GetParam().error || outcomes.error().code == "store.unknown")
            << outcomes.error().code << ": " << outcomes.error().detail;
        Pair::expect_stored(store, acknowledged);  // a failed batch shows nothing of itself
      }
      if (i % 3 == 2) (void)store.checkpoint();  // may meet the fault; the work has to go on
    }
    return acknowledged;
  }
};

TEST_P(DiskFaults, KeepWhatWasAcknowledgedAndNothingByHalves) {
  auto& disk = FaultDisk::get();
  int nth = 1;
  for (;; ++nth) {
    SCOPED_TRACE("operation " + std::to_string(nth));
    const auto directory = TempDirectory::in_memory();
    disk.reset();
    disk.fail_at(GetParam().fault, nth, GetParam().once);
    std::int64_t acknowledged = 0;
    if (auto store = open(directory)) acknowledged = work(**store);
    const bool went_through = !disk.has_failed();
    disk.heal();
    disk.lose_power(static_cast<std::uint32_t>(nth));

    auto store = open(directory);
    ASSERT_TRUE(store) << store.error().detail;
    const auto version = Pair::stored_version(**store, "call_a");
    EXPECT_GE(version, acknowledged) << "an acknowledged batch is gone";
    EXPECT_LE(version, acknowledged + 1) << "only a batch in doubt may be there besides";
    Pair::expect_stored(**store, version);
    EXPECT_TRUE(Pair::commit(**store, version + 1)) << "the store works again";
    store->reset();
    sqlite::Database database(directory.file("calls.db"), FaultDisk::kName);
    EXPECT_EQ(database.text_of("PRAGMA integrity_check"), "ok");
    if (went_through || HasFailure()) break;
  }
  EXPECT_GT(nth, 3 * kBatches / 2) << "the faults reached the work itself";
}

const std::vector<Scenario> kScenarios = {
    {"WritesFail", Fault::WriteFails, false, "store.unavailable"},
    {"OneWriteFails", Fault::WriteFails, true, "store.unavailable"},
    {"SyncsFail", Fault::SyncFails, false, "store.unavailable"},
    {"OneSyncFails", Fault::SyncFails, true, "store.unavailable"},
    {"DiskStaysFull", Fault::DiskFull, false, "store.full"},
    {"DiskIsFullOnce", Fault::DiskFull, true, "store.full"},
};
INSTANTIATE_TEST_SUITE_P(Sqlite, DiskFaults, ::testing::ValuesIn(kScenarios),
                         [](const auto& test) { return test.param.name; });

TEST(FullDisk, IsNamedAndReadsGoOn) {
  auto& disk = FaultDisk::get();
  disk.reset();
  TempDirectory directory;
  auto store = SqliteStore::open({.path = directory.file("calls.db"), .vfs = FaultDisk::kName});
  ASSERT_TRUE(store);
  ASSERT_TRUE(Pair::commit(**store, 1));
  disk.fail_at(Fault::DiskFull, 1, false);
  EXPECT_EQ(Pair::commit(**store, 2).error().code, "store.full");
  EXPECT_EQ((*store)->put_bundle(BundleId("b"), "x").error().code, "store.full");
  EXPECT_EQ((*store)->meta("new", "x").error().code, "store.full");
  EXPECT_EQ((*store)->expire(at_second(1'000'000), 10).error().code, "store.full");
  Pair::expect_stored(**store, 1);
  disk.heal();
  EXPECT_TRUE(Pair::commit(**store, 2)) << "space was freed";
}

}  // namespace
}  // namespace callwright::tests::disk_faults
