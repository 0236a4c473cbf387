#include "tests/unit/access/link_health_contract.h"

#include <set>
#include <thread>

namespace evidence {

using std::chrono::hours;
using std::chrono::minutes;

TEST_P(LinkStoreContract, GivesAReportBackAsItWasMade) {
  LinkReport made = report();
  made.choice = "paywall";
  made.comment = "“Sign in” again – and again.";
  const std::int64_t id = value(store_->add_report(made));
  const LinkReport found = value(open({})->report(id));
  made.id = id;
  made.first_at = made.last_at = now();
  made.times = 1;
  EXPECT_EQ(found, made);
  EXPECT_EQ(value(store_->open_reports()), 1);
  const auto unknown = store_->report(id + 1);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().slug, "unknown_report");
}

TEST_P(LinkStoreContract, CountsTheSameReportAndCompletesABareOne) {
  const std::int64_t id = value(store_->add_report(report()));
  EXPECT_EQ(value(store_->add_report(report())), id);
  EXPECT_EQ(value(store_->report(id)).times, 2U);
  LinkReport told = report();
  told.choice = "not_found";
  EXPECT_EQ(value(store_->add_report(told)), id);
  EXPECT_EQ(value(store_->report(id)).choice, "not_found");
  EXPECT_EQ(value(store_->report(id)).times, 2U) << "more words are no further report";
  told.choice = "paywall";
  EXPECT_NE(value(store_->add_report(told)), id) << "something else happened";
  LinkReport elsewhere = report();
  elsewhere.organisation = "other-trust";
  EXPECT_NE(value(store_->add_report(elsewhere)), id);
  backend_->clock().advance(hours(25));
  told.choice = "not_found";
  EXPECT_NE(value(store_->add_report(told)), id) << "a day later it is another report";
}

TEST_P(LinkStoreContract, ClosesAReportOnceWithWhoAndWhy) {
  const std::int64_t id = value(store_->add_report(report()));
  const std::int64_t other = value(store_->add_report(report("w000000000002")));
  good(store_->close_report(id, "A. Librarian", "mended by the publisher"));
  const LinkReport closed = value(store_->report(id));
  EXPECT_EQ(closed.closed_by, "A. Librarian");
  EXPECT_EQ(closed.note, "mended by the publisher");
  EXPECT_EQ(closed.closed_at, now());
  const auto again = store_->close_report(id, "B", "");
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().slug, "report_closed");
  const auto open_ones = value(store_->reports(true, 10));
  ASSERT_EQ(open_ones.size(), 1U);
  EXPECT_EQ(open_ones.front().id, other);
  EXPECT_EQ(value(store_->reports(false, 10)).size(), 2U);
  EXPECT_NE(value(store_->add_report(report())), id) << "broken again is a new report";
}

TEST_P(LinkStoreContract, IsBoundedInReports) {
  LinkStoreLimits limits;
  limits.open_reports = 2;
  limits.closed_reports = 1;
  store_ = open(limits);
  const std::int64_t first = value(store_->add_report(report("w000000000001")));
  const std::int64_t second = value(store_->add_report(report("w000000000002")));
  const auto third = store_->add_report(report("w000000000003"));
  ASSERT_FALSE(third.ok());
  EXPECT_EQ(third.error().slug, "reports_full");
  EXPECT_EQ(value(store_->add_report(report("w000000000002"))), second) << "counting needs no room";
  good(store_->close_report(first, "A", ""));
  backend_->clock().advance(minutes(1));
  good(store_->close_report(second, "A", ""));
  EXPECT_FALSE(store_->report(first).ok()) << "the oldest closed one is forgotten";
  EXPECT_TRUE(store_->report(second).ok());
}

TEST_P(LinkStoreContract, ClosesTheReportsOfAPlatformOrOfAnEarlierTime) {
  LinkReport made = report("w000000000001");
  const std::int64_t old = value(store_->add_report(made));
  backend_->clock().advance(hours(48));
  const std::int64_t newer = value(store_->add_report(report("w000000000002")));
  made.platform = "other.example.org";
  made.work = "w000000000003";
  const std::int64_t other = value(store_->add_report(made));
  EXPECT_EQ(store_->close_reports({}, "A", "").error().slug, "no_choice");
  EXPECT_EQ(value(store_->close_reports({"other.example.org", now() - 60}, "A", "")), 0);
  EXPECT_EQ(value(store_->close_reports({"", now() - 60}, "A. Librarian", "long ago")), 1);
  EXPECT_EQ(value(store_->report(old)).closed_by, "A. Librarian");
  EXPECT_EQ(value(store_->report(old)).note, "long ago");
  EXPECT_EQ(value(store_->close_reports({"other.example.org", 0}, "A", "")), 1);
  EXPECT_NE(value(store_->report(other)).closed_at, 0);
  EXPECT_EQ(value(store_->report(newer)).closed_at, 0);
  EXPECT_EQ(value(store_->close_reports({"other.example.org", 0}, "B", "")), 0) << "once";
  EXPECT_EQ(value(store_->report(other)).closed_by, "A");
}

TEST_P(LinkStoreContract, OpenReportsThatNobodyRepeatsAreClosedByTheirAge) {
  const std::int64_t once = value(store_->add_report(report("w000000000001")));
  const std::int64_t twice = value(store_->add_report(report("w000000000002")));
  value(store_->add_report(report("w000000000002")));
  backend_->clock().advance(hours(24 * 179));
  value(store_->add_report(report("w000000000003")));
  EXPECT_EQ(value(store_->report(once)).closed_at, 0);
  backend_->clock().advance(hours(25));
  value(store_->add_report(report("w000000000004")));
  EXPECT_EQ(value(store_->report(once)).closed_by, "age");
  EXPECT_EQ(value(store_->report(once)).note, "not repeated within 180 days");
  EXPECT_EQ(value(store_->report(twice)).closed_at, 0);
}

TEST_P(LinkStoreContract, OneLinkCannotFillThePlaceOfAllOthers) {
  LinkStoreLimits limits;
  limits.open_reports_of_link = 3;
  store_ = open(limits);
  std::int64_t last = 0;
  for (int i = 0; i < 8; ++i) {
    LinkReport told = report();
    told.comment = "words " + std::to_string(i);
    last = value(store_->add_report(told));
  }
  EXPECT_EQ(value(store_->open_reports()), 3);
  EXPECT_EQ(value(store_->report(last)).times, 6U) << "none is lost in the count";
  EXPECT_EQ(value(store_->report(last)).comment, "words 2");
  LinkReport elsewhere = report();
  elsewhere.link = "doi";
  EXPECT_NE(value(store_->add_report(elsewhere)), last);
}

TEST_P(LinkStoreContract, KeepsABoundedSampleOfEachPlatformThatGoesRound) {
  LinkStoreLimits limits;
  limits.targets_of_platform = 3;
  store_ = open(limits);
  std::vector<CheckTarget> many;
  for (int i = 0; i < 10; ++i) many.push_back(target("a.example.org", i));
  good(store_->offer(many));
  good(store_->offer(many));
  EXPECT_EQ(value(store_->plan({now(), now(), 100, ""})).size(), 3U);
  record(many[0], LinkCause::kOk);
  record(many[1], LinkCause::kNotFound);
  good(store_->offer(std::vector<CheckTarget>{many[7]}));
  std::set<std::string> urls;
  for (const PlannedCheck& one : value(store_->plan({now() + 1, now() + 1, 100, ""}))) {
    urls.insert(one.target.url);
  }
  EXPECT_EQ(urls, (std::set<std::string>{many[1].url, many[2].url, many[7].url}))
      << "the good one makes room, the broken one stays";
}

TEST_P(LinkStoreContract, APlatformThatMovedHealsByTheAddressesThatAreMetSince) {
  LinkStoreLimits limits;
  limits.targets_of_platform = 3;
  store_ = open(limits);
  std::vector<CheckTarget> old;
  for (int i = 0; i < 3; ++i) old.push_back(target("a.example.org", i));
  good(store_->offer(old));
  const auto check_all = [&] {
    for (const CheckTarget& one : old) {
      record(one, LinkCause::kServerError);
      backend_->clock().advance(minutes(20));
    }
  };
  check_all();
  ASSERT_NE(state_of("a.example.org").failing_since, 0);
  const CheckTarget moved = target("a.example.org", 9);
  const auto is_sampled = [&] {
    for (const PlannedCheck& one : value(store_->plan({now() + 1, now() + 1, 100, ""}))) {
      if (one.target == moved) return true;
    }
    return false;
  };
  good(store_->offer(std::vector<CheckTarget>{moved}));
  EXPECT_FALSE(is_sampled()) << "broken since an hour";
  backend_->clock().advance(hours(15 * 24));
  check_all();
  good(store_->offer(std::vector<CheckTarget>{moved}));
  EXPECT_TRUE(is_sampled());
  record(moved, LinkCause::kOk);
  EXPECT_EQ(state_of("a.example.org").failing_since, 0);
}

TEST_P(LinkStoreContract, PlansEachPlatformThenReportsThenTheRest) {
  std::vector<CheckTarget> all;
  for (int i = 0; i < 3; ++i) all.push_back(target("a.example.org", i));
  for (int i = 0; i < 2; ++i) all.push_back(target("b.example.org", i));
  good(store_->offer(all));
  value(store_->add_report(report()));
  const auto plan = value(store_->plan({now(), now(), 100, ""}));
  ASSERT_EQ(plan.size(), 6U);
  EXPECT_NE(plan[0].target.host, plan[1].target.host);
  EXPECT_EQ(plan[2], (PlannedCheck{{report().target, report().platform}, true}));
  std::set<std::string> once;
  for (const PlannedCheck& one : plan) once.insert(one.target.url);
  EXPECT_EQ(once.size(), plan.size());
  EXPECT_EQ(value(store_->plan({now(), now(), 2, ""})).size(), 2U);
  for (const PlannedCheck& one : value(store_->plan({now(), now(), 100, "b.example.org"}))) {
    EXPECT_EQ(one.target.host, "b.example.org");
  }
}

TEST_P(LinkStoreContract, WhatWasCheckedIsNotPlannedAgainButSuspectsAre) {
  const CheckTarget fine = target("fine.example.org", 1), bad = target("bad.example.org", 1),
                    bad2 = target("bad.example.org", 2);
  good(store_->offer(std::vector<CheckTarget>{fine, bad, bad2}));
  record(fine, LinkCause::kOk);
  record(bad, LinkCause::kTimeout);
  record(bad2, LinkCause::kTimeout);
  backend_->clock().advance(minutes(20));
  const std::int64_t week = now() - 7 * 86'400;
  EXPECT_TRUE(value(store_->plan({week, now() - 1'800, 100, ""})).empty());
  const auto plan = value(store_->plan({week, now() - 600, 100, ""}));
  ASSERT_EQ(plan.size(), 2U) << "both targets of the platform that failed";
  EXPECT_EQ(plan[0].target.host, "bad.example.org");
  // A link that is reported after it was checked is looked at once more.
  LinkReport told = report();
  told.target = fine.url;
  told.platform = fine.host;
  backend_->clock().advance(minutes(1));
  value(store_->add_report(told));
  const auto again = value(store_->plan({week, week, 100, ""}));
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0], (PlannedCheck{fine, true}));
  record(fine, LinkCause::kOk, true);
  backend_->clock().advance(minutes(1));
  record(fine, LinkCause::kOk, true);
  EXPECT_TRUE(value(store_->plan({week, week, 100, ""})).empty());
}

TEST_P(LinkStoreContract, SuspectsStandBetweenTheOthersInAShareOfTheRun) {
  std::vector<CheckTarget> all;
  for (int i = 0; i < 30; ++i) {
    all.push_back(target("bad" + std::to_string(i) + ".example.org", 1));
    record(all.back(), LinkCause::kTimeout);
  }
  for (int i = 0; i < 10; ++i) all.push_back(target("new" + std::to_string(i) + ".example.org", 1));
  good(store_->offer(all));
  backend_->clock().advance(hours(1));
  const auto plan = value(store_->plan({now() - 7 * 86'400, now() - 1'800, 40, ""}));
  std::size_t suspects = 0;
  for (const PlannedCheck& one : plan) suspects += one.target.host.starts_with("bad") ? 1U : 0U;
  EXPECT_EQ(suspects, 10U) << "a quarter of forty";
  ASSERT_EQ(plan.size(), 20U);
  for (const std::size_t i : {0U, 1U, 2U, 4U}) {
    EXPECT_TRUE(plan[i].target.host.starts_with("new")) << i;
  }
  EXPECT_TRUE(plan[3].target.host.starts_with("bad"));
}

TEST_P(LinkStoreContract, APlatformThatStaysAwayIsAskedLessAndLessOften) {
  const CheckTarget bad = target("bad.example.org", 1);
  good(store_->offer(std::vector<CheckTarget>{bad}));
  const auto due_after = [&](std::chrono::minutes wait) {
    backend_->clock().advance(wait);
    return !value(store_->plan({now() - 7 * 86'400, now() - 1'800, 10, ""})).empty();
  };
  record(bad, LinkCause::kTimeout);
  EXPECT_TRUE(due_after(minutes(31)));
  for (int i = 0; i < 5; ++i) record(bad, LinkCause::kTimeout);
  EXPECT_FALSE(due_after(minutes(119)));
  EXPECT_TRUE(due_after(minutes(2))) << "six failed: four half hours";
  for (int i = 0; i < 1'000; ++i) record(bad, LinkCause::kTimeout);
  EXPECT_FALSE(due_after(hours(15)));
  EXPECT_TRUE(due_after(minutes(61))) << "never more than 32";
}

TEST_P(LinkStoreContract, WitnessesAreThoseThatAnsweredLast) {
  const CheckTarget older = target("a.example.org", 1), newer = target("b.example.org", 1),
                    bad = target("c.example.org", 1), unchecked = target("d.example.org", 1);
  good(store_->offer(std::vector<CheckTarget>{older, newer, bad, unchecked}));
  record(older, LinkCause::kOk);
  backend_->clock().advance(minutes(1));
  record(newer, LinkCause::kForbidden);
  record(bad, LinkCause::kOk);
  record(bad, LinkCause::kTimeout);
  EXPECT_EQ(value(store_->witnesses({}, 5)), (std::vector<CheckTarget>{newer, older}));
  EXPECT_EQ(value(store_->witnesses({"b.example.org"}, 1)), std::vector<CheckTarget>{older});
}

TEST_P(LinkStoreContract, APlatformFailsAndHealsByItsChecks) {
  std::vector<CheckTarget> all;
  for (int i = 0; i < 5; ++i) all.push_back(target("a.example.org", i));
  good(store_->offer(all));
  const std::int64_t began = now();
  for (int i = 0; i < 3; ++i) {
    record(all[static_cast<std::size_t>(i)], LinkCause::kServerError);
    backend_->clock().advance(minutes(16));
  }
  EXPECT_EQ(state_of("a.example.org").failing_since, began);
  EXPECT_EQ(state_of("a.example.org").streak_targets.size(), 3U);
  store_ = open({});
  EXPECT_EQ(state_of("a.example.org").failing_since, began) << "kept";
  auto rows = value(store_->platforms(10));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].checked_targets, 3);
  EXPECT_EQ(rows[0].broken_targets, 3);
  ASSERT_EQ(value(store_->broken_targets("a.example.org", 10)).size(), 3U);
  EXPECT_EQ(value(store_->broken_targets("", 2)).size(), 2U);
  EXPECT_EQ(value(store_->broken_targets("b.example.org", 10)).size(), 0U);
  record(all[4], LinkCause::kOk);
  EXPECT_EQ(state_of("a.example.org").failing_since, 0);
  EXPECT_EQ(state_of("a.example.org").last_answer, now());
}

TEST_P(LinkStoreContract, WhereADoiLedIsToBlameAndAskedAgain) {
  const CheckTarget doi = target("doi.org", 1);
  LinkCheck led = check(doi, LinkCause::kTimeout);
  led.led_through = {"doi.org"};
  led.final_host = "www.publisher.example.org";
  led.final_url = "https://www.publisher.example.org/a";
  good(store_->offer(std::vector<CheckTarget>{doi}));
  good(store_->record(led, false, rules_));
  EXPECT_EQ(state_of("doi.org").streak_checks, 0U);
  EXPECT_EQ(state_of("doi.org").last_answer, now());
  EXPECT_EQ(state_of("www.publisher.example.org").streak_checks, 1U);
  const auto plan = value(store_->plan({now(), now() + 1, 10, "www.publisher.example.org"}));
  ASSERT_EQ(plan.size(), 1U);
  EXPECT_EQ(plan[0].target.url, led.final_url);
}

TEST_P(LinkStoreContract, WhereAWorkingDoiLedIsATargetOfThePublisher) {
  const CheckTarget doi = target("doi.org", 1), other = target("doi.org", 2);
  for (const LinkCause cause : {LinkCause::kOk, LinkCause::kLoginPage}) {
    LinkCheck led = check(cause == LinkCause::kOk ? doi : other, cause);
    led.led_through = {"doi.org"};
    led.final_host = "www.publisher.example.org";
    led.final_url = "https://www.publisher.example.org/" + std::string(cause_name(cause));
    good(store_->record(led, false, rules_));
  }
  EXPECT_EQ(state_of("www.publisher.example.org").known_targets, 1U) << "a sign-in page is none";
  const auto plan = value(store_->plan({now() + 1, now() + 1, 10, "www.publisher.example.org"}));
  ASSERT_EQ(plan.size(), 1U);
  EXPECT_EQ(plan[0].target.url, "https://www.publisher.example.org/ok");
}

TEST_P(LinkStoreContract, WhatIsPlannedAlreadyIsPlannedAsReported) {
  LinkReport told = report();
  good(store_->offer(std::vector<CheckTarget>{{told.target, told.platform}}));
  value(store_->add_report(told));
  for (const std::size_t limit : {1U, 10U}) {
    const auto plan = value(store_->plan({now(), now(), limit, ""}));
    ASSERT_EQ(plan.size(), 1U);
    EXPECT_TRUE(plan[0].reported);
  }
}

TEST_P(LinkStoreContract, SinceTellsWhenATargetBegan) {
  const CheckTarget one = target("a.example.org", 1);
  good(store_->offer(std::vector<CheckTarget>{one}));
  record(one, LinkCause::kNotFound);
  const std::int64_t first = now();
  backend_->clock().advance(hours(30));
  record(one, LinkCause::kNotFound);
  const auto rows = value(store_->broken_targets("", 10));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].since, first);
  EXPECT_EQ(rows[0].checked, now());
  EXPECT_EQ(rows[0].cause, LinkCause::kNotFound);
}

TEST_P(LinkStoreContract, KeepsMarksBetweenRuns) {
  EXPECT_EQ(value(store_->mark("sample")), "");
  good(store_->set_mark("sample", "w000000000001"));
  good(store_->set_mark("sample", "w000000000002"));
  EXPECT_EQ(value(open({})->mark("sample")), "w000000000002");
  EXPECT_EQ(value(store_->mark("other")), "");
}

TEST_P(LinkStoreContract, ReportsMayComeFromSeveralThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      const auto store = open({});
      for (int i = 0; i < 10; ++i) {
        LinkReport made = report("w00000000000" + std::to_string(t));
        made.link = "open-" + std::to_string(i);
        value(store->add_report(made));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(value(store_->open_reports()), 40);
}

TEST_P(LinkStoreContract, CachedAnswersExpireAndAreReplaced) {
  const auto cache = value(backend_->open_cache({}));
  EXPECT_FALSE(value(cache->find("a")).has_value());
  good(cache->put("a", "one", 60));
  good(cache->put("b", "", 60));
  EXPECT_EQ(value(cache->find("a"))->body, "one");
  EXPECT_EQ(value(cache->find("b"))->body, "");
  good(cache->put("a", "two", 120));
  EXPECT_EQ(value(cache->find("a"))->body, "two");
  EXPECT_EQ(value(cache->count()), 2);
  backend_->clock().advance(std::chrono::seconds(61));
  EXPECT_FALSE(value(cache->find("b")).has_value());
  EXPECT_TRUE(value(value(backend_->open_cache({}))->find("a")).has_value());
}

TEST_P(LinkStoreContract, CachedAnswersAreBoundedInNumberAndBytes) {
  AnswerLimits limits;
  limits.answers = 3;
  limits.bytes = 1'000;
  const auto cache = value(backend_->open_cache(limits));
  for (int i = 0; i < 6; ++i) good(cache->put("k" + std::to_string(i), "x", 100 + i));
  EXPECT_EQ(value(cache->count()), 3);
  EXPECT_FALSE(value(cache->find("k0")).has_value()) << "what expires first goes first";
  EXPECT_TRUE(value(cache->find("k5")).has_value());
  good(cache->put("large", std::string(994, 'y'), 500));
  EXPECT_EQ(value(cache->count()), 1);
  const auto refused = cache->put("huge", std::string(1'000, 'y'), 500);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().slug, "answer_too_large");
  EXPECT_TRUE(value(cache->find("large")).has_value());
}

}  // namespace evidence
