// /openurl, /request and COinS over a small index.
#include "access/openurl.h"

#include <gtest/gtest.h>

#include "base/entities.h"
#include "base/text.h"
#include "base/url.h"
#include "server/library_request.h"
#include "server/work_view.h"
#include "tests/unit/server/service_fixture.h"

namespace evidence::server {
namespace {

class OpenUrlPages : public ::testing::Test {
 protected:
  using Scheme = IdentifierScheme;

  OpenUrlPages()
      : index_(works(), test::Backend::kLocal),
        searcher_(test::options_for(index_.stub())),
        links_({organisation()}),
        services_{searcher_, links_, clock_, metrics_, {}, {}},
        router_(all_routes()) {
    services_.site.base_url = "https://evidence.example.org";
  }

  static Identifier id(Scheme scheme, std::string_view value) {
    return Identifier::parse(scheme, value).value();
  }

  static std::vector<Work> works() {
    std::vector<Work> all;
    all.push_back(test::make_work(1, "Trial of amoxicillin for otitis media in children"));
    Record& trial = all[0].record;
    trial.publication.title = "British Medical Journal";
    trial.publication.abbreviation = "BMJ";
    trial.publication.volume = "380";
    trial.publication.issue = "1";
    trial.publication.pages = "101-109";
    trial.publication.date = {2023, 4, 5};
    trial.contributors = {{"Smith", "", "J", "author", "", ""}};
    trial.identifiers = {id(Scheme::kDoi, "10.1136/bmj.p1"), id(Scheme::kPmid, "36999999"),
                         id(Scheme::kIssn, "0959-8138")};
    all.push_back(test::make_work(2, "Ultrasound of the gallbladder in adults"));
    Record& other = all[1].record;
    other.publication.title = "Journal of Ultrasound";
    other.publication.volume = "12";
    other.publication.pages = "7-9";
    other.publication.date = {2020, 0, 0};
    other.identifiers = {id(Scheme::kDoi, "10.1234/other"), id(Scheme::kPmid, "11111111"),
                         id(Scheme::kIssn, "1756-1833")};
    all.push_back(test::make_work(3, "British Medical Journal"));
    all[2].record.publication_types = {"Journal"};
    all[2].record.identifiers = {id(Scheme::kIssn, "0959-8138")};
    all.push_back(test::make_work(4, "Handbook of wards"));
    all[3].record.publication_types = {"Book"};
    all[3].record.identifiers = {id(Scheme::kIsbn, "9780306406157")};
    all.push_back(test::make_work(5, "Retraction: a study of an article and its notice"));
    all[4].study_type = StudyType::kRetractionNotice;
    all[4].record.identifiers = {id(Scheme::kDoi, "10.1234/shared")};
    all.push_back(test::make_work(6, "A study of an article and its notice"));
    all[5].status = Status::kRetracted;
    all[5].record.identifiers = {id(Scheme::kDoi, "10.1234/shared")};
    all.push_back(test::make_work(7, "Letters about bandages"));
    Record& old = all[6].record;
    old.publication.title = "New England Journal of Medicine";
    old.publication.volume = "7";
    old.publication.pages = "5-6";
    old.identifiers = {id(Scheme::kIssn, "0028-4793")};
    for (std::size_t i = 0; i < all.size(); ++i) ids_of()[i] = all[i].id;
    return all;
  }
  static std::map<std::size_t, WorkId>& ids_of() {
    static std::map<std::size_t, WorkId> ids;
    return ids;
  }
  static std::string page_of(std::size_t i) { return "/works/" + ids_of().at(i); }

  static Organisation organisation() {
    Organisation organisation;
    organisation.id = "trust";
    organisation.name = "Example Trust";
    organisation.library_name = "Example Library";
    organisation.library_email = "library+ill@example.org";
    organisation.openurl_base = "https://resolver.example.org/openurl?vid=1";
    organisation.link_resolver_name = "Find it";
    organisation.ill_base = "https://library.example.org/request";
    organisation.ill_scheme = "EDEN";
    organisation.ill_code = "WSH";
    return organisation;
  }

  Response send(std::string_view target, std::string_view method = "GET",
                const std::string& body = "") {
    Request request;
    request.method = std::string(method);
    request.target = std::string(target);
    const Result<ParsedTarget> parsed = parse_target(target, QueryEncoding::kAny);
    EXPECT_TRUE(parsed.ok()) << target;
    if (parsed.ok()) {
      request.path = parsed->path;
      request.query = parsed->query;
    }
    request.body = body;
    if (method == "POST") request.headers["content-type"] = "application/x-www-form-urlencoded";
    request.request_id = "0123456789abcdef";
    request.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    return dispatch(router_, request, services_);
  }
  static std::string header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }
  std::string place(std::string_view query) {
    const Response response = send("/openurl?" + std::string(query));
    EXPECT_EQ(response.status, 303) << query << "\n" << response.body;
    return header(response, "Location");
  }
  json::object api(std::string_view query) {
    const Response response = send("/api/v1/openurl?" + std::string(query));
    const auto value = parse_json(response.body);
    EXPECT_TRUE(value.ok() && value->is_object()) << response.body;
    return value.ok() && value->is_object() ? value->as_object() : json::object();
  }
  static bool holds(const Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
  }
  // Every COinS of a page as a browser gives it to a reference manager.
  static std::vector<std::string> coins_in(const std::string& page) {
    constexpr std::string_view kBegin = "<span class=\"Z3988\" title=\"";
    std::vector<std::string> all;
    for (std::size_t at = page.find(kBegin); at != std::string::npos;
         at = page.find(kBegin, at + 1)) {
      const std::size_t begin = at + kBegin.size();
      std::string title = page.substr(begin, page.find('"', begin) - begin);
      EXPECT_EQ(page.substr(begin + title.size(), 9), "\"></span>");
      for (std::size_t amp = title.find("&amp;"); amp != std::string::npos;
           amp = title.find("&amp;", amp + 1)) {
        title.replace(amp, 5, "&");
      }
      all.push_back(title);
    }
    return all;
  }

  test::SearchIndex index_;
  SystemClock clock_;
  Metrics metrics_;
  Searcher searcher_;
  LinkResolver links_;
  Services services_;
  Router router_;
};

TEST_F(OpenUrlPages, FindTheWorkByEveryKindOfNumber) {
  EXPECT_EQ(place("rft_id=info:doi/10.1136/BMJ.p1"), page_of(0));
  EXPECT_EQ(place("rft_id=info:pmid/36999999"), page_of(0));
  EXPECT_EQ(place("id=pmid:36999999&sid=x:y"), page_of(0));
  EXPECT_EQ(place("rft.genre=book&rft.isbn=0-306-40615-2"), page_of(3));
  EXPECT_EQ(place("genre=journal&issn=0959-8138"), page_of(2));
  EXPECT_EQ(place("rft.issn=0959-8138&rft.volume=380&rft.spage=101"), page_of(0));
  EXPECT_EQ(place("rft.atitle=Trial+of+amoxicillin+for+otitis+media+in+children&rft.date=2023"
                  "&rft.jtitle=BMJ"),
            page_of(0));
}

TEST_F(OpenUrlPages, ANumberThatArticleAndNoticeShareLeadsToTheArticle) {
  EXPECT_EQ(place("rft_id=info:doi/10.1234/shared"), page_of(5));
}

TEST_F(OpenUrlPages, TheDoiWinsOverAnotherWorksPubMedNumberAndThePageSaysSo) {
  const std::string conflict = "rft_id=info:doi/10.1136/bmj.p1&rft_id=info:pmid/11111111";
  EXPECT_EQ(place(conflict), page_of(0) + "?note=conflicting_ids");
  EXPECT_EQ(place(conflict + "&svc_id=fulltext"), page_of(0) + "?note=conflicting_ids");
  const Response page = send(page_of(0) + "?note=conflicting_ids&note=nonsense<b>");
  EXPECT_TRUE(holds(page, "belong to different publications"));
  EXPECT_FALSE(holds(page, "nonsense<b>"));
  EXPECT_FALSE(holds(send(page_of(0)), "belong to different publications"));
  // A DOI that is not here is not answered with the work of the PubMed number.
  const Response unknown = send("/openurl?rft_id=info:doi/10.9999/x&rft_id=info:pmid/11111111");
  EXPECT_EQ(unknown.status, 200);
  EXPECT_TRUE(holds(unknown, "Which of these do you want?"));
  EXPECT_TRUE(holds(unknown, page_of(1)));
  EXPECT_TRUE(holds(unknown, "https://doi.org/10.9999/x"));
}

TEST_F(OpenUrlPages, ADoiThatIsNotHeldIsNeverAnsweredWithTheTextOfAnotherDoi) {
  const std::string not_held = "rft_id=info:doi/10.1136/NOT.HELD";
  for (const char* rest :
       {"&rft.issn=0959-8138&rft.volume=380&rft.spage=101",
        "&rft.atitle=Trial+of+amoxicillin+for+otitis+media+in+children&rft.date=2023"
        "&rft.jtitle=BMJ&rft.volume=380&rft.spage=101"}) {
    for (const char* service : {"", "&svc_id=fulltext"}) {
      const Response page = send("/openurl?" + not_held + rest + service);
      EXPECT_EQ(page.status, 200) << rest << service;
      EXPECT_TRUE(holds(page, "Which of these do you want?")) << rest << service;
      EXPECT_TRUE(holds(page, page_of(0))) << rest << service;
    }
    EXPECT_EQ(string_member(api(not_held + rest), "status"), "several") << rest;
  }
  // A work without a DOI contradicts none.
  EXPECT_EQ(place("rft_id=info:doi/10.1000/handbook&rft.issn=0028-4793&rft.volume=7&rft.spage=5"),
            page_of(6));
}

TEST_F(OpenUrlPages, ATitleThatIsNotTheWorksIsSaid) {
  EXPECT_EQ(place("rft_id=info:doi/10.1136/bmj.p1&rft.atitle=Zebras+of+the+savannah+at+night"),
            page_of(0) + "?note=other_title");
}

TEST_F(OpenUrlPages, AFullTextServiceGoesStraightToTheText) {
  EXPECT_EQ(place("rft_id=info:doi/10.1136/bmj.p1&svc_id=fulltext"), "/go/" + ids_of().at(0));
  EXPECT_EQ(place("rft_id=info:doi/10.1136/bmj.p1&svc.fulltext=yes&org=trust"),
            "/go/" + ids_of().at(0) + "?org=trust");
  EXPECT_EQ(place("rft_id=info:doi/10.1136/bmj.p1&org=trust"), page_of(0) + "?org=trust");
}

TEST_F(OpenUrlPages, WhatIsNotHeldIsShownAsUnderstoodWithEveryWayOn) {
  const Response page = send(
      "/openurl?rft.atitle=Zebras+%26+%3Cb%3Elions%3C/b%3E&rft.jtitle=African+Zoology"
      "&rft.aulast=Doe&rft.volume=9&rft.issue=2&rft.spage=11&rft.epage=12&rft.date=1999"
      "&rft_id=info:doi/10.9999/zebra%231&rft_id=info:pmid/22222222&org=trust");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(holds(page, "Not in this index"));
  EXPECT_TRUE(holds(page, "Zebras &amp; &lt;b&gt;lions&lt;/b&gt;"));
  EXPECT_TRUE(holds(page, "https://doi.org/10.9999/zebra%231"));
  EXPECT_TRUE(holds(page, "https://pubmed.ncbi.nlm.nih.gov/22222222/"));
  EXPECT_TRUE(holds(page, "/search?q=Zebras"));
  EXPECT_TRUE(holds(page, "Pages: 11-12"));
  EXPECT_TRUE(holds(page, "Scheme and library code: EDEN WSH"));
  EXPECT_TRUE(holds(page, "https://library.example.org/request?url_ver=Z39.88-2004&amp;ctx_ver"));
  EXPECT_TRUE(holds(page, "https://resolver.example.org/openurl?vid=1&amp;url_ver=Z39.88-2004"));
  EXPECT_EQ(header(page, "Cache-Control"), "private, no-store");
  EXPECT_EQ(header(page, "Referrer-Policy"), "no-referrer");
}

// The table of bad input of the specification, row by row.
TEST_F(OpenUrlPages, NothingToFindAWorkByIsAnErrorWithAFormOfWhatCame) {
  const Response page = send("/openurl?rft.genre=article&rft.volume=380&rft.issn=0959-8139");
  EXPECT_EQ(page.status, 400);
  EXPECT_TRUE(holds(page, "name=\"rft.volume\" value=\"380\""));
  EXPECT_TRUE(holds(page, "value=\"0959-8139\""));
  EXPECT_TRUE(holds(page, "check digit"));
  const Response problem = send("/api/v1/openurl?rft.genre=article");
  EXPECT_EQ(problem.status, 400);
  EXPECT_EQ(problem.content_type, "application/problem+json");
  EXPECT_TRUE(holds(problem, "insufficient-metadata"));
  EXPECT_EQ(send("/openurl").status, 400);
  EXPECT_EQ(send("/request").status, 400);
}

TEST_F(OpenUrlPages, BadPartsAreLeftOutAndTheRestStillFinds) {
  EXPECT_EQ(place("rft_val_fmt=info:ofi/fmt:kev:mtx:nonsense&rft_id=info:doi/10.1136/bmj.p1"),
            page_of(0) + "?note=unknown_format");
  EXPECT_EQ(place("rft.issn=0959-8139&rft.date=13/2023&rft_id=info:pmid/36999999"),
            page_of(0) + "?note=bad_issn&note=bad_date");
  EXPECT_EQ(place("rft.title=A&rft.title=B&rft_id=info:pmid/36999999"),
            page_of(0) + "?note=repeated");
  EXPECT_EQ(place("rft_ref=http://169.254.169.254/&rft_id=info:pmid/36999999"),
            page_of(0) + "?note=by_reference");
}

TEST_F(OpenUrlPages, OlderEncodingsAreReadAndNoBadUtf8IsWritten) {
  const Response page = send("/openurl?rft.atitle=Caf%E9+au+lait+100%");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(holds(page, "Café au lait 100%"));
  EXPECT_TRUE(is_valid_utf8(page.body));
  EXPECT_FALSE(parse_target("/openurl?rft.atitle=Caf%E9").ok());
  for (const Route& route : all_routes()) {
    const bool open = route.pattern == "/openurl" || route.pattern == "/api/v1/openurl" ||
                      route.pattern == "/request";
    EXPECT_EQ(route.encoding == QueryEncoding::kAny, open) << route.pattern;
  }
}

TEST_F(OpenUrlPages, TheApiDecidesAsThePageDoes) {
  json::object found = api("rft_id=info:doi/10.1136/bmj.p1&rft_id=info:pmid/11111111&sfx.x=1");
  EXPECT_EQ(string_member(found, "status"), "found");
  EXPECT_EQ(string_member(found.at("works").as_array()[0].as_object(), "page"), page_of(0));
  EXPECT_EQ(string_member(found.at("warnings").as_array()[0].as_object(), "code"),
            "conflicting_ids");
  EXPECT_EQ(string_member(api("rft_id=info:doi/10.9999/x"), "status"), "not_held");
  EXPECT_EQ(string_member(api("rft_id=info:doi/10.9999/x&rft_id=info:pmid/11111111"), "status"),
            "several");
}

TEST_F(OpenUrlPages, TheRequestForACopyCarriesWhatDocumentSupplyNeeds) {
  const Response page = send("/request/" + ids_of().at(0) + "?org=trust");
  EXPECT_EQ(page.status, 200);
  for (const char* line :
       {"Article: Trial of amoxicillin for otitis media in children", "Author: Smith J",
        "Journal: British Medical Journal", "Year: 2023", "Volume: 380", "Part: 1",
        "Pages: 101-109", "DOI: 10.1136/bmj.p1", "PMID: 36999999", "ISSN: 0959-8138",
        "Scheme and library code: EDEN WSH", "Postal address:", "Telephone:", "E-mail:"}) {
    EXPECT_TRUE(holds(page, line)) << line;
  }
  EXPECT_TRUE(holds(page, "mailto:library%2Bill@example.org?subject=Request%20for%20a%20copy"));
  EXPECT_TRUE(holds(page, "body=Request%20for%20a%20copy%0D%0A%0D%0AArticle%3A%20Trial"));
  EXPECT_FALSE(holds(page, "<form"));
  const Response nobody = send("/request/" + ids_of().at(0));
  EXPECT_TRUE(holds(nobody, "You have not chosen an organisation"));
  EXPECT_TRUE(holds(nobody, "/organisations?back=%2Frequest%2F"));
  EXPECT_FALSE(holds(nobody, "mailto:library"));
  EXPECT_EQ(send("/request/w0000000000zz").status, 404);
  EXPECT_EQ(send("/request/nonsense").status, 404);
  EXPECT_TRUE(holds(send("/request/" + ids_of().at(5)), "Retracted"));
  EXPECT_TRUE(
      holds(send("/request?genre=article&atitle=Zebras&title=Zoo&org=trust"), "Article: Zebras"));
}

TEST_F(OpenUrlPages, AMailThatIsTooLongIsToBePasted) {
  const MailAddress small = mail_address("a@example.org", "S", "a\nb");
  EXPECT_EQ(small.href, "mailto:a@example.org?subject=S&body=a%0D%0Ab");
  const MailAddress large = mail_address("a@example.org", "S", std::string(5'000, 'x'));
  EXPECT_FALSE(large.whole);
  EXPECT_EQ(large.href, "mailto:a@example.org?subject=S");
  EXPECT_EQ(mail_address("a?cc=b&x@example.org", "S", "").href,
            "mailto:a%3Fcc%3Db%26x@example.org?subject=S&body=");
}

TEST_F(OpenUrlPages, ASearchIsAskedForByPostAndStandsInNoAddress) {
  const Response form = send("/request/search?q=zebras+in+wards");
  EXPECT_EQ(form.status, 200);
  EXPECT_TRUE(holds(form, "zebras in wards</textarea>"));
  EXPECT_TRUE(holds(form, "action=\"/request/search\" method=\"post\""));
  const Response answer =
      send("/request/search?org=trust", "POST",
           "question=Do+zebras+help%3F%0D%0AIn+wards%3F&population=adults&from=2015&to=2020"
           "&languages=English&deadline=2027-01-31&known=10.1234%2Fx&format=summary");
  EXPECT_EQ(answer.status, 200);
  for (const char* line :
       {"Do zebras help?\nIn wards?", "Population or problem: adults",
        "Published: from 2015 until 2020", "Languages: English", "Needed by: 31 January 2027",
        "10.1234/x", "How the results should come: Short summary with references"}) {
    EXPECT_TRUE(holds(answer, line)) << line;
  }
  EXPECT_TRUE(holds(answer, "mailto:library%2Bill@example.org?subject="));
  EXPECT_EQ(header(answer, "Cache-Control"), "private, no-store");
  EXPECT_EQ(header(answer, "Location"), "");
}

TEST_F(OpenUrlPages, AWrongSearchRequestKeepsWhatWasTyped) {
  for (const auto& [body, says] :
       {std::pair{"languages=x", "There is no question yet"},
        std::pair{"question=a&from=15", "is not a year"},
        std::pair{"question=a&from=2020&to=2015", "comes after the last"},
        std::pair{"question=a&deadline=soon", "is not a date"}}) {
    const Response answer = send("/request/search", "POST", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_TRUE(holds(answer, says)) << body;
    EXPECT_FALSE(holds(answer, "id=\"request-text\"")) << body;
  }
  EXPECT_TRUE(holds(send("/request/search", "POST", "question=kept&from=15"), "kept</textarea>"));
  const Response large = send("/request/search", "POST", "question=" + std::string(5'000, 'x'));
  EXPECT_EQ(large.status, 400);
}

TEST_F(OpenUrlPages, CoinsOfAWorkAndOfAListDecodeToWhatTheyDescribe) {
  const Response page = send(page_of(0));
  const auto of_work = coins_in(page.body);
  ASSERT_EQ(of_work.size(), 1U);
  const OpenUrl read = read_openurl(std::string_view(of_work[0]));
  EXPECT_EQ(read.atitle, "Trial of amoxicillin for otitis media in children");
  EXPECT_EQ(read.volume, "380");
  EXPECT_EQ(read.spage, "101");
  EXPECT_EQ(read.ids.size(), 2U);
  EXPECT_EQ(read.referrer, "info:sid/evidence.example.org:evidence");
  EXPECT_TRUE(read.warnings.empty());
  EXPECT_EQ(of_work[0].find("url_ver"), std::string::npos);
  const Response list = send("/search?q=amoxicillin");
  const auto of_list = coins_in(list.body);
  ASSERT_EQ(of_list.size(), 1U);
  const OpenUrl hit = read_openurl(std::string_view(of_list[0]));
  EXPECT_EQ(hit.atitle, read.atitle);
  EXPECT_EQ(hit.ids, read.ids);
  EXPECT_EQ(hit.date, read.date);
  ASSERT_EQ(hit.authors.size(), 1U);
  EXPECT_EQ(hit.authors[0], read.authors[0]);
  EXPECT_EQ(read_openurl(std::string_view(coins_in(send(page_of(3)).body).at(0))).format,
            OpenUrlFormat::kBook);
}

TEST_F(OpenUrlPages, TheWorksPageOffersTheLibrarysOwnWays) {
  const Response page = send(page_of(0) + "?org=trust");
  EXPECT_TRUE(holds(page, "Look for it with Find it"));
  EXPECT_TRUE(holds(page, "/request/" + ids_of().at(0) + "?org=trust"));
  EXPECT_FALSE(holds(send(page_of(0)), "Look for it with"));
  EXPECT_TRUE(holds(send("/search?q=nosuchwordanywhere"), "/request/search?q=nosuchwordanywhere"));
}

}  // namespace
}  // namespace evidence::server
