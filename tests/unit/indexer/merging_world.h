// A store of records and what merging makes of it, for the tests of merging.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "indexer/merging.h"
#include "indexer/work_loader.h"
#include "model/record_json.h"
#include "store/sqlite_record_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {

// The value, or a failure of the test and a default-made one.
template <typename T>
T must(Result<T> result) {
  EXPECT_TRUE(result.ok()) << (result.ok() ? std::string() : result.error().message);
  if (!result.ok()) return T{};
  return std::move(result).value();
}

using Texts = std::vector<std::string>;

// A store in a directory of its own, its records named "source:key".
class World {
 public:
  World() : World(MatchRules{}) {}
  explicit World(MatchRules rules) {
    SqliteStoreOptions options;
    options.directory = directory_.path();
    options.create = true;
    store_ = must(open_sqlite_store(options, clock_));
    use(std::move(rules));
  }

  void use(MatchRules rules) {
    options_.rules = std::move(rules);
    options_.fingerprint = fingerprint(options_.rules);
  }
  MergeOptions& options() { return options_; }
  RecordStore& store() { return *store_; }
  MergeStore& merging() { return *store_->merging(); }

  void put(const std::string& name, const std::string& line) {
    const auto value = parse_json(line);
    ASSERT_TRUE(value.ok()) << line;
    std::vector<std::string> unknown;
    auto record = record_from_loose_json(value->get_object(), unknown);
    ASSERT_TRUE(record.ok() && unknown.empty()) << line;
    put(name, *record);
  }
  void put(const std::string& name, Record record) {
    const std::size_t colon = name.find(':');
    record.source = name.substr(0, colon);
    record.source_record_id = name.substr(colon + 1);
    PageWrite page;
    page.source = record.source;
    page.records.push_back(std::move(record));
    must(store_->apply_page(page));
  }
  void remove(const std::string& name) {
    Record record;
    record.deleted = true;
    put(name, std::move(record));
  }

  MergeOutcome run() {
    MergeOutcome outcome = must(run_merging(merging(), options_));
    EXPECT_EQ(must(store_->check()), Texts{});
    return outcome;
  }

  WorkId work(const std::string& name) {
    const std::size_t colon = name.find(':');
    const auto stored = must(store_->find_record(name.substr(0, colon), name.substr(colon + 1)));
    EXPECT_TRUE(stored.has_value()) << name;
    return stored ? stored->work : WorkId();
  }
  RecordNumber number(const std::string& name) {
    const std::size_t colon = name.find(':');
    const auto found = must(merging().find_name(name.substr(0, colon), name.substr(colon + 1)));
    EXPECT_TRUE(found.has_value()) << name;
    return found ? found->number : 0;
  }
  void decide(const std::string& a, const std::string& b, bool same) {
    MergeDecision decision;
    decision.a = number(a);
    decision.b = number(b);
    decision.same = same;
    decision.reason = "read both";
    decision.actor = "A. Librarian";
    ASSERT_TRUE(merging().decide({decision}).ok());
  }

  // "a:1 a:2 | b:1": the live records of each work.
  std::string partition() {
    std::set<Texts> works;
    for (const WorkId& id : must(store_->works_after("", 10'000))) {
      Texts names;
      for (const RecordName& name : must(merging().members_of(id))) {
        names.push_back(name.source + ":" + name.key);
      }
      std::sort(names.begin(), names.end());
      works.insert(std::move(names));
    }
    std::string text;
    for (const Texts& names : works) {
      text += text.empty() ? "" : " |";
      for (const std::string& name : names) text += (text.empty() ? "" : " ") + name;
    }
    return text;
  }
  std::set<WorkId> changed_after(ChangeSequence sequence) {
    std::set<WorkId> works;
    for (const ChangedWork& change : must(store_->changes_after(sequence, 10'000))) {
      works.insert(change.work);
    }
    return works;
  }
  ChangeSequence last() { return must(store_->last_change()); }
  Work load(const WorkId& id) {
    WorkLoader loader(*store_, policy_);
    auto work = must(loader.load(id));
    EXPECT_TRUE(work.has_value()) << id;
    return work ? *work : Work{};
  }

 private:
  TempDir directory_;
  ManualClock clock_;
  std::unique_ptr<RecordStore> store_;
  MergeOptions options_;
  MergePolicy policy_;
};

// An article of some journal; `n` keeps titles, authors and pages apart.
inline std::string article(int n, const std::string& more = "") {
  const char letter = static_cast<char>('a' + n % 26);
  const std::string name(5, letter);
  return R"({"title":"The course of disease )" + name + " number " + std::to_string(1'000 + n * 7) +
         R"( in rural clinics","authors":["F)" + name +
         R"( A"],"journal":"Trop Med","year":2001,)" + R"("volume":"3","pages":")" +
         std::to_string(100 + n * 10) + "\"" + (more.empty() ? "" : "," + more) + "}";
}

}  // namespace evidence::test
