// The contract of DirectoryStore on SQLite, and the step from a curation.db that had none.
#include <array>

#include "curation/migrations.h"
#include "curation/sqlite_directory_store.h"
#include "curation/sqlite_strategy_store.h"
#include "store/sqlite_open.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/curation/directory_contract.h"
#include "tests/unit/curation/store_contract.h"

namespace evidence::curation {
namespace {

class SqliteDirectoryBackend final : public DirectoryBackend {
 public:
  Result<std::unique_ptr<DirectoryStore>> open(const DirectoryLimits& limits) override {
    return open_sqlite_directory({directory_.path(), true, std::chrono::seconds(20), limits},
                                 clock_);
  }
  test::ManualClock& clock() override { return clock_; }

 private:
  test::TempDir directory_;
  test::ManualClock clock_;
};

std::unique_ptr<DirectoryBackend> make_sqlite_directory() {
  return std::make_unique<SqliteDirectoryBackend>();
}

TEST(SqliteDirectory, IsNotMadeWhereNobodyAskedForIt) {
  const test::TempDir directory;
  SystemClock clock;
  const auto store = open_sqlite_directory({directory.path(), false, {}, {}}, clock);
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST(SqliteDirectory, StrategiesOfTheFirstSchemaStayWhereTheDirectoryArrives) {
  const test::TempDir directory;
  test::ManualClock clock;
  const std::array<Migration, 1> first{{curation_migrations().front()}};
  {
    SqliteStoreOptions file;
    file.directory = directory.path();
    file.create = true;
    const auto old = must(open_database(kCurationFile, file, clock, first));
    must(old->execute("INSERT INTO strategy VALUES (1, 'abc', '', zeroblob(32), 0, '', 0, 0, 0)"));
  }
  const auto store = must(open_sqlite_directory({directory.path(), true, {}, {}}, clock));
  EXPECT_EQ(*store->version(), 0);
  EXPECT_TRUE(store->libraries()->empty());
  const auto database = must(Database::open(directory.path() / kCurationFile.name,
                                            OpenMode::kReadOnly, std::chrono::seconds(5)));
  EXPECT_EQ(*database->query_number("SELECT count(*) FROM strategy"), 1);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Sqlite, DirectoryStoreContract, ::testing::Values(&make_sqlite_directory),
                         [](const auto&) { return std::string("directory"); });

}  // namespace evidence::curation
