#include "indexer/merging.h"

#include <map>
#include <random>

#include "tests/unit/indexer/merging_world.h"

namespace evidence {
namespace {

using test::article;
using test::must;
using test::Texts;
using test::World;

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

}  // namespace
}  // namespace evidence
