// What stands on disk: missing, foreign, damaged, newer, older and half-made stores.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <random>
#include <thread>
#include <vector>

#include "base/file.h"
#include "model/record_json.h"
#include "store/merge_store.h"
#include "store/migrations.h"
#include "store/rows.h"
#include "store/sqlite.h"
#include "store/sqlite_open.h"
#include "store/sqlite_record_store.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/store/contract.h"

namespace evidence::test {

namespace {

namespace fs = std::filesystem;

SqliteStoreOptions options_for(const TempDir& directory, bool create) {
  SqliteStoreOptions options;
  options.directory = directory.path();
  options.create = create;
  return options;
}

std::string bytes_of(const fs::path& path) { return must(read_file(path, std::size_t{1} << 30U)); }

void write_bytes(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::unique_ptr<RecordStore> filled_store(const TempDir& directory, Clock& clock,
                                          int records = 20) {
  auto store = must(open_sqlite_store(options_for(directory, true), clock));
  std::vector<Record> page;
  for (int key = 0; key < records; ++key) {
    page.push_back(make_record(std::to_string(key), "Title " + std::string(500, 'x')));
  }
  must(store->apply_page(make_page(std::move(page))));
  return store;
}

// The next version takes long enough to be killed in, and shows whether it was taken once or in
// part.
constexpr std::string_view kSlowStep =
    "CREATE TABLE later (n INTEGER NOT NULL) STRICT;"
    "INSERT INTO later WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < "
    "60000)"
    " SELECT n FROM c;";

int newest() { return record_store_migrations().back().version; }

std::vector<Migration> with_a_later_step() {
  const auto known = record_store_migrations();
  std::vector<Migration> steps(known.begin(), known.end());
  steps.push_back({newest() + 1, "later table", kSlowStep});
  return steps;
}

}  // namespace

TEST(SqliteStoreFiles, AMissingStoreIsNotCreatedButExplained) {
  const TempDir directory;
  SystemClock clock;
  const auto refused = open_sqlite_store(options_for(directory, false), clock);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kNotFound);
  EXPECT_NE(refused.error().hint.find("evidence import"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(directory.path()));
}

TEST(SqliteStoreFiles, ACreatedStoreLeavesNoPartsAndOpensAgain) {
  const TempDir directory;
  SystemClock clock;
  std::string id;
  {
    auto store = must(open_sqlite_store(options_for(directory, true), clock));
    id = must(store->status()).store_id;
    EXPECT_EQ(id.size(), 36U);
  }
  for (const auto& entry : fs::directory_iterator(directory.path())) {
    EXPECT_FALSE(entry.path().filename().string().starts_with(".records")) << entry.path();
  }
  auto store = must(open_sqlite_store(options_for(directory, false), clock));
  EXPECT_EQ(must(store->status()).store_id, id);
  EXPECT_EQ(must(store->status()).schema_version, newest());
}

TEST(SqliteStoreFiles, CreationAtTheSameTimeMakesOneStore) {
  const TempDir directory;
  SystemClock clock;
  std::array<std::string, 4> ids;
  std::vector<std::thread> threads;
  for (std::string& id : ids) {
    threads.emplace_back([&] {
      auto store = must(open_sqlite_store(options_for(directory, true), clock));
      if (store != nullptr) id = must(store->status()).store_id;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& id : ids) EXPECT_EQ(id, ids[0]);
}

TEST(SqliteStoreFiles, GarbageInPlaceOfTheStoreIsCorruptAndStays) {
  const std::vector<std::string> contents = {
      "", "x", std::string(100'000, 'z'),
      std::string("SQLite format 3\0", 16) + std::string(5'000, '\1')};
  for (const std::string& content : contents) {
    const TempDir directory;
    SystemClock clock;
    write_bytes(directory / "records.db", content);
    for (const bool create : {false, true}) {
      const auto refused = open_sqlite_store(options_for(directory, create), clock);
      ASSERT_FALSE(refused.ok()) << content.size();
      EXPECT_EQ(refused.error().code, ErrorCode::kCorrupt) << refused.error().message;
      EXPECT_NE(refused.error().hint.find("backup"), std::string::npos);
    }
    EXPECT_EQ(bytes_of(directory / "records.db"), content);
  }
}

TEST(SqliteStoreFiles, ADatabaseOfAnotherProgramIsRefused) {
  const TempDir directory;
  SystemClock clock;
  {
    auto other =
        must(Database::open(directory / "records.db", OpenMode::kCreate, std::chrono::seconds(1)));
    ASSERT_TRUE(other->execute("CREATE TABLE bookmarks (url); PRAGMA user_version = 1").ok());
  }
  const std::string before = bytes_of(directory / "records.db");
  const auto refused = open_sqlite_store(options_for(directory, true), clock);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(bytes_of(directory / "records.db"), before);
}

TEST(SqliteStoreFiles, DamageInsideIsFoundNotServed) {
  const TempDir directory;
  SystemClock clock;
  filled_store(directory, clock, 2'000).reset();
  std::string bytes = bytes_of(directory / "records.db");
  const std::string whole = bytes;
  std::mt19937 random(20261122);
  int found = 0;
  constexpr int kRounds = 40;
  for (int round = 0; round < kRounds; ++round) {
    bytes = whole;
    // A damaged page behind the first: a run of flipped bytes, or the file cut short.
    if (round % 4 == 3) {
      bytes.resize(bytes.size() - 8'192U * (1 + random() % 20));
    } else {
      const std::size_t at = 8'192 + random() % (bytes.size() - 9'000);
      for (std::size_t i = 0; i < 600; ++i) bytes[at + i] = static_cast<char>(~bytes[at + i]);
    }
    write_bytes(directory / "records.db", bytes);
    const auto store = open_sqlite_store(options_for(directory, false), clock);
    if (!store.ok()) {
      EXPECT_EQ(store.error().code, ErrorCode::kCorrupt) << store.error().message;
      ++found;
      continue;
    }
    for (int key = 0; key < 2'000; key += 97) {
      const auto record = (*store)->find_record("trials", std::to_string(key));
      if (record.ok() && record->has_value()) {
        EXPECT_EQ((*record)->record.title, "Title " + std::string(500, 'x'));
      }
    }
    const auto findings = (*store)->check();
    if (!findings.ok() || !findings->empty()) ++found;
  }
  // Some bytes are unused space, whose damage harms nothing.
  EXPECT_GT(found, kRounds * 3 / 4);
}

TEST(SqliteStoreFiles, ANewerStoreIsLeftAsItIs) {
  const TempDir directory;
  SystemClock clock;
  filled_store(directory, clock).reset();
  {
    auto raw = must(
        Database::open(directory / "records.db", OpenMode::kReadWrite, std::chrono::seconds(1)));
    ASSERT_TRUE(raw->execute("PRAGMA user_version = 99").ok());
  }
  const std::string before = bytes_of(directory / "records.db");
  for (const bool read_only : {false, true}) {
    auto options = options_for(directory, true);
    options.read_only = read_only;
    const auto refused = open_sqlite_store(options, clock);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::kNewerVersion);
    EXPECT_NE(refused.error().message.find("99"), std::string::npos);
  }
  EXPECT_EQ(bytes_of(directory / "records.db"), before);
}

TEST(SqliteStoreFiles, TheLogOfAStoreThatIsGoneIsNotTakenForANewOnes) {
  const TempDir directory;
  SystemClock clock;
  auto store = filled_store(directory, clock);
  fs::rename(directory / "records.db", directory / "away.db");
  const auto refused = open_sqlite_store(options_for(directory, true), clock);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kCorrupt);
  EXPECT_FALSE(fs::exists(directory / "records.db"));
}

TEST(SqliteStoreFiles, AnOlderStoreIsCopiedThenMigrated) {
  const TempDir directory;
  SystemClock clock;
  filled_store(directory, clock).reset();
  auto options = options_for(directory, false);
  options.read_only = true;
  const auto read_only = open_record_database(options, clock, with_a_later_step());
  ASSERT_FALSE(read_only.ok());
  EXPECT_EQ(read_only.error().code, ErrorCode::kUnavailable);
  options.read_only = false;
  {
    const auto database = must(open_record_database(options, clock, with_a_later_step()));
    EXPECT_EQ(must(database->query_number("SELECT count(*) FROM later")), 60'000);
    EXPECT_EQ(must(database->query_number("SELECT count(*) FROM record")), 20);
  }
  const TempDir restored;
  fs::copy(directory.path() / ("records.db.v" + std::to_string(newest()) + ".backup"),
           restored / "records.db");
  auto old = must(open_sqlite_store(options_for(restored, false), clock));
  EXPECT_EQ(must(old->status()).records, 20);
  EXPECT_TRUE(must(old->check()).empty());
  const auto raw =
      must(Database::open(restored / "records.db", OpenMode::kReadOnly, std::chrono::seconds(1)));
  EXPECT_EQ(must(raw->query_text("PRAGMA journal_mode")), "wal");
}

TEST(SqliteStoreFiles, AStoreFromBeforeMergingKnowsWhichRecordEachWorkWasMadeFor) {
  const TempDir directory;
  SystemClock clock;
  {
    const auto old = must(open_record_database(options_for(directory, true), clock,
                                               record_store_migrations().first(3)));
    ASSERT_TRUE(old->execute("INSERT INTO source (id, name, live_records) VALUES (1, 'trials', 3);"
                             "UPDATE counter SET value = 3 WHERE name = 'live_works'")
                    .ok());
    for (int number = 1; number <= 3; ++number) {
      const std::string body = record_to_json(make_record(std::to_string(number), "Aspirin"));
      auto record = old->prepare(
                           "INSERT INTO record (id, source, key, deleted, content_hash, "
                           "first_seen, last_changed) VALUES (?1, 1, ?2, 0, ?3, 0, 0)")
                        .value();
      const std::string key = std::to_string(number);
      const std::string hash = sha256_bytes(body);
      ASSERT_TRUE(record.bind(1, number).bind(2, key).bind_blob(3, hash).run().ok());
      auto text = old->prepare("INSERT INTO record_body VALUES (?1, ?2)").value();
      ASSERT_TRUE(text.bind(1, number).bind(2, body).run().ok());
      // Works are numbered otherwise than their records.
      auto work = old->prepare("INSERT INTO work VALUES (?1, ?2, 1, 0)").value();
      const std::string id = "w00000000000" + key;
      ASSERT_TRUE(work.bind(1, 10 - number).bind(2, id).run().ok());
      auto member = old->prepare("INSERT INTO work_member VALUES (?1, ?2)").value();
      ASSERT_TRUE(member.bind(1, number).bind(2, 10 - number).run().ok());
      auto log = old->prepare(
                        "INSERT INTO change_log (kind, work, record, at) "
                        "VALUES ('added', ?2, ?1, 0)")
                     .value();
      ASSERT_TRUE(log.bind(1, number).bind(2, 10 - number).run().ok());
    }
  }
  const auto store = must(open_sqlite_store(options_for(directory, false), clock));
  EXPECT_EQ(must(store->status()).schema_version, newest());
  EXPECT_TRUE(fs::exists(directory / "records.db.v3.backup"));
  EXPECT_EQ(must(store->check()), std::vector<std::string>{});
  EXPECT_EQ(must(store->merging()->unmerged()), 3);
  const auto batch = must(store->merging()->begin_batch());
  EXPECT_EQ(must(batch->state()), MergeState{});
  for (RecordNumber record = 1; record <= 3; ++record) {
    const WorkRow work = must(batch->work_of(record));
    EXPECT_EQ(work.number, 10 - record);
    EXPECT_EQ(work.origin, record);
  }
}

TEST(SqliteStoreFiles, AMigrationKilledMidwayIsTakenWholeByTheNextOpening) {
  SystemClock clock;
  std::mt19937 random(4711);
  int old_version_seen = 0;
  for (int round = 0; round < 8; ++round) {
    const TempDir directory;
    filled_store(directory, clock).reset();
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto migrated =
          open_record_database(options_for(directory, false), clock, with_a_later_step());
      ::_exit(migrated.ok() ? 0 : 1);
    }
    ::usleep(static_cast<useconds_t>(random() % 30'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    {
      const auto raw = must(
          Database::open(directory / "records.db", OpenMode::kReadOnly, std::chrono::seconds(1)));
      if (must(raw->query_number("PRAGMA user_version")) == newest()) {
        ++old_version_seen;
        EXPECT_EQ(
            must(raw->query_number("SELECT count(*) FROM sqlite_schema WHERE name = 'later'")), 0);
      }
    }
    const auto database =
        must(open_record_database(options_for(directory, false), clock, with_a_later_step()));
    ASSERT_NE(database, nullptr);
    EXPECT_EQ(must(database->query_number("PRAGMA user_version")), newest() + 1);
    EXPECT_EQ(must(database->query_number("SELECT count(*) FROM later")), 60'000);
    EXPECT_EQ(must(database->query_number("SELECT count(*) FROM record")), 20);
  }
  EXPECT_GT(old_version_seen, 0) << "no round was killed before its end";
}

TEST(SqliteStoreFiles, ACreationKilledMidwayLeavesNothingHalfMade) {
  SystemClock clock;
  std::mt19937 random(77);
  for (int round = 0; round < 10; ++round) {
    const TempDir directory;
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto store = open_sqlite_store(options_for(directory, true), clock);
      ::_exit(store.ok() ? 0 : 1);
    }
    ::usleep(static_cast<useconds_t>(random() % 8'000));
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    auto store = must(open_sqlite_store(options_for(directory, true), clock));
    ASSERT_NE(store, nullptr);
    must(store->apply_page(make_page({make_record("1", "A")})));
    EXPECT_TRUE(must(store->check()).empty());
    for (const auto& entry : fs::directory_iterator(directory.path())) {
      EXPECT_FALSE(entry.path().filename().string().starts_with(".records")) << entry.path();
    }
  }
}

TEST(SqliteStoreFiles, ALockOfADeadProcessIsTakenOver) {
  const TempDir directory;
  SystemClock clock;
  auto store = filled_store(directory, clock);
  std::array<int, 2> ready{};
  ASSERT_EQ(::pipe(ready.data()), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto own = open_sqlite_store(options_for(directory, false), clock);
    const auto lock = (*own)->lock_source("trials");
    const char answer = lock.ok() ? 'y' : 'n';
    [[maybe_unused]] const auto written = ::write(ready[1], &answer, 1);
    ::pause();
    ::_exit(0);
  }
  char answer = 0;
  ASSERT_EQ(::read(ready[0], &answer, 1), 1);
  ASSERT_EQ(answer, 'y');
  const auto refused = store->lock_source("trials");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kBusy);
  EXPECT_NE(refused.error().message.find("process " + std::to_string(child)), std::string::npos)
      << refused.error().message;
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(store->lock_source("trials").ok());
  ::close(ready[0]);
  ::close(ready[1]);
}

}  // namespace evidence::test
