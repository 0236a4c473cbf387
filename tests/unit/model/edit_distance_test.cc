#include "model/edit_distance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace evidence {
namespace {

// The plain table that the bit vectors must agree with.
std::size_t plain_distance(std::string_view part, std::string_view whole, bool inside) {
  std::vector<std::size_t> column(part.size() + 1);
  std::iota(column.begin(), column.end(), std::size_t{0});
  std::size_t best = column.back();
  for (std::size_t j = 0; j < whole.size(); ++j) {
    std::size_t diagonal = column[0];
    column[0] = inside ? 0 : j + 1;
    for (std::size_t i = 0; i < part.size(); ++i) {
      const std::size_t replaced = diagonal + (part[i] == whole[j] ? 0 : 1);
      diagonal = column[i + 1];
      column[i + 1] = std::min({replaced, column[i + 1] + 1, column[i] + 1});
    }
    best = std::min(best, column.back());
  }
  return inside ? best : column.back();
}

std::string random_text(std::mt19937& random, std::size_t length, unsigned alphabet) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    text += alphabet == 0 ? static_cast<char>(random() & 0xFFU)
                          : static_cast<char>('a' + random() % alphabet);
  }
  return text;
}

// Some edits away from `text`, as two spellings of one title are.
std::string edited(std::mt19937& random, std::string text, int edits) {
  for (int i = 0; i < edits && !text.empty(); ++i) {
    const std::size_t at = random() % text.size();
    switch (random() % 3) {
      case 0:
        text.erase(at, 1);
        break;
      case 1:
        text.insert(at, 1, static_cast<char>('a' + random() % 4));
        break;
      default:
        text[at] = static_cast<char>('a' + random() % 4);
    }
  }
  return text;
}

TEST(EditDistance, KnowsTheUsualExamples) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("flaw", "lawn"), 2U);
  EXPECT_EQ(distance_inside("", "abc"), 0U);
  EXPECT_EQ(distance_inside("abc", ""), 3U);
  EXPECT_EQ(distance_inside("lawn", "a green lawn here"), 0U);
  EXPECT_EQ(distance_inside("lewn", "a green lawn here"), 1U);
  EXPECT_DOUBLE_EQ(text_similarity("", ""), 0);
  EXPECT_DOUBLE_EQ(text_similarity("abcd", "abcd"), 1);
  EXPECT_DOUBLE_EQ(text_similarity("abcd", "abce"), 0.75);
  EXPECT_DOUBLE_EQ(text_similarity("ab", "xyzw"), 0);
}

TEST(EditDistance, AgreesWithThePlainTableOnTextsOfEveryLength) {
  std::mt19937 random(20'240'315);
  for (const std::size_t length : std::initializer_list<std::size_t>{
           0, 1, 2, 5, 31, 62, 63, 64, 65, 66, 100, 127, 128, 129, 130, 191, 192, 193, 256, 300}) {
    for (const unsigned alphabet : {2U, 4U, 26U, 0U}) {
      for (int round = 0; round < 6; ++round) {
        const std::string a = random_text(random, length, alphabet);
        const std::string far = random_text(random, random() % 301, alphabet);
        const std::string near = edited(random, a, static_cast<int>(random() % 12));
        for (const std::string& b : {far, near}) {
          const std::size_t plain = plain_distance(a, b, false);
          ASSERT_EQ(edit_distance(a, b), plain) << a.size() << " and " << b.size();
          ASSERT_EQ(edit_distance(b, a), plain) << a.size() << " and " << b.size();
          ASSERT_EQ(distance_inside(a, b), plain_distance(a, b, true)) << a.size();
          ASSERT_EQ(distance_inside(b, a), plain_distance(b, a, true)) << b.size();
        }
      }
    }
  }
}

TEST(EditDistance, APartOfATextIsInsideItAtNoCost) {
  std::mt19937 random(4711);
  for (int round = 0; round < 200; ++round) {
    const std::string whole = random_text(random, 1 + random() % 300, 26);
    const std::size_t begin = random() % whole.size();
    const std::size_t length = random() % (whole.size() - begin + 1);
    EXPECT_EQ(distance_inside(std::string_view(whole).substr(begin, length), whole), 0U);
  }
}

}  // namespace
}  // namespace evidence
