// The contract of RecordStore on SQLite.
#include "store/sqlite.h"
#include "store/sqlite_open.h"
#include "store/sqlite_record_store.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/store/contract.h"

namespace evidence::test {

namespace {

class SqliteBackend final : public StoreBackend {
 public:
  Result<std::unique_ptr<RecordStore>> open(const OpenOptions& options) override {
    SqliteStoreOptions sqlite;
    sqlite.directory = directory_.path();
    sqlite.create = !options.read_only;
    sqlite.read_only = options.read_only;
    sqlite.busy_timeout = options.busy_timeout;
    return open_sqlite_store(sqlite, options.clock == nullptr ? clock_ : *options.clock);
  }

  std::shared_ptr<void> hold_write_transaction() override {
    struct Held {
      std::unique_ptr<Database> database;
      std::unique_ptr<Transaction> transaction;
    };
    auto held = std::make_shared<Held>();
    held->database = open_raw();
    auto begun = Transaction::begin_write(*held->database);
    EXPECT_TRUE(begun.ok());
    if (begun.ok()) held->transaction = std::make_unique<Transaction>(std::move(*begun));
    // Destroyed in reverse order of members: the transaction first.
    return held;
  }

  void damage_body(const std::string& source, const std::string& key) override {
    const auto database = open_raw();
    auto update = database->prepare(
        "UPDATE record_body SET body = replace(body, 'Aspirin', 'Arsenic') WHERE record = (SELECT "
        "r.id FROM record r JOIN source s ON s.id = r.source WHERE s.name = ?1 AND r.key = ?2)");
    ASSERT_TRUE(update.ok());
    ASSERT_TRUE(update->bind(1, source).bind(2, key).run().ok());
  }

 private:
  std::unique_ptr<Database> open_raw() {
    return must(Database::open(directory_.path() / kRecordStoreFile, OpenMode::kReadWrite,
                               std::chrono::seconds(5)));
  }

  TempDir directory_;
  SystemClock clock_;
};

std::unique_ptr<StoreBackend> make_sqlite_backend() { return std::make_unique<SqliteBackend>(); }

}  // namespace

INSTANTIATE_TEST_SUITE_P(Sqlite, RecordStoreContract, ::testing::Values(&make_sqlite_backend),
                         [](const auto&) { return std::string("store"); });

}  // namespace evidence::test
