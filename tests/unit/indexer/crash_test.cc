// Processes that die or run out of disk while they index.

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <thread>

#include "base/clock.h"
#include "indexer/generation.h"
#include "indexer/generation_build.h"
#include "indexer/indexer.h"
#include "model/field.h"
#include "model/index_format.h"
#include "tests/support/memory_store.h"
#include "tests/support/sanitized.h"
#include "tests/support/temp_dir.h"

namespace evidence {
namespace {

namespace fs = std::filesystem;
using test::MemoryStore;
using test::TempDir;

constexpr int kWorks = test::kSanitized ? 400 : 1'500;

int kill_rounds() {
  const char* rounds = std::getenv("EVIDENCE_KILL_ROUNDS");
  return rounds == nullptr ? 5 : std::max(1, std::atoi(rounds));
}

Record record(int number, int version) {
  Record record;
  record.source = "pubmed";
  record.source_record_id = std::to_string(99'000'000 + number);
  record.title = "Version" + std::to_string(version) + " of number" + std::to_string(number);
  std::string text;
  for (int word = 0; word < 60; ++word) text += "word" + std::to_string(number * 7 + word) + " ";
  record.abstract = {{"", text}};
  return record;
}

Result<IndexOutcome> index(MemoryStore& store, const fs::path& directory, bool rebuild) {
  IndexOptions options;
  options.data_directory = directory;
  options.rebuild = rebuild;
  options.batch_documents = 10;
  options.commit_interval = std::chrono::milliseconds(0);
  SystemClock clock;
  return run_index(store, options, clock);
}

// Forks; the child indexes and leaves with 0 (good), 3 (an Error) or dies.
pid_t index_in_child(MemoryStore& store, const fs::path& directory, bool rebuild,
                     rlim_t max_file_bytes = RLIM_INFINITY) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  if (max_file_bytes != RLIM_INFINITY) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{max_file_bytes, max_file_bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  const auto outcome = index(store, directory, rebuild);
  if (!outcome.ok() && outcome.error().code == ErrorCode::kStorageFull) ::_exit(4);
  ::_exit(outcome.ok() ? 0 : 3);
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

void expect_every_work_once(const fs::path& directory, int works, int version) {
  const auto generation = current_generation(directory);
  ASSERT_TRUE(generation.ok() && generation->has_value());
  EXPECT_TRUE(check_generation(**generation, works).ok());
  const Xapian::Database database((index_folder(directory) / kStubName).string());
  EXPECT_EQ(database.get_doccount(), static_cast<Xapian::doccount>(works));
  for (int number = 1; number <= works; ++number) {
    ASSERT_EQ(database.get_termfreq(work_term(MemoryStore::work_id(number))), 1U) << number;
  }
  EXPECT_EQ(database.get_termfreq(term_of(Field::kTitle, "version" + std::to_string(version))),
            static_cast<Xapian::doccount>(works));
}

TEST(IndexerCrash, LosesAndDoublesNothingWhenKilledAtRandomMoments) {
  const unsigned seed = 20'261'122;
  std::mt19937 random(seed);
  int killed = 0;
  for (int round = 0; round < kill_rounds(); ++round) {
    const TempDir directory;
    MemoryStore store;
    for (int number = 1; number <= kWorks; ++number) {
      store.put(MemoryStore::work_id(number), record(number, 1));
    }
    // The first build, then a pass over the change log, then a rebuild beside it; each killed.
    for (int phase = 1; phase <= 3; ++phase) {
      if (phase == 2) {
        for (int number = 1; number <= kWorks; ++number) {
          store.put(MemoryStore::work_id(number), record(number, 2));
        }
      }
      const pid_t child = index_in_child(store, directory.path(), phase == 3);
      ASSERT_GT(child, 0);
      std::this_thread::sleep_for(std::chrono::milliseconds(random() % 700));
      ::kill(child, SIGKILL);
      if (WIFSIGNALED(wait_for(child))) ++killed;
      const auto outcome = index(store, directory.path(), false);
      ASSERT_TRUE(outcome.ok()) << outcome.error().message;
      expect_every_work_once(directory.path(), kWorks, phase == 1 ? 1 : 2);
    }
    for (const auto& entry : fs::directory_iterator(index_folder(directory.path()))) {
      const std::string name = entry.path().filename().string();
      EXPECT_FALSE(name.starts_with("tmp-") || name.starts_with("building-")) << name;
    }
  }
  EXPECT_GT(killed, 0) << "no child was killed before it was done: slow the test down";
}

TEST(IndexerCrash, SaysThatTheDiskIsFullAndGoesOnWhenThereIsSpace) {
  const TempDir directory;
  MemoryStore store;
  for (int number = 1; number <= kWorks; ++number) {
    store.put(MemoryStore::work_id(number), record(number, 1));
  }
  const int status = wait_for(index_in_child(store, directory.path(), false, rlim_t{400} * 1024));
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 4);
  EXPECT_FALSE(current_generation(directory.path()).value().has_value());
  ASSERT_TRUE(index(store, directory.path(), false).ok());
  expect_every_work_once(directory.path(), kWorks, 1);

  for (int number = 1; number <= kWorks; ++number) {
    store.put(MemoryStore::work_id(number), record(number, 2));
  }
  const int again = wait_for(index_in_child(store, directory.path(), false, rlim_t{400} * 1024));
  ASSERT_TRUE(WIFEXITED(again));
  EXPECT_EQ(WEXITSTATUS(again), 4);
  ASSERT_TRUE(index(store, directory.path(), false).ok());
  expect_every_work_once(directory.path(), kWorks, 2);
}

TEST(IndexerCrash, TellsASecondIndexerThatTheFirstIsStillAtWork) {
  const TempDir directory;
  MemoryStore store;
  for (int number = 1; number <= kWorks; ++number) {
    store.put(MemoryStore::work_id(number), record(number, 1));
  }
  const pid_t child = index_in_child(store, directory.path(), false);
  bool met_lock = false;
  for (int attempt = 0; attempt < 2'000 && !met_lock; ++attempt) {
    if (!fs::exists(index_folder(directory.path()) / "lock")) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      continue;
    }
    const auto second = index(store, directory.path(), false);
    if (second.ok()) break;  // the first was done already
    met_lock = second.error().code == ErrorCode::kBusy;
  }
  wait_for(child);
  EXPECT_TRUE(met_lock);
  EXPECT_TRUE(index(store, directory.path(), false).ok());
  expect_every_work_once(directory.path(), kWorks, 1);
}

}  // namespace
}  // namespace evidence
