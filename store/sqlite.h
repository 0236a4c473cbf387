// A thin, safe layer over SQLite's C API, used by the stores of this folder only: connection,
// cached statements, transactions, and the one place where SQLite's codes become Errors. One
// connection serves one thread. Failures: kBusy, kStorageFull, kCorrupt, kNotFound, kIo, kInternal.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace evidence {

class Database;

// One use of a prepared statement: bind, step, read. Its end returns it, reset, to the cache.
class Statement {
 public:
  struct Prepared {
    sqlite3_stmt* handle = nullptr;
    bool in_use = false;
    bool cached = true;
  };

  Statement(Database& database, Prepared* prepared) : database_(&database), prepared_(prepared) {}
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  // Parameters are numbered from 1. Text and blobs are not copied: they must live until reset() or
  // the end of the statement.
  Statement& bind(int parameter, std::int64_t number);
  Statement& bind(int parameter, std::string_view text);
  Statement& bind_blob(int parameter, std::string_view bytes);
  Statement& bind_null(int parameter);

  Result<bool> step();  // true: there is a row
  Result<void> run();   // to its end, dropping rows; then reset, ready for the next values
  void reset();

  // Columns are numbered from 0; views live until the next step, reset or end.
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::string_view blob(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  Database* database_;
  Prepared* prepared_;
};

enum class OpenMode { kReadOnly, kReadWrite, kCreate };

class Database {
 public:
  // Without kCreate a missing file is kNotFound, never created. Foreign keys on, synchronous FULL.
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& path, OpenMode mode,
                                                std::chrono::milliseconds busy_timeout);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  // A cached statement; `sql` is one statement written in the program, never text from outside.
  Result<Statement> prepare(std::string_view sql);
  // Any number of statements, without parameters and rows.
  Result<void> execute(std::string_view sql);
  // The first column of the first row.
  Result<std::int64_t> query_number(std::string_view sql);
  Result<std::string> query_text(std::string_view sql);

  [[nodiscard]] std::int64_t last_insert_id() const;
  [[nodiscard]] std::int64_t changed_rows() const;  // by the latest statement
  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] Error error(int code) const;

 private:
  explicit Database(std::filesystem::path path) : path_(std::move(path)) {}
  Result<sqlite3_stmt*> compile(std::string_view sql, bool lasting);

  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  std::filesystem::path path_;
  sqlite3* handle_ = nullptr;
  std::unordered_map<std::string, Statement::Prepared, TextHash, std::equal_to<>> cache_;
};

// Rolled back at its end unless committed. Writers take the write lock at once (BEGIN IMMEDIATE),
// so that a transaction that has begun never fails half-way for a lock.
class Transaction {
 public:
  static Result<Transaction> begin_write(Database& database);
  static Result<Transaction> begin_read(Database& database);  // one snapshot for several queries
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace evidence
