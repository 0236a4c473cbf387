// filter.access over a real index, held against the resolver, which judges work by work.
#include "server/access_filter.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "server/core_content.h"
#include "server/reader_access.h"
#include "tests/unit/server/service_fixture.h"

namespace evidence::server {
namespace {

Identifier number_of(const char* issn) { return *Identifier::parse(IdentifierScheme::kIssn, issn); }

class AccessFilterTest : public ServiceTest {
 protected:
  // Dates of every precision around every bound, in three journals, with and without open access.
  static std::vector<Work> dated_works() {
    const char* const kDates[] = {"",           "2003",       "2004",       "2004-01",
                                  "2004-01-01", "2015",       "2015-06",    "2015-06-15",
                                  "2015-06-16", "2015-06-30", "2015-07-01", "2016",
                                  "2025-11",    "2025-12-31", "2026-01-01"};
    std::vector<Work> works;
    int number = 0;
    for (const char* issn : {"0028-4793", "0000-0019", "0000-0167"}) {
      for (const char* date : kDates) {
        ++number;
        works.push_back(test::make_work(number, "Asthma " + std::to_string(number), "Asthma."));
        works.back().record.publication.date = parse_date(date).value_or(PartialDate{});
        works.back().record.identifiers = {number_of(issn)};
        if (number % 4 == 0) works.back().record.open_access = OpenAccess::kOpen;
        if (number % 4 == 0) {
          works.back().record.links = {{"https://open.example/a", "fulltext", true}};
        }
      }
    }
    return works;
  }

  static std::shared_ptr<const KnowledgeBase> knowledge() {
    Package press, shelf, core;
    press.id = press.name = "press";
    shelf.id = shelf.name = "shelf";
    core.id = core.name = "core";
    core.national_core = true;
    KnowledgeBaseBuilder builder(
        "1", {press, shelf, core},
        {{"press", "example-trust", {}, {}},
         {"shelf", "example-trust", {}, {}},
         {"core", "national", std::chrono::year(2026) / 1 / 1, std::chrono::year(2099) / 12 / 31}});
    Holding bounded;
    bounded.title = "Bounded";
    bounded.print_id = number_of("0028-4793");
    bounded.first = {2004, 0, 0};
    bounded.last = {2015, 6, 15};
    bounded.url = "https://press.example/bounded";
    builder.add("press", bounded);
    Holding walled = bounded;
    walled.title = "Walled";
    walled.print_id = number_of("0000-0019");
    walled.last = {};
    walled.embargo = parse_embargo("P1Y");
    builder.add("press", walled);
    Holding shelved = bounded;
    shelved.title = "The Shelved";
    shelved.print_id = number_of("0000-0167");
    shelved.last = {};
    shelved.url = "";
    shelved.depth = CoverageDepth::kPrint;
    builder.add("shelf", shelved);
    Holding national = walled;
    national.title = "A National Title";
    national.print_id = number_of("0000-0108");
    builder.add("core", national);
    return builder.build();
  }

  AccessFilterTest()
      : dated_(dated_works(), test::Backend::kLocal),
        dated_searcher_(test::options_for(dated_.stub())),
        held_{dated_searcher_, links_, clock_, metrics_, {}, {}} {
    held_.knowledge = [base = knowledge()] { return base; };
  }

  std::set<std::string> found(std::string_view value) {
    std::set<std::string> ids;
    const json::object answer = object(
        dispatch(router_,
                 request("/api/v1/search?q=asthma&size=100&org=example-trust&filter.access=" +
                         std::string(value)),
                 held_));
    for (const json::value& hit : answer.at("hits").as_array()) {
      ids.insert(string_member(hit.as_object(), "id"));
    }
    return ids;
  }

  test::SearchIndex dated_;
  Searcher dated_searcher_;
  Services held_;
};

TEST_F(AccessFilterTest, AgreesWithTheResolverOnEveryDay) {
  const ReaderAccess access(links_.find("example-trust"), held_);
  std::set<std::string> text, free, library;
  for (const Work& work : dated_works()) {
    for (const LinkTarget& link : access.links(work)) {
      if (link.access == AccessState::kOpen) free.insert(work.id);
      if (link.access == AccessState::kOpen || link.access == AccessState::kLicensed) {
        text.insert(work.id);
      }
      const bool in_print =
          link.access == AccessState::kPrint && link.label.starts_with("In print");
      if (link.access == AccessState::kLicensed || in_print) library.insert(work.id);
    }
  }
  EXPECT_GT(free.size(), 5U);
  EXPECT_GT(text.size(), free.size() + 5);
  EXPECT_GT(library.size(), 10U);
  EXPECT_EQ(found("free"), free);
  EXPECT_EQ(found("full-text"), text);
  EXPECT_EQ(found("library"), library);
}

TEST_F(AccessFilterTest, NarrowsAndCountsASearch) {
  const json::object counted = object(dispatch(
      router_, request("/api/v1/search?q=asthma&size=1&org=example-trust&facets=access"), held_));
  const json::object& facet = counted.at("facets").at(0).as_object();
  EXPECT_EQ(string_member(facet, "field"), "access");
  for (const json::value& value : facet.at("values").as_array()) {
    const std::string name = string_member(value.as_object(), "value");
    EXPECT_EQ(value.at("count").to_number<std::size_t>(), found(name).size()) << name;
  }
  EXPECT_EQ(facet.at("values").as_array().size(), 3U);
  const Response page = dispatch(
      router_, request("/search?q=asthma&org=example-trust&filter.access=full-text"), held_);
  EXPECT_NE(page.body.find("Full text for you"), std::string::npos);
  EXPECT_EQ(get("/api/v1/search?q=asthma&filter.access=everything").status, 400);
}

TEST_F(AccessFilterTest, WithoutAnOrganisationOnlyWhatIsFreeCounts) {
  const json::object free = object(dispatch(
      router_, request("/api/v1/search?q=asthma&size=100&filter.access=full-text"), held_));
  EXPECT_EQ(free.at("total").to_number<std::size_t>(), found("free").size());
}

class CoreContent : public AccessFilterTest {};

TEST_F(CoreContent, WhatIsOpenToEverybodyIsReachedWithoutSigningIn) {
  for (const bool open : {false, true}) {
    Package core;
    core.id = core.name = "core";
    core.national_core = true;
    Subscription everybody{"core", "national"};
    if (open) everybody.connection = Connection::kOpen;
    KnowledgeBaseBuilder builder("open", {core}, {everybody});
    Holding holding;
    holding.title = "Open journal";
    holding.url = "https://press.example/open";
    builder.add("core", holding);
    held_.knowledge = [base = builder.build()] { return base; };
    const Response page = dispatch(router_, request("/core-content?org=example-trust"), held_);
    EXPECT_EQ(page.body.find("href=\"https://press.example/open\"") != std::string::npos, open);
  }
}

TEST_F(CoreContent, ShowsOnePartAndCountsAll) {
  Package core;
  core.id = core.name = "core";
  core.national_core = true;
  KnowledgeBaseBuilder builder("many", {core}, {{"core", "national"}});
  for (int i = 100; i < 350; ++i) {
    Holding holding;
    holding.title = "Journal " + std::to_string(i);
    builder.add("core", holding);
  }
  held_.knowledge = [base = builder.build()] { return base; };
  const auto part = [this](const std::string& query) {
    return object(dispatch(router_, request("/api/v1/core-content?" + query), held_));
  };
  const json::object last = part("page=3");
  EXPECT_EQ(last.at("total").to_number<int>(), 250);
  ASSERT_EQ(last.at("titles").as_array().size(), 50U);
  EXPECT_EQ(string_member(last.at("titles").as_array()[0].as_object(), "title"), "Journal 300");
  EXPECT_TRUE(part("page=4").at("titles").as_array().empty());
  EXPECT_EQ(part("page=4").at("total").to_number<int>(), 250);
  EXPECT_EQ(part("q=journal+34&letter=J").at("total").to_number<int>(), 10);
  const Response page = dispatch(router_, request("/core-content?page=3"), held_);
  EXPECT_NE(page.body.find("250 titles"), std::string::npos);
  EXPECT_NE(page.body.find("page=2"), std::string::npos);
  EXPECT_EQ(page.body.find("page=4"), std::string::npos);
}

TEST_F(CoreContent, ListsTheNationsTitlesWithLicenceAndChanges) {
  held_.holdings_changes = [](std::size_t) -> Result<std::vector<ChangeNotice>> {
    ChangeNotice core{1,
                      "2026-11-01T00:00:00Z",
                      "A. Librarian",
                      NoticeKind::kTitleAdded,
                      "core",
                      "",
                      "A National Title",
                      "0000-0108",
                      "",
                      "Full text from 2004"};
    ChangeNotice own = core;
    own.package = "press";
    own.title = "Somebody's own";
    return std::vector<ChangeNotice>{own, core};
  };
  const Response page = dispatch(router_, request("/core-content"), held_);
  EXPECT_EQ(page.status, 200);
  for (const char* text : {"A National Title", "from 1 January 2026 to 31 December 2099",
                           "0000-0108) was added", "letter=N"}) {
    EXPECT_NE(page.body.find(text), std::string::npos) << text;
  }
  for (const char* text : {"Bounded", "Somebody", "A. Librarian"}) {
    EXPECT_EQ(page.body.find(text), std::string::npos) << text;
  }
  const json::object api = object(dispatch(router_, request("/api/v1/core-content?q=nat"), held_));
  EXPECT_EQ(api.at("total").to_number<int>(), 1);
  EXPECT_EQ(dispatch(router_, request("/core-content?letter=%3Cb"), held_).status, 400);
  EXPECT_EQ(dispatch(router_, request("/core-content?page=0"), held_).status, 400);
  EXPECT_NE(get("/core-content").body.find("No core content has been loaded"), std::string::npos);
}

}  // namespace
}  // namespace evidence::server
