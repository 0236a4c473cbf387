#include "indexer/indexer.h"

#include <gtest/gtest.h>
#include <xapian.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "base/file.h"
#include "indexer/document_builder.h"
#include "indexer/generation.h"
#include "indexer/generation_build.h"
#include "indexer/index_run.h"
#include "model/field.h"
#include "model/index_format.h"
#include "tests/support/memory_store.h"
#include "tests/support/temp_dir.h"

namespace evidence {
namespace {

namespace fs = std::filesystem;
using test::MemoryStore;
using test::TempDir;

Record record(int number, const std::string& title = "Asthma in children") {
  Record record;
  record.source = "pubmed";
  record.source_record_id = std::to_string(99'000'000 + number);
  record.title = title;
  record.abstract = {{"", "Words of abstract number " + std::to_string(number)}};
  return record;
}

void fill(MemoryStore& store, int count) {
  for (int number = 1; number <= count; ++number) {
    store.put(MemoryStore::work_id(number), record(number));
  }
}

// Time that stands still until somebody sleeps; how often and how long is what tests look at.
class StillClock final : public Clock {
 public:
  std::chrono::system_clock::time_point now() const override { return {}; }
  std::chrono::steady_clock::time_point steady_now() const override { return now_; }
  void sleep_until(std::chrono::steady_clock::time_point when) override {
    slept += when - now_;
    now_ = when;
  }
  std::chrono::nanoseconds slept{0};

 private:
  std::chrono::steady_clock::time_point now_{std::chrono::hours(1)};
};

class Indexer : public testing::Test {
 protected:
  IndexOptions options() {
    IndexOptions options;
    options.data_directory = directory_.path();
    return options;
  }
  Result<IndexOutcome> index(const IndexOptions& options) {
    return run_index(store_, options, clock_);
  }
  Result<IndexOutcome> index() { return index(options()); }
  fs::path folder() { return index_folder(directory_.path()); }
  Xapian::Database open() { return Xapian::Database((folder() / kStubName).string()); }
  std::uint64_t count(const std::string& term) { return open().get_termfreq(term); }
  int directories(std::string_view prefix) {
    int found = 0;
    for (const auto& entry : fs::directory_iterator(folder())) {
      if (entry.path().filename().string().starts_with(prefix)) ++found;
    }
    return found;
  }

  TempDir directory_;
  MemoryStore store_;
  StillClock clock_;
};

TEST_F(Indexer, BuildsTheFirstIndexAndThenFollowsTheChangeLog) {
  fill(store_, 50);
  const IndexOutcome first = index().value();
  EXPECT_TRUE(first.rebuilt);
  EXPECT_EQ(first.rebuild_reason, "first index");
  EXPECT_EQ(first.works_indexed, 50);
  EXPECT_EQ(first.documents, 50);
  EXPECT_EQ(first.sequence, 50);

  store_.put(MemoryStore::work_id(3), record(3, "Sepsis in adults"));
  store_.remove(MemoryStore::work_id(4));
  store_.put(MemoryStore::work_id(51), record(51));
  const IndexOutcome second = index().value();
  EXPECT_FALSE(second.rebuilt);
  EXPECT_EQ(second.generation, first.generation);
  EXPECT_EQ(second.works_indexed, 2);
  EXPECT_EQ(second.works_removed, 1);
  EXPECT_EQ(second.documents, 50);
  EXPECT_EQ(second.sequence, 53);
  EXPECT_EQ(count(term_of(Field::kTitle, "sepsis")), 1U);
  EXPECT_EQ(count(work_term(MemoryStore::work_id(4))), 0U);

  const IndexOutcome third = index().value();
  EXPECT_EQ(third.works_indexed + third.works_removed, 0);
}

TEST_F(Indexer, BuildsAnEmptyIndexFromAnEmptyStore) {
  const IndexOutcome outcome = index().value();
  EXPECT_EQ(outcome.documents, 0);
  EXPECT_EQ(open().get_doccount(), 0U);
}

TEST_F(Indexer, KeepsEachWorkInItsShardAndItsSequenceInEachShard) {
  fill(store_, 200);
  IndexOptions two = options();
  two.shards = 2;
  EXPECT_EQ(index(two).value().documents, 200);
  const Generation generation = current_generation(directory_.path()).value().value();
  ASSERT_EQ(generation.shards.size(), 2U);
  for (std::size_t number = 0; number < 2; ++number) {
    const Xapian::Database shard(generation.shards[number].string());
    EXPECT_GT(shard.get_doccount(), 50U);
    EXPECT_EQ(shard.get_metadata(std::string(kMetaSequence)), "200");
    for (auto term = shard.allterms_begin("Q"); term != shard.allterms_end("Q"); ++term) {
      EXPECT_EQ(shard_of((*term).substr(1), 2), number);
    }
  }
  EXPECT_EQ(open().get_doccount(), 200U);
}

TEST_F(Indexer, ResumesFromTheShardThatIsFurthestBehind) {
  fill(store_, 40);
  IndexOptions two = options();
  two.shards = 2;
  ASSERT_TRUE(index(two).ok());
  const Generation generation = current_generation(directory_.path()).value().value();
  {
    // As after a crash between the commits of the two shards.
    Xapian::WritableDatabase shard(generation.shards[1].string());
    shard.set_metadata(std::string(kMetaSequence), "20");
    for (int number = 21; number <= 40; ++number) {
      shard.delete_document(work_term(MemoryStore::work_id(number)));
    }
    shard.commit();
  }
  EXPECT_EQ(read_stamp(generation).value().sequence, 20);
  EXPECT_EQ(index(two).value().documents, 40);
  EXPECT_EQ(read_stamp(generation).value().sequence, 40);
}

TEST_F(Indexer, RebuildsBesideTheOldIndexWhichStaysAsTheLastGoodOne) {
  fill(store_, 10);
  const std::string first = index().value().generation;
  const Xapian::Database reader = open();
  IndexOptions again = options();
  again.rebuild = true;
  const IndexOutcome second = index(again).value();
  EXPECT_EQ(second.rebuild_reason, "asked for");
  EXPECT_NE(second.generation, first);
  EXPECT_EQ(current_generation(directory_.path()).value()->uuid, second.generation);
  EXPECT_EQ(directories("gen-"), 2);
  EXPECT_EQ(reader.get_document(1).get_data().substr(0, 1).size(), 1U);  // still reads the old one
  const std::string third = index(again).value().generation;
  EXPECT_EQ(directories("gen-"), 2);
  EXPECT_TRUE(fs::exists(folder() / ("gen-" + second.generation)));
  EXPECT_TRUE(fs::exists(folder() / ("gen-" + third)));
  EXPECT_FALSE(fs::exists(folder() / ("gen-" + first)));
}

TEST_F(Indexer, RebuildsForAnotherStoreAnotherSchemaAndAnOlderStore) {
  fill(store_, 3);
  ASSERT_TRUE(index().ok());
  const auto change = [&](std::string_view key, const std::string& value) {
    const Generation generation = current_generation(directory_.path()).value().value();
    Xapian::WritableDatabase shard(generation.shards[0].string());
    shard.set_metadata(std::string(key), value);
    shard.commit();
  };
  change(kMetaStore, "somebody else's");
  EXPECT_EQ(index().value().rebuild_reason, "the index is of another store");
  change(kMetaSchema, "0");
  EXPECT_EQ(index().value().rebuild_reason, "schema 0 → " + std::to_string(kSchemaVersion));
  change(kMetaTokenizer, "0");
  EXPECT_NE(index().value().rebuild_reason.find("tokenizer 0"), std::string::npos);
  change(kMetaSequence, "4000");
  EXPECT_NE(index().value().rebuild_reason.find("older than the index"), std::string::npos);
  EXPECT_EQ(index().value().rebuild_reason, "");
}

TEST_F(Indexer, RebuildsAnIndexThatCannotBeRead) {
  fill(store_, 3);
  ASSERT_TRUE(index().ok());
  const Generation generation = current_generation(directory_.path()).value().value();
  std::ofstream(generation.shards[0] / "iamglass", std::ios::trunc) << "rubbish";
  const IndexOutcome outcome = index().value();
  EXPECT_NE(outcome.rebuild_reason.find("cannot be read"), std::string::npos);
  EXPECT_EQ(outcome.documents, 3);
  fs::remove_all(current_generation(directory_.path()).value()->directory);
  EXPECT_EQ(index().value().documents, 3);
  std::ofstream(folder() / kStubName, std::ios::trunc) << "auto ../../etc\n";
  EXPECT_EQ(index().value().documents, 3);
}

TEST_F(Indexer, RefusesASecondWriterAtOnce) {
  fill(store_, 3);
  ASSERT_TRUE(make_directories(folder()).ok());
  const auto held = FileLock::acquire(folder() / "lock");
  ASSERT_TRUE(held.ok());
  const auto outcome = index();
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().code, ErrorCode::kBusy);
}

TEST_F(Indexer, QueuesTheWholeBatchAgainWhenOneDocumentBreaksIt) {
  fill(store_, 30);
  const WorkId bad = MemoryStore::work_id(17);
  int built = 0;
  const DocumentMaker maker = [&](const Work& work) -> Result<Xapian::Document> {
    ++built;
    auto document = build_document(work);
    // Passes our own validation and makes the engine throw, which discards the uncommitted batch.
    if (work.id == bad) document->add_term(std::string(300, 'x'));
    return document;
  };
  const IndexOptions all = options();
  const IndexOutcome outcome = IndexRun(store_, all, clock_, maker).run().value();
  EXPECT_GT(built, 30);
  EXPECT_EQ(outcome.works_indexed, 29);
  EXPECT_EQ(outcome.works_refused, 1);
  ASSERT_EQ(outcome.problems.size(), 1U);
  EXPECT_NE(outcome.problems[0].find(bad), std::string::npos);
  EXPECT_EQ(open().get_doccount(), 29U);
  for (int number = 1; number <= 30; ++number) {
    EXPECT_EQ(count(work_term(MemoryStore::work_id(number))), number == 17 ? 0U : 1U) << number;
  }
  // In the change log's pass too; what was refused is tried again when it changes.
  for (int number = 1; number <= 20; ++number) {
    store_.put(MemoryStore::work_id(number), record(number, "Changed title"));
  }
  const IndexOutcome changed = IndexRun(store_, all, clock_, maker).run().value();
  EXPECT_EQ(changed.works_indexed, 19);
  EXPECT_EQ(changed.works_refused, 1);
  store_.put(bad, record(17));
  EXPECT_EQ(index().value().documents, 30);
}

TEST_F(Indexer, ReportsWorksThatOurOwnValidationRefuses) {
  fill(store_, 5);
  Record huge = record(6);
  huge.rights.assign(11U << 20U, 'r');
  store_.put(MemoryStore::work_id(6), huge);
  const IndexOutcome outcome = index().value();
  EXPECT_EQ(outcome.works_refused, 1);
  EXPECT_EQ(outcome.documents, 5);
}

TEST_F(Indexer, StopsAfterABatchAndGoesOnWithTheHalfBuiltGeneration) {
  fill(store_, 100);
  StopFlag stop;
  IndexOptions small = options();
  small.batch_documents = 1;  // an unserved batch may grow to eight
  small.stop = &stop;
  int batches = 0;
  small.progress = [&](const IndexProgress& progress) {
    EXPECT_EQ(progress.total, 100);
    if (++batches == 3) stop.request_stop();
  };
  const IndexOutcome stopped = index(small).value();
  EXPECT_TRUE(stopped.stopped);
  EXPECT_FALSE(stopped.rebuilt);
  EXPECT_EQ(stopped.works_indexed, 24);
  EXPECT_FALSE(fs::exists(folder() / kStubName));
  EXPECT_EQ(directories("building-"), 1);

  // Works that the full pass has behind it change, go and come before it goes on.
  store_.put(MemoryStore::work_id(2), record(2, "Sepsis"));
  store_.remove(MemoryStore::work_id(5));
  store_.put(MemoryStore::work_id(101), record(101));
  const IndexOutcome finished = index().value();
  EXPECT_EQ(finished.generation, stopped.generation);
  EXPECT_TRUE(finished.rebuilt);
  EXPECT_LT(finished.works_indexed, 90);
  EXPECT_EQ(finished.documents, 100);
  EXPECT_EQ(finished.sequence, 103);
  EXPECT_EQ(count(term_of(Field::kTitle, "sepsis")), 1U);
  EXPECT_EQ(count(work_term(MemoryStore::work_id(5))), 0U);
  EXPECT_EQ(directories("building-"), 0);
}

TEST_F(Indexer, GoesOnWithAStoppedRebuildThoughTheOldIndexIsGood) {
  fill(store_, 30);
  ASSERT_TRUE(index().ok());
  StopFlag stop;
  stop.request_stop();
  IndexOptions again = options();
  again.rebuild = true;
  again.batch_documents = 1;
  again.stop = &stop;
  EXPECT_TRUE(index(again).value().stopped);
  const IndexOutcome outcome = index().value();
  EXPECT_EQ(outcome.rebuild_reason, "going on with a rebuild that was stopped");
  EXPECT_TRUE(outcome.rebuilt);
}

TEST_F(Indexer, RemovesWhatCrashesLeftAndNothingElse) {
  fill(store_, 3);
  ASSERT_TRUE(index().ok());
  const std::string uuid = "01234567-89ab-4def-8123-456789abcdef";
  for (const char* prefix : {"tmp-", "building-", "gen-"}) {
    fs::create_directories(folder() / (prefix + uuid) / "shard-0");
  }
  fs::create_directories(folder() / "gen-notes of the administrator");
  std::ofstream(folder() / "tmp-file") << "x";
  ASSERT_TRUE(index().ok());
  for (const char* prefix : {"tmp-", "building-", "gen-"}) {
    EXPECT_FALSE(fs::exists(folder() / (prefix + uuid))) << prefix;
  }
  EXPECT_TRUE(fs::exists(folder() / "gen-notes of the administrator"));
  EXPECT_TRUE(fs::exists(folder() / "tmp-file"));
}

TEST_F(Indexer, CommitsAServedIndexAtMostOnceAnInterval) {
  fill(store_, 5);
  ASSERT_TRUE(index().ok());
  EXPECT_EQ(clock_.slept.count(), 0);
  IndexOptions small = options();
  small.batch_documents = 1;
  int batches = 0;
  small.progress = [&](const IndexProgress&) { ++batches; };
  for (int number = 1; number <= 20; ++number) {
    store_.put(MemoryStore::work_id(number), record(number, "Changed"));
  }
  ASSERT_TRUE(index(small).ok());
  // The first at once; while the interval runs a batch grows to eight: 1 + 8 + 8 + 3.
  EXPECT_EQ(batches, 4);
  EXPECT_EQ(clock_.slept, std::chrono::seconds(3));
}

TEST_F(Indexer, GivesTheStoresFailureAndKeepsWhatWasCommitted) {
  fill(store_, 10);
  ASSERT_TRUE(index().ok());
  const auto stamp = read_stamp(*current_generation(directory_.path()).value()).value();
  EXPECT_EQ(stamp.documents, 10);
  const DocumentMaker failing = [](const Work&) -> Result<Xapian::Document> {
    return Error{ErrorCode::kTooLarge, "no", "no", ""};
  };
  store_.put(MemoryStore::work_id(1), record(1, "New"));
  const IndexOptions all = options();
  EXPECT_EQ(IndexRun(store_, all, clock_, failing).run().value().works_refused, 1);
  EXPECT_EQ(open().get_doccount(), 10U);  // the refused work's last good document stays
}

TEST_F(Indexer, FlipsUnderAReaderThatOpensAnewForEachQuestion) {
  fill(store_, 20);
  ASSERT_TRUE(index().ok());
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  std::atomic<int> reads{0};
  const std::string stub = (folder() / kStubName).string();
  std::thread reader([&] {
    while (!done) {
      try {
        const Xapian::Database database(stub);
        if (database.get_doccount() != 20) ++wrong;
        if (database.get_document(1).get_data().empty()) ++wrong;
        ++reads;
      } catch (const Xapian::Error&) {
        ++wrong;
      }
    }
  });
  IndexOptions again = options();
  again.rebuild = true;
  for (int round = 0; round < 5; ++round) {
    // The generation before is kept, so an opening may take as long as one rebuild, not two.
    for (const int before = reads; reads < before + 2;) std::this_thread::yield();
    EXPECT_TRUE(index(again).ok());
  }
  done = true;
  reader.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(reads, 5);
}

TEST(GenerationCheck, SaysWhyAGenerationMayNotBeServed) {
  const TempDir directory;
  const Generation generation = create_generation(directory.path(), 1, {"store", ""}).value();
  EXPECT_TRUE(check_generation(generation, 0).ok());
  EXPECT_EQ(check_generation(generation, 1).error().code, ErrorCode::kCorrupt);
  {
    Xapian::WritableDatabase shard(generation.shards[0].string());
    Xapian::Document document;
    document.set_data("not a document of ours");
    shard.add_document(document);
    shard.commit();
  }
  EXPECT_EQ(check_generation(generation, 1).error().code, ErrorCode::kCorrupt);
}

TEST(GenerationCheck, RefusesAStubThatLeadsElsewhere) {
  const TempDir directory;
  ASSERT_TRUE(make_directories(directory / "index").ok());
  for (const char* stub :
       {"auto /etc/shard-0\n", "auto ../gen-01234567-89ab-4def-8123-456789abcdef/shard-0\n",
        "remote somewhere:3000\n", "rubbish", "", "auto gen-x/shard-0\n",
        "auto gen-01234567-89ab-4def-8123-456789abcdef/shard-1\n"}) {
    ASSERT_TRUE(write_file_durably(directory.path() / "index" / "current", stub).ok());
    EXPECT_FALSE(current_generation(directory.path()).ok()) << stub;
  }
}

}  // namespace
}  // namespace evidence
