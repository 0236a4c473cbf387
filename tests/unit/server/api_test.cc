#include <gtest/gtest.h>

#include "tests/unit/server/service_fixture.h"

namespace evidence::server {
namespace {

class Api : public ServiceTest {
 protected:
  void expect_problem(std::string_view target, int status, std::string_view code) {
    const Response response = get(target);
    EXPECT_EQ(response.status, status) << target << "\n" << response.body;
    EXPECT_EQ(response.content_type, "application/problem+json") << target;
    EXPECT_EQ(string_member(object(response), "code"), code) << target;
    EXPECT_EQ(string_member(object(response), "request_id"), "0123456789abcdef");
  }
};

TEST_F(Api, FindsAndCountsWhatIsThere) {
  const Response response = get("/api/v1/search?q=asthma&size=10&page=2&facets=study_type,year");
  ASSERT_EQ(response.status, 200) << response.body;
  const json::object answer = object(response);
  EXPECT_EQ(answer.at("total").to_number<int>(), 25);
  EXPECT_EQ(answer.at("hits").as_array().size(), 10U);
  EXPECT_EQ(answer.at("facets").as_array().size(), 2U);
  for (const char* key :
       {"query", "interpretation", "warnings", "total_exact", "targets", "snapshot", "took_ms"}) {
    EXPECT_NE(member(answer, key), nullptr) << key;
  }
  const std::string link = header(response, "Link");
  EXPECT_NE(link.find("page=3>; rel=\"next\""), std::string::npos) << link;
  EXPECT_NE(link.find("facets=study_type%2Cyear>; rel=\"prev\""), std::string::npos) << link;
  EXPECT_NE(link.find("page=3>; rel=\"last\""), std::string::npos) << link;
}

TEST_F(Api, FiltersByRepeatedAndJoinedValues) {
  const auto total = [this](std::string_view target) {
    const Response response = get(target);
    EXPECT_EQ(response.status, 200) << response.body;
    return object(response).at("total").to_number<int>();
  };
  EXPECT_EQ(total("/api/v1/search?q=asthma&filter.study_type=guideline"), 1);
  EXPECT_EQ(total("/api/v1/search?q=asthma&filter.study_type=guideline,randomised_trial"), 2);
  EXPECT_EQ(total("/api/v1/search?q=asthma&filter.study_type=guideline"
                  "&filter.study_type=randomised_trial"),
            2);
  EXPECT_EQ(total("/api/v1/search?q=asthma&exclude.study_type=guideline"), 24);
  EXPECT_EQ(total("/api/v1/search?q=asthma&filter.year=2001-2003"), 3);
  EXPECT_EQ(total("/api/v1/search?q=asthma&filter.year="), 25);
}

TEST_F(Api, RefusesEveryWrongParameterByName) {
  for (const char* paging : {"page=-1", "page=0", "page=9223372036854775808", "page=1.5", "page=a",
                             "size=0", "size=1000000000", "size=-1", "page=10002", "page=%20x"}) {
    expect_problem("/api/v1/search?q=a&" + std::string(paging), 400, "bad_paging");
  }
  expect_problem("/api/v1/search?q=asthma&sort=best", 400, "bad_sort");
  expect_problem("/api/v1/search?q=asthma&syntax=sql", 400, "bad_syntax");
  expect_problem("/api/v1/search?q=asthma&match=some", 400, "bad_match");
  expect_problem("/api/v1/search?q=asthma&explain=maybe", 400, "bad_flag");
  expect_problem("/api/v1/search?q=asthma&filter.acl=x", 400, "unknown_filter");
  expect_problem("/api/v1/search?q=asthma&filter.mesh=x", 400, "unknown_filter");
  expect_problem("/api/v1/search?q=asthma&filter.study_type=poem", 400, "bad_filter");
  expect_problem("/api/v1/search?q=asthma&filter.year=20x", 400, "bad_filter");
  expect_problem("/api/v1/search?q=asthma&filter.year=2020-2010", 400, "bad_filter");
  expect_problem("/api/v1/search?q=asthma&facets=title", 400, "unknown_facet");
  expect_problem("/api/v1/search?q=asthma&org=nobody", 400, "unknown_organisation");
  expect_problem("/api/v1/search?q=asthma&pgae=2", 400, "unknown_parameter");
  expect_problem("/api/v1/search?q=asthma&q=b", 400, "repeated_parameter");
  expect_problem("/api/v1/search?q=" + std::string(5'000, 'a'), 400, "query_too_long");
  const json::object named = object(get("/api/v1/search?q=a&page=-1"));
  EXPECT_EQ(named.at("errors").at(0).at("parameter").as_string(), "page");
  EXPECT_EQ(string_member(named, "type"), "urn:evidence:problem:bad-paging");
}

TEST_F(Api, NeverFailsInsideForOddQueries) {
  for (const char* query : {"", "AND%20AND", "NOT%20x", "((((", "%22%22%22", "acl%3Ax", "*", "a*",
                            "%27%20OR%201%3D1", "%25s%25n", "%3Cscript%3E", "NOT", "title%3A"}) {
    const Response response = get("/api/v1/search?q=" + std::string(query));
    EXPECT_TRUE(response.status == 200 || response.status == 400) << query << response.body;
  }
}

TEST_F(Api, TellsHowTheReadersOfAnOrganisationReachEachHit) {
  const json::object answer = object(get("/api/v1/search?q=asthma&size=25&org=example-trust"));
  const json::array& access = answer.at("access").as_array();
  ASSERT_EQ(access.size(), 2U);
  for (const json::value& row : access) {
    const std::string work = string_member(row.as_object(), "work");
    EXPECT_EQ(string_member(row.as_object(), "access"), work == kOpenWork ? "open" : "licensed");
    EXPECT_EQ(string_member(row.as_object(), "href"), "/go/" + work + "?org=example-trust");
  }
}

TEST_F(Api, GivesAWorkOnceAndThenSaysThatNothingChanged) {
  const std::string target = "/api/v1/works/" + std::string(kOpenWork);
  const Response first = get(target);
  ASSERT_EQ(first.status, 200);
  const std::string tag = header(first, "ETag");
  ASSERT_FALSE(tag.empty());
  Request again = request(target);
  again.headers["if-none-match"] = tag;
  const Response second = dispatch(router_, again, services_);
  EXPECT_EQ(second.status, 304);
  EXPECT_TRUE(second.body.empty());
  EXPECT_EQ(header(second, "ETag"), tag);
}

TEST_F(Api, KnowsWhichWorksItDoesNotHave) {
  expect_problem("/api/v1/works/w999999999999", 404, "unknown_work");
  expect_problem("/api/v1/works/w%3Cscript%3E", 404, "unknown_work");
  expect_problem("/api/v1/works?ids=", 400, "bad_ids");
  const json::object answer =
      object(get("/api/v1/works?ids=w000000000001,w999999999999,w000000000002,x"));
  EXPECT_EQ(answer.at("works").as_array().size(), 2U);
  EXPECT_EQ(answer.at("missing").as_array().size(), 2U);
}

TEST_F(Api, AFormerIdIsSentOn) {
  const std::string old(kFormerWork);
  const std::string now(kBareWork);
  const auto expect_moved = [this](const std::string& from, const std::string& to) {
    const Response response = get(from);
    EXPECT_EQ(response.status, 308) << from;
    EXPECT_EQ(header(response, "Location"), to);
    EXPECT_EQ(header(response, "Cache-Control"), "no-cache") << "a join may be undone";
  };
  expect_moved("/api/v1/works/" + old, "/api/v1/works/" + now);
  expect_moved("/api/v1/works/" + old + "/links?org=example-trust",
               "/api/v1/works/" + now + "/links?org=example-trust");
  expect_moved("/works/" + old + "?org=example-trust&q=a%20b",
               "/works/" + now + "?org=example-trust&q=a%20b");
  expect_moved("/go/" + old, "/go/" + now);
  expect_moved("/go/" + old + "/doi?q=x%26y", "/go/" + now + "/doi?q=x%26y");
  const json::object answer =
      object(get("/api/v1/works?ids=" + old + "," + now + ",w999999999999"));
  ASSERT_EQ(answer.at("works").as_array().size(), 1U);
  EXPECT_EQ(answer.at("works").at(0).at("id").as_string(), now);
  EXPECT_EQ(answer.at("redirected").as_object().size(), 1U);
  EXPECT_EQ(answer.at("redirected").at(old).as_string(), now);
  EXPECT_EQ(answer.at("missing").as_array().size(), 1U);
}

TEST_F(Api, ListsTheLinksOfAWorkForAnOrganisation) {
  const std::string target = "/api/v1/works/" + std::string(kLicensedWork) + "/links";
  const json::object direct = object(get(target));
  EXPECT_EQ(direct.at("links").at(0).at("via").as_string(), "direct");
  EXPECT_TRUE(direct.at("organisation").is_null());
  const json::object proxied = object(get(target + "?org=example-trust"));
  EXPECT_EQ(proxied.at("links").at(0).at("via").as_string(), "openathens");
  expect_problem(target + "?org=x", 400, "unknown_organisation");
}

TEST_F(Api, AnswersUnknownPathsAndMethodsInItsOwnForm) {
  expect_problem("/api/v1/nothing", 404, "not_found");
  Request post = request("/api/v1/search");
  post.method = "POST";
  const Response response = dispatch(router_, post, services_);
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(header(response, "Allow"), "GET, HEAD, OPTIONS");
  post.method = "OPTIONS";
  EXPECT_EQ(dispatch(router_, post, services_).status, 204);
}

TEST_F(Api, DescribesItself) {
  for (const char* target : {"/api/v1/sources", "/api/v1/organisations", "/api/v1/fields",
                             "/api/v1/openapi.json", "/readyz"}) {
    const Response response = get(target);
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_FALSE(object(response).empty()) << target;
  }
  EXPECT_EQ(get("/healthz").body, "ok\n");
  static_cast<void>(get("/api/v1/search?q=asthma"));
  const std::string text = get("/metrics").body;
  EXPECT_NE(text.find("evidence_index_documents 25"), std::string::npos) << text;
  EXPECT_NE(text.find("evidence_search_seconds_count 1"), std::string::npos);
  EXPECT_EQ(text.find("asthma"), std::string::npos);
}

TEST_F(Api, SaysWhatIsMissingWhereThereIsNoIndex) {
  Searcher nothing(test::options_for("/nonexistent/current"));
  Services without{nothing, links_, clock_, metrics_, {}, {}};
  const Response ready = dispatch(router_, request("/readyz"), without);
  EXPECT_EQ(ready.status, 503);
  EXPECT_EQ(string_member(object(ready), "status"), "unavailable");
  EXPECT_EQ(ready.body.find("/nonexistent"), std::string::npos) << ready.body;
  const Response search = dispatch(router_, request("/api/v1/search?q=a"), without);
  EXPECT_EQ(search.status, 503);
  EXPECT_EQ(search.body.find("/nonexistent"), std::string::npos) << search.body;
  EXPECT_EQ(dispatch(router_, request("/healthz"), without).status, 200);
}

TEST_F(Api, TurnsWhateverAHandlerThrowsIntoAPlain500) {
  const Router broken(
      {{"GET",
        "/api/a",
        Audience::kApi,
        [](const Request&, Services&) -> Response { throw std::runtime_error("secret /path"); },
        false,
        {}},
       {"GET",
        "/api/b",
        Audience::kApi,
        [](const Request&, Services&) -> Response { throw 42; },
        false,
        {}}});
  for (const char* target : {"/api/a", "/api/b"}) {
    const Response response = dispatch(broken, request(target), services_);
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(string_member(object(response), "code"), "internal");
    EXPECT_EQ(response.body.find("secret"), std::string::npos);
  }
}

class ApiRelations : public ServiceTest {
 protected:
  ApiRelations() { index_.replace(related(), "related"); }

  static std::vector<Work> related() {
    std::vector<Work> all = works();
    all.resize(6);
    all[0].status = Status::kRetracted;
    all[0].status_statements = {{Status::kRetracted, "pubmed", "relation", "record:pubmed:2"},
                                {Status::kCorrected, "pubmed", "relation", ""}};
    all[0].relations = {{RelationType::kRetractedBy, "record:pubmed:2", "", "stated", {"pubmed"}},
                        {RelationType::kHasComment, "pmid:99", "Elsewhere", "reverse", {"pubmed"}}};
    all[1].relations = {{RelationType::kRetracts, "doi:10.1234/one", "", "stated", {"pubmed"}}};
    for (const std::size_t i : {0U, 2U, 3U}) all[i].registrations = {"NCT01234567"};
    all[4].has_newer_version = true;
    return all;
  }
  std::int64_t total(const std::string& filter) {
    return object(get("/api/v1/search?q=asthma&" + filter)).at("total").to_number<int>();
  }
};

TEST_F(ApiRelations, ARelationNamesTheWorkThatItLeadsTo) {
  const json::object work = object(get("/api/v1/works/" + std::string(kOpenWork)));
  const json::array& relations = work.at("relations").as_array();
  ASSERT_EQ(relations.size(), 2U);
  EXPECT_EQ(relations[0].at("type").as_string(), "retracted_by");
  EXPECT_EQ(relations[0].at("work").as_string(), kLicensedWork);
  EXPECT_EQ(relations[0].at("title").as_string(), "Asthma treatment number 2");
  EXPECT_EQ(relations[0].at("sources").at(0).as_string(), "pubmed");
  EXPECT_EQ(relations[1].at("target").as_string(), "pmid:99");
  EXPECT_FALSE(relations[1].as_object().contains("work"));
  const json::object both =
      object(get("/api/v1/works?ids=" + std::string(kOpenWork) + "," + std::string(kLicensedWork)));
  EXPECT_EQ(both.at("works").at(1).at("relations").at(0).at("work").as_string(), kOpenWork);
  EXPECT_EQ(both.at("works").at(1).at("relations").at(0).at("status").as_string(), "retracted");
}

TEST_F(ApiRelations, OtherReportsOfATrialStandWithTheWork) {
  const json::object work = object(get("/api/v1/works/" + std::string(kOpenWork)));
  const json::object& reports = work.at("trial_reports").as_object();
  EXPECT_EQ(reports.at("total").to_number<int>(), 2);
  EXPECT_EQ(reports.at("works").at(0).at("work").as_string(), "w000000000004");
  EXPECT_FALSE(
      object(get("/api/v1/works/" + std::string(kLicensedWork))).contains("trial_reports"));
  EXPECT_EQ(total("filter.registration=NCT01234567"), 3);
}

TEST_F(ApiRelations, TheTagOfAWorkChangesWithWhatItsRelationsLeadTo) {
  const std::string target = "/api/v1/works/" + std::string(kOpenWork);
  const std::string tag = header(get(target), "ETag");
  std::vector<Work> later = related();
  later[1].record.title = "A better title";
  index_.replace(later, "later");
  Request again = request(target);
  again.headers["if-none-match"] = tag;
  const Response changed = dispatch(router_, again, services_);
  EXPECT_EQ(changed.status, 200);
  again.headers["if-none-match"] = header(changed, "ETag");
  EXPECT_EQ(dispatch(router_, again, services_).status, 304);
}

TEST_F(ApiRelations, RetractedAndOlderWorksAreHiddenOnlyWhereAsked) {
  EXPECT_EQ(total("page=1"), 6);
  EXPECT_EQ(total("exclude.status=retracted"), 5);
  EXPECT_EQ(total("filter.status=retracted"), 1);
  EXPECT_EQ(total("filter.status=corrected"), 1) << "retracted, and corrected before";
  EXPECT_EQ(total("exclude.version=older"), 5);
  EXPECT_EQ(total("filter.version=older"), 1);
  EXPECT_EQ(total("filter.relation=retracts,retracted_by"), 2);
  // The page's choices are the same filters.
  const auto page = [this](const std::string& choice) {
    return get("/search?q=asthma&" + choice).body;
  };
  EXPECT_NE(page("choose.status.retracted=").find("6 results"), std::string::npos);
  EXPECT_NE(page("choose.status.retracted=without").find("5 results"), std::string::npos);
  EXPECT_NE(page("choose.status.retracted=only").find("1 result<"), std::string::npos);
  EXPECT_NE(page("choose.version.older=without").find("5 results"), std::string::npos);
  EXPECT_NE(page("choose.acl.x=only").find("There is no filter"), std::string::npos);
  const json::object answer =
      object(get("/api/v1/search?q=asthma&facets=status&exclude.status=concern"));
  EXPECT_EQ(answer.at("older_versions").to_number<int>(), 1);
  EXPECT_EQ(answer.at("facets").at(0).at("values").as_array().size(), 2U);
}

class Go : public ServiceTest {};

TEST_F(Go, SendsEachReaderByTheirOwnWay) {
  const auto location = [this](const std::string& target) {
    const Response response = get(target);
    EXPECT_EQ(response.status, 303) << target;
    EXPECT_EQ(header(response, "Cache-Control"), "no-store");
    EXPECT_EQ(header(response, "Referrer-Policy"), "strict-origin-when-cross-origin");
    return header(response, "Location");
  };
  const std::string open = "/go/" + std::string(kOpenWork);
  const std::string licensed = "/go/" + std::string(kLicensedWork);
  EXPECT_EQ(location(open + "?org=example-trust"), "https://repository.example.org/1.pdf");
  EXPECT_EQ(location(licensed + "?org=none"), "https://www.example-journal.org/two");
  EXPECT_EQ(location(licensed + "?org=example-trust"),
            "https://go.openathens.net/redirector/"
            "example.org?url=https%3A%2F%2Fwww.example-journal.org%2Ftwo");
  Request by_cookie = request(licensed);
  by_cookie.cookies["org"] = "example-trust";
  EXPECT_NE(header(dispatch(router_, by_cookie, services_), "Location").find("openathens"),
            std::string::npos);
}

TEST_F(Go, NeverForwardsToAnAddressFromTheRequest) {
  for (const char* parameter :
       {"url=//evil.example", "url=https%3Aevil", "u=javascript:alert(1)", "URL=https://a@evil/",
        "target=https://a/%0d%0aSet-Cookie:x", "qurl=https://evil.example/", "url="}) {
    for (const std::string& path : {std::string("/go"), "/go/" + std::string(kOpenWork)}) {
      const Response response = get(path + "?" + parameter);
      EXPECT_EQ(response.status, 400) << parameter;
      EXPECT_EQ(header(response, "Location"), "") << parameter;
    }
  }
}

TEST_F(Go, SaysWhatItDoesNotKnow) {
  for (const std::string& target :
       {std::string("/go"), std::string("/go/w999999999999"), std::string("/go/evil.example"),
        "/go/" + std::string(kOpenWork) + "/nothing", "/go/" + std::string(kBareWork)}) {
    const Response response = get(target);
    EXPECT_EQ(response.status, 404) << target;
    EXPECT_EQ(header(response, "Location"), "") << target;
  }
  EXPECT_EQ(get("/go/" + std::string(kOpenWork) + "?org=nobody").status, 400);
}

}  // namespace
}  // namespace evidence::server
