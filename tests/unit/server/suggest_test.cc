#include <gtest/gtest.h>

#include "tests/unit/server/service_fixture.h"

namespace evidence::server {
namespace {

using SuggestApi = ServiceTest;

TEST_F(SuggestApi, GroupsCompletionsByKindAndSaysWhatTheySearch) {
  const Response response = get("/api/v1/suggest?q=ast");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(header(response, "Cache-Control"), "public, max-age=300");
  const json::object answer = object(response);
  const json::array& groups = answer.at("groups").as_array();
  ASSERT_FALSE(groups.empty());
  const json::object& first = groups.at(0).at("suggestions").as_array().at(0).as_object();
  EXPECT_EQ(first.at("kind").as_string(), groups.at(0).at("kind").as_string());
  EXPECT_NE(first.at("text").as_string().find("sthma"), json::string::npos);
  EXPECT_GT(first.at("count").as_int64(), 0);
  const std::string href(first.at("href").as_string());
  EXPECT_TRUE(href.starts_with("/search?q=")) << href;
  EXPECT_EQ(get(href).status, 200);
}

TEST_F(SuggestApi, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(get("/api/v1/suggest").status, 400);
  EXPECT_EQ(get("/api/v1/suggest?q=a").status, 400);
  EXPECT_EQ(get("/api/v1/suggest?q=" + std::string(200, 'a')).status, 400);
  EXPECT_EQ(get("/api/v1/suggest?q=asthma&kinds=topic,planet").status, 400);
  EXPECT_EQ(get("/api/v1/suggest?q=asthma&size=21").status, 400);
  EXPECT_EQ(get("/api/v1/suggest?q=asthma&size=x").status, 400);
  EXPECT_EQ(get("/api/v1/suggest?q=asthma&kinds=topic,heading&size=3").status, 200);
}

TEST_F(SuggestApi, SimilarWorksSayWhy) {
  const Response response = get("/api/v1/works/w000000000001/similar?size=3");
  ASSERT_EQ(response.status, 200) << response.body;
  const json::object answer = object(response);
  EXPECT_LE(answer.at("similar").as_array().size(), 3U);
  EXPECT_EQ(get("/api/v1/works/w0000000zzzzz/similar").status, 404);
  EXPECT_EQ(get("/api/v1/works/nonsense/similar").status, 404);
  EXPECT_EQ(get("/api/v1/works/w000000000001/similar?size=51").status, 400);
  EXPECT_EQ(get("/api/v1/works/" + std::string(kFormerWork) + "/similar").status, 308);
}

TEST_F(SuggestApi, TheAnswerOffersAnotherSpellingAndThePageLinksToIt) {
  const json::object answer = object(get("/api/v1/search?q=astma%20children"));
  const json::array& offers = answer.at("did_you_mean").as_array();
  ASSERT_EQ(offers.size(), 1U);
  EXPECT_EQ(offers.at(0).at("query").as_string(), "asthma children");
  EXPECT_EQ(offers.at(0).at("works").as_int64(), 25);
  const Response page = get("/search?q=astma%20children&sort=newest");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Did you mean"), std::string::npos);
  EXPECT_NE(page.body.find("/search?q=asthma%20children"), std::string::npos) << page.body;
  EXPECT_NE(page.body.find("sort=newest"), std::string::npos);
  EXPECT_NE(page.body.find("(25 works)"), std::string::npos);
  EXPECT_TRUE(object(get("/api/v1/search?q=asthma")).at("did_you_mean").as_array().empty());
  EXPECT_EQ(get("/search?q=asthma").body.find("Did you mean"), std::string::npos);
}

TEST_F(SuggestApi, APageThatFoundNothingNamesWhatBeginsSo) {
  const Response page = get("/search?q=treatme");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("In this index there are"), std::string::npos);
}

}  // namespace
}  // namespace evidence::server
