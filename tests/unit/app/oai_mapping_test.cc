// What becomes of a record on its way through /oai, read back by our own harvester's formats.
#include <gtest/gtest.h>

#include "base/text.h"
#include "base/xml.h"
#include "connectors/registry.h"
#include "model/study_type.h"
#include "server/dublin_core.h"
#include "server/marcxml.h"

namespace evidence::app {
namespace {

using server::XmlWriter;

Identifier identifier(IdentifierScheme scheme, std::string_view text) {
  const auto parsed = Identifier::parse(scheme, text);
  EXPECT_TRUE(parsed.ok()) << text;
  return *parsed;
}

Record article() {
  Record record;
  record.source = "open";
  record.source_record_id = "a/1";
  record.title = "Inhalers & spacers \"at home\": does p < 0.05 matter?";
  record.abstract = {{"BACKGROUND", "Children carry inhalers."}, {"RESULTS", "They helped."}};
  record.contributors = {
      {"Smith", "Jane A", "JA", "author", "0000-0002-1825-0097", "Example Hospital"},
      {"Łukasz", "Zoë", "Z", "author", "", ""},
      {"Asthma Trial Group", "", "", "collective", "", ""},
      {"Jones", "Kim", "K", "editor", "", ""}};
  record.publication.title = "Journal of Invented Medicine";
  record.publication.volume = "12";
  record.publication.issue = "3";
  record.publication.pages = "45-67";
  record.publication.publisher = "Example Press";
  record.publication.date = {2021, 4, 5};
  record.publication_types = {"Journal Article", "Randomized Controlled Trial"};
  record.subjects = {{"mesh", "D001249", "Asthma", "Q000188", "drug therapy", true},
                     {"keyword", "", "school health", "", "", false}};
  record.languages = {"eng", "fre"};
  record.links = {{"https://journal.example.org/a/1", "publisher", true}};
  record.rights = "https://creativecommons.org/licenses/by/4.0/";
  record.open_access = OpenAccess::kOpen;
  record.identifiers = {identifier(IdentifierScheme::kDoi, "10.1234/inv.1"),
                        identifier(IdentifierScheme::kPmid, "9900001"),
                        identifier(IdentifierScheme::kIssn, "1234-5679")};
  apply_limits(record);
  return record;
}

// As it comes out of the envelope.
Record through(const Record& record, bool marc, std::vector<std::string>* problems = nullptr) {
  std::string xml;
  XmlWriter out(xml);
  out.open("record");
  out.open("header");
  out.element("identifier", "oai:evidence.example.org:open:1");
  out.element("datestamp", "2024-03-15T00:00:00Z");
  out.close();
  out.open("metadata");
  if (marc) {
    StoredRecord stored;
    stored.record = record;
    stored.first_seen = "2024-03-14T00:00:00Z";
    stored.last_changed = "2024-03-15T00:00:00Z";
    server::write_marcxml(out, stored);
  } else {
    server::write_oai_dc(out, record);
  }
  out.close();
  out.close();
  EXPECT_TRUE(is_valid_utf8(xml));
  const Format* format = format_by_name("oai-pmh");
  EXPECT_NE(format, nullptr);
  const ParsedEntry parsed = format->parse({xml, "record 1"});
  for (const EntryProblem& problem : parsed.problems) {
    if (problems != nullptr) problems->push_back(problem.code);
    if (problems == nullptr) ADD_FAILURE() << problem.code << ": " << problem.reason << "\n" << xml;
  }
  EXPECT_EQ(parsed.records.size(), 1U) << xml;
  return parsed.records.empty() ? Record{} : parsed.records.front();
}

void expect_same_article(const Record& found, const Record& record) {
  EXPECT_EQ(found.title, record.title);
  EXPECT_EQ(found.publication.title, record.publication.title);
  EXPECT_EQ(found.publication.volume, record.publication.volume);
  EXPECT_EQ(found.publication.issue, record.publication.issue);
  EXPECT_EQ(found.publication.pages, record.publication.pages);
  EXPECT_EQ(found.publication.publisher, record.publication.publisher);
  EXPECT_EQ(found.publication.date, record.publication.date);
  EXPECT_EQ(found.languages, record.languages);
  EXPECT_EQ(found.rights, record.rights);
  EXPECT_EQ(found.open_access, record.open_access);
  ASSERT_EQ(found.contributors.size(), record.contributors.size());
  for (std::size_t i = 0; i < record.contributors.size(); ++i) {
    EXPECT_EQ(found.contributors[i].family, record.contributors[i].family);
    EXPECT_EQ(found.contributors[i].given, record.contributors[i].given);
  }
  EXPECT_EQ(classify(found), classify(record));
}

std::string abstract_of(const Record& record) {
  std::string all;
  for (const AbstractSection& section : record.abstract) {
    if (!all.empty()) all += " ";
    all += section.label.empty() ? section.text : section.label + ": " + section.text;
  }
  return all;
}

TEST(OaiMapping, DublinCoreKeepsWhatItHasAPlaceFor) {
  const Record record = article();
  const Record found = through(record, false);
  expect_same_article(found, record);
  EXPECT_EQ(found.identifiers, record.identifiers);
  EXPECT_EQ(found.abstract, record.abstract);
  EXPECT_EQ(found.publication_types, record.publication_types);
  ASSERT_EQ(found.subjects.size(), 2U);
  EXPECT_EQ(found.subjects[0].scheme, "mesh");
  EXPECT_EQ(found.subjects[0].label, "Asthma");
  EXPECT_EQ(found.subjects[0].qualifier, "drug therapy");
  EXPECT_EQ(found.subjects[1].label, "school health");
}

TEST(OaiMapping, MarcKeepsNumbersOfHeadingsAndPeopleToo) {
  const Record record = article();
  const Record found = through(record, true);
  expect_same_article(found, record);
  EXPECT_EQ(abstract_of(found), abstract_of(record));
  EXPECT_EQ(found.contributors[0].orcid, record.contributors[0].orcid);
  EXPECT_EQ(found.contributors[0].affiliation, record.contributors[0].affiliation);
  EXPECT_EQ(found.contributors[3].role, "editor");
  ASSERT_EQ(found.subjects.size(), 2U);
  EXPECT_EQ(found.subjects[0], record.subjects[0]);
  EXPECT_EQ(found.subjects[1], record.subjects[1]);
  for (const Identifier& one : record.identifiers) {
    if (one.scheme() == IdentifierScheme::kPmid) continue;  // stands as another system's number
    EXPECT_NE(std::find(found.identifiers.begin(), found.identifiers.end(), one),
              found.identifiers.end())
        << one.value();
  }
}

TEST(OaiMapping, ARetractedWorkSaysSoInBothFormats) {
  Record record = article();
  record.relations = {{RelationType::kRetractedBy, "doi:10.1234/notice", "Notice"}};
  for (const bool marc : {false, true}) {
    std::string xml;
    XmlWriter out(xml);
    StoredRecord stored;
    stored.record = record;
    if (marc) {
      server::write_marcxml(out, stored);
    } else {
      server::write_oai_dc(out, record);
    }
    EXPECT_NE(xml.find("RETRACTED: This publication has been retracted."), std::string::npos)
        << xml;
  }
  const Record found = through(record, false);
  const auto& types = found.publication_types;
  EXPECT_NE(std::find(types.begin(), types.end(), "Retracted Publication"), types.end());
  // The notice's number must not become the article's own.
  EXPECT_EQ(found.identifiers, record.identifiers);
}

TEST(OaiMapping, SampleDataSaysSo) {
  Record record = article();
  record.sample = true;
  EXPECT_EQ(server::warnings_about(record).size(), 1U);
  EXPECT_NE(abstract_of(through(record, false)).find("made up"), std::string::npos);
}

TEST(OaiMapping, BooksAndJournalsAreWhatTheyAre) {
  Record book;
  book.source_record_id = "b";
  book.title = "A handbook of invention";
  book.identifiers = {identifier(IdentifierScheme::kIsbn, "9780306406157")};
  book.publication.edition = "2nd edition";
  book.publication.publisher = "Example Press";
  book.publication.date = {2019, 0, 0};
  book.publication_types = {"Book"};
  const Record found = through(book, true);
  EXPECT_EQ(found.identifiers, book.identifiers);
  EXPECT_EQ(found.publication.date, book.publication.date);
  EXPECT_EQ(found.publication_types.front(), "Book");
  Record journal;
  journal.source_record_id = "j";
  journal.title = "Journal of Invented Medicine";
  journal.identifiers = {identifier(IdentifierScheme::kIssn, "1234-5679")};
  EXPECT_EQ(through(journal, true).publication_types.front(), "Journal");
  EXPECT_EQ(through(journal, true).identifiers, journal.identifiers);
  EXPECT_EQ(through(journal, false).identifiers, journal.identifiers);
}

TEST(OaiMapping, NoTextCanBreakTheXml) {
  Record record = article();
  record.title = "a\x01\x0b]]>\xff\xfe<b attr='x'>&amp;\xEF\xBF\xBF\r\n\x7f";
  record.abstract = {{"<L&\">", "</dc:description><x>"}};
  record.contributors[0].family = "<O'Brien&>";
  record.subjects[1].label = "\"&#0;\"";
  for (const bool marc : {false, true}) {
    std::string xml;
    XmlWriter out(xml);
    StoredRecord stored;
    stored.record = record;
    if (marc) {
      server::write_marcxml(out, stored);
    } else {
      server::write_oai_dc(out, record);
    }
    EXPECT_TRUE(is_valid_utf8(xml));
    pugi::xml_document document;
    EXPECT_TRUE(parse_xml(xml, document).ok()) << xml;
  }
}

}  // namespace
}  // namespace evidence::app
