// The lists of facets: the API and the page.
#include "base/url.h"
#include "tests/unit/server/service_fixture.h"

namespace evidence::server {
namespace {

class FacetPages : public ServiceTest {
 protected:
  FacetPages() { index_.replace(with_subjects(), "two"); }

  static std::vector<Work> with_subjects() {
    std::vector<Work> all = works();
    for (std::size_t i = 0; i < all.size(); ++i) {
      Record& record = all[i].record;
      const auto add = [&record](std::string label) {
        record.subjects.push_back({"mesh", "", std::move(label), "", "", false});
      };
      add("Asthma");
      if (i % 2 == 0) add("Aged, 80 and over");
      add("Heading " + std::to_string(i));
      if (i == 0) add("<script>alert(1)</script>");
      record.publication.title = i % 3 == 0 ? "The Lancet" : "BMJ Open";
    }
    return all;
  }

  static std::size_t count(const std::string& text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
  }
};

TEST_F(FacetPages, TheApiListsAllValuesAndNarrowsThemAsTyped) {
  const json::object all = object(get("/api/v1/facets/subject?q=asthma&size=20"));
  EXPECT_EQ(all.at("total").as_int64(), 25);
  EXPECT_EQ(all.at("matching").as_int64(), 28);
  EXPECT_EQ(all.at("values").as_array().size(), 20U);
  const json::object& first = all.at("values").at(0).as_object();
  EXPECT_EQ(first.at("value"), "asthma");
  EXPECT_EQ(first.at("label"), "Asthma");
  EXPECT_EQ(first.at("count").as_int64(), 25);
  EXPECT_FALSE(first.at("selected").as_bool());
  EXPECT_EQ(
      object(get("/api/v1/facets/subject?q=asthma&size=20&page=2")).at("values").as_array().size(),
      8U);
  const json::object typed = object(get("/api/v1/facets/subject?q=asthma&words=AGE+80"));
  ASSERT_EQ(typed.at("values").as_array().size(), 1U);
  EXPECT_EQ(typed.at("values").at(0).at("count").as_int64(), 13);
  const json::object begins =
      object(get("/api/v1/facets/subject?q=asthma&begins=heading+1&order=value"));
  EXPECT_EQ(begins.at("matching").as_int64(), 11);
  EXPECT_EQ(begins.at("values").at(1).at("label"), "Heading 10");
}

TEST_F(FacetPages, TheCountOfAValueIsTheTotalOfTheSearchWithIt) {
  for (const char* field : {"subject", "journal", "year", "study_type"}) {
    const json::object list =
        object(get("/api/v1/facets/" + std::string(field) + "?q=asthma&filter.year=2001-2020"));
    ASSERT_FALSE(list.at("values").as_array().empty()) << field;
    for (const json::value& value : list.at("values").as_array()) {
      const std::string name(list.at("field").as_string());
      const std::string years = name == "year" ? "" : "&filter.year=2001-2020";
      const json::object found =
          object(get("/api/v1/search?q=asthma" + years + "&filter." + name + "=" +
                     percent_encode(std::string_view(value.at("value").as_string()))));
      EXPECT_EQ(found.at("total"), value.at("count")) << json::serialize(value);
    }
  }
}

TEST_F(FacetPages, RefuseWhatIsNoFacetAndWhatIsTooLong) {
  EXPECT_EQ(get("/api/v1/facets/title?q=asthma").status, 404);
  EXPECT_EQ(get("/facets/nothing?q=asthma").status, 404);
  EXPECT_EQ(get("/api/v1/facets/year?q=asthma&order=size").status, 400);
  EXPECT_EQ(get("/api/v1/facets/year?q=asthma&words=" + std::string(201, 'x')).status, 400);
  EXPECT_EQ(get("/api/v1/facets/year?q=asthma&colour=red").status, 400);
  EXPECT_EQ(get("/api/v1/search?q=asthma&facets=year&facet_size=1001").status, 400);
}

TEST_F(FacetPages, ListAllValuesWithLinksThatAddAndLeaveOut) {
  const Response page = get("/facets/subject?q=asthma&filter.year=2001-2020");
  ASSERT_EQ(page.status, 200);
  const std::string& text = page.body;
  EXPECT_NE(text.find("Subject: all values"), std::string::npos);
  EXPECT_NE(text.find("/search?q=asthma&amp;filter.year=2001-2020&amp;filter.subject=aged%2080%"
                      "20and%20over"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("exclude.subject=aged%2080%20and%20over"), std::string::npos);
  EXPECT_NE(text.find("(20<span class=\"nhsuk-u-visually-hidden\"> results</span>)"),
            std::string::npos);
  EXPECT_EQ(text.find("<script>alert"), std::string::npos);
  EXPECT_NE(text.find("href=\"/search?q=asthma&amp;filter.year=2001-2020\">Back to the results"),
            std::string::npos);
  // The box keeps the search.
  EXPECT_NE(text.find("name=\"filter.year\" value=\"2001-2020\""), std::string::npos);
}

TEST_F(FacetPages, SayWhichValueIsInUseAndOfferToRemoveIt) {
  const Response page = get("/facets/subject?q=asthma&filter.subject=Aged,+80+And+Over");
  EXPECT_NE(page.body.find("in use"), std::string::npos);
  EXPECT_NE(page.body.find("href=\"/search?q=asthma\">Remove<span"), std::string::npos)
      << page.body;
  EXPECT_EQ(count(page.body, ">Remove<"), 1U);
}

TEST_F(FacetPages, HavePagesThatKeepOrderAndTypedWords) {
  const Response page = get("/facets/subject?q=asthma&words=heading&order=value&size=10");
  EXPECT_NE(page.body.find("25 values with words that begin with “heading” in 25 results."),
            std::string::npos)
      << page.body;
  EXPECT_NE(
      page.body.find(
          "/facets/subject?q=asthma&amp;words=heading&amp;order=value&amp;size=10&amp;page=2"),
      std::string::npos);
}

TEST_F(FacetPages, TheResultPageShowsTheFirstSubjectsAndJournalsAndALinkToAll) {
  const Response page = get("/search?q=asthma");
  EXPECT_NE(page.body.find("name=\"filter.subject\" value=\"asthma\""), std::string::npos);
  EXPECT_NE(page.body.find("name=\"filter.journal_title\" value=\"bmj open\""), std::string::npos);
  EXPECT_NE(page.body.find("The Lancet <span class=\"ev-count\">"), std::string::npos);
  EXPECT_NE(page.body.find("href=\"/facets/subject?q=asthma\">More subjects"), std::string::npos);
  EXPECT_EQ(page.body.find("More journals"), std::string::npos) << "both are shown already";
  EXPECT_EQ(count(page.body, "name=\"filter.subject\""), 10U);
  const Response used = get("/search?q=asthma&filter.subject=Heading+24");
  EXPECT_NE(used.body.find("value=\"heading 24\" checked"), std::string::npos);
}

TEST_F(FacetPages, AHeadingWithACommaIsOneValue) {
  const json::object found =
      object(get("/api/v1/search?q=asthma&filter.subject=Aged,%2080%20and%20over&facets=journal"));
  EXPECT_EQ(found.at("total").as_int64(), 13);
  EXPECT_EQ(found.at("facets").at(0).at("field"), "journal_title");
}

}  // namespace
}  // namespace evidence::server
