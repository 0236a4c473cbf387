// Watched folders: skipping, resuming, changing, breaking and settling files.
#include <random>

#include "tests/support/replay_server.h"
#include "tests/unit/connectors/protocol/files_support.h"

namespace evidence::test {
namespace {

using Codes = std::vector<std::string>;

class Folder : public ::testing::Test {
 protected:
  Folder() { std::filesystem::create_directory(folder()); }

  [[nodiscard]] std::filesystem::path folder() const { return dir_ / "in"; }
  [[nodiscard]] SourceConfig source(
      std::map<std::string, std::vector<std::string>> options = {}) const {
    options.emplace("directory", std::vector<std::string>{folder().string()});
    return file_source("folder", "auto", std::move(options));
  }
  FileRun run(FileStore& store, const SourceConfig& source, int most_pages = 1'000'000) {
    return run_files(source, *http_, clock_, dir_ / "work", store, most_pages);
  }
  FileRun run(FileStore& store) { return run(store, source()); }

  TempDir dir_;
  ManualClock clock_;
  std::unique_ptr<HttpClient> http_ = local_http();
};

TEST_F(Folder, ReadsEveryFileOfAnyFormatOnceAndChangedOnesAgain) {
  write_settled(folder() / "a.txt", title_list("a", 7));
  write_settled(folder() / "b.csv", "title,url,id,synonyms\nLink,https://example.org/l,l1,x\n");
  write_settled(folder() / "c.txt.gz", gzipped(title_list("c", 4)));
  write_settled(folder() / "d.txt.part", title_list("d", 4));
  FileStore store;
  FileRun first = run(store);
  ASSERT_FALSE(first.error) << first.error->message;
  EXPECT_TRUE(first.finished && first.complete);
  EXPECT_TRUE(first.problems.empty()) << first.problems[0].reason;
  EXPECT_EQ(store.titles.size(), 12U);

  const FileRun second = run(store);
  EXPECT_TRUE(second.finished);
  EXPECT_FALSE(second.complete) << "files were skipped, so absence says nothing";
  EXPECT_EQ(second.entries, 0);

  write_settled(folder() / "a.txt", title_list("a", 7), 5);  // written again, the same
  write_settled(folder() / "c.txt.gz", gzipped(title_list("c", 4, " new")), 5);
  const FileRun third = run(store);
  EXPECT_TRUE(third.finished);
  EXPECT_EQ(third.entries, 4);
  EXPECT_EQ(store.titles.at("c2"), "Title c2 new");
  EXPECT_EQ(run(store).entries, 0);

  store.notebook.clear();  // a full harvest
  const FileRun full = run(store);
  EXPECT_EQ(full.entries, 12);
  EXPECT_TRUE(full.complete);
}

TEST_F(Folder, InterruptedAnywhereItEndsInTheSameStore) {
  for (const char* name : {"a", "b", "c", "d"}) {
    write_settled(folder() / (std::string(name) + ".txt"), title_list(name, 11));
  }
  FileStore whole;
  const int pages = run(whole).pages;
  ASSERT_EQ(whole.titles.size(), 44U);
  std::mt19937 random(1);
  for (int round = 0; round < 20; ++round) {
    FileStore store;
    int interruptions = 0;
    int entries = 0;
    for (FileRun part; !part.finished; ++interruptions) {
      part = run(store, source(), 1 + static_cast<int>(random()) % pages % 5);
      ASSERT_FALSE(part.error) << part.error->message;
      entries += part.entries;
      ASSERT_LT(interruptions, 100);
    }
    EXPECT_EQ(store.titles, whole.titles);
    EXPECT_EQ(entries, 44) << "nothing twice";
    EXPECT_EQ(store.notebook, whole.notebook);
  }
}

TEST_F(Folder, AnyEarlierCursorIsStillGoodForTheSameConnector) {
  for (const char* name : {"a", "b"}) {
    write_settled(folder() / (std::string(name) + ".txt"), title_list(name, 7));
  }
  const auto connector = make_connector(source(), *http_, clock_, dir_ / "work");
  ASSERT_TRUE(connector.ok());
  std::vector<std::string> cursors{""};
  std::vector<std::string> positions;
  std::vector<std::optional<std::string>> notebooks;
  for (bool last = false; !last;) {
    const auto page = (*connector)->fetch(cursors.back(), "", "");
    ASSERT_TRUE(page.ok());
    positions.push_back(page->entries.empty() ? "" : page->entries[0].raw.bytes);
    notebooks.push_back(page->notebook);
    last = page->last;
    cursors.push_back(page->next_cursor);
  }
  for (std::size_t i = positions.size(); i-- > 0;) {
    const auto page = (*connector)->fetch(cursors[i], "", "");
    ASSERT_TRUE(page.ok()) << page.error().message;
    EXPECT_EQ(page->entries.empty() ? "" : page->entries[0].raw.bytes, positions[i]) << i;
    EXPECT_EQ(page->next_cursor, cursors[i + 1]);
    if (notebooks[i]) {
      EXPECT_EQ(page->notebook, notebooks[i]) << i;
    }
  }
}

TEST_F(Folder, AFileThatChangedUnderTheCursorIsReadFromItsBeginning) {
  write_settled(folder() / "a.txt", title_list("a", 9));
  FileStore store;
  run(store, source(), 2);
  EXPECT_EQ(store.titles.size(), 6U);
  write_settled(folder() / "a.txt", title_list("a", 9, " new"), 7);
  const FileRun rest = run(store);
  EXPECT_TRUE(rest.finished);
  EXPECT_EQ(rest.entries, 9);
  EXPECT_EQ(codes_of(rest), Codes{"file_changed"});
  EXPECT_EQ(store.titles.at("a1"), "Title a1 new");
}

TEST_F(Folder, AFileThatWentAwayIsSaidAndTheOthersAreRead) {
  write_settled(folder() / "a.txt", title_list("a", 9));
  write_settled(folder() / "b.txt", title_list("b", 2));
  FileStore store;
  run(store, source(), 1);
  std::filesystem::remove(folder() / "a.txt");
  const FileRun rest = run(store);
  EXPECT_TRUE(rest.finished);
  EXPECT_EQ(rest.entries, 2);
  std::filesystem::remove(folder() / "b.txt");
  const FileRun empty = run(store);
  EXPECT_TRUE(empty.finished);
  EXPECT_FALSE(empty.complete) << "an empty folder withdraws nothing";
  EXPECT_EQ(codes_of(empty), Codes{"file_gone"});
  std::filesystem::remove(folder());
  ASSERT_TRUE(run(store).error);
}

TEST_F(Folder, ABrokenFileHoldsUpNoOtherButTheHarvestIsNotFinished) {
  const std::string gz = gzipped(title_list("b", 5'000));
  write_settled(folder() / "a.txt", title_list("a", 4));
  write_settled(folder() / "b.txt.gz", gz.substr(0, gz.size() / 2));
  write_settled(folder() / "c.txt", title_list("c", 4));
  write_settled(folder() / "d.txt", "nothing that any format knows");
  SourceConfig wide = source();
  wide.page_size = 1'000;
  FileStore store;
  const FileRun first = run(store, wide);
  ASSERT_TRUE(first.error);
  EXPECT_EQ(first.error->slug, "broken_files");
  EXPECT_NE(first.error->message.find("b.txt.gz"), std::string::npos) << first.error->message;
  EXPECT_EQ(codes_of(first), (Codes{"file_broken", "file_broken"}));
  EXPECT_TRUE(store.titles.contains("c4"));
  EXPECT_TRUE(store.titles.contains("b1")) << "what came before the damage is good";
  // Again without a change: the same error and nothing read.
  const FileRun again = run(store, wide);
  ASSERT_TRUE(again.error);
  EXPECT_EQ(again.entries, 0);
  // Mended: the harvest finishes, but not as one that read everything.
  write_settled(folder() / "b.txt.gz", gz, 9);
  write_settled(folder() / "d.txt", title_list("d", 1), 9);
  const FileRun mended = run(store, wide);
  EXPECT_TRUE(mended.finished);
  EXPECT_EQ(mended.entries, 5'001);
  EXPECT_EQ(store.titles.size(), 4U + 5'000U + 4U + 1U);
}

TEST_F(Folder, FilesThatAreStillBeingWrittenWait) {
  write_settled(folder() / "a.txt", title_list("a", 2));
  write_text(folder() / "b.txt", title_list("b", 2));
  const auto written = std::filesystem::last_write_time(folder() / "b.txt");
  const auto at = std::chrono::file_clock::to_sys(written);
  ManualClock clock(std::chrono::time_point_cast<std::chrono::system_clock::duration>(at) +
                    std::chrono::seconds(20));
  FileStore store;
  const FileRun early = run_files(source(), *http_, clock, dir_ / "work", store);
  EXPECT_TRUE(early.finished);
  EXPECT_FALSE(early.complete) << "one file was not read";
  EXPECT_EQ(store.titles.size(), 2U);
  clock.advance(std::chrono::seconds(60));
  EXPECT_TRUE(run_files(source(), *http_, clock, dir_ / "work", store).finished);
  EXPECT_EQ(store.titles.size(), 4U);
}

TEST_F(Folder, PatternOrderAndOnlyNewest) {
  write_settled(folder() / "x_2024-01-01.txt", title_list("x", 2, " old"), 5);
  write_settled(folder() / "x_2024-02-01.txt", title_list("x", 2, " new"), 9);
  write_settled(folder() / "other.csv", title_list("o", 2));
  FileStore store;
  run(store, source({{"pattern", {"x_*.TXT"}}, {"only_newest", {"true"}}}));
  EXPECT_EQ(store.titles,
            (std::map<std::string, std::string>{{"x1", "Title x1 new"}, {"x2", "Title x2 new"}}));
  FileStore by_date;
  const FileRun run_by_date =
      run(by_date, source({{"pattern", {"x_*"}}, {"only_newest", {"true"}}, {"order", {"date"}}}));
  EXPECT_EQ(by_date.titles.at("x1"), "Title x1 old") << "written last";
  EXPECT_TRUE(run_by_date.complete);
}

TEST_F(Folder, SettingsThatCannotWorkAreRefused) {
  const auto refused = [&](std::map<std::string, std::vector<std::string>> options) {
    FileStore store;
    const FileRun result = run(store, file_source("folder", "kbart", std::move(options)));
    return result.error && result.error->code == ErrorCode::kInvalidArgument;
  };
  EXPECT_TRUE(refused({}));
  EXPECT_TRUE(refused({{"directory", {"relative"}}}));
  EXPECT_TRUE(refused({{"directory", {"/tmp"}}, {"order", {"size"}}}));
  EXPECT_TRUE(refused({{"directory", {"/tmp"}}, {"settle_seconds", {"-1"}}}));
  EXPECT_TRUE(refused({{"directory", {"/tmp"}}, {"only_newest", {"maybe"}}}));
}

TEST_F(Folder, ACursorThatIsNotOursBeginsTheWindowAnew) {
  write_settled(folder() / "a.txt", title_list("a", 2));
  for (const char* cursor : {"x", "1 s a - -", "1 - 5 %zz. -", "2 - 0 - -", "1 - 0 -"}) {
    FileStore store;
    store.finished = false;
    store.cursor = cursor;
    const FileRun result = run(store);
    ASSERT_TRUE(result.error) << cursor;
    EXPECT_EQ(result.error->slug, "cursor_expired");
  }
}

}  // namespace
}  // namespace evidence::test
