// PubMed's bulk files: order, sums, resumption, deletions, gaps, a new year.
#include "connectors/protocol/pubmed_files.h"

#include <random>

#include "connectors/protocol/pubmed_listing.h"
#include "tests/unit/connectors/protocol/file_servers.h"
#include "tests/unit/connectors/protocol/files_support.h"

namespace evidence::test {
namespace {

using Codes = std::vector<std::string>;

class PubmedFilesHarvest : public ::testing::Test {
 protected:
  PubmedFilesHarvest() {
    for (int i = 1; i <= 3; ++i) ncbi_.put("baseline", 26, i, bulk_set(i * 100, 8, "Old "));
    ncbi_.put("updatefiles", 26, 4, bulk_set(101, 2, "New ", 100));
    ncbi_.put("updatefiles", 26, 5, bulk_set(900, 4, "Newest "));
  }
  SourceConfig source() {
    SourceConfig source = file_source("pubmed-files", "pubmed-xml", {});
    source.base_url = ncbi_.server.url("");
    return source;
  }
  FileRun run(FileStore& store, const SourceConfig& source, int most_pages = 1'000'000) {
    return run_files(source, *http_, clock_, dir_ / "work", store, most_pages);
  }
  FileRun run(FileStore& store) { return run(store, source()); }

  Ncbi ncbi_;
  TempDir dir_;
  ManualClock clock_;
  std::unique_ptr<HttpClient> http_ = local_http();
};

TEST_F(PubmedFilesHarvest, ReadsBaselineThenUpdatesInOrderWithDeletions) {
  FileStore store;
  const FileRun first = run(store);
  ASSERT_FALSE(first.error) << first.error->message;
  EXPECT_TRUE(first.finished && first.complete);
  EXPECT_EQ(store.titles.size(), 3U * 8U - 1U + 4U);
  EXPECT_FALSE(store.titles.contains("100")) << "deleted by an update";
  EXPECT_EQ(store.titles.at("101"), "New 101");
  EXPECT_EQ(store.notebook, "pubmed-files 26 5");

  const FileRun second = run(store);
  EXPECT_TRUE(second.finished);
  EXPECT_EQ(second.entries, 0);
  EXPECT_FALSE(second.complete);

  ncbi_.put("updatefiles", 26, 6, bulk_set(901, 1, "Again "));
  const FileRun third = run(store);
  EXPECT_EQ(third.entries, 1);
  EXPECT_EQ(store.titles.at("901"), "Again 901");
}

TEST_F(PubmedFilesHarvest, InterruptedAnywhereItEndsInTheSameStore) {
  FileStore whole;
  run(whole);
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    FileStore store;
    int parts = 0;
    for (FileRun part; !part.finished; ++parts) {
      part = run(store, source(), 1 + static_cast<int>(random() % 5));
      ASSERT_FALSE(part.error) << part.error->message;
      if (random() % 3 == 0) std::filesystem::remove_all(dir_ / "work");  // the copies are lost
      ASSERT_LT(parts, 100);
    }
    EXPECT_EQ(store.titles, whole.titles);
    EXPECT_EQ(store.notebook, whole.notebook);
  }
}

TEST_F(PubmedFilesHarvest, AWrongSumIsFetchedAgainAndThenReported) {
  const std::string name = "/baseline/pubmed26n0002.xml.gz";
  ncbi_.other_bodies[name] = ncbi_.files[name].substr(0, 50);  // damaged once
  FileStore store;
  EXPECT_TRUE(run(store).finished);

  FileStore other;
  std::filesystem::remove_all(dir_ / "work");
  ncbi_.files[name] = gzipped("something else");
  const FileRun bad = run(other);
  ASSERT_TRUE(bad.error);
  EXPECT_EQ(bad.error->slug, "md5_mismatch");
  EXPECT_EQ(other.titles.size(), 8U) << "nothing of it nor behind it";
  ncbi_.put("baseline", 26, 2, bulk_set(200, 8, "Old "));
  EXPECT_TRUE(run(other).finished);
  EXPECT_EQ(other.titles, store.titles);
}

TEST_F(PubmedFilesHarvest, AMissingNumberOrSumIsAnErrorAndNotSkipped) {
  const std::string name = "/baseline/pubmed26n0003.xml.gz";
  const std::string gz = ncbi_.files[name];
  ncbi_.files.erase(name);
  FileStore store;
  const FileRun gap = run(store);
  ASSERT_TRUE(gap.error);
  EXPECT_EQ(gap.error->slug, "missing_file");
  EXPECT_NE(gap.error->message.find("pubmed26n0003"), std::string::npos);
  EXPECT_EQ(store.titles.size(), 16U);
  ncbi_.files[name] = gz;
  const std::string sum = ncbi_.files[name + ".md5"];
  ncbi_.files.erase(name + ".md5");
  EXPECT_EQ(run(store).error->slug, "not_found");
  ncbi_.files[name + ".md5"] = sum;
  EXPECT_TRUE(run(store).finished);
  EXPECT_FALSE(store.titles.contains("100"));
}

TEST_F(PubmedFilesHarvest, ANewBaselineBeginsAnewAndSaysSo) {
  FileStore store;
  run(store);
  FileStore middle;
  run(middle, source(), 2);
  ncbi_.files.clear();
  ncbi_.put("baseline", 27, 1, bulk_set(300, 2, "Year "));
  const FileRun next = run(store);
  EXPECT_TRUE(next.finished && next.complete);
  EXPECT_EQ(codes_of(next), Codes{"new_baseline"});
  EXPECT_EQ(store.notebook, "pubmed-files 27 1");
  EXPECT_EQ(run(middle).error->slug, "cursor_expired") << "the harvester then starts from \"\"";
}

TEST_F(PubmedFilesHarvest, AFileThatIsCutInsideIsAnErrorAndNothingBehindItIsRead) {
  const std::string xml = bulk_set(5'000, 2'000, "Cut ");
  const std::string gz = gzipped(xml);
  const std::string cut = gz.substr(0, gz.size() / 2);
  ncbi_.files["/baseline/pubmed26n0002.xml.gz"] = cut;
  ncbi_.files["/baseline/pubmed26n0002.xml.gz.md5"] = md5_of(cut) + "  pubmed26n0002.xml.gz";
  FileStore store;
  const FileRun result = run(store);
  ASSERT_TRUE(result.error);
  EXPECT_EQ(result.error->code, ErrorCode::kBadContent);
  EXPECT_FALSE(store.titles.contains("300"));
}

TEST_F(PubmedFilesHarvest, ReadsALocalCopyInPlace) {
  for (const auto& [name, bytes] : ncbi_.files) {
    const std::filesystem::path path = dir_.path() / ("copy" + name);
    std::filesystem::create_directories(path.parent_path());
    write_text(path, bytes);
  }
  FileStore web;
  run(web);
  SourceConfig local =
      file_source("pubmed-files", "pubmed-xml", {{"directory", {(dir_ / "copy").string()}}});
  FileStore store;
  const FileRun result = run(store, local);
  ASSERT_FALSE(result.error) << result.error->message;
  EXPECT_EQ(store.titles, web.titles);
  std::filesystem::remove(dir_ / "copy" / "baseline" / "pubmed26n0001.xml.gz.md5");
  FileStore unchecked;
  EXPECT_EQ(run(unchecked, local).error->slug, "md5_missing");
  local.options["directory"] = {(dir_ / "work").string() + "/none"};
  EXPECT_TRUE(run(unchecked, local).error);
}

TEST_F(PubmedFilesHarvest, APageThatIsNoListingIsAnError) {
  ncbi_.files.clear();
  FileStore store;
  EXPECT_EQ(run(store).error->slug, "empty_listing");
  SourceConfig nothing = file_source("pubmed-files", "pubmed-xml", {});
  EXPECT_EQ(run(store, nothing).error->code, ErrorCode::kInvalidArgument);
}

TEST(PubmedListing, FindsNamesHoweverThePageLooks) {
  PubmedFiles files;
  add_pubmed_listing(
      "<a href='pubmed26n0001.xml.gz'>x</a> <A HREF=/pubmed/baseline/pubmed26n0002.xml.gz>"
      "pubmed26n0002.xml.gz.md5 pubmed26n10000.xml.gz pubmed26n1.xml.gz pubmed2xn0003.xml.gz "
      "pubmedpubmed26n0004.xml.gz pubmed26n0005.xml.g pubmed26n12345678.xml.gz",
      "d", files);
  std::vector<int> numbers;
  for (const auto& [file, where] : files) numbers.push_back(file.number);
  EXPECT_EQ(numbers, (std::vector<int>{1, 2, 4, 10000}));
  EXPECT_EQ(pubmed_file_name({6, 12}), "pubmed06n0012.xml.gz");
  EXPECT_FALSE(pubmed_file_of("pubmed26n0001.xml.gz.md5"));
  EXPECT_EQ(md5_in("MD5(pubmed26n0001.xml.gz)= D41D8CD98F00B204E9800998ECF8427E"),
            "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5_in("d41d8cd98f00b204e9800998ecf8427e  x"), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5_in("d41d8cd98f00b204e9800998ecf8427e0"), "");
  EXPECT_EQ(md5_in(""), "");
}

}  // namespace
}  // namespace evidence::test
