#include "service/store/sqlite.hpp"

#include <cerrno>

#include <sqlite3.h>

namespace callwright::sqlite {
namespace {

bool is_disk_full(sqlite3* handle) {
  if (handle == nullptr) return false;
  if ((sqlite3_errcode(handle) & 0xFF) == SQLITE_FULL) return true;
  const int system_error = sqlite3_system_errno(handle);
  return (sqlite3_errcode(handle) & 0xFF) == SQLITE_IOERR &&
         (system_error == ENOSPC || system_error == EDQUOT);
}

/// Waiting happens only when the writer and a checkpoint that restarts the log meet.
constexpr int kBusyTimeoutMs = 2000;

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
void Statement::Finalize::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }

Database::Database(const std::string& path, const std::string& vfs) {
  sqlite3* handle = nullptr;
  const int result =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                      vfs.empty() ? nullptr : vfs.c_str());
  handle_.reset(handle);
  if (result != SQLITE_OK) fail("open " + path);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
}

void Database::fail(std::string_view doing) const {
  const std::string text = handle_ ? sqlite3_errmsg(handle_.get()) : "out of memory";
  throw Failure(std::string(doing) + ": " + text, is_disk_full(handle_.get()));
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    fail(sql.substr(0, 40));
}

std::string Database::text_of(const std::string& sql) {
  Statement statement(*this, sql);
  auto cursor = statement.query();
  return cursor.next() ? cursor.text(0) : std::string();
}

std::int64_t Database::integer_of(const std::string& sql) {
  Statement statement(*this, sql);
  auto cursor = statement.query();
  return cursor.next() ? cursor.integer(0) : 0;
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_.get()); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

Statement::Statement(Database& database, const std::string& sql) : database_(database) {
  sqlite3_stmt* handle = nullptr;
  const int result = sqlite3_prepare_v3(database.handle(), sql.c_str(), static_cast<int>(sql.size() + 1),
                                        SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  handle_.reset(handle);
  if (result != SQLITE_OK) database.fail("prepare " + sql.substr(0, 40));
}

void Statement::bind(int index, std::int64_t value) {
  if (sqlite3_bind_int64(handle_.get(), index, value) != SQLITE_OK) database_.fail("bind");
}

void Statement::bind(int index, std::string_view value) {
  const char* data = value.data() == nullptr ? "" : value.data();  // a null pointer would bind NULL
  if (sqlite3_bind_text64(handle_.get(), index, data, value.size(), SQLITE_STATIC, SQLITE_UTF8) !=
      SQLITE_OK) {
    database_.fail("bind");
  }
}

void Statement::bind(int index, const std::optional<std::int64_t>& value) {
  if (value) return bind(index, *value);
  if (sqlite3_bind_null(handle_.get(), index) != SQLITE_OK) database_.fail("bind");
}

Cursor::~Cursor() {
  sqlite3_reset(statement_.handle_.get());  // repeats the error of `next`, which has been thrown
  sqlite3_clear_bindings(statement_.handle_.get());
}

bool Cursor::next() {
  const int result = sqlite3_step(statement_.handle_.get());
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) statement_.database_.fail("execute");
  return false;
}

std::int64_t Cursor::integer(int column) const {
  return sqlite3_column_int64(statement_.handle_.get(), column);
}

std::optional<std::int64_t> Cursor::maybe_integer(int column) const {
  if (sqlite3_column_type(statement_.handle_.get(), column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

std::string Cursor::text(int column) const {
  const auto* data = sqlite3_column_text(statement_.handle_.get(), column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.handle_.get(), column));
  return data == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(data), size);
}

Transaction::Transaction(Database& database) : database_(database) {
  if (database_.in_transaction()) database_.execute("ROLLBACK");  // left by a COMMIT that failed
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (database_.in_transaction()) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  try {
    database_.execute("COMMIT");
  } catch (const Failure& failure) {
    if (failure.disk_full()) throw;
    throw CommitInDoubt(failure.what());
  }
}

}  // namespace callwright::sqlite
