// evidence vocabulary, and the loading of files behind it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/commands.h"
#include "app/vocabulary_files.h"
#include "base/byte_source.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::app {
namespace {

namespace fs = std::filesystem;

const fs::path kSample = test::source_dir() / "tests/data/vocabulary";

struct VocabularyCommand : ::testing::Test {
  void SetUp() override {
    fs::create_directories(dir / "ranking");
    std::ofstream(dir.path() / "ranking/plain.toml") << "k1 = 1.0\n[field_weights]\ntitle = 0.5\n";
    std::ofstream(dir.path() / "evidence.toml")
        << "data_dir = \"" << (dir.path() / "data").string() << "\"\n";
  }

  // The exit code.
  int call(std::vector<std::string> arguments) const {
    CLI::App program;
    program.require_subcommand(1);
    app::Run run;
    add_vocabulary(program, run);
    std::reverse(arguments.begin(), arguments.end());
    try {
      program.parse(arguments);
    } catch (const CLI::ParseError&) {
      return 2;
    }
    GlobalOptions options;
    options.config_file = (dir.path() / "evidence.toml").string();
    options.quiet = options.no_progress = true;
    Context context(options);
    EXPECT_TRUE(context.start().ok());
    return run(context);
  }
  int load(const char* file) const {
    return call({"vocabulary", "load", (kSample / file).string(), "--year", "2026"});
  }
  [[nodiscard]] fs::path data() const { return dir.path() / "data"; }

  test::TempDir dir;
};

TEST_F(VocabularyCommand, LoadsListsShowsSearchesAndChecks) {
  EXPECT_EQ(call({"vocabulary", "list"}), 2);  // nothing is loaded
  EXPECT_EQ(load("desc_sample.xml"), 0);
  EXPECT_EQ(load("qual_sample.xml"), 0);
  EXPECT_EQ(load("supp_sample.xml"), 0);
  EXPECT_EQ(call({"vocabulary", "list"}), 0);
  EXPECT_EQ(call({"vocabulary", "show", "heart attack"}), 0);
  EXPECT_EQ(call({"vocabulary", "show", "dt"}), 0);
  EXPECT_EQ(call({"vocabulary", "show", "nonesuch"}), 2);
  EXPECT_EQ(call({"vocabulary", "search", "neopl"}), 0);
  EXPECT_EQ(call({"vocabulary", "check"}), 1);  // the sample leaves out much of the tree
  const auto status = vocabulary_status(data());
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(status->files.size(), 3U);
  EXPECT_EQ(status->files.front().sha256.size(), 64U);
}

TEST_F(VocabularyCommand, NeedsAYearThatIsSaidOnce) {
  EXPECT_EQ(call({"vocabulary", "load", (kSample / "desc_sample.xml").string()}), 2);
  EXPECT_EQ(call({"vocabulary", "load"}), 2);
  EXPECT_EQ(call({"vocabulary", "load", "/nonexistent/desc2026.xml"}), 2);
  fs::copy_file(kSample / "desc_sample.xml", dir.path() / "desc2026.xml");
  EXPECT_EQ(call({"vocabulary", "load", (dir.path() / "desc2026.xml").string()}), 0);
  EXPECT_EQ(vocabulary_status(data())->year, 2026);
  EXPECT_FALSE(year_of_files({"desc2025.xml", "qual2026.xml"}).ok());
}

TEST_F(VocabularyCommand, ReadsGzippedFiles) {
  const std::string bytes = test::file_bytes(kSample / "desc_sample.xml");
  std::ofstream(dir.path() / "desc2026.gz", std::ios::binary) << gzip(bytes);
  EXPECT_EQ(call({"vocabulary", "load", (dir.path() / "desc2026.gz").string()}), 0);
}

TEST_F(VocabularyCommand, ABrokenFileLeavesTheOldVocabulary) {
  ASSERT_EQ(load("desc_sample.xml"), 0);
  const std::string bytes = test::file_bytes(kSample / "desc_sample.xml");
  const auto write = [&](const std::string& text) {
    std::ofstream(dir.path() / "desc2026.xml", std::ios::binary) << text;
    return call({"vocabulary", "load", (dir.path() / "desc2026.xml").string()});
  };
  EXPECT_NE(write(bytes.substr(0, bytes.size() / 2)), 0);  // cut short
  EXPECT_NE(write("<html>not found</html>"), 0);
  EXPECT_NE(write("<DescriptorRecordSet></DescriptorRecordSet>"), 0);  // nothing in it
  std::string spoilt = bytes;
  for (std::size_t at = spoilt.find("<DescriptorUI>D"); at != std::string::npos;
       at = spoilt.find("<DescriptorUI>D", at + 1)) {
    spoilt[at + 14] = 'X';  // no record has a number of MeSH
  }
  EXPECT_NE(write(spoilt), 0);
  const auto vocabulary = open_vocabulary(data());
  ASSERT_TRUE(vocabulary.ok());
  EXPECT_EQ((*vocabulary)->find("asthma").front().id, "D001249");
}

TEST_F(VocabularyCommand, LoadsReplacementsBesides) {
  ASSERT_EQ(load("desc_sample.xml"), 0);
  EXPECT_EQ(call({"vocabulary", "load", "--replaced", (kSample / "replaced_sample.tsv").string()}),
            0);
  const auto vocabulary = open_vocabulary(data());
  ASSERT_TRUE(vocabulary.ok());
  EXPECT_EQ((*vocabulary)->find("Myocardial Death").front().id, "D009203");
}

TEST_F(VocabularyCommand, StopsWhenAskedAndLeavesNothing) {
  StopFlag stop;
  stop.request_stop();
  VocabularyLoadOptions options;
  options.files = {kSample / "desc_sample.xml"};
  options.year = 2026;
  options.stop = &stop;
  SystemClock clock;
  const auto outcome = load_vocabulary(data(), options, clock);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kCancelled);
  EXPECT_FALSE(fs::exists(data() / "vocabulary.db"));
}

TEST(VocabularyFiles, LoadsTheTablesOfTheSharedData) {
  EVIDENCE_NEED_SHARED_DATA(shared);
  const test::TempDir directory;
  VocabularyLoadOptions options;
  options.files = {shared / "vocab/mesh2015/terms.tsv", shared / "vocab/mesh2015/tree-numbers.tsv"};
  options.year = 2015;
  SystemClock clock;
  const auto outcome = load_vocabulary(directory.path(), options, clock);
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  const auto vocabulary = open_vocabulary(directory.path());
  ASSERT_TRUE(vocabulary.ok());
  EXPECT_GT((*vocabulary)->with_narrower("D009369").size(), 500U);
  EXPECT_EQ((*vocabulary)->with_narrower("D001249").size(), 5U);
  EXPECT_EQ((*vocabulary)->suggest("brest neoplasms", 1).front().label, "Breast Neoplasms");
}

}  // namespace
}  // namespace evidence::app
