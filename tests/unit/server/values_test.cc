// The alphabetical indexes of fields, as pages and over the API.
#include "server/field_browser.h"
#include "server/search_url.h"
#include "tests/unit/server/tools_fixture.h"

namespace evidence::server {
namespace {

class ValuesTest : public ToolsTest {
 protected:
  // An index of its own with values that are hard to quote.
  ValuesTest() : other_(odd_works(), test::Backend::kLocal) {
    odd_searcher_ = std::make_unique<Searcher>(test::options_for(other_.stub()));
  }
  static std::vector<Work> odd_works() {
    std::vector<Work> all;
    int i = 0;
    for (const char* title : {"BMJ (Clinical research ed.)", "Sleep * wake: \"news\"",
                              "Pain? & more", "AND", "Thorax", "Thorax", "Ménière \\ review"}) {
      ++i;
      all.push_back(test::make_work(i, "Title " + std::to_string(i), "Words."));
      all.back().record.publication.title = title;
      all.back().record.languages = {i % 2 == 0 ? "eng" : "ger"};
    }
    return all;
  }
  test::SearchIndex other_;
  std::unique_ptr<Searcher> odd_searcher_;
};

TEST_F(ValuesTest, TheApiPagesThroughValuesInOrder) {
  const json::object first = object(get("/api/v1/fields/year/values?begin=20&limit=10"));
  const json::array values = first.at("values").as_array();
  ASSERT_EQ(values.size(), 10U);
  EXPECT_EQ(values[0].as_object().at("value"), "2001");
  EXPECT_EQ(values[0].as_object().at("works"), 1);
  EXPECT_EQ(first.at("next"), "2010");
  const json::object rest = object(get("/api/v1/fields/year/values?begin=20&limit=100&after=2010"));
  EXPECT_EQ(rest.at("values").as_array().size(), 15U);
  EXPECT_TRUE(rest.at("next").is_null());
  const json::object words = object(get("/api/v1/fields/title/values?begin=ast"));
  EXPECT_EQ(words.at("values").as_array()[0].as_object().at("value"), "asthma");
  EXPECT_EQ(words.at("values").as_array()[0].as_object().at("works"), 25);
}

TEST_F(ValuesTest, TheApiRefusesUnknownFieldsAndBadLimits) {
  EXPECT_EQ(code(get("/api/v1/fields/nothing/values")), "unknown_field");
  EXPECT_EQ(code(get("/api/v1/fields/any/values")), "unknown_field");
  EXPECT_EQ(code(get("/api/v1/fields/year/values?limit=0")), "bad_number");
  EXPECT_EQ(code(get("/api/v1/fields/year/values?limit=1001")), "bad_number");
  EXPECT_EQ(code(get("/api/v1/fields/year/values?begin=" + std::string(301, 'a'))),
            "text_too_long");
  EXPECT_EQ(code(get("/api/v1/fields/year/values?start=2")), "unknown_parameter");
}

TEST_F(ValuesTest, EveryValueLinksToASearchThatFindsItsNumberOfWorks) {
  std::size_t seen = 0;
  for (Searcher* searcher : {&searcher_, odd_searcher_.get()}) {
    Services services = {*searcher, links_, clock_, metrics_, {}, {}};
    for (const Field field :
         {Field::kJournalTitle, Field::kLanguage, Field::kYear, Field::kStudyType, Field::kTitle,
          Field::kAuthor, Field::kHeadingLabel, Field::kPublicationType}) {
      const auto values = searcher->values(field, "", 50);
      ASSERT_TRUE(values.ok());
      for (const ValueCount& value : *values) {
        const std::string href = value_search_href(field, value.value);
        SCOPED_TRACE(std::string(field_info(field).name) + " " + value.value + " " + href);
        const Response answer = dispatch(router_, request("/api/v1" + href), services);
        ASSERT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(number(object(answer), "total"), static_cast<std::int64_t>(value.count))
            << answer.body.substr(0, 600);
        ++seen;
      }
    }
  }
  EXPECT_GT(seen, 40U);
}

TEST_F(ValuesTest, ThePageHasLettersCountsAndTheNextValues) {
  const Response fields = get("/values");
  EXPECT_EQ(fields.status, 200);
  EXPECT_TRUE(holds(fields, "href=\"/values/journal_title\""));
  const Response years = get("/values/year");
  EXPECT_EQ(years.status, 200);
  EXPECT_TRUE(holds(years, "href=\"/values/year?begin=a\">a</a>"));
  EXPECT_TRUE(holds(years, ">2001</a></td><td class=\"ev-number\">1</td>"));
  EXPECT_FALSE(holds(years, "Next values"));
  const Response none = get("/values/year?begin=%3Cb%3E");
  EXPECT_TRUE(holds(none, "No value begins so"));
  EXPECT_TRUE(holds(none, "value=\"&lt;b&gt;\""));
  EXPECT_EQ(get("/values/any").status, 404);
  EXPECT_EQ(get("/values/year?begin=" + std::string(400, 'a')).status, 400);
  EXPECT_TRUE(holds(get("/strategies"), "href=\"/values\""));
}

}  // namespace
}  // namespace evidence::server
