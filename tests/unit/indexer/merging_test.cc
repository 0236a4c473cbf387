#include "indexer/merging.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "base/json.h"
#include "indexer/work_loader.h"
#include "model/record_json.h"
#include "store/sqlite_record_store.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_dir.h"

namespace evidence {
namespace {

using test::TempDir;

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
  test::ManualClock clock_;
  std::unique_ptr<RecordStore> store_;
  MergeOptions options_;
  MergePolicy policy_;
};

// An article of some journal; `n` keeps titles, authors and pages apart.
std::string article(int n, const std::string& more = "") {
  const char letter = static_cast<char>('a' + n % 26);
  const std::string name(5, letter);
  return R"({"title":"The course of disease )" + name + " number " + std::to_string(1'000 + n * 7) +
         R"( in rural clinics","authors":["F)" + name +
         R"( A"],"journal":"Trop Med","year":2001,)" + R"("volume":"3","pages":")" +
         std::to_string(100 + n * 10) + "\"" + (more.empty() ? "" : "," + more) + "}";
}

TEST(Merging, AnEmptyStoreHasNothingToMerge) {
  World world;
  const MergeOutcome outcome = world.run();
  EXPECT_EQ(outcome.records, 0);
  EXPECT_FALSE(outcome.rematched);
  EXPECT_EQ(world.partition(), "");
}

TEST(Merging, RecordsOfOnePublicationBecomeOneWorkInBatchesOfAnySize) {
  for (const std::size_t batch : {std::size_t{1}, std::size_t{2}, std::size_t{500}}) {
    World world;
    world.options().batch_records = batch;
    for (int n = 0; n < 6; ++n) {
      world.put("pubmed:" + std::to_string(n), article(n));
      if (n % 2 == 0) world.put("crossref:" + std::to_string(n), article(n));
    }
    const MergeOutcome outcome = world.run();
    EXPECT_EQ(outcome.records, 9);
    EXPECT_EQ(outcome.joined, 3);
    EXPECT_EQ(outcome.split, 0);
    EXPECT_EQ(world.partition(),
              "crossref:0 pubmed:0 | crossref:2 pubmed:2 | crossref:4 pubmed:4 | pubmed:1 | "
              "pubmed:3 | pubmed:5");
    EXPECT_EQ(must(world.store().work_count()), 6);
    EXPECT_EQ(must(world.merging().unmerged()), 0);
    const ChangeSequence before = world.last();
    const MergeOutcome again = world.run();
    EXPECT_EQ(again.records, 0);
    EXPECT_EQ(again.compared, 0);
    EXPECT_EQ(world.last(), before);
  }
}

TEST(Merging, AChangedRecordIsComparedWithItsNeighboursOnly) {
  World world;
  for (int n = 0; n < 40; ++n) {
    world.put("pubmed:" + std::to_string(n), article(n));
    world.put("crossref:" + std::to_string(n), article(n));
  }
  world.run();
  world.put("crossref:7", article(7, R"("abstract":"Now with some words.")"));
  const MergeOutcome same = world.run();
  EXPECT_EQ(same.records, 1);
  EXPECT_EQ(same.compared, 0);  // nothing that is compared has changed
  world.put("crossref:7", article(7, R"("issue":"4")"));
  const MergeOutcome near = world.run();
  EXPECT_EQ(near.records, 1);
  EXPECT_GE(near.compared, 1);
  EXPECT_LE(near.compared, 3);
  EXPECT_EQ(near.joined + near.split, 0);
  EXPECT_EQ(must(world.store().work_count()), 40);
}

TEST(Merging, ADeletedRecordLeavesItsWorkAndComesBackToIt) {
  World world;
  world.put("pubmed:1", article(1));
  world.put("crossref:1", article(1));
  world.run();
  const WorkId work = world.work("pubmed:1");
  world.remove("pubmed:1");
  world.run();
  EXPECT_EQ(world.partition(), "crossref:1");
  EXPECT_EQ(world.work("crossref:1"), work);
  world.remove("crossref:1");
  world.run();
  EXPECT_EQ(world.partition(), "");
  EXPECT_EQ(must(world.store().work_count()), 0);
  world.put("crossref:1", article(1));
  world.run();
  EXPECT_EQ(world.work("crossref:1"), work);
  world.put("pubmed:1", article(1));
  world.run();
  EXPECT_EQ(world.partition(), "crossref:1 pubmed:1");
  EXPECT_EQ(world.work("pubmed:1"), work);
}

TEST(Merging, ARecordThatComesBackAsAnotherPublicationGetsAWorkOfItsOwn) {
  World world;
  world.put("pubmed:1", article(1));
  world.put("crossref:1", article(1));
  const WorkId old = world.work("crossref:1");
  world.run();
  const WorkId work = world.work("pubmed:1");
  world.remove("crossref:1");
  world.run();
  world.put("crossref:1", article(2));
  world.run();
  EXPECT_EQ(world.partition(), "crossref:1 | pubmed:1");
  EXPECT_EQ(world.work("pubmed:1"), work);
  EXPECT_EQ(world.work("crossref:1"), old);
  EXPECT_EQ(must(world.store().resolve_work(old)), old);
}

TEST(Merging, TheOldestWorksIdStaysAndTheOthersLeadToIt) {
  World world;
  world.put("pubmed:1", article(1, R"("doi":"10.1000/a")"));
  world.put("crossref:1", article(2, R"("doi":"10.1000/b")"));
  world.run();
  const WorkId first = world.work("pubmed:1");
  const WorkId second = world.work("crossref:1");
  ASSERT_NE(first, second);
  const ChangeSequence before = world.last();
  world.put("crossref:1", article(1, R"("doi":"10.1000/a")"));
  const MergeOutcome outcome = world.run();
  EXPECT_EQ(outcome.joined, 1);
  EXPECT_EQ(world.work("crossref:1"), first);
  EXPECT_EQ(must(world.store().resolve_work(second)), first);
  EXPECT_TRUE(world.changed_after(before).contains(first));
  EXPECT_TRUE(world.changed_after(before).contains(second));  // its document is to go
  EXPECT_EQ(world.load(first).former_ids, (std::vector<WorkId>{second}));
}

TEST(Merging, UnMergingGivesARecordItsOldIdBack) {
  World world;
  for (const char* name : {"pubmed:1", "crossref:1", "zotero:1"}) world.put(name, article(1));
  const WorkId first = world.work("pubmed:1");
  const WorkId second = world.work("crossref:1");
  const WorkId third = world.work("zotero:1");
  world.run();
  EXPECT_EQ(world.partition(), "crossref:1 pubmed:1 zotero:1");
  world.decide("pubmed:1", "crossref:1", false);
  world.decide("zotero:1", "crossref:1", false);
  MergeOutcome outcome = world.run();
  EXPECT_EQ(outcome.split, 1);
  EXPECT_EQ(world.partition(), "crossref:1 | pubmed:1 zotero:1");
  EXPECT_EQ(world.work("crossref:1"), second);
  EXPECT_EQ(must(world.store().resolve_work(second)), second);
  EXPECT_EQ(must(world.store().resolve_work(third)), first);
  EXPECT_TRUE(world.load(second).former_ids.empty());
  // The word of a person outlives harvests of changed records.
  world.put("crossref:1", article(1, R"("issue":"2")"));
  world.put("pubmed:1", article(1, R"("issue":"2")"));
  world.run();
  EXPECT_EQ(world.partition(), "crossref:1 | pubmed:1 zotero:1");
  // Said otherwise later, they are one again.
  world.decide("pubmed:1", "crossref:1", true);
  world.decide("zotero:1", "crossref:1", true);
  world.run();
  EXPECT_EQ(world.partition(), "crossref:1 pubmed:1 zotero:1");
  EXPECT_EQ(world.work("crossref:1"), first);
  EXPECT_EQ(must(world.store().resolve_work(second)), first);
}

TEST(Merging, APersonsWordJoinsWhatNothingElseDoes) {
  World world;
  world.put("pubmed:1", article(1, R"("pmid":"11")"));
  world.put("pubmed:2", article(2, R"("pmid":"12")"));
  world.run();
  world.decide("pubmed:1", "pubmed:2", true);
  world.run();
  EXPECT_EQ(world.partition(), "pubmed:1 pubmed:2");
  world.put("pubmed:2", article(3, R"("pmid":"12")"));
  world.run();
  EXPECT_EQ(world.partition(), "pubmed:1 pubmed:2");
  world.remove("pubmed:2");
  world.run();
  world.put("pubmed:2", article(4, R"("pmid":"12")"));
  world.run();
  EXPECT_EQ(world.partition(), "pubmed:1 pubmed:2");
}

// Brings the same end of records to a store over many ways, with runs in between.
void apply(World& world, const std::map<std::string, std::string>& records, std::mt19937& random,
           bool straight) {
  std::vector<std::pair<std::string, std::string>> order(records.begin(), records.end());
  std::shuffle(order.begin(), order.end(), random);
  for (const auto& [name, line] : order) {
    if (!straight && random() % 3 == 0) {
      world.put(name, order[random() % order.size()].second);
      if (random() % 3 == 0) world.run();
      if (random() % 3 == 0) world.remove(name);
    }
    world.put(name, line);
    if (!straight && random() % 4 == 0) world.run();
  }
  world.run();
}

TEST(Merging, ThePartitionDependsOnTheRecordsAndNeverOnTheirWay) {
  for (unsigned seed = 0; seed < 8; ++seed) {
    std::mt19937 random(seed);
    std::map<std::string, std::string> records;
    for (int i = 0; i < 24; ++i) {
      const int n = static_cast<int>(random() % 6);
      std::string more;
      const auto add = [&more](const std::string& text) {
        more += (more.empty() ? "" : ",") + text;
      };
      if (random() % 4 == 0) add("\"pmid\":\"" + std::to_string(20 + random() % 4) + "\"");
      if (random() % 4 == 0) add("\"doi\":\"10.1000/" + std::to_string(random() % 4) + "\"");
      if (random() % 5 == 0) add(R"("pubtypes":["Preprint"])");
      if (random() % 5 == 0) add(R"("pubtypes":["Published Erratum"])");
      records["s" + std::to_string(i % 3) + ":" + std::to_string(i)] = article(n, more);
    }
    MatchRules rules;
    rules.most_records_of_key = 2 + random() % 6;
    World straight(rules);
    apply(straight, records, random, true);
    const std::string expected = straight.partition();
    for (int way = 0; way < 2; ++way) {
      World world(rules);
      world.options().batch_records = 1 + random() % 5;
      apply(world, records, random, false);
      ASSERT_EQ(world.partition(), expected) << "seed " << seed;
    }
  }
}

TEST(Merging, AKeyThatBecomesTooCommonAndRareAgainGivesWhatAFreshStoreWould) {
  MatchRules rules;
  rules.most_records_of_key = 3;
  const auto same = [](int n) {
    return R"({"title":"Editorial on the state of the journal and of its readers","year":2001,"journal":"Trop Med",)"
           R"("volume":"3","pages":")" +
           std::to_string(500 + n) + "\"}";
  };
  // Titles alone bring these together.
  const std::string twin =
      R"({"title":"Editorial on the state of the journal and of its readers","year":2001,"journal":"Trop Med"})";
  World world(rules);
  world.put("a:1", twin);
  world.put("b:1", twin);
  world.run();
  EXPECT_EQ(world.partition(), "a:1 b:1");
  world.put("c:1", same(10));
  world.put("c:2", same(30));
  MergeOutcome outcome = world.run();
  EXPECT_GE(outcome.common_keys, 1);
  const auto fresh = [&](bool crossed) {
    World other(rules);
    if (crossed) other.put("c:2", same(30));
    other.put("c:1", same(10));
    other.put("b:1", twin);
    other.put("a:1", twin);
    other.run();
    return other.partition();
  };
  EXPECT_EQ(world.partition(), fresh(true));
  EXPECT_EQ(world.partition(), "a:1 | b:1 | c:1 | c:2");
  world.remove("c:2");
  world.run();
  EXPECT_EQ(world.partition(), fresh(false));
  EXPECT_NE(world.partition(), "a:1 | b:1 | c:1");
}

TEST(Merging, OtherRulesMatchEverythingAnewAndKeepIdsAndDecisions) {
  World world;
  world.options().batch_records = 3;
  for (int n = 0; n < 5; ++n) {
    world.put("pubmed:" + std::to_string(n), article(n));
    world.put("crossref:" + std::to_string(n), article(n));
  }
  world.run();
  world.decide("pubmed:4", "crossref:4", false);
  world.run();
  const std::string before = world.partition();
  std::map<std::string, WorkId> ids;
  for (int n = 0; n < 5; ++n) {
    ids["pubmed:" + std::to_string(n)] = world.work("pubmed:" + std::to_string(n));
    ids["crossref:" + std::to_string(n)] = world.work("crossref:" + std::to_string(n));
  }
  MatchRules other;
  other.rules.pop_back();
  world.use(other);
  MergeOutcome outcome = world.run();
  EXPECT_TRUE(outcome.rematched);
  EXPECT_GE(outcome.records, 10);
  EXPECT_EQ(outcome.joined + outcome.split, 0);
  EXPECT_EQ(world.partition(), before);
  for (const auto& [name, id] : ids) EXPECT_EQ(world.work(name), id) << name;
  EXPECT_FALSE(world.run().rematched);
  // Without rules and identifiers in the records nothing is one, but what a person said.
  world.decide("pubmed:0", "crossref:0", true);
  MatchRules none;
  none.rules.clear();
  world.use(none);
  outcome = world.run();
  EXPECT_TRUE(outcome.rematched);
  EXPECT_EQ(outcome.split, 3);
  EXPECT_EQ(must(world.store().work_count()), 9);
  // And back: the ids that led on are the same again.
  world.use(MatchRules{});
  world.run();
  EXPECT_EQ(world.partition(), before);
  for (const auto& [name, id] : ids) EXPECT_EQ(world.work(name), id) << name;
}

TEST(Merging, StoppedAtAnyBatchTheNextRunGoesOn) {
  World whole;
  World stopped;
  for (World* world : {&whole, &stopped}) {
    for (int n = 0; n < 6; ++n) {
      world->put("pubmed:" + std::to_string(n), article(n));
      world->put("crossref:" + std::to_string(n), article(n));
    }
  }
  whole.run();
  MatchRules other;
  other.most_records_of_key = 50;
  stopped.options().batch_records = 2;
  StopFlag stop;
  stop.request_stop();
  stopped.options().stop = &stop;
  int runs = 0;
  for (; runs < 100; ++runs) {
    if (runs == 3) stopped.use(other);
    if (!stopped.run().stopped) break;
  }
  EXPECT_GT(runs, 10);
  EXPECT_EQ(stopped.partition(), whole.partition());
}

TEST(Merging, WithoutIdentifiersOnlyTheRulesCount) {
  MatchRules rules;
  rules.by_identifier = false;
  World world(rules);
  world.put("pubmed:1", article(1, R"("pmid":"11")"));
  world.put("crossref:1", article(1, R"("pmid":"12")"));
  world.put("zotero:1", article(2, R"("pmid":"11")"));
  world.run();
  EXPECT_EQ(world.partition(), "crossref:1 pubmed:1 | zotero:1");
}

const char* const kNotice =
    R"({"title":"Retraction of an article","pmid":"99","pubtypes":["Retraction of Publication"],)"
    R"("journal":"Trop Med","relations":[{"type":"retracts","target":"pmid:11"}]})";

TEST(Merging, ANoticeReachesItsArticleWhicheverComesFirst) {
  for (const bool notice_first : {true, false}) {
    World world;
    if (notice_first) world.put("pubmed:99", kNotice);
    world.run();
    world.put("pubmed:11", article(1, R"("pmid":"11")"));
    world.put("crossref:11", article(1));
    world.run();
    const ChangeSequence before = world.last();
    if (!notice_first) {
      world.put("pubmed:99", kNotice);
      world.run();
      EXPECT_TRUE(world.changed_after(before).contains(world.work("pubmed:11")));
    }
    const Work work = world.load(world.work("crossref:11"));
    EXPECT_EQ(work.members.size(), 2U);
    EXPECT_EQ(work.status, Status::kRetracted);
    ASSERT_EQ(work.status_statements.size(), 1U);
    EXPECT_EQ(work.status_statements[0].how, "notice");
    EXPECT_EQ(work.status_statements[0].notice, "pmid:99");
    ASSERT_EQ(work.relations.size(), 1U);
    EXPECT_EQ(work.relations[0].type, RelationType::kRetractedBy);
    EXPECT_EQ(work.relations[0].origin, "reverse");
    EXPECT_EQ(world.load(world.work("pubmed:99")).status, Status::kNone);
  }
}

// A journal's number stands in each of its articles, a registry's in each report of a trial.
TEST(Merging, WhatNamesAJournalOrATrialNamesNoneOfItsArticles) {
  World world;
  world.put("pubmed:11", article(1, R"("pmid":"11","issn":"2049-3630","nct":"NCT01234567")"));
  world.put("list:1", R"({"title":"Tropical Medicine","issn":"2049-3630","pubtypes":["journal"]})");
  world.put("ct:1", R"({"title":"A trial","nct":"NCT01234567","pubtypes":["Trial Registration"]})");
  // So many that they would leave no room for the notice.
  for (int n = 0; n < 250; ++n) {
    world.put("marc:" + std::to_string(n),
              R"({"title":"Volume )" + std::to_string(n) + R"( of it","pubtypes":["Book"],)" +
                  R"("relations":[{"type":"part_of","target":"issn:2049-3630"},)" +
                  R"({"type":"report_of","target":"nct:NCT01234567"}]})");
  }
  world.put("pubmed:99", kNotice);
  world.run();
  const Work work = world.load(world.work("pubmed:11"));
  EXPECT_EQ(work.status, Status::kRetracted);
  ASSERT_EQ(work.relations.size(), 2U);
  EXPECT_EQ(work.relations[0].target, "pmid:99");
  // Its own number leads to the trial; what names the trial is no report of the article.
  EXPECT_EQ(work.relations[1].type, RelationType::kReportOf);
  EXPECT_EQ(work.relations[1].target, "record:ct:1");
  const Work journal = world.load(world.work("list:1"));
  ASSERT_FALSE(journal.relations.empty());
  EXPECT_EQ(journal.relations[0].type, RelationType::kHasPart);
  const Work trial = world.load(world.work("ct:1"));
  ASSERT_FALSE(trial.relations.empty());
  EXPECT_EQ(trial.relations[0].type, RelationType::kHasReport);
}

TEST(Merging, AWorkChangesWhenWhatNamesItChangesOrGoes) {
  World world;
  world.put("pubmed:11", article(1, R"("pmid":"11")"));
  world.put("pubmed:12", article(2, R"("pmid":"12")"));
  world.put("pubmed:99", kNotice);
  world.run();
  const WorkId first = world.work("pubmed:11");
  const WorkId second = world.work("pubmed:12");
  // Another title only.
  ChangeSequence before = world.last();
  std::string line = kNotice;
  line.replace(line.find("of an article"), 13, "of a paper it was");
  world.put("pubmed:99", line);
  world.run();
  EXPECT_TRUE(world.changed_after(before).contains(first));
  EXPECT_FALSE(world.changed_after(before).contains(second));
  EXPECT_NE(world.load(first).relations[0].citation.find("of a paper"), std::string::npos);
  // It names another article.
  before = world.last();
  line.replace(line.find("pmid:11"), 7, "pmid:12");
  world.put("pubmed:99", line);
  world.run();
  EXPECT_TRUE(world.changed_after(before).contains(first));
  EXPECT_TRUE(world.changed_after(before).contains(second));
  EXPECT_EQ(world.load(first).status, Status::kNone);
  EXPECT_EQ(world.load(second).status, Status::kRetracted);
  before = world.last();
  world.remove("pubmed:99");
  world.run();
  EXPECT_TRUE(world.changed_after(before).contains(second));
  EXPECT_EQ(world.load(second).status, Status::kNone);
  EXPECT_TRUE(world.load(second).relations.empty());
}

TEST(Merging, NearRelativesAreLinkedBothWaysAndFollowChanges) {
  World world;
  const std::string preprint =
      R"({"title":"Masks and colds in day care: a cluster trial","authors":["Ito R"],"year":2020,)"
      R"("doi":"10.1101/2020.05.01.20012345"})";
  world.put("crossref:pre", preprint);
  world.put("pubmed:1",
            R"({"title":"Masks and colds in day care: a cluster trial","authors":["Ito R"],)"
            R"("year":2020,"journal":"Child Health","volume":"2","pages":"33-40","pmid":"11"})");
  world.run();
  const WorkId article_work = world.work("pubmed:1");
  const WorkId preprint_work = world.work("crossref:pre");
  ASSERT_NE(article_work, preprint_work);
  Work work = world.load(article_work);
  ASSERT_EQ(work.relations.size(), 1U);
  EXPECT_EQ(work.relations[0].type, RelationType::kHasPreprint);
  EXPECT_EQ(work.relations[0].target, "doi:10.1101/2020.05.01.20012345");
  EXPECT_EQ(work.relations[0].origin, "matched");
  work = world.load(preprint_work);
  ASSERT_EQ(work.relations.size(), 1U);
  EXPECT_EQ(work.relations[0].type, RelationType::kPreprintOf);
  EXPECT_EQ(work.relations[0].target, "pmid:11");
  ChangeSequence before = world.last();
  world.put("crossref:pre", R"({"title":"Nothing like it any more at all","authors":["Ito R"],)"
                            R"("year":2020,"doi":"10.1101/2020.05.01.20012345"})");
  world.run();
  EXPECT_TRUE(world.changed_after(before).contains(article_work));
  EXPECT_TRUE(world.load(article_work).relations.empty());
  world.put("crossref:pre", preprint);
  world.run();
  EXPECT_EQ(world.load(article_work).relations.size(), 1U);
  before = world.last();
  world.remove("crossref:pre");
  world.run();
  EXPECT_TRUE(world.changed_after(before).contains(article_work));
  EXPECT_TRUE(world.load(article_work).relations.empty());
}

// What a relation needs may go with the rules: the index must hear of it.
TEST(Merging, RelativesThatOtherRulesNoLongerFindAreNoted) {
  World world;
  const std::string chapter =
      R"({"title":"Hernia repair","isbn":"9780306406157","pubtypes":["book-chapter"]})";
  const std::string book =
      R"({"title":"Manual of rural surgery","isbn":"9780306406157","pubtypes":["book"]})";
  world.put("marc:book", book);
  world.put("marc:chapter", chapter);
  world.run();
  const WorkId of_book = world.work("marc:book");
  const WorkId of_chapter = world.work("marc:chapter");
  ASSERT_EQ(world.load(of_book).relations.size(), 1U);
  MatchRules rules;
  rules.by_identifier = false;
  world.use(rules);
  const ChangeSequence before = world.last();
  world.run();
  EXPECT_TRUE(world.load(of_book).relations.empty());
  EXPECT_TRUE(world.changed_after(before).contains(of_book));
  EXPECT_TRUE(world.changed_after(before).contains(of_chapter));
}

TEST(Merging, CorrectionsSurviveAHarvestAndFollowTheirRecord) {
  World world;
  world.put("pubmed:1", article(1));
  world.put("crossref:1", article(1));
  world.run();
  const WorkId work = world.work("pubmed:1");
  Correction correction;
  correction.field = "title";
  correction.value = "As it is printed";
  correction.reason = "seen";
  correction.author = "A. Librarian";
  must(world.merging().correct(world.number("crossref:1"), correction));
  EXPECT_EQ(world.load(work).record.title, "As it is printed");
  world.put("crossref:1", article(1, R"("issue":"2")"));
  world.put("pubmed:1", article(1, R"("issue":"2")"));
  world.run();
  EXPECT_EQ(world.load(work).record.title, "As it is printed");
  EXPECT_EQ(world.load(work).corrections.size(), 1U);
  // Un-merged, it goes with the record that it was made of.
  world.decide("pubmed:1", "crossref:1", false);
  world.run();
  EXPECT_NE(world.work("crossref:1"), world.work("pubmed:1"));
  EXPECT_NE(world.load(world.work("pubmed:1")).record.title, "As it is printed");
  EXPECT_EQ(world.load(world.work("crossref:1")).record.title, "As it is printed");
}

}  // namespace
}  // namespace evidence
