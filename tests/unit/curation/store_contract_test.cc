#include "tests/unit/curation/store_contract.h"

#include <set>
#include <thread>

#include "curation/edit_token.h"

namespace evidence::curation {

TEST_P(StrategyStoreContract, GivesBackWhatWasStored) {
  const Strategy made = make("1 asthma.ti.\n2 'émigré\".ab.");
  EXPECT_TRUE(is_strategy_id(made.id)) << made.id;
  const Strategy found = must(store_->find(made.id));
  EXPECT_EQ(found.latest.settings, settings_of("1 asthma.ti.\n2 'émigré\".ab."));
  EXPECT_EQ(found.latest.number, 1U);
  EXPECT_EQ(found.latest.actor, "A. Librarian");
  EXPECT_EQ(found.latest.comment, "first");
  EXPECT_EQ(found.created, found.latest.at);
  EXPECT_EQ(found.owner, "");
  EXPECT_FALSE(found.forked_from.has_value());
  EXPECT_FALSE(found.sample);
  EXPECT_EQ(found.runs, 0U);
  EXPECT_EQ(must(store_->token_hash_of(made.id)), hash_);
  const auto again = open({});
  EXPECT_EQ(must(again->find(made.id)).latest, found.latest);
}

TEST_P(StrategyStoreContract, KnowsNoStrategyButByItsWholeId) {
  const Strategy made = make();
  for (const std::string& id :
       {std::string(), made.id.substr(1), made.id + "0", std::string("%"), std::string(26, '0')}) {
    EXPECT_EQ(slug_of(store_->find(id)), "unknown_strategy") << id;
    EXPECT_EQ(slug_of(store_->token_hash_of(id)), "unknown_strategy") << id;
    EXPECT_EQ(slug_of(store_->runs(id)), "unknown_strategy") << id;
  }
}

TEST_P(StrategyStoreContract, MakesEveryChangeAVersionThatStays) {
  const Strategy made = make("1 one");
  backend_->clock().advance(std::chrono::hours(1));
  const StrategyVersion second =
      must(store_->add_version(made.id, settings_of("1 two"), {"B", "wider"}, 1));
  EXPECT_EQ(second.number, 2U);
  EXPECT_EQ(second.comment, "wider");
  StrategySettings renamed = settings_of("1 two");
  renamed.mapping = true;
  EXPECT_EQ(must(store_->add_version(made.id, renamed, {}, 0)).number, 3U);
  EXPECT_EQ(must(store_->version(made.id, 1)).settings, settings_of("1 one"));
  EXPECT_EQ(must(store_->version(made.id, 2)).settings, settings_of("1 two"));
  EXPECT_EQ(must(store_->version(made.id, 0)).settings, renamed);
  EXPECT_EQ(slug_of(store_->version(made.id, 4)), "unknown_version");
  const std::vector<VersionHead> versions = must(store_->versions(made.id));
  ASSERT_EQ(versions.size(), 3U);
  EXPECT_EQ(versions[0].number, 3U);
  EXPECT_EQ(versions[2].text_bytes, 5U);
  EXPECT_NE(versions[2].at, versions[1].at);
  // Nothing differs: no version more.
  EXPECT_EQ(must(store_->add_version(made.id, renamed, {"C", "again"}, 3)).number, 3U);
}

TEST_P(StrategyStoreContract, RefusesAChangeMadeFromAnOlderVersion) {
  const Strategy made = make("1 one");
  must(store_->add_version(made.id, settings_of("1 two"), {}, 1));
  EXPECT_EQ(slug_of(store_->add_version(made.id, settings_of("1 three"), {}, 1)),
            "strategy_changed");
  EXPECT_EQ(must(store_->find(made.id)).latest.settings.text, "1 two");
}

TEST_P(StrategyStoreContract, KeepsTheWorksOfEveryLineOfARun) {
  const Strategy made = make();
  RunWorks works;
  const StoredRun run = run_of({3, 70'000, 2}, works);
  const StoredRun stored = must(store_->add_run(made.id, run, works));
  EXPECT_EQ(stored.number, 1U);
  EXPECT_FALSE(stored.at.empty());
  const StoredRun found = must(store_->run(made.id, 1));
  StoredRun expected = run;
  expected.number = 1;
  expected.at = stored.at;
  EXPECT_EQ(json::serialize(run_to_json(found)), json::serialize(run_to_json(expected)));
  const RunWorks back = must(store_->run_works(made.id, 1));
  EXPECT_EQ(back.works, works.works);
  ASSERT_EQ(back.lines.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(back.lines[i] == works.lines[i]) << i;
  EXPECT_EQ(back.of_line(2), (std::vector<WorkId>{work_id(0), work_id(1)}));
}

TEST_P(StrategyStoreContract, NumbersRunsAndListsTheNewestFirst) {
  const Strategy made = make();
  for (const std::uint32_t count : {1U, 2U, 3U}) {
    RunWorks works;
    StoredRun run = run_of({count}, works);
    if (count == 2) run.lines[0].counted = false;
    must(store_->add_run(made.id, run, works));
  }
  const std::vector<RunHead> runs = must(store_->runs(made.id));
  ASSERT_EQ(runs.size(), 3U);
  EXPECT_EQ(runs[0].number, 3U);
  EXPECT_EQ(runs[0].count, 3U);
  EXPECT_FALSE(runs[1].count.has_value());
  EXPECT_EQ(must(store_->run(made.id, 0)).number, 3U);
  EXPECT_EQ(must(store_->find(made.id)).runs, 3U);
  EXPECT_EQ(slug_of(store_->run(made.id, 4)), "unknown_run");
  EXPECT_EQ(slug_of(store_->run_works(made.id, 4)), "unknown_run");
}

TEST_P(StrategyStoreContract, SaysThatDamagedWorksAreDamaged) {
  const Strategy made = make();
  RunWorks works;
  const StoredRun run = run_of({3}, works);
  must(store_->add_run(made.id, run, works));
  backend_->damage_works(made.id);
  const auto read = store_->run_works(made.id, 1);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
}

TEST_P(StrategyStoreContract, KeepsExternalSearchesWithTheirRecords) {
  const Strategy made = make();
  RunWorks works;
  const StoredRun run = run_of({3}, works);
  must(store_->add_run(made.id, run, works));
  ExternalSearch search;
  search.run = 1;
  search.platform = "Ovid";
  search.database = "Embase";
  search.searched = "2026-11-20";
  search.strategy = "1 asthma/";
  search.stated_count = 2;
  search.fates = {{ExternalFate::kInRun, work_id(1), 0, "same PMID"},
                  {ExternalFate::kDuplicateWithin, "", 0, "title"},
                  {ExternalFate::kNew, "", 0, ""}};
  search.counts = count_fates(search.fates, 1);
  Record record;
  record.source = "external";
  record.source_record_id = "1";
  record.title = "A title";
  EXPECT_EQ(must(store_->add_external(made.id, search, {record})).number, 1U);
  const ExternalSearch found = must(store_->external(made.id, 1));
  EXPECT_EQ(found.fates, search.fates);
  EXPECT_EQ(found.counts, search.counts);
  EXPECT_EQ(found.stated_count, search.stated_count);
  EXPECT_EQ(found.strategy, search.strategy);
  EXPECT_EQ(must(store_->external_records(made.id, 1)), std::vector<Record>{record});
  EXPECT_EQ(must(store_->externals(made.id, 1)).size(), 1U);
  EXPECT_TRUE(must(store_->externals(made.id, 2)).empty());
  search.run = 2;
  EXPECT_EQ(slug_of(store_->add_external(made.id, search, {})), "unknown_run");
  EXPECT_EQ(slug_of(store_->external(made.id, 2)), "unknown_external");
}

TEST_P(StrategyStoreContract, KeepsOneTestSetAndTheNewestAnswers) {
  const Strategy made = make();
  EXPECT_FALSE(must(store_->test_set(made.id)).has_value());
  must(store_->set_test_set(made.id, {{"pmid:1"}, {}, "", "A"}));
  must(store_->set_test_set(made.id, {{"pmid:2", "pmid:3"}, {"what?"}, "", "B"}));
  const auto set = must(store_->test_set(made.id));
  ASSERT_TRUE(set.has_value());
  EXPECT_EQ(set->ids, (std::vector<std::string>{"pmid:2", "pmid:3"}));
  EXPECT_EQ(set->unread, std::vector<std::string>{"what?"});

  must(store_->add_answer(made.id, {14, "Nobody yet", "A", ""}));
  must(store_->add_answer(made.id, {14, "PRESS, by B", "B", ""}));
  must(store_->add_answer(made.id, {6, "None", "B", ""}));
  must(store_->add_answer(made.id, {6, "", "B", ""}));
  const std::vector<Answer> answers = must(store_->answers(made.id));
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].text, "PRESS, by B");
  EXPECT_EQ(answers[0].person, "B");
  EXPECT_FALSE(answers[0].at.empty());
}

TEST_P(StrategyStoreContract, RemembersWhereAForkCameFrom) {
  const Strategy made = make();
  StrategyStore::NewStrategy fork{settings_of("1 other"), {}, std::string(32, 'x')};
  fork.forked_from = Origin{made.id, 1};
  const Strategy forked = must(store_->create(fork));
  EXPECT_NE(forked.id, made.id);
  EXPECT_EQ(must(store_->find(forked.id)).forked_from, fork.forked_from);
}

TEST_P(StrategyStoreContract, RemovesAStrategyWithAllThatBelongsToIt) {
  const Strategy made = make();
  const Strategy other = make("1 other");
  RunWorks works;
  const StoredRun run = run_of({3}, works);
  must(store_->add_run(made.id, run, works));
  must(store_->add_run(other.id, run, works));
  EXPECT_EQ(must(store_->usage()).strategies, 2);
  must(store_->remove(made.id));
  EXPECT_EQ(slug_of(store_->find(made.id)), "unknown_strategy");
  EXPECT_EQ(must(store_->runs(other.id)).size(), 1U);
  EXPECT_EQ(must(store_->usage()).strategies, 1);
  EXPECT_GT(must(store_->usage()).bytes, 0);
  must(store_->remove(other.id));
  EXPECT_EQ(must(store_->usage()).bytes, 0);
}

TEST_P(StrategyStoreContract, KeepsWithinItsLimits) {
  StoreLimits limits;
  limits.strategies = 1;
  limits.versions = 2;
  limits.runs = 1;
  limits.bytes_of_strategy = 5'000;
  const auto store = open(limits);
  const Strategy made = must(store->create({settings_of("1 one"), {}, hash_}));
  EXPECT_EQ(slug_of(store->create({settings_of("1 one"), {}, hash_})), "strategies_full");
  must(store->add_version(made.id, settings_of("1 two"), {}, 0));
  EXPECT_EQ(slug_of(store->add_version(made.id, settings_of("1 three"), {}, 0)),
            "too_many_versions");
  EXPECT_EQ(slug_of(store->add_answer(made.id, {1, std::string(6'000, 'a'), "A", ""})),
            "strategy_full");
  EXPECT_TRUE(must(store->answers(made.id)).empty());
  RunWorks works;
  const StoredRun run = run_of({3}, works);
  must(store->add_run(made.id, run, works));
  EXPECT_EQ(slug_of(store->add_run(made.id, run, works)), "too_many_runs");
}

TEST_P(StrategyStoreContract, LosesNoVersionWhenTwoWriteAtOnce) {
  const Strategy made = make("1 start");
  const auto write = [&](int writer) {
    const auto store = open({});
    for (int i = 0; i < 20; ++i) {
      const std::string text = "1 w" + std::to_string(writer) + "x" + std::to_string(i);
      must(store->add_version(made.id, settings_of(text), {}, 0));
    }
  };
  std::thread other(write, 1);
  write(2);
  other.join();
  std::set<std::string> texts;
  for (unsigned number = 1; number <= 41; ++number) {
    texts.insert(must(store_->version(made.id, number)).settings.text);
  }
  EXPECT_EQ(texts.size(), 41U);
}

}  // namespace evidence::curation
