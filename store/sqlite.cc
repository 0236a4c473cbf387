#include "store/sqlite.h"

#include <sqlite3.h>

#include <cassert>
#include <cerrno>
#include <utility>

#include "base/file.h"

namespace evidence {

namespace {

bool is_no_space(int error_number) {
  return error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
}

Error storage_full(const std::string& path) {
  return {
      ErrorCode::kStorageFull, "storage_full", "No space is left to write " + path + ".",
      "What was written before is safe. Free space on this file system and run the command again."};
}

Error damaged(const std::string& path, const std::string& detail) {
  return {ErrorCode::kCorrupt, "store_damaged",
          "The store " + path + " is damaged or is not a database (" + detail + ").",
          "Restore it from a backup. Without one, move it away, import the sources again, and run "
          "`evidence index --rebuild`."};
}

// `system_error` is errno of the failed call, 0 where SQLite knows none.
Error translate(int code, int system_error, const std::string& path, const std::string& detail) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::kBusy, "store_busy",
              "Another process is writing to the store " + path + ".",
              "Try again when its import, harvest or migration has ended; `evidence status` shows "
              "what is running."};
    case SQLITE_FULL:
      return storage_full(path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return damaged(path, detail);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {ErrorCode::kIo, "store_not_writable",
              "The store " + path + " cannot be written (" + detail + ").",
              "Check the owner and permissions of the file and its directory."};
    case SQLITE_CANTOPEN:
      if (is_no_space(system_error)) return storage_full(path);
      return {ErrorCode::kIo, "store_not_opened",
              "The store " + path + " cannot be opened (" + detail + ").",
              "Check the owner and permissions of the file and its directory; reading needs to "
              "write beside it too, to records.db-shm."};
    case SQLITE_IOERR:
      if (is_no_space(system_error)) return storage_full(path);
      if (system_error != 0) {
        return file_error(system_error, path, "read or write");
      }
      return {ErrorCode::kIo, "store_io",
              "Reading or writing " + path + " failed (" + detail + ").",
              "Check the disk; the transaction was undone, run the command again."};
    case SQLITE_NOMEM:
      return {ErrorCode::kUnavailable, "out_of_memory", "Not enough memory to use " + path + ".",
              "Free memory and run the command again."};
    case SQLITE_TOOBIG:
      return {ErrorCode::kTooLarge, "too_large", "A value is too large for " + path + ".", ""};
    default:
      return {ErrorCode::kInternal, "store_internal",
              "The store " + path + " reported: " + quoted_for_message(detail, 300), ""};
  }
}

}  // namespace

// --- Statement

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), prepared_(std::exchange(other.prepared_, nullptr)) {}

Statement::~Statement() {
  if (prepared_ == nullptr) return;
  if (prepared_->cached) {
    sqlite3_reset(prepared_->handle);
    sqlite3_clear_bindings(prepared_->handle);
    prepared_->in_use = false;
  } else {
    sqlite3_finalize(prepared_->handle);
    delete prepared_;
  }
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  [[maybe_unused]] const int code = sqlite3_bind_int64(prepared_->handle, parameter, value);
  assert(code == SQLITE_OK);
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view value) {
  // A null pointer would bind NULL, not the empty text.
  const char* bytes = value.data() == nullptr ? "" : value.data();
  [[maybe_unused]] const int code =
      sqlite3_bind_text64(prepared_->handle, parameter, bytes, value.size(), nullptr, SQLITE_UTF8);
  assert(code == SQLITE_OK);
  return *this;
}

Statement& Statement::bind_blob(int parameter, std::string_view bytes) {
  const char* data = bytes.data() == nullptr ? "" : bytes.data();
  [[maybe_unused]] const int code =
      sqlite3_bind_blob64(prepared_->handle, parameter, data, bytes.size(), nullptr);
  assert(code == SQLITE_OK);
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  [[maybe_unused]] const int code = sqlite3_bind_null(prepared_->handle, parameter);
  assert(code == SQLITE_OK);
  return *this;
}

Result<bool> Statement::step() {
  errno = 0;
  const int code = sqlite3_step(prepared_->handle);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  Error failure = database_->error(code);  // before the reset, which clears errno
  sqlite3_reset(prepared_->handle);
  return failure;
}

Result<void> Statement::run() {
  while (true) {
    EVIDENCE_ASSIGN(const bool row, step());
    if (!row) break;
  }
  reset();
  return {};
}

void Statement::reset() { sqlite3_reset(prepared_->handle); }

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(prepared_->handle, column);
}

std::string_view Statement::text(int column) const {
  const unsigned char* bytes = sqlite3_column_text(prepared_->handle, column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(prepared_->handle, column))};
}

std::string_view Statement::blob(int column) const {
  const void* bytes = sqlite3_column_blob(prepared_->handle, column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(prepared_->handle, column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(prepared_->handle, column) == SQLITE_NULL;
}

// --- Database

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& path, OpenMode mode,
                                                 std::chrono::milliseconds busy_timeout) {
  if (mode != OpenMode::kCreate) {
    std::error_code failed;
    const auto status = std::filesystem::status(path, failed);
    if (status.type() == std::filesystem::file_type::not_found) {
      return Error{ErrorCode::kNotFound, "store_not_found",
                   "There is no store " + path.string() + ".",
                   "Run `evidence import` to create it, or name the data directory that holds it."};
    }
    if (status.type() == std::filesystem::file_type::directory) {
      return damaged(path.string(), "it is a directory");
    }
  }
  // Each connection serves one thread, so SQLite's own mutex would only cost time.
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case OpenMode::kReadOnly:
      flags |= SQLITE_OPEN_READONLY;
      break;
    case OpenMode::kReadWrite:
      flags |= SQLITE_OPEN_READWRITE;
      break;
    case OpenMode::kCreate:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
  }
  std::unique_ptr<Database> database(new Database(path));
  const int code = sqlite3_open_v2(path.c_str(), &database->handle_, flags, nullptr);
  if (code != SQLITE_OK) return database->error(code);
  sqlite3_busy_timeout(database->handle_, static_cast<int>(busy_timeout.count()));
  sqlite3_db_config(database->handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // FULL: with NORMAL a power cut lost acknowledged writes. 32 MiB of pages in memory.
  EVIDENCE_TRY(database->execute(
      "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
      "PRAGMA cell_size_check=ON; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY;"
      "PRAGMA journal_size_limit=67108864;"));
  return database;
}

Database::~Database() {
  for (auto& [sql, prepared] : cache_) {
    assert(!prepared.in_use);
    sqlite3_finalize(prepared.handle);
  }
  sqlite3_close_v2(handle_);
}

Result<sqlite3_stmt*> Database::compile(std::string_view sql, bool lasting) {
  sqlite3_stmt* handle = nullptr;
  const unsigned flags = lasting ? SQLITE_PREPARE_PERSISTENT : 0U;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), flags,
                                      &handle, nullptr);
  if (code != SQLITE_OK) return error(code);
  assert(handle != nullptr);
  return handle;
}

Result<Statement> Database::prepare(std::string_view sql) {
  auto found = cache_.find(sql);
  if (found == cache_.end()) {
    EVIDENCE_ASSIGN(sqlite3_stmt* const handle, compile(sql, true));
    found = cache_.emplace(std::string(sql), Statement::Prepared{handle, false, true}).first;
  }
  Statement::Prepared& prepared = found->second;
  if (prepared.in_use) {  // the same query inside itself: a second, passing copy
    EVIDENCE_ASSIGN(sqlite3_stmt* const handle, compile(sql, false));
    return Statement(*this, new Statement::Prepared{handle, true, false});
  }
  prepared.in_use = true;
  return Statement(*this, &prepared);
}

Result<void> Database::execute(std::string_view sql) {
  const std::string text(sql);
  errno = 0;
  const int code = sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code);
  return {};
}

Result<std::int64_t> Database::query_number(std::string_view sql) {
  EVIDENCE_ASSIGN(Statement statement, prepare(sql));
  EVIDENCE_ASSIGN(const bool row, statement.step());
  return row ? statement.number(0) : std::int64_t{0};
}

Result<std::string> Database::query_text(std::string_view sql) {
  EVIDENCE_ASSIGN(Statement statement, prepare(sql));
  EVIDENCE_ASSIGN(const bool row, statement.step());
  return row ? std::string(statement.text(0)) : std::string();
}

std::int64_t Database::last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }
std::int64_t Database::changed_rows() const { return sqlite3_changes64(handle_); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Error Database::error(int code) const {
  // A COMMIT that fails does not fill SQLite's own copy of errno; the failed call's is still there.
  const int latest = errno;
  if (handle_ == nullptr) return translate(code, 0, path_.string(), sqlite3_errstr(code));
  const int known = sqlite3_system_errno(handle_);
  return translate(code, known != 0 ? known : latest, path_.string(), sqlite3_errmsg(handle_));
}

// --- Transaction

Result<Transaction> Transaction::begin_write(Database& database) {
  EVIDENCE_ASSIGN(Statement begin, database.prepare("BEGIN IMMEDIATE"));
  EVIDENCE_TRY(begin.run());
  return Transaction(database);
}

Result<Transaction> Transaction::begin_read(Database& database) {
  EVIDENCE_ASSIGN(Statement begin, database.prepare("BEGIN DEFERRED"));
  EVIDENCE_TRY(begin.run());
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  // Some failures (disk full) have rolled back already.
  if (database_ == nullptr || !database_->in_transaction()) return;
  // A rollback that fails leaves the journal to the next opening, which undoes it.
  [[maybe_unused]] const auto undone = database_->execute("ROLLBACK");
}

Result<void> Transaction::commit() {
  EVIDENCE_ASSIGN(Statement statement, database_->prepare("COMMIT"));
  EVIDENCE_TRY(statement.run());
  database_ = nullptr;
  return {};
}

}  // namespace evidence
