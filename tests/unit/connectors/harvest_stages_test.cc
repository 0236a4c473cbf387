// The stages of a harvest: that they overlap, and that nothing is lost or stored twice where one of
// them meets trouble.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <set>

#include "connectors/harvester.h"
#include "tests/support/manual_clock.h"

namespace evidence {
namespace {

using test::ManualClock;

std::string line(int id) {
  return "{\"id\":\"" + std::to_string(id) + "\",\"title\":\"Title " + std::to_string(id) + "\"}\n";
}

// Pages of two lines each, cursor "n" = page n; what goes wrong is scripted.
class ScriptedConnector final : public Connector {
 public:
  explicit ScriptedConnector(int pages) : pages_(pages) {}

  Result<FetchedPage> fetch(const std::string& cursor, const std::string&,
                            const std::string&) override {
    const int at = cursor.empty() ? 0 : std::stoi(cursor);
    {
      const std::lock_guard lock(mutex);
      ++fetched[at];
      started.insert(at);
      changed.notify_all();
    }
    if (before) {
      if (auto error = before(at, fetched[at])) return *error;
    }
    FetchedPage page;
    page.bytes = line(2 * at) + line(2 * at + 1);
    if (change) change(at, fetched[at], page);
    page.url = "page " + std::to_string(at);
    page.last = at + 1 == pages_;
    page.next_cursor = page.last ? "" : std::to_string(at + 1);
    page.source_time = "2024-03-14T00:00:00Z";
    return page;
  }
  [[nodiscard]] const Format& format() const override { return *format_by_name("jsonl"); }

  std::function<std::optional<Error>(int page, int attempt)> before;
  std::function<void(int page, int attempt, FetchedPage&)> change;
  std::map<int, int> fetched;  // how often each page was asked for
  std::mutex mutex;
  std::condition_variable changed;
  std::set<int> started;

 private:
  int pages_;
};

class CountingSink final : public RecordSink {
 public:
  Result<SinkCounts> write(SinkPage page) override {
    if (on_write) on_write();
    SinkCounts counts;
    for (const Record& record : page.records) {
      ids.push_back(record.source_record_id);
      ++counts.read;
      ++counts.added;
    }
    counts.problems = static_cast<std::int64_t>(page.problems.size());
    for (EntryProblem& problem : page.problems) problems.push_back(problem);
    cursors.push_back(page.cursor_after);
    if (page.notebook) notebook = *page.notebook;
    return counts;
  }
  std::function<void()> on_write;
  std::vector<std::string> ids, cursors;
  std::vector<EntryProblem> problems;
  std::string notebook;
};

struct Scene {
  explicit Scene(int pages) : connector(pages) {
    source.id = "s";
    source.max_retries = 2;
  }
  HarvestOutcome run(HarvestOptions options = {}) {
    return run_harvest(connector, source, options, sink, clock);
  }
  ManualClock clock;
  SourceConfig source;
  ScriptedConnector connector;
  CountingSink sink;
};

std::vector<std::string> numbers(int count) {
  std::vector<std::string> all;
  for (int i = 0; i < count; ++i) all.push_back(std::to_string(i));
  return all;
}

TEST(HarvestStages, TheNextPageIsFetchedWhileOneIsWritten) {
  Scene scene(4);
  bool overlapped = false;
  scene.sink.on_write = [&] {
    if (!scene.sink.cursors.empty()) return;
    // The first page is not written before the second has been asked for.
    std::unique_lock lock(scene.connector.mutex);
    overlapped = scene.connector.changed.wait_for(
        lock, std::chrono::seconds(20), [&] { return scene.connector.started.contains(1); });
  };
  const HarvestOutcome outcome = scene.run();
  EXPECT_TRUE(outcome.finished);
  EXPECT_TRUE(overlapped);
  EXPECT_EQ(scene.sink.ids, numbers(8));
  EXPECT_EQ(outcome.source_time, "2024-03-14T00:00:00Z");
}

TEST(HarvestStages, AnUnreadablePageIsFetchedAgainAndNothingIsStoredTwice) {
  Scene scene(5);
  scene.connector.change = [](int page, int attempt, FetchedPage& out) {
    if (page == 2 && attempt == 1) {
      out.expected_entries = 2;
      out.bytes = line(4);
    }
  };
  const HarvestOutcome outcome = scene.run();
  EXPECT_TRUE(outcome.finished) << outcome.error->message;
  EXPECT_EQ(scene.sink.ids, numbers(10));
  EXPECT_EQ(scene.connector.fetched[2], 2);
  EXPECT_EQ(outcome.pages, 5);
}

TEST(HarvestStages, APageThatStaysBadEndsTheHarvestAfterThePagesBeforeIt) {
  Scene scene(5);
  scene.connector.change = [](int page, int, FetchedPage& out) {
    if (page != 2) return;
    out.expected_entries = 2;
    out.bytes.clear();
  };
  const HarvestOutcome outcome = scene.run();
  EXPECT_FALSE(outcome.finished);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->slug, "short_page");
  EXPECT_EQ(scene.sink.ids, numbers(4));
  EXPECT_EQ(scene.sink.cursors.back(), "2");
  EXPECT_EQ(scene.connector.fetched[2], 3);
}

TEST(HarvestStages, AnExpiredCursorBeginsTheWindowAgain) {
  Scene scene(4);
  scene.connector.before = [](int page, int attempt) -> std::optional<Error> {
    if (page == 2 && attempt == 1) {
      return Error{ErrorCode::kUpstream, "cursor_expired", "the token is not known any more", ""};
    }
    return std::nullopt;
  };
  const HarvestOutcome outcome = scene.run();
  EXPECT_TRUE(outcome.finished);
  EXPECT_TRUE(outcome.restarted);
  const std::set<std::string> distinct(scene.sink.ids.begin(), scene.sink.ids.end());
  EXPECT_EQ(distinct.size(), 8U);
}

TEST(HarvestStages, ACursorThatKeepsExpiringIsReported) {
  Scene scene(4);
  scene.connector.before = [](int page, int) -> std::optional<Error> {
    if (page != 2) return std::nullopt;
    return Error{ErrorCode::kUpstream, "cursor_expired", "the token is not known any more", ""};
  };
  const HarvestOutcome outcome = scene.run();
  EXPECT_FALSE(outcome.finished);
  EXPECT_EQ(outcome.error->slug, "cursor_expired");
  EXPECT_EQ(scene.connector.fetched[2], 3);
}

TEST(HarvestStages, ACircleOfCursorsIsNoticed) {
  Scene scene(6);
  class Circle final : public Connector {
   public:
    Result<FetchedPage> fetch(const std::string& cursor, const std::string&,
                              const std::string&) override {
      FetchedPage page;
      page.bytes = line(++count);
      page.next_cursor = cursor == "a" ? "b" : cursor == "b" ? "c" : "a";
      return page;
    }
    [[nodiscard]] const Format& format() const override { return *format_by_name("jsonl"); }
    int count = 0;
  } circle;
  const HarvestOutcome outcome = run_harvest(circle, scene.source, {}, scene.sink, scene.clock);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->slug, "cursor_loop");
  EXPECT_LT(circle.count, 8);
}

TEST(HarvestStages, SplitPagesProblemsAndNotebooksReachTheSink) {
  Scene scene(2);
  scene.connector.change = [](int page, int, FetchedPage& out) {
    out.split = true;
    out.bytes.clear();
    out.entries = {{RawEntry{line(10 * page), "line 1"}, ""}, {RawEntry{"", "line 2"}, "cut off"}};
    out.problems = {{"file x", "unreadable_file", "it cannot be read"}};
    out.notebook = "notes " + std::to_string(page);
  };
  scene.source.max_problem_share = 1;
  const HarvestOutcome outcome = scene.run();
  EXPECT_TRUE(outcome.finished) << outcome.error->message;
  EXPECT_EQ(scene.sink.ids, (std::vector<std::string>{"0", "10"}));
  ASSERT_EQ(scene.sink.problems.size(), 4U);
  EXPECT_EQ(scene.sink.problems[0].code, "damaged_entry");
  EXPECT_EQ(scene.sink.problems[1].code, "unreadable_file");
  EXPECT_EQ(scene.sink.notebook, "notes 1");
}

TEST(HarvestStages, BytesThatAreNotUtf8AreReadAndNoted) {
  Scene scene(1);
  scene.connector.change = [](int, int, FetchedPage& out) {
    out.bytes = "{\"id\":\"1\",\"title\":\"Caf\xE9\"}\n";
  };
  const HarvestOutcome outcome = scene.run();
  EXPECT_TRUE(outcome.finished);
  EXPECT_EQ(scene.sink.ids, std::vector<std::string>{"1"});
  ASSERT_EQ(scene.sink.problems.size(), 1U);
  EXPECT_EQ(scene.sink.problems[0].code, "not_utf8");
}

TEST(HarvestStages, TheMappingOfTheSourceIsApplied) {
  Scene scene(1);
  MappingRule rule;
  rule.action = MappingRule::Action::kAdd;
  rule.field = "publication_type";
  rule.value = "Practice Guideline";
  scene.source.mapping = {rule};
  class Keeping final : public RecordSink {
   public:
    Result<SinkCounts> write(SinkPage page) override {
      for (Record& record : page.records) records.push_back(std::move(record));
      return SinkCounts{};
    }
    std::vector<Record> records;
  } sink;
  const HarvestOutcome outcome = run_harvest(scene.connector, scene.source, {}, sink, scene.clock);
  EXPECT_TRUE(outcome.finished);
  ASSERT_EQ(sink.records.size(), 2U);
  EXPECT_EQ(sink.records[0].publication_types, std::vector<std::string>{"Practice Guideline"});
  EXPECT_EQ(sink.records[0].source, "s");
}

}  // namespace
}  // namespace evidence
