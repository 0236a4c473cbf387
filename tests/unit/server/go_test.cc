// /go and the way to it: whose access, asked once, stopped before retracted work.
#include <gtest/gtest.h>

#include <string>

#include "server/endpoints.h"
#include "server/pages.h"
#include "tests/unit/server/service_fixture.h"

namespace evidence::server {
namespace {

bool page_has(const Response& response, std::string_view text) {
  return response.body.find(text) != std::string::npos;
}

class GoRoad : public ServiceTest {
 protected:
  Response go(std::string_view target, const std::string& cookie = "",
              const std::string& address = "") {
    Request made = request(target);
    if (!cookie.empty()) made.cookies["org"] = cookie;
    made.remote_address = address;
    return dispatch(router_, made, services_);
  }
  static std::string licensed() { return "/go/" + std::string(kLicensedWork); }
};

TEST_F(GoRoad, AsksOnceForTheOrganisationAndGoesOn) {
  const Response asked = go(licensed());
  EXPECT_EQ(asked.status, 303);
  EXPECT_EQ(header(asked, "Location"), "/organisations?back=%2Fgo%2F" + std::string(kLicensedWork));
  const Response page = go(header(asked, "Location"));
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page_has(page, "Which organisation are you with?"));
  EXPECT_TRUE(page_has(page, "Example Trust"));
  const Response chosen =
      go("/organisations?org=example-trust&back=%2Fgo%2F" + std::string(kLicensedWork));
  EXPECT_EQ(header(chosen, "Location"), licensed() + "?org=example-trust");
  // Where cookies are refused the address carries the answer.
  EXPECT_NE(header(go(header(chosen, "Location")), "Location").find("openathens"),
            std::string::npos);
  const Response none = go("/organisations?org=none&back=%2Fgo%2F" + std::string(kLicensedWork));
  EXPECT_EQ(header(go(header(none, "Location")), "Location"),
            "https://www.example-journal.org/two");
  EXPECT_NE(header(go(licensed(), "example-trust"), "Location").find("openathens"),
            std::string::npos);
  // Who said "none" is not asked again, nor who comes by an address that says so.
  EXPECT_EQ(header(go(licensed(), "none"), "Location"), "https://www.example-journal.org/two");
  EXPECT_EQ(header(go(licensed() + "?org=none"), "Location"),
            "https://www.example-journal.org/two");
  // One that is not known any more is asked for again.
  EXPECT_TRUE(header(go(licensed(), "closed-trust"), "Location").starts_with("/organisations?"));
}

TEST_F(GoRoad, AChoiceCountsBeforeTheOneInTheAddress) {
  const Response chosen =
      go("/organisations?org=example-trust&back=%2Fsearch%3Fq%3Dx%26org%3Dother%26page%3D2");
  EXPECT_EQ(header(chosen, "Location"), "/search?q=x&page=2");
}

TEST_F(GoRoad, AFormWithoutAChoiceSaysWhatIsMissing) {
  const Response wrong = go("/organisations?sent=1&back=%2F");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_TRUE(page_has(wrong, "There is a problem"));
  EXPECT_TRUE(page_has(wrong, "id=\"choice-error\""));
}

TEST_F(GoRoad, OpenCopiesAskNobody) {
  EXPECT_EQ(header(go("/go/" + std::string(kOpenWork)), "Location"),
            "https://repository.example.org/1.pdf");
}

TEST_F(GoRoad, KeepsWhatWasAskedForOnTheWay) {
  const Response asked = go(licensed() + "/publisher-1?q=asthma%20%26%20child");
  EXPECT_EQ(header(asked, "Location"), "/organisations?back=%2Fgo%2F" + std::string(kLicensedWork) +
                                           "%2Fpublisher-1%3Fq%3Dasthma%2520%2526%2520child");
}

class RetractedRoad : public GoRoad {
 protected:
  static std::vector<Work> retracted_works() {
    std::vector<Work> all = works();
    all[1].status = Status::kRetracted;
    all[1].status_statements = {{Status::kRetracted, "pubmed", "relation", ""}};
    all[0].status = Status::kConcern;
    all[0].status_statements = {{Status::kConcern, "pubmed", "relation", ""}};
    return all;
  }
  RetractedRoad()
      : retracted_(retracted_works(), test::Backend::kLocal),
        searcher_(test::options_for(retracted_.stub())),
        warned_{searcher_, links_, clock_, metrics_, {}, {}} {}
  Response go(std::string_view target) { return dispatch(router_, request(target), warned_); }

  test::SearchIndex retracted_;
  Searcher searcher_;
  Services warned_;
};

TEST_F(RetractedRoad, StopsOnceAndSaysWhy) {
  for (const std::string& path : {licensed() + "?org=example-trust",
                                  "/go/" + std::string(kOpenWork) + "?org=example-trust"}) {
    const Response stop = go(path);
    EXPECT_EQ(stop.status, 200) << path;
    EXPECT_EQ(header(stop, "Location"), "");
    EXPECT_TRUE(page_has(stop, path.find(kOpenWork) == std::string::npos
                                   ? "This work has been retracted"
                                   : "An expression of concern stands against this work"));
    EXPECT_TRUE(page_has(stop, "even_so=yes"));
    EXPECT_TRUE(page_has(go(path + "&even_so=1"), "?even_so=yes"));
    const Response on = go(path + "&even_so=yes");
    EXPECT_EQ(on.status, 303) << path;
    EXPECT_NE(header(on, "Location"), "");
  }
}

class NetworkRoad : public GoRoad {
 protected:
  static Organisation on_network(std::string id, std::string name, std::string_view range) {
    Organisation organisation = ServiceTest::organisation();
    organisation.id = std::move(id);
    organisation.name = std::move(name);
    organisation.ip_ranges = {*parse_ip_range(range)};
    return organisation;
  }
  static std::vector<Organisation> three() {
    Organisation nation = ServiceTest::organisation();
    nation.id = "england";
    nation.name = "England";
    nation.kind = OrganisationKind::kNation;
    Organisation consortium = nation;
    consortium.id = "consortium";
    consortium.name = "Consortium of the North";
    consortium.kind = OrganisationKind::kConsortium;
    return {on_network("north", "North Trust", "192.0.2.0/25"),
            on_network("south", "South Trust", "192.0.2.64-192.0.2.127"), nation, consortium};
  }
  NetworkRoad() : several_(three()), services_{searcher_, several_, clock_, metrics_, {}, {}} {}
  Response get(std::string_view target, const std::string& address,
               const std::string& cookie = "") {
    Request made = request(target);
    if (!cookie.empty()) made.cookies["org"] = cookie;
    made.remote_address = address;
    return dispatch(router_, made, services_);
  }

  LinkResolver several_;
  Services services_;
};

TEST_F(NetworkRoad, ANetworkProposesAndNeverDecides) {
  const Response results = get("/search?q=asthma", "192.0.2.7");
  EXPECT_TRUE(page_has(results, "you seem to be at North Trust"));
  EXPECT_TRUE(page_has(results, "Choose your organisation"));
  const Response chosen = get("/search?q=asthma", "192.0.2.7", "south");
  EXPECT_TRUE(page_has(chosen, "Access shown for: South Trust"));
  EXPECT_FALSE(page_has(chosen, "you seem to be"));
  EXPECT_FALSE(page_has(get("/search?q=asthma", "192.0.2.7", "none"), "you seem to be"));
  EXPECT_TRUE(header(get(licensed(), "192.0.2.7"), "Location").starts_with("/organisations?"));
}

TEST_F(NetworkRoad, ASharedNetworkAsks) {
  EXPECT_FALSE(page_has(get("/search?q=asthma", "192.0.2.70"), "you seem to be"));
  const Response page = get("/organisations", "192.0.2.70");
  EXPECT_TRUE(page_has(page, "Your network is shared by several organisations"));
  EXPECT_FALSE(page_has(page, "checked"));
  EXPECT_TRUE(page_has(get("/organisations", "192.0.2.7"),
                       "value=\"north\" aria-describedby=\"hint-north\" checked"));
  EXPECT_TRUE(page_has(get("/organisations", "192.0.2.7", "none"),
                       "value=\"none\" aria-describedby=\"hint-none\" checked"));
}

TEST_F(NetworkRoad, NationalContentCanBeChosenAndAConsortiumCannot) {
  const Response page = get("/organisations", "");
  EXPECT_TRUE(page_has(page, "National content only (England)"));
  EXPECT_TRUE(page_has(page, "a GP practice"));
  EXPECT_FALSE(page_has(page, "Consortium"));
  EXPECT_EQ(get("/organisations?org=england", "").status, 303);
  EXPECT_EQ(get("/organisations?org=consortium", "").status, 400);
}

TEST_F(NetworkRoad, FindsByNameWhereThereAreMany) {
  std::vector<Organisation> many = three();
  for (int i = 0; i < 40; ++i) {
    Organisation each = ServiceTest::organisation();
    each.id = "trust-" + std::to_string(i);
    each.name = "Example Trust " + std::to_string(i);
    each.alternative_names = {"Saint Example " + std::to_string(i)};
    many.push_back(each);
  }
  const LinkResolver links(many);
  Services services{searcher_, links, clock_, metrics_, {}, {}};
  const auto page = [&](std::string_view target) {
    return dispatch(router_, request(target), services);
  };
  const Response empty = page("/organisations?back=%2F");
  EXPECT_TRUE(page_has(empty, "Name of your organisation"));
  EXPECT_FALSE(page_has(empty, "Example Trust 7"));
  EXPECT_TRUE(page_has(page("/organisations?name=saint+7"), "Example Trust 7"));
  EXPECT_FALSE(page_has(page("/organisations?name=saint+7"), "Example Trust 8"));
  EXPECT_TRUE(page_has(page("/organisations?name=example"), "only the first are shown"));
  EXPECT_TRUE(page_has(page("/organisations?name=zzz"), "No organisation here is called"));
}

}  // namespace
}  // namespace evidence::server
