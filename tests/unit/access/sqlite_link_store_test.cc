// The contract of LinkHealthStore and AnswerCache on SQLite, and what is SQLite's own.
#include "access/sqlite_link_store.h"

#include <filesystem>

#include "access/link_migrations.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/access/link_health_contract.h"

namespace evidence {
namespace {

class SqliteLinkBackend final : public LinkBackend {
 public:
  Result<std::unique_ptr<LinkHealthStore>> open(const LinkStoreLimits& limits) override {
    return open_sqlite_link_health({directory_.path(), true, std::chrono::seconds(20)}, limits,
                                   clock_);
  }
  Result<std::unique_ptr<AnswerCache>> open_cache(const AnswerLimits& limits) override {
    return open_sqlite_answers({directory_.path(), true, std::chrono::seconds(20)}, limits, clock_);
  }
  test::ManualClock& clock() override { return clock_; }

 private:
  test::TempDir directory_;
  test::ManualClock clock_;
};

std::unique_ptr<LinkBackend> make_sqlite_links() { return std::make_unique<SqliteLinkBackend>(); }

INSTANTIATE_TEST_SUITE_P(Sqlite, LinkStoreContract, ::testing::Values(&make_sqlite_links));

TEST(SqliteLinks, AreNotMadeWhereNobodyAskedForIt) {
  const test::TempDir directory;
  SystemClock clock;
  const auto store = open_sqlite_link_health({directory.path(), false, {}}, {}, clock);
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST(SqliteLinks, LieInAFileOfTheirOwn) {
  const test::TempDir directory;
  SystemClock clock;
  ASSERT_TRUE(open_sqlite_link_health({directory.path(), true, {}}, {}, clock).ok());
  EXPECT_TRUE(std::filesystem::exists(directory.path() / kLinksFile.name));
  EXPECT_FALSE(std::filesystem::exists(directory.path() / "records.db"));
}

}  // namespace
}  // namespace evidence
