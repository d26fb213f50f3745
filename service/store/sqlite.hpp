#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

/// SQLite as this folder uses it: connections and statements that close themselves, and failures as
/// exceptions. The exceptions stay in this folder: SqliteStore turns every one into an Error.
namespace callwright::sqlite {

/// SQLite refused or could not do something.
class Failure : public std::runtime_error {
 public:
  Failure(const std::string& text, bool disk_full) : std::runtime_error(text), disk_full_(disk_full) {}
  [[nodiscard]] bool disk_full() const noexcept { return disk_full_; }

 private:
  bool disk_full_;
};

/// COMMIT itself failed for another reason than space: the transaction is on disk whole or not at all.
class CommitInDoubt : public Failure {
 public:
  explicit CommitInDoubt(const std::string& text) : Failure(text, false) {}
};

/// One connection. Used by one thread at a time.
class Database {
 public:
  /// Opens or creates the file. `vfs` names a registered SQLite VFS; empty: the system's own.
  Database(const std::string& path, const std::string& vfs);
  void execute(const std::string& sql);                       ///< one or several statements without results
  [[nodiscard]] std::string text_of(const std::string& sql);  ///< first column of the first row, or empty
  [[nodiscard]] std::int64_t integer_of(const std::string& sql);  ///< the same, or 0
  [[nodiscard]] std::int64_t changes() const;                     ///< rows changed by the last statement
  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
  [[noreturn]] void fail(std::string_view doing) const;  ///< throws the connection's last error

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

class Statement;

/// The rows of one execution. The statement is ready for the next one when the cursor is gone.
class Cursor {
 public:
  explicit Cursor(Statement& statement) : statement_(statement) {}
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  ~Cursor();
  bool next();  ///< moves to the next row; false when there is none
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const;
  [[nodiscard]] std::string text(int column) const;

 private:
  Statement& statement_;
};

/// A prepared statement. Not more than one Cursor of it lives at a time; bound text has to outlive the
/// cursor.
class Statement {
 public:
  Statement(Database& database, const std::string& sql);

  template <class... Values>
  void run(const Values&... values) {
    auto cursor = query(values...);
    cursor.next();
  }
  template <class... Values>
  [[nodiscard]] Cursor query(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
    return Cursor(*this);
  }
  void bind(int index, std::int64_t value);
  void bind(int index, std::string_view value);
  void bind(int index, const std::string& value) { bind(index, std::string_view(value)); }
  void bind(int index, const std::optional<std::int64_t>& value);  ///< nothing is NULL

 private:
  friend class Cursor;
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const;
  };
  Database& database_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

/// Rolled back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();  ///< throws CommitInDoubt, or Failure when nothing was stored

 private:
  Database& database_;
};

}  // namespace callwright::sqlite
