#include <gtest/gtest.h>

#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "doaj";

constexpr const char* kArticle =
    R"({"id":"aa11","last_updated":"2024-05-06T07:08:09Z","es_type":"article","admin":{"in_doaj":true},
    "bibjson":{"title":"Tea &amp; milk","year":"2023","month":"4","abstract":"We looked.",
    "start_page":"1","end_page":"9","keywords":["tea"],
    "journal":{"title":"Open Examples","volume":"2","number":"3","publisher":"Example Press",
      "language":["EN"],"issns":["2049-3630"],
      "license":[{"type":"CC BY","url":"https://www.example.org/licence","open_access":true}]},
    "identifier":[{"type":"doi","id":"10.1000/TEA"},{"type":"eissn","id":"2049-3630"}],
    "link":[{"type":"fulltext","url":"https://www.example.org/1.pdf","content_type":"PDF"}],
    "author":[{"name":"Ann Sample","affiliation":"Example Hospital",
      "orcid_id":"https://orcid.org/0000-0002-1825-0097"}],
    "subject":[{"scheme":"LCC","code":"RT1","term":"Nursing"}]}})";

TEST(Doaj, AnArticleIsReadWhole) {
  const ReadAll all = read_text(kFormat, kArticle);
  EXPECT_FALSE(all.error);
  EXPECT_TRUE(all.problems.empty());
  ASSERT_EQ(all.records.size(), 1U);
  const Record& record = all.records[0];
  EXPECT_EQ(record.source_record_id, "aa11");
  EXPECT_EQ(record.datestamp, "2024-05-06T07:08:09Z");
  EXPECT_EQ(record.title, "Tea & milk");
  EXPECT_EQ(record.publication.pages, "1-9");
  EXPECT_EQ(format_date(record.publication.date), "2023-04");
  EXPECT_EQ(record.rights, "CC BY");
  EXPECT_EQ(record.open_access, OpenAccess::kOpen);
  ASSERT_EQ(record.links.size(), 2U);
  EXPECT_EQ(record.links[0].kind, "pdf");
  EXPECT_TRUE(record.links[0].open);
  EXPECT_EQ(record.contributors.at(0).orcid, "0000-0002-1825-0097");
  EXPECT_EQ(record.subjects.at(0).scheme, "lcc");
  EXPECT_EQ(record.subjects.at(0).id, "RT1");
  EXPECT_EQ(record.languages, (std::vector<std::string>{"eng"}));
  EXPECT_EQ(record.identifiers.size(), 2U);
}

TEST(Doaj, AJournalBecomesATitleRecord) {
  const ReadAll all = read_text(
      kFormat,
      R"({"id":"jj22","last_updated":"2024-01-01T00:00:00Z","bibjson":{"title":"Open Examples",
      "eissn":"2049-3630","pissn":"0378-5955","publisher":{"name":"Example Press","country":"GB"},
      "language":["EN","FR"],"license":[{"type":"CC BY-NC","BY":true}],"keywords":["nursing"],
      "subject":[{"scheme":"LCC","code":"RT1","term":"Nursing"}],
      "ref":{"journal":"https://journal.example.org/"}}})");
  ASSERT_EQ(all.records.size(), 1U);
  const Record& record = all.records[0];
  EXPECT_EQ(record.publication_types, (std::vector<std::string>{"Journal"}));
  EXPECT_EQ(record.identifiers.size(), 2U);
  EXPECT_EQ(record.links.at(0).kind, "title");
  EXPECT_EQ(record.rights, "CC BY-NC");
  EXPECT_EQ(record.languages.size(), 2U);
}

TEST(Doaj, ARecordThatIsNoLongerListedIsATombstone) {
  const ReadAll all =
      read_text(kFormat, R"({"id":"x1","admin":{"in_doaj":false},"bibjson":{"title":"Gone"}})");
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_TRUE(all.records[0].deleted);
}

TEST(Doaj, PagesAreReadAndFailuresRefused) {
  const std::string page = R"({"total":1,"page":1,"results":[)" + std::string(kArticle) + "]}";
  EXPECT_EQ(read_text(kFormat, page).records.size(), 1U);
  EXPECT_FALSE(read_text(kFormat, R"({"total":0,"results":[]})").error);
  const ReadAll failed = read_text(kFormat, R"({"status":"bad_request","error":"Query too long"})");
  ASSERT_TRUE(failed.error);
  EXPECT_EQ(failed.error->slug, "remote_error");
  EXPECT_TRUE(read_text(kFormat, "<html>429</html>").error);
}

TEST(Doaj, WithoutAnIdTheDoiIsTheKey) {
  const ReadAll all = read_text(kFormat, R"([{"bibjson":{"title":"T","journal":{},
      "identifier":[{"type":"doi","id":"10.1000/x"}],"year":"soon"}},
      {"bibjson":{"title":"U"}},{"id":"3","bibjson":[]},{"id":"4","bibjson":{"title":{"a":1},"author":"x"}}])");
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].source_record_id, "doi:10.1000/x");
  std::vector<std::string> codes;
  for (const EntryProblem& problem : all.problems) codes.push_back(problem.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"bad_date", "no_identifier", "no_title", "no_title"}));
}

}  // namespace
}  // namespace evidence::test
