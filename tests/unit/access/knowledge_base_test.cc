#include "access/knowledge_base.h"

#include <gtest/gtest.h>

#include <atomic>
#include <new>
#include <thread>

#include "access/knowledge_base_source.h"
#include "access/sqlite_access_store.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/access/store_contract.h"

namespace evidence::test {
namespace {

const std::vector<std::string> kHoldingReaders{"example-trust", "north-consortium", "national"};

std::shared_ptr<const KnowledgeBase> base_of(
    std::vector<Subscription> subscriptions,
    const std::vector<std::pair<std::string, Holding>>& holdings, const std::string& source = "") {
  std::vector<Package> packages;
  for (const auto& [id, holding] : holdings) {
    if (!packages.empty() && packages.back().id == id) continue;
    packages.push_back(package_called(id));
    packages.back().source = source;
  }
  KnowledgeBaseBuilder builder("v1", packages, std::move(subscriptions));
  for (const auto& [id, holding] : holdings) builder.add(id, holding);
  return builder.build();
}

Record holding_article(std::vector<Identifier> identifiers, const std::string& journal) {
  Record record;
  record.source = "pubmed";
  record.source_record_id = "1";
  record.title = "A trial";
  record.publication_types = {"Journal Article"};
  record.identifiers = std::move(identifiers);
  record.publication.title = journal;
  return record;
}

Holding unnumbered_holding(const std::string& title) {
  Holding holding;
  holding.title = title;
  return holding;
}

std::vector<std::string> found_packages(const std::vector<Entitlement>& found) {
  std::vector<std::string> ids;
  for (const Entitlement& one : found) {
    ids.push_back(one.package->id + "/" + one.subscription->subscriber);
  }
  return ids;
}

using PackageIds = std::vector<std::string>;

TEST(KnowledgeBase, FindsByAnyNumberOfTheRecordInPackagesThatAreOn) {
  Holding both = journal_holding(1);
  both.print_id = numbered_issn(2);
  const auto base = base_of({{"a", "example-trust"}, {"b", "other-trust"}, {"c", "national"}},
                            {{"a", both}, {"b", both}, {"c", both}, {"d", both}});
  for (const unsigned number : {1U, 2U}) {
    const auto found =
        base->entitlements(holding_article({numbered_issn(number)}, "Else"), kHoldingReaders);
    EXPECT_EQ(found_packages(found), (PackageIds{"a/example-trust", "c/national"})) << number;
    EXPECT_EQ(found.at(0).match, TitleMatch::kIdentifier);
    EXPECT_EQ(found[0].holding, both);
  }
  EXPECT_TRUE(
      base->entitlements(holding_article({numbered_issn(3)}, "Journal 1"), kHoldingReaders).empty())
      << "the same title under other numbers is another journal";
  EXPECT_TRUE(base->entitlements(holding_article({numbered_issn(1)}, ""), {}).empty());
}

TEST(KnowledgeBase, FindsByTheNumberThatAnotherListPutsBesideTheRecords) {
  Holding both = journal_holding(1);
  both.print_id = numbered_issn(2);
  const auto base =
      base_of({{"mine", "example-trust"}}, {{"mine", journal_holding(1)}, {"theirs", both}});
  const auto found =
      base->entitlements(holding_article({numbered_issn(2)}, "Else"), kHoldingReaders);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].package->id, "mine");
  EXPECT_EQ(found[0].match, TitleMatch::kIdentifier);
}

TEST(KnowledgeBase, FindsTheNewerYearsThatAnotherListHasUnderTheOtherNumber) {
  Holding older = journal_holding(1);
  older.print_id = numbered_issn(2);
  older.first = {1990, 0, 0};
  older.last = {2000, 0, 0};
  Holding newer = journal_holding(1);
  newer.first = {2001, 0, 0};
  newer.last = {};
  const auto base = base_of({{"a", "example-trust"}, {"b", "example-trust"}},
                            {{"a", older}, {"b", newer}, {"c", older}});
  for (const unsigned number : {1U, 2U}) {
    const auto found =
        base->entitlements(holding_article({numbered_issn(number)}, "Else"), kHoldingReaders);
    EXPECT_EQ(found_packages(found), (PackageIds{"a/example-trust", "b/example-trust"})) << number;
  }
}

TEST(KnowledgeBase, GivesAHoldingOnceForEachSubscription) {
  const auto base =
      base_of({{"a", "example-trust"}, {"a", "north-consortium"}}, {{"a", journal_holding(1)}});
  EXPECT_EQ(
      found_packages(base->entitlements(holding_article({numbered_issn(1)}, ""), kHoldingReaders)),
      (PackageIds{"a/example-trust", "a/north-consortium"}));
}

TEST(KnowledgeBase, FindsBooksByIsbnAndNotByTheArticlesOwnTitle) {
  Holding book = unnumbered_holding("A trial");
  const auto base = base_of({{"a", "national"}}, {{"a", book}});
  EXPECT_TRUE(base->entitlements(holding_article({}, ""), kHoldingReaders).empty());
  Record record = holding_article({}, "");
  record.publication_types = {"Book"};
  EXPECT_EQ(base->entitlements(record, kHoldingReaders).size(), 1U);
  book.print_id = Identifier::parse(IdentifierScheme::kIsbn, "9780306406157").value();
  const auto numbered = base_of({{"a", "national"}}, {{"a", book}});
  record.identifiers = {Identifier::parse(IdentifierScheme::kIsbn, "0-306-40615-2").value()};
  EXPECT_EQ(numbered->entitlements(record, kHoldingReaders).at(0).match, TitleMatch::kIdentifier);
}

TEST(KnowledgeBase, FindsByTitleIdOnlyInRecordsOfThePackagesSource) {
  Holding holding = unnumbered_holding("Other title");
  holding.title_id = "T1";
  const auto base = base_of({{"a", "national"}}, {{"a", holding}}, "lists");
  Record record = holding_article({}, "");
  record.source = "lists";
  record.coverage.push_back({});
  record.coverage.back().title_id = "T1";
  const auto found = base->entitlements(record, kHoldingReaders);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].match, TitleMatch::kTitleId);
  record.source = "others";
  EXPECT_TRUE(base->entitlements(record, kHoldingReaders).empty());
}

TEST(KnowledgeBase, ATitleIdOfARecordOfSeveralSourcesMayBeAnotherLists) {
  Holding own = unnumbered_holding("Own title"), other = unnumbered_holding("Other title");
  own.title_id = "T1";
  other.title_id = "T2";
  const auto base = base_of({{"a", "national"}}, {{"a", own}, {"a", other}}, "lists");
  Record record = holding_article({}, "");
  record.source = "lists";
  record.source_record_id = "T1";
  record.coverage.resize(3);
  record.coverage[0].title_id = record.coverage[1].title_id = "T1";
  record.coverage[1].first_date = "2001";
  EXPECT_EQ(base->entitlements(record, kHoldingReaders).size(), 1U);
  record.coverage[2].title_id = "T2";  // of whichever source was merged with it
  const auto found = base->entitlements(record, kHoldingReaders);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].holding.title_id, "T1");
  EXPECT_EQ(found[0].match, TitleMatch::kTitleId);
  EXPECT_EQ(found[1].holding.title_id, "T2");
  EXPECT_EQ(found[1].match, TitleMatch::kTitle);
  record.source_record_id = "7";  // nothing says whose either number is
  for (const Entitlement& one : base->entitlements(record, kHoldingReaders)) {
    EXPECT_EQ(one.match, TitleMatch::kTitle);
  }
}

TEST(KnowledgeBase, FindsByTitleWhereOneOfTheTwoHasNoNumber) {
  const auto base = base_of({{"a", "national"}}, {{"a", unnumbered_holding("Ageing & Society")},
                                                  {"a", journal_holding(1)}});
  for (const char* title :
       {"AGEING AND SOCIETY", "The Ageing and Society.", "Ageing  &  Society"}) {
    const auto found =
        base->entitlements(holding_article({numbered_issn(9)}, title), kHoldingReaders);
    ASSERT_EQ(found.size(), 1U) << title;
    EXPECT_EQ(found[0].match, TitleMatch::kTitle);
  }
  EXPECT_TRUE(base->entitlements(holding_article({}, "Ageing"), kHoldingReaders).empty());
  EXPECT_EQ(base->entitlements(holding_article({}, "journal 1"), kHoldingReaders).size(), 1U);
  EXPECT_TRUE(base->entitlements(holding_article({}, "…"), kHoldingReaders).empty());
}

TEST(KnowledgeBase, SaysWhichPackagesHaveATitleThatIsOnForNobody) {
  const auto base = base_of({}, {{"a", journal_holding(1)}, {"b", journal_holding(1)}});
  EXPECT_TRUE(base->find("Journal 1", kHoldingReaders).empty());
  EXPECT_EQ(base->packages_with("journal 1").size(), 2U);
  EXPECT_EQ(base->packages_with(numbered_issn(1).value()).size(), 2U);
  EXPECT_TRUE(base->packages_with("nothing").empty());
}

TEST(KnowledgeBase, VisitsEverythingThatIsOn) {
  const auto base =
      base_of({{"a", "example-trust"}, {"c", "national"}}, {{"a", journal_holding(1)},
                                                            {"a", journal_holding(2)},
                                                            {"b", journal_holding(3)},
                                                            {"c", journal_holding(4)}});
  PackageIds titles;
  base->each(kHoldingReaders, [&](const Entitlement& one) { titles.push_back(one.holding.title); });
  EXPECT_EQ(titles, (PackageIds{"Journal 1", "Journal 2", "Journal 4"}));
  PackageIds listed;
  base->each_title(kHoldingReaders, [&](const ListedTitle& one) {
    EXPECT_EQ(base->holding(one.number).title, one.title);
    listed.push_back(std::string(one.title) + " " + one.package->id + "/" +
                     one.subscription->subscriber);
  });
  EXPECT_EQ(listed, (PackageIds{"Journal 1 a/example-trust", "Journal 2 a/example-trust",
                                "Journal 4 c/national"}));
  EXPECT_EQ(base->version(), "v1");
  EXPECT_EQ(base->package("b")->name, "Package b");
  EXPECT_EQ(base->package("z"), nullptr);
}

TEST(KnowledgeBase, OfNothingAnswersNothing) {
  const KnowledgeBase base;
  EXPECT_EQ(base.version(), "0");
  EXPECT_TRUE(base.entitlements(holding_article({numbered_issn(1)}, "x"), kHoldingReaders).empty());
  base.each(kHoldingReaders, [](const Entitlement&) { FAIL(); });
}

TEST(KnowledgeBase, KeepsLongTextsWhole) {
  Holding holding = journal_holding(1);
  holding.notes = std::string(2'000, 'n');
  holding.publisher = std::string(127, 'p');
  holding.title = std::string(128, 't');
  const auto base = base_of({{"a", "national"}}, {{"a", holding}});
  EXPECT_EQ(
      base->entitlements(holding_article({numbered_issn(1)}, ""), kHoldingReaders).at(0).holding,
      holding);
}

TEST(Licence, RunsFromItsFirstToItsLastDay) {
  Subscription licence{"p", "x", case_day(2026, 1, 1), case_day(2026, 12, 31)};
  EXPECT_EQ(licence_on(licence, case_day(2025, 12, 31)), LicenceState::kNotYet);
  EXPECT_EQ(licence_on(licence, case_day(2026, 1, 1)), LicenceState::kRunning);
  EXPECT_EQ(licence_on(licence, case_day(2026, 12, 31)), LicenceState::kRunning);
  EXPECT_EQ(licence_on(licence, case_day(2027, 1, 1)), LicenceState::kEnded);
  EXPECT_EQ(licence_on({"p", "x"}, case_day(1990, 1, 1)), LicenceState::kRunning);
}

// Waits until the source gives another version than `version`.
std::string version_after(const KnowledgeBaseSource& source, const std::string& version) {
  for (int i = 0; i < 2'000 && source.current()->version() == version; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return source.current()->version();
}

TEST(KnowledgeBaseSource, MakesItAnewWhenTheStoreHasChanged) {
  const TempDir directory;
  SystemClock clock;
  const auto open = [&] { return open_sqlite_access({directory.path(), false, true}, clock); };
  const auto source = must_hold(KnowledgeBaseSource::start(open, std::chrono::milliseconds(5)));
  ASSERT_NE(source, nullptr);
  const auto nothing = source->current();
  EXPECT_EQ(nothing->version(), "0") << "there is no store yet";
  const auto store = must_hold(open_sqlite_access({directory.path(), true}, clock));
  const std::string made = version_after(*source, "0");
  must_hold(
      store->apply(must_hold(store->plan(package_called("p"), journal_holdings(0, 3))), {"A"}));
  const std::string loaded = version_after(*source, made);
  EXPECT_EQ(loaded, must_hold(store->version()));
  EXPECT_EQ(source->current()->holdings(), 3U);
  EXPECT_EQ(source->trouble(), "");
  EXPECT_EQ(nothing->holdings(), 0U) << "who still holds the old one keeps it";
}

TEST(KnowledgeBaseSource, KeepsTheLastOneWhileTheStoreCannotBeRead) {
  std::atomic<bool> broken{false};
  const TempDir directory;
  SystemClock clock;
  const auto store = must_hold(open_sqlite_access({directory.path(), true}, clock));
  must_hold(
      store->apply(must_hold(store->plan(package_called("p"), journal_holdings(0, 3))), {"A"}));
  const auto source = must_hold(KnowledgeBaseSource::start(
      [&]() -> Result<std::unique_ptr<AccessStore>> {
        if (broken) return Error{ErrorCode::kIo, "io", "The disk is gone.", ""};
        return open_sqlite_access({directory.path(), false, true}, clock);
      },
      std::chrono::milliseconds(5)));
  broken = true;
  for (int i = 0; i < 2'000 && source->trouble().empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(source->trouble(), "The disk is gone.");
  EXPECT_EQ(source->current()->holdings(), 3U);
  broken = false;
  for (int i = 0; i < 2'000 && !source->trouble().empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(source->trouble(), "");
}

TEST(KnowledgeBaseSource, AnExceptionOnItsThreadIsTroubleAndEndsNothing) {
  std::atomic<int> round{0};
  const auto until = [](const auto& done) {
    for (int i = 0; i < 2'000 && !done(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return done();
  };
  const auto source = must_hold(KnowledgeBaseSource::start(
      [&]() -> Result<std::unique_ptr<AccessStore>> {
        if (round == 1) throw std::bad_alloc();
        if (round == 2) throw 2;
        return Error{ErrorCode::kNotFound, "no_store", "There is none.", ""};
      },
      std::chrono::milliseconds(5)));
  for (const auto& step : {std::pair{1, "too little memory"}, std::pair{2, "an unknown failure"}}) {
    round = step.first;
    EXPECT_TRUE(until([&] { return source->trouble().find(step.second) != std::string::npos; }))
        << step.first;
    EXPECT_EQ(source->current()->version(), "0");
  }
  round = 3;
  EXPECT_TRUE(until([&] { return source->trouble().empty(); })) << "it went on";
}

TEST(KnowledgeBaseSource, DoesNotStartOverADamagedStore) {
  const auto source = KnowledgeBaseSource::start([]() -> Result<std::unique_ptr<AccessStore>> {
    return Error{ErrorCode::kCorrupt, "damaged", "It is damaged.", ""};
  });
  ASSERT_FALSE(source.ok());
  EXPECT_EQ(source.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace evidence::test
