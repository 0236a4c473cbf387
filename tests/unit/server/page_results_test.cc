#include "server/filter_view.h"
#include "server/results_view.h"
#include "server/search_url.h"
#include "server/year_range.h"
#include "tests/unit/server/page_fixture.h"

namespace evidence::server {
namespace {

using PageResults = PageTest;

constexpr const char* kHostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'";

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

bool holds(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

TEST_F(PageResults, HostileTextInEveryFieldStaysText) {
  Work bad = work();
  Record& record = bad.record;
  record.title = kHostile;
  record.contributors = {{kHostile, kHostile, kHostile, "author", "", ""}};
  record.publication.title = kHostile;
  record.languages = {kHostile};
  Hit hit = hit_of(bad);
  hit.title = {{kHostile, true}};
  hit.snippet = {{kHostile, false}, {kHostile, true}};
  SearchRequest asked = search(kHostile);
  asked.filters = {{Field::kSource, {kHostile}, false}, {Field::kYear, {kHostile}, true}};
  SearchResponse found = answer({hit});
  found.interpretation = {{query::Severity::kInfo, "x", kHostile, {}}};
  found.warnings = {{query::Severity::kWarning, "x", kHostile, {}}};
  Facet facet;
  facet.field = Field::kLanguage;
  facet.values = {{kHostile, kHostile, 3, false}};
  found.facets = {facet};
  const Response page =
      render_results(request("/search", {{"q", kHostile}}), asked, found, services_);
  EXPECT_EQ(page.status, 200);
  EXPECT_FALSE(holds(page.body, "<script"));
  EXPECT_FALSE(holds(page.body, "<img"));
  EXPECT_FALSE(holds(page.body, "href=\"javascript"));
}

TEST_F(PageResults, ASnippetSaysWhatItIs) {
  Hit hit = hit_of(work());
  hit.snippet = {{"They got better.", false}};
  hit.snippet_kind = SnippetKind::kConclusion;
  hit.snippet_continues = true;
  const auto page_of = [this](const Hit& one) {
    return render_results(request("/search", {{"q", "x"}}), search("x"), answer({one}), services_)
        .body;
  };
  const std::string conclusion = page_of(hit);
  EXPECT_TRUE(holds(conclusion, "Authors\xE2\x80\x99 conclusion:"));
  EXPECT_TRUE(holds(conclusion, "goes on in the abstract"));
  hit.snippet_kind = SnippetKind::kExtract;
  hit.snippet_continues = false;
  EXPECT_TRUE(holds(page_of(hit), "Extract:"));
  EXPECT_FALSE(holds(page_of(hit), "goes on in the abstract"));
  Work retracted = work();
  retracted.status = Status::kRetracted;
  Hit gone = hit_of(retracted);
  gone.snippet_kind = SnippetKind::kExtract;
  EXPECT_TRUE(holds(page_of(gone), "Extract of a retracted work:"));
}

TEST_F(PageResults, ADoubtBetweenTwoDrugsIsAQuestion) {
  SearchResponse found = answer({});
  found.other_spellings = {{"vinblastine", "vinclastine", "vinblastine", 1'234},
                           {"vincristine", "vinclastine", "vincristine", 0},
                           {kHostile, "x", kHostile, 1}};
  const std::string body = render_results(request("/search", {{"q", "vinclastine"}}),
                                          search("vinclastine"), found, services_)
                               .body;
  EXPECT_TRUE(holds(body, "Did you mean"));
  EXPECT_TRUE(holds(body, "(1,234 works) or "));
  EXPECT_TRUE(holds(body, "(no works)"));
  EXPECT_TRUE(holds(body, "These mean different things"));
  EXPECT_FALSE(holds(body, "<script"));
}

TEST_F(PageResults, AHitThatIsNotJsonStillHasItsPlace) {
  Hit hit;
  hit.id = "w0123456789ab";
  hit.json = "{broken";
  const Response page =
      render_results(request("/search", {{"q", "x"}}), search("x"), answer({hit}), services_);
  EXPECT_TRUE(holds(page.body, "[No title given]"));
  EXPECT_TRUE(holds(page.body, "/works/w0123456789ab"));
}

TEST_F(PageResults, ANameOfTenThousandCharactersIsCut) {
  Work long_names = work();
  long_names.record.contributors = {{std::string(10'000, 'n'), "", "", "author", "", ""}};
  long_names.record.title = std::string(10'000, 't');
  const Response page = render_results(request("/search", {{"q", "x"}}), search("x"),
                                       answer({hit_of(long_names)}), services_);
  EXPECT_LT(page.body.size(), 12'000U);
}

TEST_F(PageResults, RetractionStandsFirstAndInWords) {
  Work retracted = work();
  retracted.status = Status::kRetracted;
  const Response page = render_results(request("/search", {{"q", "x"}}), search("x"),
                                       answer({hit_of(retracted)}), services_);
  const auto tag = page.body.find("Retracted – do not use");
  ASSERT_NE(tag, std::string::npos);
  EXPECT_LT(tag, page.body.find("Randomised trial"));
}

TEST_F(PageResults, ARetractionNamesItsSourcesAndAnOlderVersionIsTagged) {
  Work retracted = work();
  retracted.status = Status::kRetracted;
  retracted.status_statements = {{Status::kRetracted, "crossref", "relation", ""},
                                 {Status::kRetracted, "pubmed", "title", ""}};
  retracted.has_newer_version = true;
  const Response page = render_results(request("/search", {{"q", "x"}}), search("x"),
                                       answer({hit_of(retracted)}), services_);
  EXPECT_TRUE(holds(page.body, "title=\"according to crossref and PubMed\""));
  EXPECT_TRUE(holds(page.body,
                    "do not use<span class=\"nhsuk-u-visually-hidden\">, according to crossref "
                    "and PubMed</span>"));
  EXPECT_TRUE(holds(page.body, "Newer version exists"));
}

TEST_F(PageResults, RetractedWorksCanBeLeftOutOrSeenAlone) {
  SearchRequest asked = search("x");
  SearchResponse found = answer({hit_of(work())});
  found.older_versions = 2;
  Facet facet;
  facet.field = Field::kStatus;
  facet.values = {{"retracted", "", 3, false}};
  found.facets = {facet};
  const Response shown = render_results(request("/search", {{"q", "x"}}), asked, found, services_);
  EXPECT_TRUE(holds(shown.body, "name=\"choose.status.retracted\""));
  EXPECT_TRUE(holds(shown.body, "name=\"choose.version.older\""));
  EXPECT_FALSE(holds(shown.body, "choose.status.concern"));
  EXPECT_FALSE(holds(shown.body, "<option value=\"without\" selected>"));
  EXPECT_FALSE(holds(shown.body, "Filters in use"));

  asked.filters = {{Field::kStatus, {"retracted"}, true}, {Field::kVersion, {"older"}, false}};
  found.facets.clear();
  const Response used = render_results(request("/search", {{"q", "x"}}), asked, found, services_);
  EXPECT_EQ(count(used.body, "<option value=\"without\" selected>"), 1U);
  EXPECT_EQ(count(used.body, "<option value=\"only\" selected>"), 1U);
  EXPECT_TRUE(holds(used.body, "Not: Retracted"));
  const std::size_t form = used.body.find("ev-filters__body");
  const std::string fields = used.body.substr(form, used.body.find("</form>", form) - form);
  EXPECT_FALSE(holds(fields, "name=\"exclude.status\"")) << "the form would say it twice";
  EXPECT_FALSE(holds(fields, "name=\"filter.version\""));
}

TEST_F(PageResults, SampleDataIsSaidAtTheTopAndAtTheWork) {
  Work sample = work();
  sample.record.sample = true;
  const Response page = render_results(request("/search", {{"q", "x"}}), search("x"),
                                       answer({hit_of(sample)}), services_);
  EXPECT_TRUE(holds(page.body, "<strong>Sample data.</strong>"));
  EXPECT_TRUE(holds(page.body, "nhsuk-tag--white\">Sample data"));
  const Response none = render_results(request("/search", {{"q", "x"}}), search("x"),
                                       answer({hit_of(work())}), services_);
  EXPECT_FALSE(holds(none.body, "Sample data"));
}

TEST_F(PageResults, OneButtonLeadsThroughGoNeverToAnAddressOfTheRecord) {
  Work linked = work();
  linked.record.links = {{"https://www.example-journal.org/a", "publisher", false}};
  Request asked = request("/search", {{"q", "x"}});
  asked.cookies["org"] = "example-trust";
  const Response page = render_results(asked, search("x"), answer({hit_of(linked)}), services_);
  EXPECT_EQ(count(page.body, "href=\"/go/"), 1U);
  EXPECT_FALSE(holds(page.body, "href=\"https://www.example-journal.org"));
}

TEST_F(PageResults, WithoutALinkTheLibraryIsNamed) {
  Work bare = work();
  bare.record.identifiers.clear();
  Request asked = request("/search", {{"q", "x"}});
  asked.cookies["org"] = "example-trust";
  const Response page = render_results(asked, search("x"), answer({hit_of(bare)}), services_);
  EXPECT_TRUE(holds(page.body, "Example Trust Library"));
  EXPECT_TRUE(holds(page.body, "mailto:library@example.org"));
}

TEST_F(PageResults, CountsAreReadTogetherWithTheName) {
  SearchResponse found = answer({hit_of(work())});
  Facet facet;
  facet.field = Field::kStudyType;
  facet.values = {{"guideline", "", 1, false}, {"cohort", "", 1'240, false}};
  found.facets = {facet};
  const Response page =
      render_results(request("/search", {{"q", "x"}}), search("x"), found, services_);
  EXPECT_TRUE(holds(page.body,
                    "Guideline <span class=\"ev-count\">(1)<span "
                    "class=\"nhsuk-u-visually-hidden\"> result</span></span>"));
  EXPECT_TRUE(holds(page.body, "(1,240)<span class=\"nhsuk-u-visually-hidden\"> results</span>"));
}

TEST_F(PageResults, AFilterInUseCanBeRemovedEvenWhenNothingIsFound) {
  SearchRequest asked = search("x");
  asked.filters = {{Field::kStudyType, {"guideline"}, false}, {Field::kYear, {"2015-2020"}, false}};
  SearchResponse found = answer({});
  const Response page = render_results(request("/search", {{"q", "x"}}), asked, found, services_);
  EXPECT_TRUE(holds(page.body, "Remove filter: </span>Guideline"));
  EXPECT_TRUE(holds(page.body, "href=\"/search?q=x&amp;filter.year=2015-2020\""));
  EXPECT_TRUE(holds(page.body, "2015 to 2020"));
  EXPECT_TRUE(holds(page.body, "No results"));
  EXPECT_TRUE(holds(page.body, " checked"));
}

TEST_F(PageResults, PagesAreNumberedWithGaps) {
  SearchResponse found = answer({hit_of(work())});
  found.total = 1'284;
  SearchRequest asked = search("x");
  asked.offset = 60;
  const Response page = render_results(request("/search", {{"q", "x"}}), asked, found, services_);
  for (const char* label : {"Page 1\"", "Page 6\"", "Page 7\"", "Page 8\"", "Page 129\""}) {
    EXPECT_TRUE(holds(page.body, label)) << label;
  }
  EXPECT_FALSE(holds(page.body, "Page 5\""));
  EXPECT_EQ(count(page.body, "--ellipsis"), 2U);
  EXPECT_TRUE(holds(page.body, "1,284 results"));
}

TEST_F(PageResults, PastTheEndSaysSoAndLeadsBack) {
  SearchResponse found = answer({});
  found.total = 12;
  SearchRequest asked = search("x");
  asked.offset = 500;
  const Response page = render_results(request("/search", {{"q", "x"}}), asked, found, services_);
  EXPECT_TRUE(holds(page.body, "There is no page 51"));
}

TEST_F(PageResults, AMistakeKeepsWhatWasTyped) {
  const Response page = render_search_error(
      request("/search", {{"q", "a*"}}),
      {ErrorCode::kInvalidArgument, "wildcard_too_broad", "Write more letters.", ""}, services_);
  EXPECT_EQ(page.status, 400);
  EXPECT_TRUE(holds(page.body, "value=\"a*\""));
  EXPECT_TRUE(holds(page.body, "Write more letters."));
}

TEST_F(PageResults, AShortAnswerOffersAnyOfTheWords) {
  SearchRequest asked = search("croup dexamethasone");
  SearchResponse found = answer({hit_of(work())});
  const auto page_of = [&] {
    return render_results(request("/search", {{"q", asked.text}}), asked, found, services_).body;
  };
  constexpr const char* kOffer = "href=\"/search?q=croup%20dexamethasone&amp;match=any\"";
  EXPECT_TRUE(holds(page_of(), kOffer));
  found.total = 10;  // a whole page
  EXPECT_FALSE(holds(page_of(), kOffer));
  found.total = 1;
  found.widened = true;
  EXPECT_FALSE(holds(page_of(), kOffer));
  found.widened = false;
  asked.match = Match::kAny;
  EXPECT_FALSE(holds(page_of(), kOffer));
  EXPECT_TRUE(holds(page_of(), "Search for all of the words"));
}

TEST_F(PageResults, FitsInSixtyKilobytesWithTheStyles) {
  std::vector<Hit> hits(10, hit_of(work()));
  const Response page =
      render_results(request("/search", {{"q", "x"}}), search("x"), answer(hits), services_);
  EXPECT_LT(page.body.size(), 40'000U);  // before compression; the styles are 15 kB compressed
}

TEST(SearchUrl, EncodesWhatWasTyped) {
  SearchRequest asked;
  asked.text = "a&b=c #\"ü\"";
  EXPECT_EQ(SearchUrl(asked, "").page(2), "/search?q=a%26b%3Dc%20%23%22%C3%BC%22&page=2");
}

TEST(SearchUrl, ExactSearchQuotesEachWordButOperators) {
  SearchRequest asked;
  asked.text = "asthma OR wheeze";
  EXPECT_EQ(SearchUrl(asked, "").exactly(), "/search?q=%22asthma%22%20OR%20%22wheeze%22&match=all");
  asked.text = "title:asthma";
  EXPECT_EQ(SearchUrl(asked, "").exactly(), "");
}

TEST(SearchUrl, AnyWordIsForSeveralBareWords) {
  SearchRequest asked;
  asked.text = "croup dexamethasone";
  EXPECT_EQ(SearchUrl(asked, "").with_any_word(), "/search?q=croup%20dexamethasone&match=any");
  for (const char* text : {"", "croup", "croup ", "croup AND dexamethasone", "ti:croup fever",
                           "\"croup fever\" child", "croup* fever"}) {
    asked.text = text;
    EXPECT_EQ(SearchUrl(asked, "").with_any_word(), "") << text;
  }
  asked.text = "croup dexamethasone";
  asked.syntax = query::Syntax::kOvid;
  EXPECT_EQ(SearchUrl(asked, "").with_any_word(), "");
}

TEST(YearRange, ReadsWhatPeopleWrite) {
  EXPECT_EQ(parse_year_range("2015-2020"), (YearRange{2015, 2020}));
  EXPECT_EQ(parse_year_range("2020-2015"), (YearRange{2015, 2020}));
  EXPECT_EQ(parse_year_range("2015-"), (YearRange{2015, 0}));
  EXPECT_EQ(parse_year_range("-2015"), (YearRange{0, 2015}));
  EXPECT_EQ(parse_year_range("2015"), (YearRange{2015, 2015}));
  for (const char* bad : {"", "-", "abcd", "2015-20x0", "99999", "15"}) {
    EXPECT_FALSE(parse_year_range(bad)) << bad;
  }
  EXPECT_EQ(year_range_of("", ""), (YearRange{0, 0}));
  EXPECT_EQ(year_range_of(" 2015 ", ""), (YearRange{2015, 0}));
}

}  // namespace
}  // namespace evidence::server
