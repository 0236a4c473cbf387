// Vectors that an index learns from itself: what they mean, that they are the same for the same
// index, and that they keep up with it whatever stops a run.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/stem.h"
#include "indexer/document_stems.h"
#include "indexer/generation.h"
#include "indexer/indexer.h"
#include "indexer/singular_vectors.h"
#include "indexer/vector_update.h"
#include "model/field.h"
#include "model/vector_format.h"
#include "model/vector_space.h"
#include "tests/support/memory_store.h"
#include "tests/support/temp_dir.h"

namespace evidence {
namespace {

namespace fs = std::filesystem;
using test::file_bytes;
using test::MemoryStore;
using test::TempDir;

// Works of two themes, each with some of the theme's words and some that tell nothing.
Record record_of_theme(int number) {
  static const std::vector<std::vector<std::string>> kThemes = {
      {"heart", "artery", "stent", "troponin", "chest", "statin", "angina", "reperfusion"},
      {"skin", "itch", "emollient", "steroid", "rash", "topical", "allergy", "flare"}};
  std::mt19937 random(static_cast<unsigned>(number));
  const auto theme = static_cast<std::size_t>(number % 2);
  Record record;
  record.source = "pubmed";
  record.source_record_id = std::to_string(99'000'000 + number);
  record.title = kThemes[theme][random() % 8];
  std::string text;
  for (int word = 0; word < 6; ++word) text += kThemes[theme][random() % 8] + " ";
  for (int word = 0; word < 5; ++word) text += "noise" + std::to_string(random() % 60) + "x ";
  record.abstract = {{"", text + "the with of"}};
  return record;
}

// Four themes, whose works have all of their theme's words and one of its two names, never both.
Record record_of_named_theme(int number) {
  static const std::vector<std::string> kThemes = {
      "heart artery stent troponin chest statin angina reperfusion",
      "skin itch emollient steroid rash topical allergy flare",
      "lung cough spirometry wheeze inhaler sputum breath bronchus",
      "kidney dialysis creatinine urine glomerulus transplant protein filtrate"};
  static const std::vector<std::vector<std::string>> kNames = {{"infarction", "coronary"},
                                                               {"eczema", "dermatitis"},
                                                               {"asthma", "airway"},
                                                               {"nephritis", "renal"}};
  const auto theme = static_cast<std::size_t>(number % 4);
  Record record;
  record.source = "pubmed";
  record.source_record_id = std::to_string(99'000'000 + number);
  record.title = "noise" + std::to_string(number * 7 % 60) + "x";
  record.abstract = {{"", kThemes[theme] + " the with " +
                              kNames[theme][static_cast<std::size_t>(number / 4 % 2)]}};
  return record;
}

float cosine(const std::vector<float>& left, const std::vector<float>& right) {
  float sum = 0;
  for (std::size_t i = 0; i < left.size(); ++i) sum += left[i] * right[i];
  return sum;
}

// The whole bytes of an index's vectors.
std::string bytes_of(const Generation& generation) {
  std::string all = file_bytes(space_path(generation.directory));
  for (std::size_t shard = 0; shard < generation.shards.size(); ++shard) {
    all += file_bytes(vectors_path(generation.directory, shard));
  }
  return all;
}

class Vectors : public testing::Test {
 protected:
  void fill(int from, int to) {
    for (int number = from; number <= to; ++number) {
      store_.put(MemoryStore::work_id(number), record_of_theme(number));
    }
  }
  Result<IndexOutcome> index(bool rebuild = false) {
    IndexOptions options;
    options.data_directory = directory_.path();
    options.rebuild = rebuild;
    options.shards = shards_;
    options.batch_documents = 50;
    options.commit_interval = std::chrono::milliseconds(0);
    options.vectors = vectors_;
    options.stop = &stop_;
    options.progress = progress_;
    return run_index(store_, options, clock_);
  }
  // With four directions, as many as there are themes.
  void index_named_themes() {
    for (int number = 1; number <= 400; ++number) {
      store_.put(MemoryStore::work_id(number), record_of_named_theme(number));
    }
    vectors_ = false;
    ASSERT_TRUE(index().ok());
    VectorUpdate update;
    update.limits.dimensions = 4;
    const auto outcome = update_vectors(generation(), update);
    ASSERT_TRUE(outcome.ok()) << outcome.error().message;
    EXPECT_TRUE(outcome->trained);
    EXPECT_EQ(outcome->works, 400U);
  }
  Generation generation() { return current_generation(directory_.path()).value().value(); }
  std::shared_ptr<const VectorSpace> space() {
    auto opened = VectorSpace::open(space_path(generation().directory));
    EXPECT_TRUE(opened.ok()) << opened.error().message;
    return opened.ok() ? *opened : nullptr;
  }
  std::vector<float> vector_of(const VectorSpace& space, const std::string& text) {
    std::vector<float> sum(space.dimensions());
    EXPECT_TRUE(space.add(stem(text), 1, sum)) << text;
    normalise(sum);
    return sum;
  }
  void expect_sound(std::uint64_t works) {
    const auto good = check_vectors(generation());
    EXPECT_TRUE(good.ok()) << good.error().message;
    const auto status = vector_status(generation());
    ASSERT_TRUE(status.ok());
    EXPECT_TRUE(status->up_to_date);
    EXPECT_EQ(status->works, works);
  }
  // Every row is what its document gives when folded alone.
  void expect_rows_are_of_their_documents() {
    const Generation now = generation();
    const auto known = space();
    for (std::size_t shard = 0; shard < now.shards.size(); ++shard) {
      const Xapian::Database database(now.shards[shard].string());
      const auto rows = DocumentVectors::open(vectors_path(now.directory, shard), *known).value();
      std::vector<CountedStem> stems;
      for (Xapian::docid number = 1; number <= database.get_lastdocid(); ++number) {
        read_stems(database, number, stems);
        std::vector<float> sum(known->dimensions());
        for (const CountedStem& counted : stems) {
          known->add(counted.stem, 1 + std::log(static_cast<double>(counted.count)), sum);
        }
        normalise(sum);
        std::vector<std::int8_t> expected(sum.size());
        quantise(sum, expected);
        const auto row = rows->of(number);
        std::vector<std::int8_t> found(row.begin(), row.end());
        found.resize(expected.size());
        ASSERT_EQ(found, expected) << "shard " << shard << " document " << number;
      }
    }
  }

  TempDir directory_;
  MemoryStore store_;
  SystemClock clock_;
  StopFlag stop_;
  unsigned shards_ = 1;
  bool vectors_ = true;
  std::function<void(const IndexProgress&)> progress_;
};

TEST_F(Vectors, PutWordsNearThatAreUsedAlikeThoughNeverTogether) {
  index_named_themes();
  const auto known = space();
  ASSERT_EQ(known->dimensions(), 4U);
  const auto infarction = vector_of(*known, "infarction");
  const auto eczema = vector_of(*known, "eczema");
  EXPECT_GT(cosine(infarction, vector_of(*known, "coronary")), 0.9F);
  EXPECT_GT(cosine(eczema, vector_of(*known, "dermatitis")), 0.9F);
  EXPECT_LT(cosine(infarction, eczema), 0.3F);
  EXPECT_LT(cosine(eczema, vector_of(*known, "coronary")), 0.3F);
  // Words that carry nothing, and words that no work has, are not in it.
  std::vector<float> sum(known->dimensions());
  EXPECT_FALSE(known->add("the", 1, sum));
  EXPECT_FALSE(known->add("with", 1, sum));
  EXPECT_FALSE(known->add("unheard", 1, sum));
}

TEST_F(Vectors, BringAQueryNearWorksThatNameTheSameOtherwise) {
  index_named_themes();
  const auto known = space();
  const auto rows = DocumentVectors::open(vectors_path(generation().directory, 0), *known).value();
  const auto query = vector_of(*known, "infarction");
  const Xapian::Database database(generation().shards[0].string());
  std::vector<CountedStem> stems;
  for (Xapian::docid number = 1; number <= 400; ++number) {
    read_stems(database, number, stems);
    const auto has = [&](const std::string& word) {
      return std::any_of(stems.begin(), stems.end(),
                         [&](const CountedStem& counted) { return counted.stem == stem(word); });
    };
    const float near = similarity(query, rows->of(number));
    if (has("coronary")) {
      EXPECT_GT(near, 0.8F) << number;
    } else if (has("eczema") || has("dermatitis")) {
      EXPECT_LT(near, 0.5F) << number;
    }
  }
}

TEST_F(Vectors, AreTheSameBytesForTheSameIndex) {
  fill(1, 300);
  ASSERT_TRUE(index().ok());
  const std::string first = bytes_of(generation());
  EXPECT_GT(first.size(), 300U);
  ASSERT_TRUE(index(true).ok());
  EXPECT_EQ(bytes_of(generation()), first);
}

TEST_F(Vectors, CountATitlesWordsTwice) {
  Record record = record_of_theme(1);
  record.title = "Sepsis sepsis";
  record.abstract = {{"", "sepsis heart"}};
  store_.put(MemoryStore::work_id(1), record);
  ASSERT_TRUE(index().ok());
  const Xapian::Database database(generation().shards[0].string());
  std::vector<CountedStem> stems;
  read_stems(database, 1, stems);
  ASSERT_EQ(stems.size(), 2U);
  EXPECT_EQ(stems[0].stem, "heart");
  EXPECT_EQ(stems[0].count, 1U);
  EXPECT_EQ(stems[1].stem, "sepsi");
  EXPECT_EQ(stems[1].count, 5U);
  read_stems(database, 2, stems);
  EXPECT_TRUE(stems.empty());
  std::vector<std::string> all;
  for_each_any_stem(database,
                    [&](std::string_view name, std::uint64_t) { all.emplace_back(name); });
  EXPECT_EQ(all, (std::vector<std::string>{"heart", "sepsi"}));
}

TEST_F(Vectors, AreNotMadeOfTooFewWorksAndComeWithMore) {
  fill(1, 49);
  EXPECT_EQ(index().value().vectors.dimensions, 0U);
  EXPECT_FALSE(fs::exists(space_path(generation().directory)));
  EXPECT_TRUE(check_vectors(generation()).ok());
  fill(50, 60);
  const IndexOutcome outcome = index().value();
  EXPECT_FALSE(outcome.rebuilt);
  EXPECT_TRUE(outcome.vectors.trained);
  EXPECT_EQ(outcome.vectors.dimensions, 12U);  // a quarter of the works, in steps of four
  expect_sound(60);
}

TEST_F(Vectors, OfNewAndChangedWorksAreFoldedIntoTheSpaceThatThereIs) {
  for (const unsigned shards : {1U, 3U}) {
    shards_ = shards;
    fill(1, 300);
    ASSERT_TRUE(index(true).ok());
    expect_sound(300);
    expect_rows_are_of_their_documents();
    const std::uint64_t id = space()->id();

    fill(301, 320);
    store_.put(MemoryStore::work_id(7), record_of_theme(8));
    store_.remove(MemoryStore::work_id(9));
    const IndexOutcome outcome = index().value();
    EXPECT_FALSE(outcome.vectors.trained);
    EXPECT_EQ(outcome.vectors.reason, "");
    EXPECT_EQ(outcome.vectors.rows, 21U);
    EXPECT_EQ(outcome.vectors.works, 319U);
    EXPECT_EQ(space()->id(), id);
    expect_sound(319);
    expect_rows_are_of_their_documents();

    const std::string before = bytes_of(generation());
    const IndexOutcome idle = index().value();
    EXPECT_EQ(idle.vectors.rows, 0U);
    EXPECT_EQ(idle.vectors.works, 319U);
    EXPECT_EQ(bytes_of(generation()), before);
    for (int number = 301; number <= 320; ++number) store_.remove(MemoryStore::work_id(number));
  }
}

TEST_F(Vectors, AreLearnedAnewOnceTheIndexHasChangedMuch) {
  fill(1, 200);
  ASSERT_TRUE(index().ok());
  const std::uint64_t id = space()->id();
  fill(201, 255);
  EXPECT_FALSE(index().value().vectors.trained);
  fill(256, 265);
  const IndexOutcome grown = index().value();
  EXPECT_TRUE(grown.vectors.trained);
  EXPECT_NE(grown.vectors.reason.find("265"), std::string::npos) << grown.vectors.reason;
  EXPECT_NE(space()->id(), id);
  expect_sound(265);
  // The same number of works, but others.
  for (int round = 0; round < 4; ++round) {
    fill(1, 25);
    EXPECT_EQ(index().value().vectors.trained, round == 3) << round;
  }
  expect_sound(265);
}

TEST_F(Vectors, ThatAnEarlierRunDidNotReachAreAllMadeAgain) {
  shards_ = 2;
  fill(1, 200);
  ASSERT_TRUE(index().ok());
  const Generation now = generation();
  const std::string old_rows = file_bytes(vectors_path(now.directory, 1));
  fill(201, 210);
  ASSERT_TRUE(index().ok());
  // As if the process had died between two renames: one shard's rows are those of before.
  std::ofstream(vectors_path(now.directory, 1), std::ios::binary) << old_rows;
  EXPECT_FALSE(check_vectors(now).ok());
  EXPECT_FALSE(vector_status(now)->up_to_date);
  const IndexOutcome outcome = index().value();
  EXPECT_FALSE(outcome.vectors.trained);
  EXPECT_NE(outcome.vectors.reason.find("earlier run"), std::string::npos);
  EXPECT_EQ(outcome.vectors.rows, 210U);
  expect_sound(210);
  expect_rows_are_of_their_documents();
}

TEST_F(Vectors, ThatAreDamagedMissingOrForeignAreMadeAgain) {
  fill(1, 200);
  ASSERT_TRUE(index().ok());
  const Generation now = generation();
  const std::string good = bytes_of(now);
  const fs::path space = space_path(now.directory);
  const fs::path rows = vectors_path(now.directory, 0);
  const std::string space_bytes = file_bytes(space);

  std::ofstream(rows, std::ios::binary) << "not vectors";
  EXPECT_EQ(check_vectors(now).error().code, ErrorCode::kCorrupt);
  EXPECT_FALSE(index().value().vectors.trained);
  EXPECT_EQ(bytes_of(now), good);

  fs::remove(rows);
  EXPECT_FALSE(check_vectors(now).ok());
  ASSERT_TRUE(index().ok());
  EXPECT_EQ(bytes_of(now), good);

  std::ofstream(space, std::ios::binary) << space_bytes.substr(0, space_bytes.size() / 2);
  EXPECT_EQ(vector_status(now).error().code, ErrorCode::kCorrupt);
  EXPECT_TRUE(index().value().vectors.trained);
  EXPECT_EQ(bytes_of(now), good);

  // A space that is whole but not the one of these rows.
  SpaceContent other;
  other.dimensions = 4;
  other.works = 200;
  other.stems = {"heart"};
  other.vectors = {1, 2, 3, 4};
  std::ofstream(space, std::ios::binary) << encode_space(other);
  EXPECT_NE(check_vectors(now).error().message.find("another space"), std::string::npos);
  ASSERT_TRUE(index().ok());
  EXPECT_TRUE(check_vectors(now).ok());
}

TEST_F(Vectors, ThatNobodyWantsAreRemovedAndComeBackWhenAskedFor) {
  fill(1, 100);
  ASSERT_TRUE(index().ok());
  vectors_ = false;
  ASSERT_TRUE(index().ok());
  EXPECT_FALSE(fs::exists(space_path(generation().directory)));
  EXPECT_FALSE(fs::exists(vectors_path(generation().directory, 0)));
  vectors_ = true;
  EXPECT_TRUE(index().value().vectors.trained);
  expect_sound(100);
}

TEST_F(Vectors, StopWhereAPersonAsksAndAreMadeByTheNextRun) {
  fill(1, 300);
  progress_ = [this](const IndexProgress& at) {
    if (!at.doing.empty()) stop_.request_stop();
  };
  const IndexOutcome stopped = index().value();
  EXPECT_TRUE(stopped.stopped);
  EXPECT_FALSE(current_generation(directory_.path()).value().has_value());
  progress_ = nullptr;
  IndexOptions options;
  options.data_directory = directory_.path();
  const IndexOutcome outcome = run_index(store_, options, clock_).value();
  EXPECT_TRUE(outcome.rebuilt);
  EXPECT_TRUE(outcome.vectors.trained);
  expect_sound(300);
}

TEST_F(Vectors, AreSoundAfterTheNextRunWheneverOneIsKilled) {
  std::mt19937 random(20'261'129);
  fill(1, 300);
  ASSERT_TRUE(index().ok());
  for (int round = 0; round < 6; ++round) {
    fill(1, 60 + round);  // two rounds of these and the space is learned anew
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      // Killed at a step of making vectors, another one each round.
      int steps = static_cast<int>(random() % 12U) + round;
      progress_ = [steps](const IndexProgress& at) mutable {
        if (!at.doing.empty() && steps-- == 0) ::kill(::getpid(), SIGKILL);
      };
      const auto outcome = index();
      ::_exit(outcome.ok() ? 0 : 3);
    }
    random();
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    // What a reader meets meanwhile is whole, if old.
    EXPECT_TRUE(vector_status(generation()).ok());
    ASSERT_TRUE(index().ok());
    expect_sound(300);
    expect_rows_are_of_their_documents();
    for (const auto& entry : fs::directory_iterator(generation().directory)) {
      EXPECT_FALSE(entry.path().extension() == ".new") << entry.path();
    }
  }
}

TEST(SingularVectors, AreOrthonormalAndCaptureAKnownMatrix) {
  // Rows are sums of three orthogonal patterns with strengths 9, 3 and 1.
  constexpr std::size_t kColumns = 60;
  SparseRows matrix;
  matrix.columns = kColumns;
  std::mt19937 random(3);
  for (int row = 0; row < 200; ++row) {
    const std::size_t pattern = random() % 3;
    const float strength = pattern == 0 ? 9.0F : pattern == 1 ? 3.0F : 1.0F;
    for (std::size_t column = pattern * 20; column < pattern * 20 + 20; ++column) {
      matrix.column_of.push_back(static_cast<std::uint32_t>(column));
      matrix.values.push_back(strength);
    }
    matrix.begins.push_back(matrix.column_of.size());
  }
  const auto found = right_singular_vectors(matrix, 10, [](double) { return true; });
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->dimensions, 3U);  // no more directions than there are
  for (std::size_t direction = 0; direction < 3; ++direction) {
    for (std::size_t column = 0; column < kColumns; ++column) {
      const bool inside = column / 20 == direction;
      EXPECT_NEAR(std::abs(found->rows[column * 3 + direction]), inside ? std::sqrt(1.0 / 20) : 0,
                  1e-4);
    }
  }
  EXPECT_FALSE(right_singular_vectors(matrix, 10, [](double) { return false; }).has_value());
}

}  // namespace
}  // namespace evidence
