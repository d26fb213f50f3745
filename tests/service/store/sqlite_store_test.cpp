#include "service/store/sqlite_store.hpp"

#include "service/store/disk_space.hpp"
#include "service/store/schema.hpp"
#include "service/store/search.hpp"
#include "service/store/sqlite.hpp"
#include "tests/service/store/store_samples.hpp"
#include "tests/support/temp_directory.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace callwright::tests::sqlite_store {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SqliteStoreFile : public ::testing::Test {
 protected:
  Result<std::unique_ptr<SqliteStore>> open() { return SqliteStore::open({.path = path_, .vfs = {}}); }
  void in_file(const std::string& sql) { sqlite::Database(path_, "").execute(sql); }

  TempDirectory directory_;
  std::string path_ = directory_.file("calls.db");
};

TEST_F(SqliteStoreFile, IsOwnedByOneProcess) {
  const auto first = open();
  ASSERT_TRUE(first);
  const auto second = open();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "store.owned");
  EXPECT_THAT(second.error().detail, HasSubstr("pid " + std::to_string(::getpid())));
}

TEST_F(SqliteStoreFile, IsFreeAgainWhenItsOwnerIsGone) {
  ASSERT_TRUE(open());
  EXPECT_TRUE(open());
}

TEST_F(SqliteStoreFile, OfANewerVersionIsRefusedUntouched) {
  ASSERT_TRUE(open());
  in_file("PRAGMA user_version = 99");
  const auto store = open();
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, "store.newer");
  EXPECT_THAT(store.error().detail,
              HasSubstr("schema 99, this one knows " + std::to_string(sqlite::schema_version())));
}

TEST_F(SqliteStoreFile, OfAnotherApplicationIsRefused) {
  in_file("CREATE TABLE notes (text)");
  EXPECT_EQ(open().error().code, "store.foreign");
}

TEST_F(SqliteStoreFile, ThatIsNoDatabaseIsRefused) {
  std::ofstream(path_) << std::string(4096, 'x');
  EXPECT_EQ(open().error().code, "store.unavailable");
}

TEST_F(SqliteStoreFile, InAMissingDirectoryIsRefusedWithItsName) {
  path_ = directory_.file("missing/calls.db");
  const auto store = open();
  EXPECT_EQ(store.error().code, "store.unavailable");
  EXPECT_THAT(store.error().detail, HasSubstr(path_));
}

TEST_F(SqliteStoreFile, KeepsTheSchemaVersionOfThisBinary) {
  ASSERT_TRUE(open());
  EXPECT_EQ(sqlite::Database(path_, "").integer_of("PRAGMA user_version"), sqlite::schema_version());
}

TEST_F(SqliteStoreFile, CommitsNeverCheckpointAndCheckpointMovesEverything) {
  auto store = *open();
  SampleCall sample("call_1");
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(store->commit({sample.next()}, {}));
  const auto state = store->checkpoint();
  ASSERT_TRUE(state);
  EXPECT_GT(state->pages, 50) << "a commit has checkpointed before";
  EXPECT_EQ(state->moved, state->pages);
}

TEST_F(SqliteStoreFile, IsWholeWithoutALogAfterClosing) {
  auto store = *open();
  ASSERT_TRUE(store->commit({SampleCall("call_1").next()}, {}));
  store.reset();
  EXPECT_FALSE(std::filesystem::exists(path_ + "-wal"));
  EXPECT_TRUE((*open())->load(CallId("call_1"))->has_value());
}

TEST_F(SqliteStoreFile, DamagedRecordsAreAnErrorAndNotACrash) {
  ASSERT_TRUE((*open())->commit({SampleCall("call_1").next()}, {}));
  in_file("UPDATE log SET data = '[{\"seq\":'");
  const auto records = (*open())->records(CallId("call_1"), 0, 10);
  ASSERT_FALSE(records);
  EXPECT_EQ(records.error().code, "store.unavailable");
}

TEST_F(SqliteStoreFile, AnswersSearchesFromIndexes) {
  ASSERT_TRUE(open());
  sqlite::Database database(path_, "");
  const auto plan_of = [&](const CallFilter& filter) {
    std::string plan;
    sqlite::Statement statement(database, "EXPLAIN QUERY PLAN " + sqlite::search_query(filter).sql);
    auto rows = statement.query();
    while (rows.next()) plan += rows.text(3) + "\n";
    return plan;
  };
  const std::string scan = "SCAN calls\n";
  const std::string sort = "USE TEMP B-TREE FOR ORDER BY";
  struct Case {
    const char* name;
    CallFilter filter;
    bool ordered;  ///< the index gives the order too
  };
  const std::vector<Case> cases = {
      {"all", {}, true},
      {"next page", {.before_row = 7}, true},
      {"state, next page", {.state = "settled", .before_row = 7}, true},
      {"workflow", {.workflow = "support"}, true},
      {"outcome in a time", {.outcome = "joined", .since = at_second(1), .until = at_second(2)}, true},
      {"until", {.until = at_second(2)}, true},
      {"number", {.number = "+13125550199", .before_row = 7}, false},
      {"workflow text", {.text = "support"}, false},
      {"number text", {.text = "+1312"}, false},
  };
  for (const auto& test : cases) {
    const auto plan = plan_of(test.filter);
    EXPECT_THAT(plan, Not(HasSubstr(scan))) << test.name;
    if (test.ordered) EXPECT_THAT(plan, Not(HasSubstr(sort))) << test.name << "\n" << plan;
  }
}

TEST_F(SqliteStoreFile, IsWrittenReadAndCheckpointedByThreeThreadsAtOnce) {
  constexpr int kSteps = 300;
  auto store = *open();
  std::atomic<std::int64_t> acknowledged = 0;
  std::atomic<bool> done = false;
  std::thread reader([&] {
    while (!done) {
      const auto before = acknowledged.load();
      const auto snapshot = store->load(CallId("call_1"));
      const auto records = store->records(CallId("call_1"), 0, SIZE_MAX);
      if (!snapshot || !records) {
        ADD_FAILURE() << "a read failed beside the writer";
        return;
      }
      if (static_cast<std::int64_t>(records->size()) < before)
        ADD_FAILURE() << "a committed step was not seen";
    }
  });
  std::thread checkpointer([&] {
    while (!done) EXPECT_TRUE(store->checkpoint());
  });
  SampleCall sample("call_1");
  for (int i = 0; i < kSteps; ++i) {
    const auto outcomes = store->commit({sample.next()}, {});
    EXPECT_TRUE(outcomes) << outcomes.error().detail;
    ++acknowledged;
  }
  done = true;
  reader.join();
  checkpointer.join();
  EXPECT_EQ(store->records(CallId("call_1"), 0, SIZE_MAX)->size(), static_cast<std::size_t>(kSteps));
}

/// The child's life: commits until it is killed, and tells the version after each acknowledgement.
[[noreturn]] void commit_forever(const std::string& path, int pipe) {
  auto store = SqliteStore::open({.path = path, .vfs = {}});
  if (!store) ::_exit(1);
  SampleCall sample("call_1");
  for (;;) {
    auto entry = sample.next();
    entry.keys = {"key:" + std::to_string(sample.call.version)};
    const auto outcomes = (*store)->commit({entry}, {});
    if (!outcomes || outcomes->front().kind != CommitOutcome::Kind::Committed) ::_exit(2);
    const auto version = sample.call.version;
    if (::write(pipe, &version, sizeof version) != sizeof version) ::_exit(3);
    if (version % 7 == 0) (void)(*store)->checkpoint();
  }
}

TEST_F(SqliteStoreFile, HoldsWhatWasAcknowledgedBeforeAKill) {
  for (const std::int64_t kill_after : {1, 5, 23, 60}) {
    std::filesystem::remove(path_);
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      commit_forever(path_, ends[1]);
    }
    ::close(ends[1]);
    std::int64_t acknowledged = 0;
    std::int64_t version = 0;
    while (::read(ends[0], &version, sizeof version) == sizeof version) {
      acknowledged = version;
      if (acknowledged == kill_after) ::kill(child, SIGKILL);  // what is in the pipe already still counts
    }
    ::close(ends[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);

    const auto store = open();
    ASSERT_TRUE(store) << store.error().detail;
    const auto stored = static_cast<std::int64_t>((*store)->records(CallId("call_1"), 0, SIZE_MAX)->size());
    EXPECT_GE(acknowledged, kill_after);
    EXPECT_GE(stored, acknowledged);
    EXPECT_TRUE((*store)->find({"key:" + std::to_string(acknowledged)})->has_value());
    EXPECT_FALSE((*store)->find({"key:" + std::to_string(stored + 1)})->has_value());
  }
}

TEST(FreeBytes, AsksTheFileSystemOfThePath) {
  TempDirectory directory;
  EXPECT_GT(*free_bytes(directory.file("")), 0U);
  EXPECT_EQ(free_bytes(directory.file("missing")).error().code, "store.unavailable");
}

}  // namespace
}  // namespace callwright::tests::sqlite_store
