// Whatever order records arrive in, the works are the same in the end: the same partition, the same
// merged descriptions. By the real binary, in seeded random orders.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>

#include "tests/integration/merging_lab.h"

namespace evidence::test {
namespace {

// EVIDENCE_MERGE_ORDERS; scripts/test-long has 20.
int orders() { return count_from_environment("EVIDENCE_MERGE_ORDERS", 4); }

struct Step {
  double at = 0;  // steps are done in this order
  std::size_t record = 0;
  const std::string* line = nullptr;
};

// What happens to each record, in a random order of all: some come in an older version first, some
// are deleted and come back, those that go are deleted.
std::vector<Step> steps_of(const std::vector<MadeRecord>& records,
                           const std::vector<std::string>& deletions, std::mt19937& random) {
  std::uniform_real_distribution<double> moment(0, 1);
  std::vector<Step> steps;
  for (std::size_t i = 0; i < records.size(); ++i) {
    std::vector<const std::string*> lines;
    const bool comes_older = !records[i].older.empty() && random() % 4 != 0;
    const bool comes_back = random() % 10 == 0;
    if (comes_older) lines.push_back(&records[i].older);
    if (comes_older && comes_back) lines.push_back(&deletions[i]);
    lines.push_back(&records[i].line);
    if (!comes_older && comes_back) {
      lines.push_back(&deletions[i]);
      lines.push_back(&records[i].line);
    }
    if (records[i].goes) lines.push_back(&deletions[i]);
    std::vector<double> moments(lines.size());
    for (double& one : moments) one = moment(random);
    std::sort(moments.begin(), moments.end());
    for (std::size_t k = 0; k < lines.size(); ++k) steps.push_back({moments[k], i, lines[k]});
  }
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.at < b.at; });
  return steps;
}

// In files of random size, each of one source, and merged between some of them.
MergedWorks works_in_order(MergingLab& lab, const std::vector<MadeRecord>& records, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::string> deletions;
  for (const MadeRecord& record : records) deletions.push_back(deletion_of(record));
  const std::vector<Step> steps = steps_of(records, deletions, random);
  const std::size_t parts = 2 + random() % 3;
  for (std::size_t begin = 0; begin < steps.size();) {
    const std::size_t size = 1 + random() % (2 * steps.size() / parts);
    const std::size_t end = std::min(steps.size(), begin + size);
    std::map<std::string, std::string> files;
    for (std::size_t i = begin; i < end; ++i) {
      files[records[steps[i].record].source] += *steps[i].line + "\n";
    }
    std::vector<std::pair<std::string, std::string>> shuffled(files.begin(), files.end());
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    for (const auto& [source, lines] : shuffled) {
      lab.import_lines(source, lines);
      if (random() % 8 == 0) lab.must_run({"--quiet", "merge", "run"});
    }
    if (random() % 2 == 0) lab.must_run({"--quiet", "index"});
    begin = end;
  }
  lab.must_run({"--quiet", "merge", "run"});
  return lab.works();
}

void expect_one_outcome(const std::vector<MadeRecord>& records, int count, unsigned first_seed,
                        const std::string& max_records_of_key = "") {
  TempDir configs;
  std::filesystem::path config;
  if (!max_records_of_key.empty()) {
    config = config_with(configs, "rare-keys", "most_records_of_key = 300",
                         "most_records_of_key = " + max_records_of_key);
  }
  MergingLab whole(config);
  whole.import_all(records);
  whole.must_run({"--quiet", "merge", "run"});
  const MergedWorks expected = whole.works();
  EXPECT_LT(expected.ids.size(), records.size());
  for (int i = 0; i < count; ++i) {
    const unsigned seed = first_seed + static_cast<unsigned>(i);
    MergingLab lab(config);
    const MergedWorks found = works_in_order(lab, records, seed);
    const std::string differing = differences(expected.fields, found.fields);
    ASSERT_TRUE(differing.empty()) << "order " << seed << "\n" << differing;
    if (i > 0) continue;
    // The index, written a part at a time, has what the store has.
    lab.must_run({"--quiet", "index"});
    const std::string stale = differences(expected.fields, lab.indexed_works(records).fields);
    EXPECT_TRUE(stale.empty()) << "order " << seed << ", in the index\n" << stale;
    lab.must_run({"check"});
  }
}

TEST(MergeOrder, MadeRecordsBecomeTheSameWorksInEveryOrder) {
  expect_one_outcome(made_records(1, kSanitized ? 30 : 80), orders(), 1'000);
}

TEST(MergeOrder, KeysThatBecomeTooCommonAndRareAgainDoNotDependOnTheOrder) {
  expect_one_outcome(made_records(3, kSanitized ? 16 : 40), orders(), 3'000, "5");
}

TEST(MergeOrder, RealRecordsBecomeTheSameWorksInEveryOrder) {
  EVIDENCE_NEED_SHARED_DATA(shared);
  std::vector<MadeRecord> records = flagged_records(shared);
  // A sanitizer looks for other faults than a wrong order: some of the records are enough for it.
  if (kSanitized)
    records.erase(records.begin() + static_cast<std::ptrdiff_t>(records.size() / 3), records.end());
  for (MadeRecord& record : printed_references(shared, kSanitized ? 60 : 1'500, true)) {
    records.push_back(std::move(record));
  }
  expect_one_outcome(records, orders(), 5'000);
}

}  // namespace
}  // namespace evidence::test
