// The vocabulary's file: loads, look-ups, what a broken or killed load leaves.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <thread>

#include "store/sqlite.h"
#include "store/vocabulary_store.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/store/contract.h"

namespace evidence::test {

namespace {

namespace fs = std::filesystem;

void must(const Result<void>& result) { ASSERT_TRUE(result.ok()) << result.error().message; }
using evidence::test::must;

VocabularyHeading make_heading(std::string id, std::string label,
                               std::vector<std::string> trees = {},
                               std::vector<std::string> terms = {}) {
  VocabularyHeading heading;
  heading.id = std::move(id);
  heading.label = std::move(label);
  heading.tree_numbers = std::move(trees);
  heading.entry_terms = std::move(terms);
  return heading;
}

VocabularyHeading qualifier(std::string id, std::string label, std::string letters,
                            std::vector<std::string> trees = {}) {
  VocabularyHeading heading = make_heading(std::move(id), std::move(label), std::move(trees));
  heading.kind = HeadingKind::kQualifier;
  heading.abbreviation = std::move(letters);
  return heading;
}

VocabularyHeading substance(std::string id, std::string label, std::string mapped_to) {
  VocabularyHeading heading = make_heading(std::move(id), std::move(label));
  heading.kind = HeadingKind::kSupplementary;
  heading.mapped_to = {std::move(mapped_to)};
  return heading;
}

std::vector<VocabularyHeading> few_headings() {
  VocabularyHeading albuterol =
      make_heading("D000420", "Albuterol", {"D02.033.100"}, {"Salbutamol"});
  albuterol.pharmacologic_actions = {"D001993"};
  VocabularyHeading stroke =
      make_heading("D020521", "Stroke", {"C10.228"}, {"Cerebrovascular Accident"});
  stroke.previous_labels = {"CEREBROVASCULAR ACCIDENT"};
  return {
      make_heading("D009369", "Neoplasms", {"C04"}, {"Cancer", "Tumours"}),
      make_heading("D009371", "Neoplasms by Site", {"C04.588"}),
      make_heading("D001943", "Breast Neoplasms", {"C04.588.180", "C17.800"}, {"Breast Cancer"}),
      make_heading("D003924", "Diabetes Mellitus, Type 2", {"C18.452"}),
      make_heading("D000099", "Neoplasms of Nothing", {"C045"}),
      make_heading("D001993", "Bronchodilator Agents", {"D27.505"}),
      albuterol,
      stroke};
}

VocabularyStatus load(const TempDir& directory, int year = 2026) {
  SystemClock clock;
  auto loading = must(begin_vocabulary_load(directory.path(), year, clock));
  must(loading->begin_part("descriptors"));
  for (const VocabularyHeading& heading : few_headings()) {
    must(loading->add(heading, "descriptors"));
  }
  must(loading->add_file({"desc2026.xml", "descriptors", "00", 8, 0, "2026-01-01T00:00:00Z"}));
  return must(loading->commit());
}

void load_part(const TempDir& directory, const std::string& part,
               const std::vector<VocabularyHeading>& headings, int year = 2026) {
  SystemClock clock;
  auto loading = must(begin_vocabulary_load(directory.path(), year, clock));
  must(loading->begin_part(part));
  for (const VocabularyHeading& heading : headings) must(loading->add(heading, part));
  must(loading->add_file({part + ".xml", part, "00", headings.size(), 0, ""}));
  must(loading->commit());
}

std::string labels(const std::vector<FoundHeading>& found) {
  std::string text;
  for (const FoundHeading& heading : found) text += (text.empty() ? "" : "; ") + heading.label;
  return text;
}

std::vector<std::string> files_in(const fs::path& directory) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST(VocabularyStore, IsNotThereBeforeItIsLoaded) {
  const TempDir directory;
  const auto opened = open_vocabulary(directory.path());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kNotFound);
  EXPECT_NE(opened.error().hint.find("evidence vocabulary load"), std::string::npos);
  EXPECT_FALSE(vocabulary_status(directory.path()).ok());
  EXPECT_TRUE(files_in(directory.path()).empty());
}

TEST(VocabularyStore, RecordsWhatWasLoaded) {
  const TempDir directory;
  const VocabularyStatus status = load(directory);
  EXPECT_EQ(status.year, 2026);
  EXPECT_EQ(status.headings.at(HeadingKind::kDescriptor), 8U);
  ASSERT_EQ(status.files.size(), 1U);
  EXPECT_EQ(status.files.front().part, "descriptors");
  EXPECT_EQ(must(open_vocabulary(directory.path()))->version(), "mesh 2026");
  EXPECT_EQ(must(check_vocabulary(directory.path())).size(), 1U);  // trees without a top
  EXPECT_EQ(files_in(directory.path()), std::vector<std::string>{"vocabulary.db"});
}

TEST(VocabularyStore, FindsByLabelEntryTermFormerNameNumberOrderAndSpelling) {
  const TempDir directory;
  load(directory);
  const auto vocabulary = must(open_vocabulary(directory.path()));
  const auto found = [&](std::string_view label) {
    const auto list = vocabulary->find(label);
    return list.empty() ? FoundHeading{} : list.front();
  };
  EXPECT_EQ(found("breast neoplasms").by, FoundBy::kLabel);
  EXPECT_EQ(found("Cancer").id, "D009369");
  EXPECT_EQ(found("Cancer").by, FoundBy::kEntryTerm);
  EXPECT_EQ(found("neoplasms, breast").id, "D001943");
  EXPECT_EQ(found("type 2 diabetes mellitus").id, "D003924");
  EXPECT_EQ(found("diabetes mellitus type 2").by, FoundBy::kLabel);
  EXPECT_EQ(found("tumors").id, "D009369");
  EXPECT_EQ(found("cerebrovascular accident").by, FoundBy::kPreviousLabel);
  EXPECT_EQ(found("d001943").by, FoundBy::kId);
  EXPECT_TRUE(vocabulary->find("cancers").empty());  // a plural is only a suggestion
  EXPECT_TRUE(vocabulary->find("").empty());
  EXPECT_TRUE(vocabulary->find(std::string(100'000, 'x')).empty());
  EXPECT_TRUE(vocabulary->find("'; DROP TABLE heading; --").empty());
}

TEST(VocabularyStore, ExplodesByTreeNumberAndNotByItsBeginning) {
  const TempDir directory;
  load(directory);
  const auto vocabulary = must(open_vocabulary(directory.path()));
  // C045 begins like C04 but is not below it.
  EXPECT_EQ(labels(vocabulary->with_narrower("D009369")),
            "Neoplasms; Neoplasms by Site; Breast Neoplasms");
  EXPECT_EQ(labels(vocabulary->with_narrower("D009369")),
            "Neoplasms; Neoplasms by Site; Breast Neoplasms");  // from memory
  EXPECT_EQ(labels(vocabulary->narrower("D009369")), "Neoplasms by Site");
  EXPECT_EQ(labels(vocabulary->broader("D001943")), "Neoplasms by Site");
  EXPECT_EQ(labels(vocabulary->with_action("D001993")), "Albuterol");
  EXPECT_TRUE(vocabulary->with_narrower("D999999").empty());
}

TEST(VocabularyStore, SuggestsForOtherWordsOtherOrderAndMistypedOnes) {
  const TempDir directory;
  load(directory);
  const auto vocabulary = must(open_vocabulary(directory.path()));
  const auto first = [&](std::string_view label) {
    const auto list = vocabulary->suggest(label, 5);
    return list.empty() ? std::string() : list.front().label;
  };
  EXPECT_EQ(first("brest neoplasms"), "Breast Neoplasms");
  EXPECT_EQ(first("cancers"), "Neoplasms");
  EXPECT_EQ(first("site neoplasms by"), "Neoplasms by Site");
  EXPECT_EQ(first("diabetes melitus type 2"), "Diabetes Mellitus, Type 2");
  EXPECT_EQ(first("albutero"), "Albuterol");
  EXPECT_EQ(first("qqqqqqqq"), "");
  EXPECT_EQ(labels(vocabulary->beginning_with("neop", 2)), "Neoplasms; Neoplasms by Site");
}

TEST(VocabularyStore, PartsOfOneYearAreLoadedOneAfterAnother) {
  const TempDir directory;
  load(directory);
  load_part(directory, "qualifiers",
            {qualifier("Q000628", "therapy", "TH", {"Y01"}),
             qualifier("Q000188", "drug therapy", "DT", {"Y01.100"})});
  load_part(directory, "supplementary", {substance("C000601", "samplium", "D001943")});
  const auto vocabulary = must(open_vocabulary(directory.path()));
  EXPECT_EQ(vocabulary->find_qualifier("dt")->label, "drug therapy");
  EXPECT_EQ(vocabulary->find_qualifier("Drug Therapy")->by, FoundBy::kLabel);
  EXPECT_EQ(labels(vocabulary->with_narrower("Q000628")), "therapy; drug therapy");
  EXPECT_EQ(vocabulary->find("samplium").front().kind, HeadingKind::kSupplementary);
  EXPECT_EQ(vocabulary->heading("C000601")->mapped_to, std::vector<std::string>{"D001943"});
  EXPECT_TRUE(vocabulary->find("drug therapy").empty());
  EXPECT_EQ(must(vocabulary_status(directory.path())).files.size(), 3U);

  // The same part again replaces it, and only it.
  load_part(directory, "supplementary", {substance("C000602", "otherium", "D001943")});
  const auto again = must(open_vocabulary(directory.path()));
  EXPECT_TRUE(again->find("samplium").empty());
  EXPECT_FALSE(again->find("otherium").empty());
  EXPECT_FALSE(again->find("breast neoplasms").empty());
  EXPECT_EQ(must(vocabulary_status(directory.path())).files.size(), 3U);
  // Whoever had the old file open goes on with it.
  EXPECT_FALSE(vocabulary->find("samplium").empty());
}

TEST(VocabularyStore, AnotherYearBeginsAnewAndSaysWhatIsGone) {
  const TempDir directory;
  load(directory, 2025);
  load_part(directory, "supplementary", {substance("C000601", "samplium", "D001943")}, 2025);
  const VocabularyStatus status = load(directory, 2026);
  EXPECT_EQ(status.dropped, std::vector<std::string>{"supplementary"});
  EXPECT_TRUE(must(open_vocabulary(directory.path()))->find("samplium").empty());
}

TEST(VocabularyStore, ASubheadingOfDescriptorsGivesWayToItsOwnRecord) {
  const TempDir directory;
  SystemClock clock;
  auto loading = must(begin_vocabulary_load(directory.path(), 2026, clock));
  must(loading->begin_part("descriptors"));
  must(loading->add(make_heading("D000001", "Sample"), "descriptors"));
  must(loading->add_named_qualifier(qualifier("Q000188", "drug therapy", "DT")));
  must(loading->commit());
  EXPECT_EQ(must(open_vocabulary(directory.path()))->find_qualifier("DT")->id, "Q000188");
  load_part(directory, "qualifiers", {qualifier("Q000188", "drug therapy", "DT", {"Y01"})});
  const auto vocabulary = must(open_vocabulary(directory.path()));
  EXPECT_EQ(vocabulary->heading("Q000188")->tree_numbers, std::vector<std::string>{"Y01"});
}

TEST(VocabularyStore, MapsReplacedLabels) {
  const TempDir directory;
  load(directory);
  SystemClock clock;
  auto loading = must(begin_vocabulary_load(directory.path(), 2026, clock));
  must(loading->begin_part("replacements"));
  EXPECT_TRUE(must(loading->add_replacement("Mammary Growths", "Breast Neoplasms")));
  EXPECT_TRUE(must(loading->add_replacement("Growths", "D009369")));
  EXPECT_FALSE(must(loading->add_replacement("Stroke", "Neoplasms")));  // a heading still
  EXPECT_FALSE(must(loading->add_replacement("Growths", "Nonesuch")));
  must(loading->commit());
  const auto vocabulary = must(open_vocabulary(directory.path()));
  EXPECT_EQ(vocabulary->find("mammary growths").front().by, FoundBy::kPreviousLabel);
  load(directory);  // the headings again; the replacements stay
  EXPECT_EQ(must(open_vocabulary(directory.path()))->find("growths").front().id, "D009369");
}

TEST(VocabularyStore, ALoadThatIsGivenUpLeavesTheOldOne) {
  const TempDir directory;
  load(directory);
  SystemClock clock;
  {
    auto loading = must(begin_vocabulary_load(directory.path(), 2027, clock));
    must(loading->begin_part("descriptors"));
    must(loading->add(make_heading("D000001", "Sample"), "descriptors"));
  }
  EXPECT_EQ(must(vocabulary_status(directory.path())).year, 2026);
  EXPECT_EQ(files_in(directory.path()), std::vector<std::string>{"vocabulary.db"});
}

TEST(VocabularyStore, ALoadWithoutDescriptorsIsRefused) {
  const TempDir directory;
  SystemClock clock;
  auto loading = must(begin_vocabulary_load(directory.path(), 2026, clock));
  must(loading->begin_part("supplementary"));
  must(loading->add(substance("C000601", "samplium", "D001943"), "supplementary"));
  const auto refused = loading->commit();
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().slug, "no_descriptors");
  loading.reset();
  EXPECT_TRUE(files_in(directory.path()).empty());
}

TEST(VocabularyStore, OneLoadAtATime) {
  const TempDir directory;
  SystemClock clock;
  const auto first = must(begin_vocabulary_load(directory.path(), 2026, clock));
  const auto second = begin_vocabulary_load(directory.path(), 2026, clock);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::kBusy);
}

TEST(VocabularyStore, AKilledLoadLeavesTheOldOneWhole) {
  const TempDir directory;
  load(directory);
  for (int round = 0; round < 6; ++round) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      SystemClock clock;
      auto loading = begin_vocabulary_load(directory.path(), 2026, clock);
      if (!loading.ok() || !(*loading)->begin_part("descriptors").ok()) ::_exit(1);
      for (int i = 0;; ++i) {
        const auto added = (*loading)->add(
            make_heading("D1" + std::to_string(100'000 + i), "Label " + std::to_string(i),
                         {"C99." + std::to_string(i)}),
            "descriptors");
        if (!added.ok()) ::_exit(1);
      }
    }
    ::usleep(static_cast<useconds_t>(5'000 + round * 40'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    const auto vocabulary = must(open_vocabulary(directory.path()));
    EXPECT_EQ(vocabulary->find("breast neoplasms").front().id, "D001943");
    EXPECT_EQ(must(vocabulary_status(directory.path())).headings.at(HeadingKind::kDescriptor), 8U);
  }
  load(directory);  // and what the killed ones left is cleared away
  EXPECT_EQ(files_in(directory.path()), std::vector<std::string>{"vocabulary.db"});
}

TEST(VocabularyStore, ADamagedForeignOrNewerFileIsSaidToBeSo) {
  const TempDir directory;
  std::ofstream(directory / "vocabulary.db") << "no database at all, but long enough to be read";
  EXPECT_EQ(open_vocabulary(directory.path()).error().code, ErrorCode::kCorrupt);
  fs::remove(directory / "vocabulary.db");
  load(directory);
  {
    const auto database =
        must(Database::open(directory / "vocabulary.db", OpenMode::kReadWrite, {}));
    must(database->execute("PRAGMA user_version=99"));
  }
  EXPECT_EQ(open_vocabulary(directory.path()).error().code, ErrorCode::kNewerVersion);
  load(directory);  // a load replaces it
  EXPECT_TRUE(open_vocabulary(directory.path()).ok());
}

TEST(VocabularyStore, CheckFindsWhatPointsNowhere) {
  const TempDir directory;
  load_part(directory, "descriptors", {make_heading("D000001", "Sample", {"C04.588"})});
  const auto findings = must(check_vocabulary(directory.path()));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_NE(findings.front().find("tree numbers"), std::string::npos);
}

TEST(VocabularyStore, ServesManyThreadsAtOnce) {
  const TempDir directory;
  load(directory);
  const auto vocabulary = must(open_vocabulary(directory.path()));
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        if (vocabulary->find("cancer").size() != 1) ++wrong;
        if (vocabulary->with_narrower("D009369").size() != 3) ++wrong;
        if (vocabulary->suggest("brest neoplasms", 3).empty()) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace evidence::test
