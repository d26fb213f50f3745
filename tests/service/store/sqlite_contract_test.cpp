#include "service/store/sqlite_store.hpp"
#include "tests/service/store/store_contract.hpp"
#include "tests/service/store/store_history_contract.hpp"
#include "tests/service/store/store_message_contract.hpp"
#include "tests/service/store/store_on_call_contract.hpp"
#include "tests/support/temp_directory.hpp"

namespace callwright::tests::store_contract {
namespace {

std::unique_ptr<SqliteStore> opened(const TempDirectory& directory) {
  auto store = SqliteStore::open({.path = directory.file("calls.db"), .vfs = {}});
  if (!store) throw std::runtime_error(store.error().detail);
  return std::move(*store);
}

class OpenSqlite {
 public:
  Store& store() { return *store_; }

 private:
  TempDirectory directory_ = TempDirectory::in_memory();
  std::unique_ptr<SqliteStore> store_ = opened(directory_);
};

/// Every question goes to a store that was just opened: all that matters is in the file.
class ReopenedSqlite {
 public:
  Store& store() {
    store_.reset();
    store_ = opened(directory_);
    return *store_;
  }

 private:
  TempDirectory directory_ = TempDirectory::in_memory();
  std::unique_ptr<SqliteStore> store_;
};

using SqliteFixtures = ::testing::Types<OpenSqlite, ReopenedSqlite>;
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreContract, SqliteFixtures);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreHistoryContract, SqliteFixtures);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreOnCallContract, SqliteFixtures);
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreMessageContract, SqliteFixtures);

}  // namespace
}  // namespace callwright::tests::store_contract
