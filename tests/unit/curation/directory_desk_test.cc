// The snapshot of the directory: made anew for any other state of the store, by one thread.
#include "curation/directory_desk.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <new>
#include <vector>

#include "curation/sqlite_directory_store.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/curation/directory_contract.h"

namespace evidence::curation {
namespace {

// What the stores of a desk under test have; set by the test's own thread before others ask.
struct DeskContent {
  std::mutex mutex;
  std::string state = "a:1";
  std::vector<Library> libraries;
  std::function<void()> before_reading = [] {};
  std::atomic<int> reads{0};

  void set(const std::string& now, const std::string& code) {
    const std::lock_guard lock(mutex);
    state = now;
    libraries = {made_library(code, "Library " + code)};
  }
};

class ReadOnlyDeskStore final : public DirectoryStore {
 public:
  explicit ReadOnlyDeskStore(DeskContent& content) : content_(content) {}

  Result<std::int64_t> version() override { return 1; }
  Result<std::string> state() override {
    const std::lock_guard lock(content_.mutex);
    return content_.state;
  }
  Result<std::vector<Library>> libraries() override {
    ++content_.reads;
    content_.before_reading();
    const std::lock_guard lock(content_.mutex);
    return content_.libraries;
  }
  Result<Library> library(const std::string&) override { return refused(); }
  Result<void> apply(const std::vector<LibraryChange>&, const std::string&,
                     std::optional<std::int64_t>) override {
    return refused();
  }
  Result<std::vector<LibraryEvent>> history(const std::string&, std::size_t) override {
    return refused();
  }
  Result<std::vector<OdsOrganisation>> organisations() override {
    return std::vector<OdsOrganisation>();
  }
  Result<void> replace_organisations(const std::vector<OdsOrganisation>&, const std::string&,
                                     const std::string&, std::optional<std::int64_t>) override {
    return refused();
  }
  Result<void> begin_postcodes() override { return refused(); }
  Result<void> add_postcodes(const std::vector<PostcodePlace>&) override { return refused(); }
  Result<std::int64_t> finish_postcodes(const std::string&, const std::string&) override {
    return refused();
  }
  Result<std::optional<Located>> locate(const Postcode&) override {
    return std::optional<Located>();
  }
  Result<std::vector<DirectoryLoad>> loads() override { return std::vector<DirectoryLoad>(); }

 private:
  static Error refused() { return {ErrorCode::kInternal, "not_here", "Not here.", ""}; }
  DeskContent& content_;
};

class DirectoryDeskTest : public ::testing::Test {
 protected:
  DirectoryDeskTest()
      : desk_(
            [this]() -> Result<std::unique_ptr<DirectoryStore>> {
              return std::unique_ptr<DirectoryStore>(std::make_unique<ReadOnlyDeskStore>(content_));
            },
            std::make_shared<const AreaTable>(), clock_) {
    content_.set("a:5", "EX5");
  }
  std::string code() {
    const auto directory = desk_.current();
    if (!directory.ok()) return directory.error().slug;
    for (const char* code : {"EX3", "EX5", "EX6", "EX7"}) {
      if ((*directory)->library(code) != nullptr) return code;
    }
    return "none";
  }

  test::ManualClock clock_;
  DeskContent content_;
  DirectoryDesk desk_;
};

TEST_F(DirectoryDeskTest, ARestoredBackupIsReadOnceAndServed) {
  EXPECT_EQ(code(), "EX5");
  content_.set("a:3", "EX3");  // a backup: a lower version of the same store
  for (int i = 0; i < 5; ++i) EXPECT_EQ(code(), "EX3");
  EXPECT_EQ(content_.reads, 2) << "not for every request";
  content_.set("a:5", "EX6");  // changed after that, up to the number that was known before
  EXPECT_EQ(code(), "EX6");
  content_.set("b:5", "EX7");  // another file
  EXPECT_EQ(code(), "EX7");
  EXPECT_EQ(content_.reads, 4);
  clock_.advance(std::chrono::hours(24));
  EXPECT_EQ(code(), "EX7");
  EXPECT_EQ(content_.reads, 5) << "a new day";
}

TEST_F(DirectoryDeskTest, OneThreadMakesItWhileOthersGetTheLastOne) {
  EXPECT_EQ(code(), "EX5");
  std::promise<void> began, go_on;
  content_.before_reading = [&] {
    began.set_value();
    go_on.get_future().wait();
  };
  content_.set("a:6", "EX6");
  auto maker = std::async(std::launch::async, [this] { return code(); });
  began.get_future().wait();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(code(), "EX5");
  go_on.set_value();
  EXPECT_EQ(maker.get(), "EX6");
  EXPECT_EQ(content_.reads, 2);
  content_.before_reading = [] {};
  EXPECT_EQ(code(), "EX6");
}

TEST_F(DirectoryDeskTest, TheFirstOneIsMadeOnceForAllWhoWait) {
  std::vector<std::future<std::string>> readers;
  for (int i = 0; i < 8; ++i) {
    readers.push_back(std::async(std::launch::async, [this] { return code(); }));
  }
  for (auto& reader : readers) EXPECT_EQ(reader.get(), "EX5");
  EXPECT_EQ(content_.reads, 1);
}

TEST_F(DirectoryDeskTest, AnExceptionWhileItIsMadeLeavesTheTurnToTheNext) {
  content_.before_reading = [] { throw std::bad_alloc(); };
  EXPECT_THROW(code(), std::bad_alloc);
  content_.before_reading = [] {};
  EXPECT_EQ(code(), "EX5");
}

TEST(SqliteDirectoryState, DiffersBetweenFilesAndRisesWithChanges) {
  test::ManualClock clock;
  const test::TempDir one, other;
  const auto open = [&clock](const test::TempDir& folder) {
    auto store = open_sqlite_directory({folder.path(), true, {}, {}}, clock);
    return store.ok() ? std::move(*store) : nullptr;
  };
  const auto first = open(one), second = open(other);
  ASSERT_TRUE(first != nullptr && second != nullptr);
  const std::string before = *first->state();
  EXPECT_NE(before, *second->state());
  ASSERT_TRUE(
      first->apply({*change_of(nullptr, made_library("EX1", "One"))}, "A. Librarian", {}).ok());
  EXPECT_NE(*first->state(), before);
}

}  // namespace
}  // namespace evidence::curation
