#include "service/store/joined_writes.hpp"

#include "service/store/sqlite.hpp"
#include "tests/service/store/fault_disk.hpp"
#include "tests/support/temp_directory.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::joined_writes {
namespace {

using sqlite::Database;

class JoinedWrites : public ::testing::Test {
 protected:
  JoinedWrites() { FaultDisk::get().reset(); }

  Database open() {
    Database database(directory_.file("test.db"), sqlite::joined_writes(FaultDisk::kName));
    EXPECT_EQ(database.text_of("PRAGMA journal_mode = WAL"), "wal");
    database.execute("PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS t (text TEXT)");
    return database;
  }
  /// Each row is a page of its own.
  static void insert(Database& database, int rows) {
    for (int i = 0; i < rows; ++i)
      database.execute("INSERT INTO t VALUES (printf('%04d%.*c', " + std::to_string(i) + ", 4000, 'x'))");
  }
  static std::int64_t sum(Database& database) {
    return database.integer_of("SELECT sum(CAST(substr(text, 1, 4) AS INTEGER)) FROM t");
  }

  TempDirectory directory_ = TempDirectory::in_memory();
};

TEST_F(JoinedWrites, ACommitOfHundredPagesIsAFewWrites) {
  auto database = open();
  database.execute("BEGIN");
  insert(database, 100);
  FaultDisk::get().fail_at(FaultDisk::Fault::WriteFails, 12, false);
  database.execute("COMMIT");
  EXPECT_FALSE(FaultDisk::get().has_failed());
  FaultDisk::get().heal();
  auto other = open();
  EXPECT_EQ(sum(other), 99 * 100 / 2);
}

TEST_F(JoinedWrites, WhatTheCacheCannotHoldIsReadBackBeforeTheCommit) {
  auto database = open();
  database.execute("PRAGMA cache_size = 10; BEGIN");
  insert(database, 200);
  EXPECT_EQ(sum(database), 199 * 200 / 2);
  database.execute("ROLLBACK");
  EXPECT_EQ(sum(database), 0);
}

TEST_F(JoinedWrites, AfterALossOfPowerEveryCommitIsThere) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    {
      auto database = open();
      database.execute("DELETE FROM t; BEGIN");
      insert(database, 40);
      database.execute("COMMIT; BEGIN");
      insert(database, 40);  // never committed
    }
    FaultDisk::get().lose_power(seed);
    auto database = open();
    EXPECT_EQ(sum(database), 39 * 40 / 2);
  }
}

TEST_F(JoinedWrites, AWriteThatFailsIsAFailedCommit) {
  auto database = open();
  FaultDisk::get().fail_at(FaultDisk::Fault::DiskFull, 1, true);
  EXPECT_THROW(insert(database, 1), sqlite::Failure);
  EXPECT_TRUE(FaultDisk::get().has_failed());
  insert(database, 3);
  EXPECT_EQ(sum(database), 3);
}

TEST_F(JoinedWrites, AnUnknownVfsIsAFailure) {
  EXPECT_THROW(static_cast<void>(sqlite::joined_writes("no such")), sqlite::Failure);
}

}  // namespace
}  // namespace callwright::tests::joined_writes
