// Every way to count gives the same numbers, those of counting one by one.
#include "search/facet_count.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "base/text.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

constexpr std::uint32_t kDocuments = 20'000;

// Values as unevenly spread as those of real fields; some documents are missing, as after
// deletions.
class CountedColumn {
 public:
  explicit CountedColumn(const FacetField& facet, unsigned different, unsigned most) {
    Xapian::WritableDatabase database((folder_ / "db").string(), Xapian::DB_CREATE_OR_OVERWRITE);
    std::mt19937 generator(7);  // NOLINT: the same in every run
    const auto random = [&generator] { return static_cast<unsigned>(generator()); };
    std::vector<std::uint32_t> all;
    for (std::uint32_t document = 1; document <= kDocuments; ++document) {
      if (random() % 50 == 0) continue;
      Xapian::Document entry;
      std::string text;
      std::map<std::string, bool> own;
      for (unsigned i = random() % (most + 1); i > 0; --i) {
        const auto uneven = [&] { return random() % (random() % different + 1); };
        const std::string value = "Value " + std::to_string(uneven());
        if (own.emplace(value, true).second) text += (text.empty() ? "" : "\x1f") + value;
      }
      if (!text.empty()) entry.add_value(static_cast<Xapian::valueno>(facet.slot), text);
      database.replace_document(document, entry);
      all.push_back(document);
      values_[document] = std::move(own);
    }
    database.commit();
    all_ = IdSet::of(all);
    column_ = ValueColumn::read(database, facet, 1U << 30U);
  }

  // All values of these works, in their order.
  [[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> expected(
      const IdSet& works, std::uint64_t& together) const {
    std::map<std::string, std::uint64_t> counts;
    together = 0;
    works.for_each([&](std::uint32_t document) {
      for (const auto& [value, yes] : values_.at(document)) {
        ++counts[fold(value)];
        ++together;
      }
      return true;
    });
    std::vector<std::pair<std::string, std::uint64_t>> list(counts.begin(), counts.end());
    std::stable_sort(list.begin(), list.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return list;
  }

  [[nodiscard]] const ValueColumn& column() const { return *column_; }
  [[nodiscard]] const IdSet& all() const { return all_; }

  [[nodiscard]] IdSet some(double share, unsigned seed) const {
    std::mt19937 random(seed);  // NOLINT
    std::vector<std::uint32_t> chosen;
    all_.for_each([&](std::uint32_t document) {
      if (static_cast<double>(random() % 100'000) < share * 100'000) chosen.push_back(document);
      return true;
    });
    return IdSet::of(chosen);
  }

 private:
  TempDir folder_;
  std::shared_ptr<const ValueColumn> column_;
  std::map<std::uint32_t, std::map<std::string, bool>> values_;
  IdSet all_;
};

void compare(const CountedColumn& counted) {
  for (const double share : {0.0, 0.0005, 0.01, 0.2, 0.5, 0.9, 0.9999, 1.0}) {
    const IdSet works = counted.some(share, static_cast<unsigned>(share * 1'000));
    std::uint64_t together = 0;
    const auto whole = counted.expected(works, together);
    for (const std::size_t most : {0U, 1U, 3U, 10U, 200U, 100'000U}) {
      auto expected = whole;
      if (expected.size() > most) expected.resize(most);
      for (const CountWay way :
           {CountWay::kCheapest, CountWay::kWalk, CountWay::kWalkRest, CountWay::kSets}) {
        const FirstValues first = count_first(counted.column(), works, counted.all(), most, way);
        EXPECT_EQ(first.together, together);
        std::vector<std::pair<std::string, std::uint64_t>> list;
        for (const CodeCount& each : first.values) {
          list.emplace_back(counted.column().key(each.code), each.count);
        }
        ASSERT_EQ(list, expected) << share << " " << most << " " << static_cast<int>(way);
      }
    }
    const std::vector<std::uint32_t> all = count_all(counted.column(), works, counted.all());
    for (ValueCode code = 0; code < all.size(); code += 97) {
      EXPECT_EQ(all[code], count_one(counted.column(), code, works));
    }
  }
}

TEST(FacetCount, OfSeveralValuesAWorkIsTheSameInEveryWay) {
  compare(CountedColumn(*facet_field(Field::kHeadingLabel), 6'000, 8));
}

TEST(FacetCount, OfOneValueAWorkIsTheSameInEveryWay) {
  compare(CountedColumn(*facet_field(Field::kHeadingLabel), 3'000, 1));
}

TEST(FacetCount, OfFewValuesIsTheSameInEveryWay) {
  compare(CountedColumn(*facet_field(Field::kHeadingLabel), 12, 3));
}

TEST(FacetCount, OfMoreValuesThanSixteenBitsNumber) {
  compare(CountedColumn(*facet_field(Field::kHeadingLabel), 400'000, 12));
}

TEST(FacetCount, OfNothingIsNothing) {
  const CountedColumn counted(*facet_field(Field::kHeadingLabel), 5, 0);
  EXPECT_EQ(counted.column().size(), 0U);
  const FirstValues first = count_first(counted.column(), counted.all(), counted.all(), 10);
  EXPECT_TRUE(first.values.empty());
  EXPECT_EQ(first.together, 0U);
}

}  // namespace
}  // namespace evidence::test
