// kill -9 at random moments of import and of index: after a restart nothing is lost, nothing
// doubled.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "base/clock.h"
#include "base/json.h"
#include "store/sqlite_record_store.h"
#include "tests/support/program.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

namespace fs = std::filesystem;

constexpr int kRecords = kSanitized ? 1'000 : 6'000;

int rounds() {
  const char* text = std::getenv("EVIDENCE_KILL_ROUNDS");
  return text == nullptr ? 5 : std::max(1, std::atoi(text));
}

std::string json_line(int number, int version) {
  return "{\"id\":\"r" + std::to_string(number) + "\",\"title\":\"Record number " +
         std::to_string(number) + " version" + std::to_string(version) +
         "\",\"abstract\":\"common words of a sample abstract that is long enough to matter, "
         "number " +
         std::to_string(number) + "\",\"year\":2020}\n";
}

fs::path write_file(const TempDir& dir, int version) {
  const fs::path file = dir.path() / ("records-" + std::to_string(version) + ".jsonl");
  std::ofstream out(file);
  for (int i = 0; i < kRecords; ++i) out << json_line(i, version);
  return file;
}

std::int64_t total_of(const fs::path& data, const std::string& query) {
  const Outcome outcome = run_evidence({"--data", data.string(), "search", query, "--json"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  const auto value = parse_json(outcome.out);
  if (!value.ok()) return -1;
  return value->as_object().at("total").to_number<std::int64_t>();
}

// Starts the command and kills it after a random time; 1 if it was still alive then.
int kill_once(const std::vector<std::string>& arguments, std::mt19937& random,
              std::chrono::milliseconds longest) {
  Program program(arguments);
  std::uniform_int_distribution<int> moment(1, static_cast<int>(longest.count()));
  std::this_thread::sleep_for(std::chrono::milliseconds(moment(random)));
  const int alive = program.running() ? 1 : 0;
  program.send_signal(SIGKILL);
  program.wait();
  return alive;
}

std::chrono::milliseconds time_of(const std::vector<std::string>& arguments) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(run_evidence(arguments).exit_code, 0);
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               start);
}

void expect_every_record_once(const fs::path& data, int version) {
  SystemClock clock;
  SqliteStoreOptions options;
  options.directory = data;
  options.read_only = true;
  const auto store = open_sqlite_store(options, clock);
  ASSERT_TRUE(store.ok()) << store.error().message;
  const auto status = (*store)->status();
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(status->records, kRecords);
  std::set<std::string> seen;
  WorkId after;
  while (true) {
    const auto works = (*store)->works_after(after, 1'000);
    ASSERT_TRUE(works.ok());
    if (works->empty()) break;
    after = works->back();
    for (const WorkId& work : *works) {
      const auto records = (*store)->records_of(work);
      ASSERT_TRUE(records.ok());
      for (const Record& record : *records) {
        EXPECT_TRUE(seen.insert(record.source_record_id).second) << record.source_record_id;
        EXPECT_TRUE(record.title.ends_with("version" + std::to_string(version))) << record.title;
      }
    }
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(kRecords));
}

TEST(KillLoop, ImportKilledAtRandomMomentsLosesAndDoublesNothing) {
  TempDir dir;
  std::mt19937 random(20'261);
  const fs::path data = dir / "data";
  const auto arguments = [](const fs::path& where, const fs::path& file) {
    return std::vector<std::string>{"--data",      where.string(), "--no-progress", "import",
                                    file.string(), "--source",     "kill"};
  };
  const auto whole = time_of(arguments(dir / "trial", write_file(dir, 0)));
  // Each round changes every record, so that there is always something to write when it is killed.
  int killed = 0;
  for (int round = 1; round <= rounds(); ++round) {
    killed += kill_once(arguments(data, write_file(dir, round)), random, whole);
  }
  RecordProperty("killed_alive", killed);
  EXPECT_GT(killed, 0);
  const int last = rounds();
  const Outcome finished = run_evidence(arguments(data, write_file(dir, last)));
  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  expect_every_record_once(data, last);
  const Outcome check = run_evidence({"--data", data.string(), "check", "store"});
  EXPECT_EQ(check.exit_code, 0) << check.err;
}

TEST(KillLoop, IndexKilledAtRandomMomentsLosesAndDoublesNothing) {
  TempDir dir;
  std::mt19937 random(20'262);
  const fs::path data = dir / "data";
  const std::vector<std::string> index = {"--data", data.string(), "--no-progress", "index"};
  std::vector<std::string> rebuild = index;
  rebuild.emplace_back("--rebuild");
  const auto import = [&](int version) {
    const Outcome outcome = run_evidence(
        {"--data", data.string(), "import", write_file(dir, version).string(), "--source", "kill"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  };
  import(0);
  // A trial beside it says how long a build takes here, so that the kills fall inside it.
  const fs::path trial = dir / "trial";
  fs::copy(data, trial, fs::copy_options::recursive);
  const auto whole = time_of({"--data", trial.string(), "--no-progress", "index"});
  // The first build from nothing, updates of every record, and builds beside a good generation.
  int killed = 0;
  for (int round = 1; round <= rounds(); ++round) {
    import(round);
    killed += kill_once(round % 5 == 0 ? rebuild : index, random, whole);
    if (round % 7 == 3) {
      ASSERT_EQ(run_evidence(index).exit_code, 0);
      EXPECT_EQ(total_of(data, "version" + std::to_string(round)), kRecords);
    }
  }
  RecordProperty("killed_alive", killed);
  EXPECT_GT(killed, 0);
  ASSERT_EQ(run_evidence(index).exit_code, 0);
  EXPECT_EQ(total_of(data, "version" + std::to_string(rounds())), kRecords);
  EXPECT_EQ(total_of(data, "common"), kRecords);
  EXPECT_EQ(total_of(data, "version0"), 0);
  const Outcome check = run_evidence({"--data", data.string(), "check"});
  EXPECT_EQ(check.exit_code, 0) << check.err;
}

}  // namespace
}  // namespace evidence::test
