// kill -9 at random moments of merging: run to the end afterwards, the works are those of a run
// that nothing interrupted.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <random>
#include <thread>

#include "tests/integration/merging_lab.h"

namespace evidence::test {
namespace {

using std::chrono::milliseconds;

int rounds() { return count_from_environment("EVIDENCE_KILL_ROUNDS", 5); }

// Starts the command and kills it after a random time; true if it was still alive then.
bool kill_once(const MergingLab& lab, const std::vector<std::string>& words, std::mt19937& random,
               milliseconds longest) {
  Program program(lab.arguments(words));
  std::uniform_int_distribution<int> moment(1, static_cast<int>(longest.count()));
  std::this_thread::sleep_for(milliseconds(moment(random)));
  const bool alive = program.running();
  program.send_signal(SIGKILL);
  program.wait();
  return alive;
}

milliseconds time_of(const MergingLab& lab, const std::vector<std::string>& words) {
  const auto start = std::chrono::steady_clock::now();
  lab.must_run(words);
  return std::max(milliseconds(20), std::chrono::duration_cast<milliseconds>(
                                        std::chrono::steady_clock::now() - start));
}

// Some records in their older version, some gone: there is always something to join and to split.
void change_some(const MergingLab& lab, const std::vector<MadeRecord>& records,
                 std::mt19937& random) {
  std::map<std::string, std::string> lines;
  for (const MadeRecord& record : records) {
    const bool older = random() % 2 == 0 && !record.older.empty();
    const std::string line = random() % 6 == 0 ? deletion_of(record)
                             : older           ? record.older
                                               : record.line;
    lines[record.source] += line + "\n";
  }
  for (const auto& [source, text] : lines) lab.import_lines(source, text);
}

// As they are in the end, those that go deleted.
void finish_records(const MergingLab& lab, const std::vector<MadeRecord>& records) {
  lab.import_all(records);
  std::map<std::string, std::string> lines;
  for (const MadeRecord& record : records) {
    if (record.goes) lines[record.source] += deletion_of(record) + "\n";
  }
  for (const auto& [source, text] : lines) lab.import_lines(source, text);
}

struct MergeKill : ::testing::Test {
  std::vector<MadeRecord> records = made_records(11, kSanitized ? 40 : 150);
  std::mt19937 random{20'263};
  MergingLab lab;
  int killed = 0;

  void expect_the_works_of_an_uninterrupted_run() {
    RecordProperty("killed_alive", killed);
    EXPECT_GT(killed, 0);
    finish_records(lab, records);
    lab.must_run({"merge", "run"});
    MergingLab whole;
    whole.import_all(records);
    whole.must_run({"merge", "run"});
    const std::string differing = differences(whole.works().fields, lab.works().fields);
    EXPECT_TRUE(differing.empty()) << differing;
    const Outcome check = lab.run({"check", "store"});
    EXPECT_EQ(check.exit_code, 0) << check.out << check.err;
    EXPECT_EQ(lab.run({"--quiet", "index"}).exit_code, 0);
    const Outcome all = lab.run({"check"});
    EXPECT_EQ(all.exit_code, 0) << all.out << all.err;
  }
};

TEST_F(MergeKill, AKilledMergeRunGoesOnToTheSameWorks) {
  MergingLab trial;
  change_some(trial, records, random);
  const milliseconds whole = time_of(trial, {"merge", "run"});
  for (int round = 0; round < rounds(); ++round) {
    change_some(lab, records, random);
    killed += kill_once(lab, {"merge", "run"}, random, whole) ? 1 : 0;
  }
  expect_the_works_of_an_uninterrupted_run();
}

TEST_F(MergeKill, AKilledIndexGoesOnToTheSameWorks) {
  MergingLab trial;
  change_some(trial, records, random);
  const milliseconds whole = time_of(trial, {"index"});
  for (int round = 0; round < rounds(); ++round) {
    change_some(lab, records, random);
    killed += kill_once(lab, {"index"}, random, whole) ? 1 : 0;
  }
  expect_the_works_of_an_uninterrupted_run();
}

TEST_F(MergeKill, AKilledChangeOfRulesGoesOnToTheSameWorks) {
  TempDir configs;
  const std::filesystem::path other =
      config_with(configs, "other", "most_records_of_key = 300", "most_records_of_key = 4");
  change_some(lab, records, random);
  const milliseconds whole = time_of(lab, {"merge", "run"});
  for (int round = 0; round < rounds(); ++round) {
    lab.use_config(round % 2 == 0 ? other : std::filesystem::path());
    if (round % 3 == 2) change_some(lab, records, random);
    killed += kill_once(lab, {"merge", "run"}, random, whole) ? 1 : 0;
  }
  lab.use_config({});
  expect_the_works_of_an_uninterrupted_run();
}

}  // namespace
}  // namespace evidence::test
