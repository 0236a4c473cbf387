#include <algorithm>

#include "tests/unit/access/store_contract.h"

namespace evidence::test {

TEST_P(AccessStoreContract, GivesBackEveryColumnOfAHolding) {
  Holding full = journal_holding(1);
  full.print_id = Identifier::parse(IdentifierScheme::kIsbn, "9780306406157").value();
  full.kind = HoldingKind::kMonograph;
  full.depth = CoverageDepth::kAbstracts;
  full.free = true;
  full.first = {2004, 5, 0};
  full.last_unread = "ceased";
  full.first_volume = "1";
  full.first_issue = "2";
  full.last_volume = "3";
  full.last_issue = "4";
  full.embargo = parse_embargo("R10Y;P30D");
  full.publisher = "Société";
  full.notes = "content_class: hybrid";
  Holding unread = journal_holding(2);
  unread.first = {};
  unread.first_unread = "spring";
  unread.last = {2010, 6, 30};
  unread.embargo = parse_embargo("six months");
  unread.depth = CoverageDepth::kPrint;
  must_hold(load(package_called("p"), {full, unread}));
  EXPECT_EQ(stored("p"), (std::vector<Holding>{full, unread}));
  const auto package = must_hold(store_->package("p"));
  ASSERT_TRUE(package.has_value());
  EXPECT_EQ(package->name, "Package p");
  EXPECT_EQ(package->holdings, 2U);
  EXPECT_EQ(package->loaded, "2024-03-15T00:00:00Z");
  EXPECT_EQ(kinds(), std::vector<NoticeKind>{NoticeKind::kPackageAdded});
}

TEST_P(AccessStoreContract, ShowsADifferenceAndChangesNothingUntilItIsApplied) {
  must_hold(load(package_called("p"), journal_holdings(0, 20)));
  const std::string version = must_hold(store_->version());
  std::vector<Holding> fresh = journal_holdings(1, 21);
  fresh[0].last = {2020, 0, 0};
  fresh[1].url = "https://elsewhere.example.com/2";
  fresh[2].publisher = "Another press";
  std::swap(fresh[5], fresh[6]);
  const LoadPlan plan = must_hold(store_->plan(package_called("p"), fresh));
  EXPECT_EQ(must_hold(store_->version()), version);
  EXPECT_EQ(stored("p"), journal_holdings(0, 20));
  EXPECT_EQ(plan.holdings_before, 20U);
  EXPECT_EQ(plan.difference.unchanged, 16U) << "order is no difference";
  ASSERT_EQ(plan.difference.removed.size(), 1U);
  EXPECT_EQ(plan.before[plan.difference.removed[0]], journal_holding(0));
  ASSERT_EQ(plan.difference.added.size(), 1U);
  EXPECT_EQ(plan.after[plan.difference.added[0]], journal_holding(20));
  ASSERT_EQ(plan.difference.changed.size(), 3U);
  EXPECT_EQ(plan.difference.changed[0].columns,
            (std::vector<ColumnChange>{{"date_last_issue_online", "", "2020"}}));
  EXPECT_EQ(plan.difference.changed[1].columns,
            (std::vector<ColumnChange>{{"title_url", "https://journals.example.org/2",
                                        "https://elsewhere.example.com/2"}}));
  backend_->clock().advance(std::chrono::hours(24));
  must_hold(store_->apply(plan, {"B. Librarian"}));
  EXPECT_NE(must_hold(store_->version()), version);
  std::vector<Holding> now = stored("p");
  const auto by_title = [](const Holding& a, const Holding& b) { return a.title < b.title; };
  std::sort(now.begin(), now.end(), by_title);
  std::sort(fresh.begin(), fresh.end(), by_title);
  EXPECT_EQ(now, fresh);
  const auto notices = must_hold(store_->notices({"p", "2024-03-16", 100}));
  std::vector<std::string> said;
  for (const ChangeNotice& one : notices) {
    said.push_back(std::string(notice_name(one.kind)) + " " + one.title + ": " + one.before +
                   " → " + one.after);
    EXPECT_EQ(one.actor, "B. Librarian");
    EXPECT_EQ(one.at, "2024-03-16T00:00:00Z");
  }
  EXPECT_EQ(said, (std::vector<std::string>{
                      "details_changed Journal 3: publisher_name:  → publisher_name: Another press",
                      "moved Journal 2: journals.example.org → elsewhere.example.com",
                      "coverage_changed Journal 1: Full text from 1990 → Full text from 1990 to "
                      "2020",
                      "title_added Journal 20:  → Full text from 1990",
                      "title_removed Journal 0: Full text from 1990 → "}));
}

TEST_P(AccessStoreContract, TakesARowOfATitleThatStaysForAChangeOfItsCoverage) {
  Holding early = journal_holding(1);
  early.last = {1995, 0, 0};
  Holding late = journal_holding(1);
  late.first = {1999, 0, 0};
  must_hold(load(package_called("p"), {early, late}));
  must_hold(load(package_called("p"), {late}));
  EXPECT_EQ(kinds().front(), NoticeKind::kCoverageChanged);
  must_hold(load(package_called("p"), {late, early}));
  EXPECT_EQ(kinds().front(), NoticeKind::kCoverageChanged);
  EXPECT_EQ(must_hold(store_->notices({"p", "", 1})).at(0).after, "Full text from 1990 to 1995");
}

TEST_P(AccessStoreContract, AsksFirstBeforeMostOfAPackageGoes) {
  must_hold(load(package_called("p"), journal_holdings(0, 20)));
  EXPECT_EQ(access_slug(load(package_called("p"), journal_holdings(0, 9))), "removes_most");
  EXPECT_EQ(stored("p").size(), 20U);
  must_hold(load(package_called("p"), journal_holdings(0, 9), true));
  EXPECT_EQ(stored("p").size(), 9U);
  EXPECT_EQ(access_slug(load(package_called("p"), {}, true)), "list_is_empty");
  EXPECT_EQ(stored("p").size(), 9U);
}

TEST_P(AccessStoreContract, RefusesAPlanThatIsOlderThanTheStore) {
  must_hold(load(package_called("p"), journal_holdings(0, 3)));
  const LoadPlan plan = must_hold(store_->plan(package_called("p"), journal_holdings(0, 4)));
  must_hold(load(package_called("q"), journal_holdings(0, 1)));
  EXPECT_EQ(access_slug(store_->apply(plan, {"A"})), "store_changed");
  EXPECT_EQ(stored("p").size(), 3U);
}

TEST_P(AccessStoreContract, LeavesTheOldStateWhenALoadIsInterrupted) {
  must_hold(load(package_called("p"), journal_holdings(0, 10)));
  const LoadPlan plan = must_hold(store_->plan(package_called("p"), journal_holdings(5, 3'000)));
  StopFlag stop;
  std::uint64_t seen = 0;
  ApplyOptions options{"A", true, &stop, [&](std::uint64_t rows) {
                         seen = rows;
                         stop.request_stop();
                       }};
  EXPECT_EQ(store_->apply(plan, options).error().code, ErrorCode::kCancelled);
  EXPECT_EQ(seen, 1'000U);
  EXPECT_EQ(stored("p"), journal_holdings(0, 10));
  EXPECT_EQ(kinds().size(), 1U);
  must_hold(store_->apply(plan, {"A", true}));
  EXPECT_EQ(stored("p").size(), 2'995U);
}

TEST_P(AccessStoreContract, GivesEachTitleANoticeUpToALimit) {
  must_hold(load(package_called("p"), journal_holdings(0, 100)));
  must_hold(load(package_called("p"), journal_holdings(0, 10'200)));
  const auto notices = must_hold(store_->notices({"p", "", 20'000}));
  ASSERT_EQ(notices.size(), 1 + kNoticesOfLoad + 1);
  EXPECT_EQ(notices.front().kind, NoticeKind::kMoreChanges);
  EXPECT_TRUE(notices.front().after.starts_with("100 more changes")) << notices.front().after;
}

TEST_P(AccessStoreContract, SwitchesPackagesOnAndOffWithTheirLicences) {
  EXPECT_EQ(access_slug(store_->enable({"p", "example-trust"}, "A")), "unknown_package");
  must_hold(load(package_called("p"), journal_holdings(0, 3)));
  Subscription licence{"p", "example-trust"};
  licence.starts = case_day(2026, 1, 1);
  licence.ends = case_day(2026, 12, 31);
  licence.connection = Connection::kProxied;
  licence.route_template = "https://sp.example.org/Login?entityID={entityID}&target={target_enc}";
  must_hold(store_->enable(licence, "A"));
  EXPECT_EQ(must_hold(store_->subscriptions()), std::vector<Subscription>{licence});
  const std::string version = must_hold(store_->version());
  must_hold(store_->enable(licence, "A"));
  EXPECT_EQ(must_hold(store_->version()), version) << "nothing has changed";
  licence.ends = case_day(2027, 12, 31);
  must_hold(store_->enable(licence, "B"));
  EXPECT_NE(must_hold(store_->version()), version);
  const ChangeNotice notice = must_hold(store_->notices({"p", "", 1})).at(0);
  EXPECT_EQ(notice.kind, NoticeKind::kLicenceChanged);
  EXPECT_EQ(notice.subscriber, "example-trust");
  EXPECT_EQ(notice.before, "from 2026-01-01 to 2026-12-31, proxied, with a route of its own");
  must_hold(store_->disable("p", "example-trust", "A"));
  EXPECT_EQ(access_slug(store_->disable("p", "example-trust", "A")), "unknown_subscription");
  EXPECT_EQ(access_slug(store_->disable("q", "example-trust", "A")), "unknown_package");
  EXPECT_EQ(kinds().front(), NoticeKind::kSwitchedOff);
}

TEST_P(AccessStoreContract, RefusesLicencesThatCannotBe) {
  must_hold(load(package_called("p"), journal_holdings(0, 1)));
  const auto refused = [&](const Subscription& licence) {
    return access_slug(store_->enable(licence, "A"));
  };
  EXPECT_EQ(refused({"p", "Example Trust"}), "bad_subscriber_id");
  EXPECT_EQ(refused({"p", ""}), "bad_subscriber_id");
  EXPECT_EQ(refused({"p", "x", case_day(2026, 2, 1), case_day(2026, 1, 31)}), "licence_ends_first");
  for (const char* route :
       {"http://sp.example.org/?t={target_enc}", "https://sp.example.org/", "javascript:{target}",
        "https://sp.example.org/?t={target_enc}&x={secret}", "https://sp.example.org/?t={target",
        "https://sp.example.org/?t=}{target}", "https://a@b.example/?t={target}",
        "https://127.0.0.1/?t={target}", "https://{target}"}) {
    EXPECT_EQ(refused({"p", "x", {}, {}, Connection::kFederated, route}), "bad_route_template")
        << route;
  }
  Package bad = package_called("Not An Id");
  EXPECT_EQ(access_slug(store_->plan(bad, journal_holdings(0, 1))), "bad_package_id");
  bad = package_called("q");
  bad.name = "";
  EXPECT_EQ(access_slug(store_->plan(bad, journal_holdings(0, 1))), "package_without_name");
}

TEST_P(AccessStoreContract, RemovesAPackageWithItsLicencesAndKeepsTheNotices) {
  must_hold(load(package_called("p"), journal_holdings(0, 3)));
  must_hold(store_->enable({"p", "example-trust"}, "A"));
  must_hold(store_->remove_package("p", "A"));
  EXPECT_EQ(access_slug(store_->remove_package("p", "A")), "unknown_package");
  EXPECT_TRUE(must_hold(store_->packages()).empty());
  EXPECT_TRUE(must_hold(store_->subscriptions()).empty());
  EXPECT_EQ(access_slug(store_->each_holding("p", [](const Holding&) { return true; })),
            "unknown_package");
  EXPECT_EQ(kinds("p"),
            (std::vector<NoticeKind>{NoticeKind::kPackageRemoved, NoticeKind::kSwitchedOn,
                                     NoticeKind::kPackageAdded}));
  EXPECT_EQ(access_slug(store_->notices({"", "yesterday", 5})), "bad_since");
}

TEST_P(AccessStoreContract, BuildsTheKnowledgeBaseOfOneMoment) {
  must_hold(load(package_called("p"), journal_holdings(0, 5)));
  must_hold(load(package_called("q"), journal_holdings(3, 6)));
  must_hold(store_->enable({"q", "example-trust"}, "A"));
  const auto base = must_hold(store_->knowledge_base());
  ASSERT_NE(base, nullptr);
  EXPECT_EQ(base->version(), must_hold(store_->version()));
  EXPECT_EQ(base->holdings(), 8U);
  ASSERT_EQ(base->packages().size(), 2U);
  const std::vector<std::string> trust{"example-trust"};
  const auto found = base->find(numbered_issn(3).value(), trust);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].package->id, "q");
  EXPECT_EQ(found[0].holding, journal_holding(3));
  EXPECT_TRUE(must_hold(store_->check()).empty());
}

}  // namespace evidence::test
