// The contract of StrategyStore on SQLite, and what is SQLite's own.
#include <filesystem>

#include "curation/migrations.h"
#include "curation/sqlite_strategy_store.h"
#include "store/sqlite.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/curation/store_contract.h"

namespace evidence::curation {
namespace {

class SqliteBackend final : public StrategyBackend {
 public:
  Result<std::unique_ptr<StrategyStore>> open(const StoreLimits& limits) override {
    return open_sqlite_strategies({directory_.path(), true, std::chrono::seconds(20), limits},
                                  clock_);
  }
  test::ManualClock& clock() override { return clock_; }
  void damage_works(const StrategyId& id) override {
    const auto database = must(Database::open(directory_.path() / kCurationFile.name,
                                              OpenMode::kReadWrite, std::chrono::seconds(5)));
    auto update = database->prepare(
        "UPDATE strategy_run SET works = x'00112233' WHERE strategy = (SELECT number FROM strategy "
        "WHERE id = ?1)");
    ASSERT_TRUE(update.ok());
    must(update->bind(1, id).run());
  }

 private:
  test::TempDir directory_;
  test::ManualClock clock_;
};

std::unique_ptr<StrategyBackend> make_sqlite() { return std::make_unique<SqliteBackend>(); }

TEST(SqliteStrategies, AreNotMadeWhereNobodyAskedForIt) {
  const test::TempDir directory;
  SystemClock clock;
  const auto store = open_sqlite_strategies({directory.path(), false, {}, {}}, clock);
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST(SqliteStrategies, LeaveTheStoreOfRecordsAlone) {
  const test::TempDir directory;
  SystemClock clock;
  { const auto store = must(open_sqlite_strategies({directory.path(), true, {}, {}}, clock)); }
  EXPECT_TRUE(std::filesystem::exists(directory.path() / "curation.db"));
  EXPECT_FALSE(std::filesystem::exists(directory.path() / "records.db"));
  // The one is never taken for the other.
  std::filesystem::rename(directory.path() / "curation.db", directory.path() / "records.db");
  std::filesystem::remove(directory.path() / "curation.db-wal");
  const auto probe = must(Database::open(directory.path() / "records.db", OpenMode::kReadOnly,
                                         std::chrono::seconds(1)));
  const auto version = read_schema_version(*probe, 99);
  ASSERT_FALSE(version.ok());
  EXPECT_EQ(version.error().code, ErrorCode::kCorrupt);
}

TEST(SqliteStrategies, OfANewerProgramAreRefusedUntouched) {
  const test::TempDir directory;
  SystemClock clock;
  { const auto store = must(open_sqlite_strategies({directory.path(), true, {}, {}}, clock)); }
  {
    const auto database = must(Database::open(directory.path() / "curation.db",
                                              OpenMode::kReadWrite, std::chrono::seconds(1)));
    must(database->execute("PRAGMA user_version=77"));
  }
  const auto store = open_sqlite_strategies({directory.path(), true, {}, {}}, clock);
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().code, ErrorCode::kNewerVersion);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Sqlite, StrategyStoreContract, ::testing::Values(&make_sqlite),
                         [](const auto&) { return std::string("store"); });

}  // namespace evidence::curation
