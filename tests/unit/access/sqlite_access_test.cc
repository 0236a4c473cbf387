// The contract of AccessStore on SQLite, and what is SQLite's own.
#include <filesystem>

#include "access/migrations.h"
#include "access/sqlite_access_store.h"
#include "store/sqlite.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/access/store_contract.h"

namespace evidence::test {
namespace {

class SqliteAccessBackend final : public AccessBackend {
 public:
  Result<std::unique_ptr<AccessStore>> open() override {
    return open_sqlite_access({directory_.path(), true}, clock_);
  }
  ManualClock& clock() override { return clock_; }

 private:
  TempDir directory_;
  ManualClock clock_;
};

std::unique_ptr<AccessBackend> make_sqlite_access() {
  return std::make_unique<SqliteAccessBackend>();
}

TEST(SqliteAccess, IsNotMadeWhereNobodyAskedForIt) {
  const TempDir directory;
  SystemClock clock;
  for (const bool read_only : {false, true}) {
    const auto store = open_sqlite_access({directory.path(), false, read_only}, clock);
    ASSERT_FALSE(store.ok());
    EXPECT_EQ(store.error().code, ErrorCode::kNotFound);
  }
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST(SqliteAccess, OfANewerProgramIsRefusedUntouched) {
  const TempDir directory;
  SystemClock clock;
  { const auto store = must_hold(open_sqlite_access({directory.path(), true}, clock)); }
  {
    const auto database = must_hold(Database::open(directory.path() / kAccessFile.name,
                                                   OpenMode::kReadWrite, std::chrono::seconds(1)));
    must_hold(database->execute("PRAGMA user_version=77"));
  }
  const auto store = open_sqlite_access({directory.path(), true}, clock);
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().code, ErrorCode::kNewerVersion);
}

TEST(SqliteAccess, IsReadWhileALoadIsBeingWritten) {
  const TempDir directory;
  SystemClock clock;
  const auto writer = must_hold(open_sqlite_access({directory.path(), true}, clock));
  const auto reader = must_hold(open_sqlite_access({directory.path(), false, true}, clock));
  const LoadPlan plan = must_hold(writer->plan(package_called("p"), journal_holdings(0, 2'000)));
  bool read_in_between = false;
  must_hold(writer->apply(plan, {"A", false, nullptr, [&](std::uint64_t) {
                                   read_in_between = must_hold(reader->packages()).empty();
                                 }}));
  EXPECT_TRUE(read_in_between);
  EXPECT_EQ(must_hold(reader->packages()).size(), 1U);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Sqlite, AccessStoreContract, ::testing::Values(&make_sqlite_access),
                         [](const auto&) { return std::string("store"); });

}  // namespace evidence::test
