#include "connectors/file_import.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/byte_source.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

class CollectingSink final : public RecordSink {
 public:
  Result<SinkCounts> write(SinkPage page) override {
    if (fail_at_page >= 0 && static_cast<int>(pages.size()) == fail_at_page) {
      return Error{ErrorCode::kStorageFull, "storage_full", "full", ""};
    }
    SinkCounts counts;
    counts.read = static_cast<std::int64_t>(page.records.size());
    counts.problems = static_cast<std::int64_t>(page.problems.size());
    for (const Record& record : page.records) ++(record.deleted ? counts.deleted : counts.added);
    pages.push_back(std::move(page));
    return counts;
  }
  std::vector<SinkPage> pages;
  int fail_at_page = -1;
};

class FileImport : public ::testing::Test {
 protected:
  Result<FileOutcome> import(const std::string& bytes, const char* name = "a.jsonl") {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return import_file(folder_ / name, options_, sink_);
  }
  static std::string lines(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
      text += "{\"id\":\"" + std::to_string(i) + "\",\"title\":\"T\",\"odd\":1}\n";
    }
    return text;
  }
  TempDir folder_;
  ImportOptions options_ = [] {
    ImportOptions options;
    options.source.id = "s";
    return options;
  }();
  CollectingSink sink_;
};

TEST_F(FileImport, WritesPageByPageAndMarksTheLast) {
  std::uint64_t done = 0;
  options_.progress = [&done](const ImportProgress& progress) {
    EXPECT_GE(progress.bytes_done, done);
    done = progress.bytes_done;
  };
  const auto outcome = import(lines(1'234));
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_FALSE(outcome->error);
  EXPECT_EQ(outcome->format, "jsonl");
  EXPECT_EQ(outcome->counts.added, 1'234);
  ASSERT_EQ(sink_.pages.size(), 3U);
  EXPECT_EQ(sink_.pages[0].records.size(), 500U);
  EXPECT_FALSE(sink_.pages[1].last);
  EXPECT_TRUE(sink_.pages[2].last);
  EXPECT_EQ(sink_.pages[0].records[0].source, "s");
  // A key that every line has is one problem with a count.
  ASSERT_EQ(outcome->counts.problems, 1);
  EXPECT_EQ(sink_.pages[2].problems[0].code, "unknown_key");
  EXPECT_NE(sink_.pages[2].problems[0].reason.find("1,234"), std::string::npos);
  EXPECT_GT(done, 0U);
}

TEST_F(FileImport, TheLaterOfTwoEditionsInAPageStands) {
  const auto outcome = import(
      "{\"id\":\"1\",\"title\":\"A\"}\n{\"id\":\"2\"}\n"
      "{\"id\":\"1\",\"title\":\"B\"}\n");
  ASSERT_TRUE(outcome.ok());
  ASSERT_EQ(sink_.pages.at(0).records.size(), 2U);
  EXPECT_EQ(sink_.pages[0].records[0].title, "B");
}

TEST_F(FileImport, ReadsGzipAndMarksSamples) {
  options_.source.sample = true;
  const auto outcome = import(gzip(lines(3)), "a.jsonl.gz");
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_FALSE(outcome->error);
  ASSERT_EQ(sink_.pages.at(0).records.size(), 3U);
  EXPECT_TRUE(sink_.pages[0].records[0].sample);
}

TEST_F(FileImport, ACutGzipKeepsWhatWasReadAndSaysSo) {
  std::string packed = gzip(lines(20'000));
  packed.resize(packed.size() / 2);
  const auto outcome = import(packed, "a.jsonl.gz");
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  ASSERT_TRUE(outcome->error);
  EXPECT_EQ(outcome->error->code, ErrorCode::kBadContent);
  EXPECT_GT(outcome->counts.added, 1'000);
  for (const SinkPage& page : sink_.pages) EXPECT_FALSE(page.last);
}

TEST_F(FileImport, TooManyProblemsStopIt) {
  std::string text;
  for (int i = 0; i < 500; ++i)
    text += i % 3 == 0 ? "{\"id\":\"" + std::to_string(i) + "\"}\n" : "bad\n";
  options_.format = "jsonl";
  const auto outcome = import(text);
  ASSERT_TRUE(outcome.ok());
  ASSERT_TRUE(outcome->error);
  EXPECT_EQ(outcome->error->slug, "too_many_problems");
  EXPECT_GT(outcome->counts.added, 0);
  options_.max_problem_share = 0.9;
  CollectingSink again;
  std::swap(sink_, again);
  EXPECT_FALSE(import(text)->error);
}

TEST_F(FileImport, StopsWhereAskedAndKeepsWhatItHas) {
  StopFlag stop;
  options_.stop = &stop;
  options_.progress = [&stop](const ImportProgress&) { stop.request_stop(); };
  const auto outcome = import(lines(2'000));
  ASSERT_TRUE(outcome.ok());
  ASSERT_TRUE(outcome->error);
  EXPECT_EQ(outcome->error->code, ErrorCode::kCancelled);
  EXPECT_EQ(outcome->counts.added, 500);
}

TEST_F(FileImport, AFullStoreEndsItWithTheStoresError) {
  sink_.fail_at_page = 1;
  const auto outcome = import(lines(2'000));
  ASSERT_TRUE(outcome.ok());
  ASSERT_TRUE(outcome->error);
  EXPECT_EQ(outcome->error->code, ErrorCode::kStorageFull);
  EXPECT_EQ(outcome->counts.added, 500);
}

TEST_F(FileImport, NothingThatCanBeDoneIsAnError) {
  EXPECT_EQ(import_file(folder_ / "missing.xml", options_, sink_).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(import("plain words\n", "a.txt").error().code, ErrorCode::kInvalidArgument);
  options_.format = "word";
  EXPECT_EQ(import(lines(1)).error().code, ErrorCode::kInvalidArgument);
  options_.format = "auto";
  options_.source.id = "";
  EXPECT_EQ(import(lines(1)).error().code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(sink_.pages.empty());
}

TEST_F(FileImport, RecognisesEachFormatByItsFirstBytes) {
  const auto format = [&](const std::string& bytes) {
    const auto outcome = import(bytes, "a.dat");
    return outcome.ok() ? outcome->format : outcome.error().slug;
  };
  EXPECT_EQ(format("<?xml version=\"1.0\"?><PubmedArticleSet></PubmedArticleSet>"), "pubmed-xml");
  EXPECT_EQ(format("<collection xmlns=\"http://www.loc.gov/MARC21/slim\"></collection>"),
            "marcxml");
  EXPECT_EQ(format("publication_title\tprint_identifier\tonline_identifier\ttitle_url\nA\t\t\t\n"),
            "kbart");
  EXPECT_EQ(format("\xEF\xBB\xBF {\"id\":\"1\"}\n"), "jsonl");
  EXPECT_EQ(format("<html></html>"), "unrecognised_format");
}

}  // namespace
}  // namespace evidence::test
