// Files of vectors: what is written can be read, and whatever is not whole is refused.
#include "model/vector_space.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "model/vector_format.h"
#include "tests/support/damage.h"
#include "tests/support/temp_dir.h"

namespace evidence {
namespace {

namespace fs = std::filesystem;
using test::TempDir;

constexpr std::uint32_t kDimensions = 20;  // not a multiple of what the compiler works with

SpaceContent content() {
  SpaceContent content;
  content.dimensions = kDimensions;
  content.works = 1'234;
  content.stems = {"asthma", "child", "heart", "β"};
  for (std::size_t i = 0; i < content.stems.size() * kDimensions; ++i) {
    content.vectors.push_back(std::sin(static_cast<float>(i) * 1.7F) * 5);
  }
  return content;
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

class VectorFiles : public testing::Test {
 protected:
  Result<std::shared_ptr<const VectorSpace>> open_space(const std::string& bytes) {
    write(space_path(directory_.path()), bytes);
    return VectorSpace::open(space_path(directory_.path()));
  }
  Result<std::shared_ptr<const DocumentVectors>> open_vectors(const std::string& bytes,
                                                              const VectorSpace& space) {
    write(vectors_path(directory_.path(), 0), bytes);
    return DocumentVectors::open(vectors_path(directory_.path(), 0), space);
  }
  TempDir directory_;
};

std::string rows_of(const std::vector<std::vector<float>>& vectors) {
  std::string out;
  for (const auto& vector : vectors) {
    std::vector<std::int8_t> row(vector.size());
    quantise(vector, row);
    out.append(reinterpret_cast<const char*>(row.data()), row.size());
  }
  return out;
}

TEST_F(VectorFiles, GiveBackTheSpaceThatWasWritten) {
  const SpaceContent written = content();
  const auto opened = open_space(encode_space(written));
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  const VectorSpace& space = **opened;
  EXPECT_EQ(space.dimensions(), kDimensions);
  EXPECT_EQ(space.terms(), 4U);
  EXPECT_EQ(space.trained_works(), 1'234U);
  EXPECT_TRUE(space.verify().ok());
  for (std::size_t term = 0; term < written.stems.size(); ++term) {
    EXPECT_EQ(space.find(written.stems[term]), term);
    std::vector<float> sum(kDimensions);
    ASSERT_TRUE(space.add(written.stems[term], 2, sum));
    for (std::size_t i = 0; i < kDimensions; ++i) {
      // A row's numbers are rounded to one in 127 of its largest.
      EXPECT_NEAR(sum[i], 2 * written.vectors[term * kDimensions + i], 2 * 5.0 / 127);
    }
  }
  for (const std::string_view unknown : {"", "a", "asthm", "asthmatic", "z", "\xff"}) {
    std::vector<float> sum(kDimensions);
    EXPECT_FALSE(space.add(unknown, 1, sum)) << unknown;
    EXPECT_EQ(sum, std::vector<float>(kDimensions));
  }
}

TEST_F(VectorFiles, AreTheSameForTheSameContentAndAnotherIdForAnother) {
  EXPECT_EQ(encode_space(content()), encode_space(content()));
  SpaceContent other = content();
  other.vectors[7] += 1;
  const std::uint64_t id = (*open_space(encode_space(content())))->id();
  EXPECT_NE((*open_space(encode_space(other)))->id(), id);
}

TEST_F(VectorFiles, GiveEachDocumentItsRowAndNothingToTheOthers) {
  const auto space = open_space(encode_space(content())).value();
  std::vector<std::vector<float>> vectors(3, std::vector<float>(kDimensions));
  for (std::size_t i = 0; i < kDimensions; ++i) {
    vectors[0][i] = static_cast<float>(i);
    vectors[2][i] = i % 2 == 0 ? -1.0F : 0.5F;
  }
  normalise(vectors[0]);
  normalise(vectors[2]);
  const std::string rows = rows_of(vectors);
  RowChecksum checksum;
  checksum.add({reinterpret_cast<const std::int8_t*>(rows.data()), kDimensions});
  checksum.add({reinterpret_cast<const std::int8_t*>(rows.data()) + kDimensions, kDimensions});
  checksum.add({reinterpret_cast<const std::int8_t*>(rows.data()) + 2 * kDimensions, kDimensions});
  const VectorsState state{kDimensions, space->id(), 77, 3, 2, 1, checksum.value()};
  const auto opened = open_vectors(encode_vectors_header(state) + rows, *space);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  const DocumentVectors& documents = **opened;
  EXPECT_EQ(documents.sequence(), 77);
  EXPECT_EQ(documents.rows(), 3U);
  EXPECT_EQ(documents.vectors(), 2U);
  EXPECT_EQ(documents.replaced(), 1U);
  EXPECT_TRUE(documents.verify().ok());
  EXPECT_TRUE(documents.of(0).empty());
  EXPECT_TRUE(documents.of(2).empty());
  EXPECT_TRUE(documents.of(4).empty());
  EXPECT_TRUE(documents.of(4'000'000'000U).empty());
  ASSERT_EQ(documents.of(3).size(), kDimensions);
  EXPECT_NEAR(similarity(vectors[0], documents.of(1)), 1, 0.02);
  EXPECT_NEAR(similarity(vectors[2], documents.of(3)), 1, 0.02);
  double expected = 0;
  for (std::size_t i = 0; i < kDimensions; ++i) {
    expected += static_cast<double>(vectors[0][i]) * static_cast<double>(vectors[2][i]);
  }
  EXPECT_NEAR(similarity(vectors[0], documents.of(3)), expected, 0.02);

  std::string spoilt = encode_vectors_header(state) + rows;
  spoilt.back() = static_cast<char>(spoilt.back() ^ 1);
  EXPECT_EQ(open_vectors(spoilt, *space).value()->verify().error().code, ErrorCode::kCorrupt);
}

TEST_F(VectorFiles, ThatAreNotThereAreNotFound) {
  const auto missing = VectorSpace::open(space_path(directory_.path()));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
}

TEST_F(VectorFiles, OfAnotherSpaceOrVersionAreRefusedWithTheReason) {
  const std::string bytes = encode_space(content());
  const auto space = open_space(bytes).value();
  VectorsState state{kDimensions, space->id() + 1, 1, 0, 0, 0, 0};
  const auto foreign = open_vectors(encode_vectors_header(state), *space);
  ASSERT_FALSE(foreign.ok());
  EXPECT_EQ(foreign.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(foreign.error().message.find("another space"), std::string::npos);

  std::string newer = bytes;
  newer[8] = 2;
  const auto refused = open_space(newer);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kNewerVersion);

  std::string other_words = bytes;
  other_words[12] = 99;
  EXPECT_NE(open_space(other_words).error().message.find("tokenizer"), std::string::npos);
  EXPECT_EQ(open_space(encode_vectors_header(state)).error().code, ErrorCode::kCorrupt);
}

TEST_F(VectorFiles, CutShortAnywhereAreRefused) {
  const std::string bytes = encode_space(content());
  test::cut_everywhere(bytes, 1, bytes.size(),
                       [&](const std::string& cut) { EXPECT_FALSE(open_space(cut).ok()); });
  EXPECT_FALSE(open_space(bytes + "x").ok());
  const auto space = open_space(bytes).value();
  VectorsState state{kDimensions, space->id(), 1, 2, 0, 0, 0};
  const std::string rows = encode_vectors_header(state) + std::string(2 * kDimensions, '\0');
  ASSERT_TRUE(open_vectors(rows, *space).ok());
  test::cut_everywhere(rows, 1, rows.size(), [&](const std::string& cut) {
    EXPECT_FALSE(open_vectors(cut, *space).ok());
  });
  EXPECT_FALSE(open_vectors(rows + "x", *space).ok());
}

TEST_F(VectorFiles, WithSpoiltBytesAreRefusedOrReadWithoutHarmAndNeverPassTheCheck) {
  const std::string bytes = encode_space(content());
  int refused = 0;
  test::spoil_bytes(bytes, 600, 3, [&](const std::string& spoilt) {
    const auto opened = open_space(spoilt);
    if (!opened.ok()) {
      ++refused;
      return;
    }
    std::vector<float> sum(kDimensions);
    (*opened)->add("heart", 1, sum);
    for (std::size_t term = 0; term < (*opened)->terms(); ++term) {
      (*opened)->add_term(term, 1, sum);
    }
    if (spoilt.substr(sizeof(SpaceHeader)) != bytes.substr(sizeof(SpaceHeader))) {
      EXPECT_FALSE((*opened)->verify().ok());
    }
  });
  EXPECT_GT(refused, 30);
}

TEST(Similarity, IsTheCosineWhateverTheLength) {
  std::mt19937 random(7);
  for (const std::size_t size : {1U, 3U, 16U, 17U, 64U, 250U, 256U}) {
    std::vector<float> left(size), right(size);
    for (std::size_t i = 0; i < size; ++i) {
      left[i] = static_cast<float>(random() % 2'000) - 1'000;
      right[i] = static_cast<float>(random() % 2'000) - 1'000;
    }
    normalise(left);
    normalise(right);
    std::vector<std::int8_t> row(size);
    quantise(right, row);
    double expected = 0;
    for (std::size_t i = 0; i < size; ++i) {
      expected += static_cast<double>(left[i]) * static_cast<double>(right[i]);
    }
    EXPECT_NEAR(similarity(left, row), expected, 0.03) << size;
  }
  std::array<float, 3> nothing{};
  normalise(nothing);
  EXPECT_EQ(nothing, (std::array<float, 3>{}));
}

}  // namespace
}  // namespace evidence
