// How well real records are matched, by the real binary, against marked duplicates and printed
// citations whose PMID says which are one article. docs/merging-errors.md says what the remaining
// errors are.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "tests/integration/merging_lab.h"

namespace evidence::test {
namespace {

// The members of each work that have one of these names, as places in the list of records.
std::vector<std::vector<std::size_t>> clusters_of(const MergingLab& lab,
                                                  const std::vector<MadeRecord>& records) {
  std::map<std::string, std::size_t, std::less<>> place;
  for (std::size_t i = 0; i < records.size(); ++i) place[records[i].name()] = i;
  std::vector<std::vector<std::size_t>> clusters;
  for (const auto& [members, id] : lab.works().ids) {
    std::vector<std::size_t>& cluster = clusters.emplace_back();
    for (const std::string_view name : split(members, ' ')) {
      const auto at = place.find(name);
      EXPECT_NE(at, place.end()) << name;
      if (at != place.end()) cluster.push_back(at->second);
    }
  }
  return clusters;
}

std::size_t pairs_of(std::size_t count) { return count * (count - 1) / 2; }

struct Figures {
  std::size_t right = 0, wrong = 0, missed = 0;
  [[nodiscard]] double precision() const {
    return static_cast<double>(right) / static_cast<double>(right + wrong);
  }
  [[nodiscard]] double recall() const {
    return static_cast<double>(right) / static_cast<double>(right + missed);
  }
  [[nodiscard]] std::string text() const {
    return "precision " + std::to_string(precision()) + " (" + std::to_string(wrong) +
           " wrong), recall " + std::to_string(recall()) + " (" + std::to_string(missed) +
           " missed), " + std::to_string(right) + " right";
  }
};

// Pairs of records with a known truth: those in one work against those of one truth.
Figures pair_figures(const std::vector<MadeRecord>& records,
                     const std::vector<std::vector<std::size_t>>& clusters) {
  std::map<std::string, std::size_t> of_truth;
  for (const MadeRecord& record : records) {
    if (!record.truth.empty()) ++of_truth[record.truth];
  }
  std::size_t wanted = 0;
  for (const auto& [truth, count] : of_truth) wanted += pairs_of(count);
  Figures figures;
  for (const std::vector<std::size_t>& cluster : clusters) {
    std::map<std::string, std::size_t> known;
    std::size_t count = 0;
    for (const std::size_t member : cluster) {
      if (records[member].truth.empty()) continue;
      ++known[records[member].truth];
      ++count;
    }
    std::size_t right = 0;
    for (const auto& [truth, members] : known) right += pairs_of(members);
    figures.right += right;
    figures.wrong += pairs_of(count) - right;
  }
  figures.missed = wanted - figures.right;
  return figures;
}

Figures merged(const std::vector<MadeRecord>& records) {
  MergingLab lab;
  lab.import_all(records);
  lab.must_run({"--quiet", "merge", "run"});
  return pair_figures(records, clusters_of(lab, records));
}

TEST(MergeQuality, MarkedDuplicatesOfTwoExportsAreFoundAndNothingElse) {
  EVIDENCE_NEED_SHARED_DATA(shared);
  const std::vector<MadeRecord> all = flagged_records(shared);
  for (const std::string source : {"copper", "tafenoquine"}) {
    std::vector<MadeRecord> records;
    std::copy_if(all.begin(), all.end(), std::back_inserter(records),
                 [&](const MadeRecord& record) { return record.source == source; });
    MergingLab lab;
    lab.import_all(records);
    lab.must_run({"--quiet", "merge", "run"});
    Figures figures;
    std::string errors;
    for (const std::vector<std::size_t>& cluster : clusters_of(lab, records)) {
      for (const std::size_t member : cluster) {
        const bool flagged = !records[member].truth.empty();
        const bool found = cluster.size() > 1;
        if (flagged && found) ++figures.right;
        if (flagged == found) continue;
        ++(flagged ? figures.missed : figures.wrong);
        errors += (flagged ? "\n missed " : "\n wrong ") + records[member].line.substr(0, 160);
      }
    }
    RecordProperty(source, figures.text());
    EXPECT_EQ(figures.precision(), 1.0) << source << ": " << figures.text() << errors;
    EXPECT_GE(figures.recall(), 0.97) << source << ": " << figures.text() << errors;
  }
}

TEST(MergeQuality, CitationsWithoutTheirNumbersBecomeTheirArticles) {
  EVIDENCE_NEED_SHARED_DATA(shared);
  const Figures figures = merged(printed_references(shared, kSanitized ? 2'000 : 100'000, true));
  RecordProperty("hidden", figures.text());
  EXPECT_GE(figures.precision(), 0.999) << figures.text();
  EXPECT_GE(figures.recall(), 0.97) << figures.text();
}

TEST(MergeQuality, CitationsWithTheirNumbersBecomeTheirArticles) {
  EVIDENCE_NEED_SHARED_DATA(shared);
  const Figures figures = merged(printed_references(shared, kSanitized ? 2'000 : 100'000, false));
  RecordProperty("visible", figures.text());
  EXPECT_GE(figures.precision(), 0.999) << figures.text();
  EXPECT_GE(figures.recall(), 0.999) << figures.text();
}

}  // namespace
}  // namespace evidence::test
