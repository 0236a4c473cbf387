#include "store/raw_pages.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/hash.h"
#include "store/sqlite_record_store.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/store/contract.h"

namespace evidence::test {

namespace fs = std::filesystem;

TEST(RawPages, APageLiesUnderItsHashAndComesBack) {
  const TempDir directory;
  const RawPages pages(directory.path());
  const std::string bytes = "<a>" + std::string(10'000, 'b') + std::string(1, '\0') + "</a>";
  const KeptPage kept = must(pages.keep(bytes));
  const std::string hash = sha256_hex(bytes);
  const fs::path path = directory.path() / "raw" / hash.substr(0, 2) / (hash + ".gz");
  EXPECT_EQ(pages.path_of(kept.sha256), path);
  EXPECT_EQ(static_cast<std::int64_t>(fs::file_size(path)), kept.stored_bytes);
  EXPECT_LT(kept.stored_bytes, 1'000);
  EXPECT_EQ(must(pages.read(kept.sha256)), bytes);
}

TEST(RawPages, APageThatIsThereIsNotWrittenAgain) {
  const TempDir directory;
  const RawPages pages(directory.path());
  const KeptPage kept = must(pages.keep("page"));
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
  fs::last_write_time(pages.path_of(kept.sha256), long_ago);
  EXPECT_EQ(must(pages.keep("page")).stored_bytes, kept.stored_bytes);
  EXPECT_EQ(fs::last_write_time(pages.path_of(kept.sha256)), long_ago);
}

TEST(RawPages, CheckNamesMissingAndDamagedPages) {
  const TempDir directory;
  SystemClock clock;
  auto store = must(open_sqlite_store({.directory = directory.path(), .create = true}, clock));
  const RawPages pages(directory.path());
  for (const char* bytes : {"good", "to be lost", "to be damaged"}) {
    PageWrite page = make_page({make_record(bytes, "T")});
    page.raw = RawPage{bytes, "text/plain", "file"};
    must(store->apply_page(page));
    must(store->apply_page(page));  // the same page twice is one row
  }
  EXPECT_TRUE(must(store->check()).empty());
  fs::remove(pages.path_of(must(pages.keep("to be lost")).sha256));
  std::ofstream(pages.path_of(must(pages.keep("to be damaged")).sha256), std::ios::app) << "x";
  const auto findings = must(store->check());
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_NE(findings[0].find("is missing"), std::string::npos);
  EXPECT_NE(findings[1].find("is damaged"), std::string::npos);
}

TEST(RawPages, NoPagesAreKeptWhereTheyAreNotWanted) {
  const TempDir directory;
  SystemClock clock;
  SqliteStoreOptions options;
  options.directory = directory.path();
  options.create = true;
  options.keep_raw_pages = false;
  auto store = must(open_sqlite_store(options, clock));
  PageWrite page = make_page({make_record("1", "T")});
  page.raw = RawPage{"bytes", "text/plain", "file"};
  must(store->apply_page(page));
  EXPECT_FALSE(fs::exists(directory / "raw"));
}

}  // namespace evidence::test
