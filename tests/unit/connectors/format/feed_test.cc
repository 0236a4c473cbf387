#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>

#include "base/encoding.h"
#include "connectors/format/feed_date.h"
#include "connectors/format/feed_links.h"
#include "connectors/format/html_text.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence {
namespace {

using test::ReadAll;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

ReadAll read_bytes(const char* format, std::string bytes) {
  const std::unique_ptr<ByteSource> raw = memory_source(std::move(bytes));
  const std::unique_ptr<ByteSource> text = utf8_source(*raw);
  return test::read_source(format, *text);
}

Record only(const ReadAll& all) {
  EXPECT_FALSE(all.error) << all.error->message;
  EXPECT_EQ(all.records.size(), 1U);
  return all.records.empty() ? Record{} : all.records.front();
}

std::vector<std::string> values(const Record& record) {
  std::vector<std::string> out;
  for (const Identifier& one : record.identifiers) {
    out.push_back(std::string(scheme_name(one.scheme())) + ":" + one.value());
  }
  return out;
}

std::string rss(const std::string& items, const std::string& channel = "") {
  return "<?xml version=\"1.0\"?><rss version=\"2.0\" "
         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
         "<channel><title>Journal of Made-up Trials: Table of Contents</title>" +
         channel + items + "</channel></rss>";
}

TEST(FeedDates, AreReadHoweverFeedsWriteThem) {
  EXPECT_EQ(parse_feed_date("Thu, 04 Nov 2021 22:52:07 GMT").instant, "2021-11-04T22:52:07Z");
  EXPECT_EQ(parse_feed_date("4 Nov 21 22:52 EST").instant, "2021-11-05T03:52:00Z");
  EXPECT_EQ(format_date(parse_feed_date("4 Nov 99").date), "1999-11-04");
  EXPECT_EQ(parse_feed_date("2021-11-04T02:37:12+0900").instant, "2021-11-03T17:37:12Z");
  EXPECT_EQ(format_date(parse_feed_date("2021-05-12T22:54:08").date), "2021-05-12");
  EXPECT_EQ(format_date(parse_feed_date("May 12, 2021").date), "2021-05-12");
  EXPECT_EQ(format_date(parse_feed_date("2021-05").date), "2021-05");
  EXPECT_FALSE(parse_feed_date("soon").date.known());
  EXPECT_FALSE(parse_feed_date("").date.known());
}

TEST(HtmlText, LosesPicturesScriptsAndLinksThatLeadOn) {
  EXPECT_THAT(html_paragraphs("<p>Honey &amp; <i>bees</i><img src=\"pixel\"/></p>"
                              "<script>evil()</script><p>p <0.05 <a href='x'>Read more »</a></p>"),
              ElementsAre("Honey & bees", "p <0.05"));
  EXPECT_EQ(html_line("A<br>B<sub>2</sub>"), "A B2");
  EXPECT_EQ(html_line("<SCRIPT>x"), "");
  EXPECT_EQ(html_line("a < b <"), "a < b <");
}

TEST(Rss, ReadsAnItemWithTheFactsOfItsChannel) {
  const Record record = only(read_bytes(
      "rss",
      rss("<item><title><![CDATA[Honey for <em>imagined</em> coughs]]></title>"
          "<link>https://example.org/doi/full/10.9999/made.1?rss=1&amp;af=R</link>"
          "<guid isPermaLink=\"false\">made-1</guid><pubDate>Thu, 4 Nov 2021 22:52:07 GMT</pubDate>"
          "<dc:creator>Ann Made, Bob Bee</dc:creator><prism:volume>12</prism:volume>"
          "<prism:startingPage>101</prism:startingPage><prism:endingPage>109</prism:endingPage>"
          "<prism:section>Editorial</prism:section><category>Coughs</category>"
          "<description>&lt;h2&gt;Abstract&lt;/h2&gt;&lt;p&gt;BACKGROUND: Sweet &amp;amp; "
          "sticky.&lt;/p&gt;&lt;p&gt;RESULTS: None.&lt;/p&gt;</description></item>",
          "<prism:issn>1234-5679</prism:issn><dc:publisher>Example Press</dc:publisher>")));
  EXPECT_EQ(record.title, "Honey for imagined coughs");
  EXPECT_EQ(record.source_record_id, "10.9999/made.1");
  EXPECT_THAT(values(record), ElementsAre("doi:10.9999/made.1", "issn:1234-5679"));
  EXPECT_EQ(record.publication.title, "Journal of Made-up Trials");
  EXPECT_EQ(record.publication.publisher, "Example Press");
  EXPECT_EQ(record.publication.pages, "101-109");
  EXPECT_EQ(format_date(record.publication.date), "2021-11-04");
  ASSERT_EQ(record.contributors.size(), 2U);
  EXPECT_EQ(record.contributors[1].family, "Bee");
  EXPECT_THAT(record.publication_types, ElementsAre("Editorial"));
  ASSERT_EQ(record.abstract.size(), 2U);
  EXPECT_EQ(record.abstract[0].label, "BACKGROUND");
  EXPECT_EQ(record.abstract[0].text, "Sweet & sticky.");
  EXPECT_EQ(record.links.front().url, "https://example.org/doi/full/10.9999/made.1");
}

TEST(Rss, ParagraphsThatSayWhatTheyAreAreNoAbstract) {
  const Record record = only(read_bytes(
      "rss",
      rss("<item><title>Bees</title><guid>https://example.org/pii/1</guid><description>"
          "<![CDATA[<p>Publication date: November 2021</p><p><b>Source:</b> Made-up "
          "Bees, Volume 295</p><p>Author(s): Ann Made, Bob Bee</p>]]></description></item>")));
  EXPECT_TRUE(record.abstract.empty());
  EXPECT_EQ(record.publication.title, "Made-up Bees");
  EXPECT_EQ(record.publication.volume, "295");
  EXPECT_EQ(format_date(record.publication.date), "2021-11");
  EXPECT_EQ(record.contributors.size(), 2U);
  EXPECT_EQ(record.source_record_id, "https://example.org/pii/1");
}

TEST(Rss, ReadsRdfFeedsAndLinksWithoutWhatCountsVisits) {
  const Record record = only(read_bytes(
      "rss",
      "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\"><channel rdf:about=\"https://example.org/\">"
      "<title>News of Nowhere</title><items><rdf:Seq/></items></channel>"
      "<item rdf:about=\"https://example.org/a/?utm_source=x&amp;id=7\"><title>A &nbsp;& B</title>"
      "</item></rdf:RDF>"));
  EXPECT_EQ(record.title, "A & B");
  EXPECT_EQ(record.source_record_id, "https://example.org/a/?id=7");
  EXPECT_EQ(record.publication.title, "");
}

TEST(Rss, GoodItemsOfBrokenFeedsAreKept) {
  const ReadAll all =
      read_bytes("rss", rss("<item><title>One</title><guid>1</guid></item>"
                            "<item><title>Two <b></title><guid>2</guid></item>"
                            "<item><title>Three & caf\xe9</title><guid>3</guid></item>"));
  EXPECT_EQ(all.records.size(), 1U + (all.records.size() > 1 ? 1U : 0U));
  EXPECT_FALSE(all.error);
  EXPECT_THAT(all.problems, Contains(testing::Field(&EntryProblem::code, "bad_xml")));
}

TEST(Rss, EncodingsAreSortedOut) {
  const std::string text = rss("<item><title>Caf\u00e9</title><guid>1</guid></item>");
  std::string wide("\xFF\xFE", 2);
  bool repaired = false;
  for (const char c : utf8_text(text, repaired)) {
    // The test's only character beyond ASCII is U+00E9.
    if (static_cast<unsigned char>(c) == 0xC3) continue;
    wide.push_back(static_cast<unsigned char>(c) == 0xA9 ? '\xE9' : c);
    wide.push_back('\0');
  }
  EXPECT_EQ(only(read_bytes("rss", wide)).title, "Caf\u00e9");
  const std::string latin =
      "<?xml version=\"1.0\" encoding=\"windows-1252\"?><rss><channel><item><title>Caf\xe9</title>"
      "<guid>1</guid></item></channel></rss>";
  EXPECT_EQ(only(read_bytes("rss", latin)).title, "Caf\u00e9");
}

TEST(Feeds, AWebPageIsAnErrorAndAnEmptyFeedIsNot) {
  for (const char* format : {"rss", "atom", "opds", "feed"}) {
    EXPECT_TRUE(read_bytes(format, "<!DOCTYPE html><html><body>Log in</body></html>").error);
    EXPECT_TRUE(read_bytes(format, "").error);
    EXPECT_TRUE(read_bytes(format, "{\"error\":\"no\"}").error);
    EXPECT_FALSE(read_bytes(format, "<feed xmlns=\"http://www.w3.org/2005/Atom\"/>").error);
    EXPECT_FALSE(read_bytes(format, rss("")).error);
    EXPECT_TRUE(read_bytes(format, "<rss><channel><title>cut").error);
  }
}

TEST(Atom, ReadsEntriesAndTombstones) {
  const ReadAll all = read_bytes(
      "atom",
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
      "xmlns:at=\"http://purl.org/atompub/tombstones/1.0\""
      " xml:base=\"https://example.org/j/\"><title>Journal of Made-up Trials</title>"
      "<generator>Open Journal Systems</generator>"
      "<at:deleted-entry ref=\"tag:example.org,2024:0\" when=\"2024-01-02T03:04:05Z\"/>"
      "<entry><id>tag:example.org,2024:1</id><title type=\"html\">Honey &amp;amp; &lt;i&gt;bees"
      "&lt;/i&gt;</title><updated>2024-03-01T12:00:00+01:00</updated>"
      "<published>2024-02-28T00:00:00Z</published><author><name>Ann Made</name>"
      "<email>ann@example.org</email></author><link rel=\"alternate\" href=\"article/1\"/>"
      "<link rel=\"related\" type=\"application/pdf\" href=\"/1.pdf\"/>"
      "<category term=\"bees\"/><summary type=\"xhtml\"><div><p>Sweet.</p><p>Very.</p></div>"
      "</summary></entry></feed>");
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_TRUE(all.records[0].deleted);
  EXPECT_EQ(all.records[0].source_record_id, "tag:example.org,2024:0");
  const Record& record = all.records[1];
  EXPECT_EQ(record.source_record_id, "tag:example.org,2024:1");
  EXPECT_EQ(record.title, "Honey & bees");
  EXPECT_EQ(record.datestamp, "2024-03-01T11:00:00Z");
  EXPECT_EQ(format_date(record.publication.date), "2024-02-28");
  EXPECT_EQ(record.publication.title, "Journal of Made-up Trials");
  ASSERT_EQ(record.links.size(), 2U);
  EXPECT_EQ(record.links[0].url, "https://example.org/j/article/1");
  EXPECT_EQ(record.links[1].url, "https://example.org/1.pdf");
  ASSERT_EQ(record.abstract.size(), 1U);
  EXPECT_EQ(record.abstract[0].text, "Sweet. Very.");
}

TEST(Opds, AcquisitionsBecomeLinksAndNavigationIsNoRecord) {
  const ReadAll all = read_bytes(
      "opds",
      "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Made-up Library</title><entry>"
      "<id>urn:isbn:9780000000002</id><title>Emergencies Imagined</title>"
      "<dcterms:language>en</dcterms:language><dcterms:issued>2020-05</dcterms:issued>"
      "<published>2023-01-01T00:00:00Z</published><dcterms:publisher>Example "
      "Press</dcterms:publisher>"
      "<link rel=\"http://opds-spec.org/acquisition/open-access\" type=\"application/epub+zip\" "
      "href=\"https://example.org/b.epub\"/>"
      "<link rel=\"http://opds-spec.org/acquisition/sample\" href=\"https://example.org/s\"/>"
      "<category scheme=\"http://schema.org/audience\" term=\"Adult\"/>"
      "<category scheme=\"https://www.bisg.org/bisac\" term=\"MED026000\" label=\"Emergency\"/>"
      "</entry><entry><id>n</id><title>More</title><link rel=\"subsection\" "
      "type=\"application/atom+xml;profile=opds-catalog\" href=\"/more\"/></entry></feed>");
  const Record record = only(all);
  EXPECT_EQ(record.source_record_id, "urn:isbn:9780000000002");
  EXPECT_THAT(values(record), ElementsAre("isbn:9780000000002"));
  EXPECT_THAT(record.publication_types, ElementsAre("Book"));
  EXPECT_EQ(format_date(record.publication.date), "2020-05");
  EXPECT_EQ(record.publication.title, "");
  EXPECT_EQ(record.open_access, OpenAccess::kOpen);
  ASSERT_EQ(record.links.size(), 1U);
  EXPECT_TRUE(record.links[0].open);
  ASSERT_EQ(record.subjects.size(), 1U);
  EXPECT_EQ(record.subjects[0].id, "MED026000");
  ASSERT_EQ(all.problems.size(), 1U);
  EXPECT_EQ(all.problems[0].code, "sample_link");
}

TEST(Opds, ReadsPublicationsInJsonAlsoThoseOfGroups) {
  const ReadAll all = read_bytes(
      "opds",
      R"({"metadata":{"title":"Made-up Library"},"navigation":[{"href":"/a","title":"A"}],
"publications":[{"metadata":{"@type":"http://schema.org/Book","title":{"fr":"Miel","en":"Honey"},
"subtitle":"A manual","identifier":"urn:isbn:978-0-00-000000-2","author":["Ann Made",{"name":"Bob Bee"}],
"translator":"Cy None","language":["en","fr"],"published":"2020-05-01","modified":"2024-01-01T00:00:00Z",
"publisher":{"name":"Example Press"},"subject":["Bees",{"name":"Coughs","code":"X1"}],
"description":"<p>Sweet.</p>","belongsTo":{"series":{"name":"Manuals","position":3}}},
"links":[{"rel":"http://opds-spec.org/acquisition/borrow","href":"https://example.org/b","type":"text/html"},
{"rel":"http://opds-spec.org/acquisition","href":"https://example.org/{id}","templated":true}]},
{"metadata":{"title":"No key"},"links":[]}],
"groups":[{"metadata":{"title":"G"},"publications":[{"metadata":{"title":"Third","identifier":"urn:x:3"}}]}]})");
  ASSERT_EQ(all.records.size(), 2U) << (all.error ? all.error->message : "");
  const Record& record = all.records[0];
  EXPECT_EQ(record.title, "Honey: A manual");
  EXPECT_EQ(record.contributors.size(), 2U);
  EXPECT_THAT(record.languages, ElementsAre("eng", "fre"));
  EXPECT_EQ(record.datestamp, "2024-01-01T00:00:00Z");
  EXPECT_EQ(record.relations.at(0).citation, "Manuals; 3");
  EXPECT_EQ(record.links.at(0).kind, "title");
  EXPECT_EQ(all.records[1].title, "Third");
  std::vector<std::string> codes;
  for (const EntryProblem& problem : all.problems) codes.push_back(problem.code);
  EXPECT_THAT(codes, testing::UnorderedElementsAre("templated_link", "no_identifier"));
}

TEST(FeedLinks, NextPagesAndCataloguesAreFound) {
  const FeedLinks atom = feed_links(
      "<feed><link rel='next' href='?page=2&amp;x=1'/><entry><link rel=\"subsection\" "
      "type=\"application/atom+xml;profile=opds-catalog\" href=\"../more\"/></entry></feed>",
      "https://example.org/a/b?page=1");
  EXPECT_EQ(atom.next, "https://example.org/a/b?page=2&x=1");
  EXPECT_THAT(atom.catalogues, ElementsAre("https://example.org/more"));
  EXPECT_EQ(atom.entries, 1U);
  const FeedLinks json = feed_links(
      R"({"links":[{"rel":["next"],"href":"/p2"}],"navigation":[{"href":"c"}],"publications":[{}]})",
      "https://example.org/a/b");
  EXPECT_EQ(json.next, "https://example.org/p2");
  EXPECT_THAT(json.catalogues, ElementsAre("https://example.org/a/c"));
  EXPECT_EQ(feed_links("<html>", "https://example.org/").kind, FeedLinks::Kind::kUnknown);
  EXPECT_EQ(absolute_url("https://example.org/a", "javascript:x"), "");
  EXPECT_EQ(absolute_url("https://example.org", "b"), "https://example.org/b");
}

TEST(Feeds, AreRecognisedByTheirFirstBytes) {
  const auto recognised = [](std::string_view head) -> std::string {
    for (const Format* format : formats()) {
      if (format->recognises(head, "x.xml")) return std::string(format->name());
    }
    return "";
  };
  EXPECT_EQ(recognised("<?xml version=\"1.0\"?><rss version=\"2.0\">"), "rss");
  EXPECT_EQ(recognised("<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\">"), "rss");
  EXPECT_EQ(recognised("<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry>"), "atom");
  EXPECT_EQ(recognised("<feed xmlns=\"http://www.w3.org/2005/Atom\" "
                       "xmlns:o=\"http://opds-spec.org/2010/catalog\">"),
            "opds");
  EXPECT_EQ(recognised("{\"links\":[{\"type\":\"application/opds+json\"}],\"publications\":[]}"),
            "opds");
  // Called by the other's name, a feed is read all the same.
  EXPECT_EQ(
      read_bytes("rss", "<feed><entry><id>1</id><title>T</title></entry></feed>").records.size(),
      1U);
  EXPECT_EQ(read_bytes("atom", rss("<item><title>T</title><guid>1</guid></item>")).records.size(),
            1U);
}

TEST(Feeds, CutOrSpoiltAnywhereTheyEnd) {
  const std::string good =
      rss("<item><title>One</title><guid>1</guid></item>"
          "<item><title>Two</title><guid>2</guid></item>");
  test::cut_everywhere(good, 5, good.size(), [](const std::string& part) {
    EXPECT_TRUE(read_bytes("feed", part).error) << part.size();
  });
  test::spoil_bytes(good, 300, 6, [](const std::string& spoilt) {
    bool repaired = false;
    EXPECT_LE(read_bytes("feed", utf8_text(spoilt, repaired)).records.size(), 2U);
  });
  test::DripSource drip(good, 1);
  EXPECT_EQ(test::read_source("feed", drip).records.size(), 2U);
}

struct Seen {
  std::size_t files = 0, entries = 0, records = 0, failed = 0;
  std::map<std::string, int> problems;
};

void read_folder(const std::filesystem::path& folder, const char* format, Seen& seen) {
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (!file.is_regular_file() || file.path().filename() == "MANIFEST.json") continue;
    ++seen.files;
    const ReadAll all = read_bytes(format, test::file_bytes(file.path()));
    seen.entries += all.entries;
    seen.records += all.records.size();
    if (all.error) {
      ++seen.failed;
      std::cout << file.path().filename() << ": " << all.error->message << "\n";
    }
    for (const EntryProblem& problem : all.problems) {
      if (seen.problems[problem.code]++ < 4) {
        std::cout << file.path().filename() << " " << problem.code << " " << problem.reason << "\n";
      }
    }
    for (const Record& record : all.records) {
      EXPECT_FALSE(record.title.empty()) << file.path();
      EXPECT_FALSE(record.source_record_id.empty()) << file.path();
    }
  }
  for (const auto& [code, count] : seen.problems) std::cout << code << ": " << count << "\n";
  std::cout << seen.files << " files, " << seen.entries << " entries, " << seen.records
            << " records\n";
}

TEST(FeedShared, EveryRecordedFeedIsRead) {
  EVIDENCE_NEED_SHARED_DATA(data);
  Seen seen;
  read_folder(data / "fixtures" / "rss-atom", "feed", seen);
  EXPECT_EQ(seen.failed, 0U);
  EXPECT_EQ(seen.entries, seen.records);
}

TEST(FeedShared, WhatAFeedDropsLaterIsStillKnownByItsKey) {
  EVIDENCE_NEED_SHARED_DATA(data);
  // The same feed a day apart: keys of what stayed are the same, and what went is in no way named.
  const std::filesystem::path folder = data / "fixtures" / "rss-atom";
  std::size_t pairs = 0, dropped = 0, kept = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const std::string name = file.path().filename().string();
    if (!name.starts_with("2021-11-23__")) continue;
    const std::filesystem::path later = folder / ("2021-11-24__" + name.substr(12));
    if (!std::filesystem::exists(later)) continue;
    ++pairs;
    std::set<std::string> now;
    for (const Record& record : read_bytes("feed", test::file_bytes(later)).records) {
      EXPECT_FALSE(record.deleted);
      now.insert(record.source_record_id);
    }
    for (const Record& record : read_bytes("feed", test::file_bytes(file.path())).records) {
      ++(now.contains(record.source_record_id) ? kept : dropped);
    }
  }
  EXPECT_GT(pairs, 5U);
  EXPECT_GT(kept, 100U);
  std::cout << pairs << " pairs, " << kept << " kept, " << dropped << " dropped\n";
}

// Cut at every 97th byte of its beginning, and with bytes changed: no crash, no endless reading,
// and never more records than there are.
void spoil(const char* format, const std::string& whole) {
  const std::size_t most = read_bytes(format, whole).records.size();
  test::cut_everywhere(whole, 97, 30'000, [format, most](const std::string& part) {
    EXPECT_LE(read_bytes(format, part).records.size(), most);
  });
  test::spoil_bytes(whole, 40, 20, [format, most](const std::string& spoilt) {
    bool repaired = false;
    const ReadAll all = read_bytes(format, utf8_text(spoilt, repaired));
    EXPECT_LE(all.records.size(), most + 20);
  });
}

TEST(FeedShared, RecordedFeedsCutOrSpoiltEnd) {
  EVIDENCE_NEED_SHARED_DATA(data);
  const std::filesystem::path fixtures = data / "fixtures";
  for (const char* name :
       {"rss-atom/examples__oup.xml", "rss-atom/examples__et.xml",
        "rss-atom/examples__phytotaxa.xml", "opds/opds1/content_server_mini.opds",
        "opds/opds2/feed.json", "opds/odl/feed.json"}) {
    spoil("feed", test::file_bytes(fixtures / name));
  }
}

TEST(OpdsShared, EveryRecordedCatalogueIsRead) {
  EVIDENCE_NEED_SHARED_DATA(data);
  Seen one, two, odl;
  read_folder(data / "fixtures" / "opds" / "opds1", "opds", one);
  read_folder(data / "fixtures" / "opds" / "opds2", "opds", two);
  read_folder(data / "fixtures" / "opds" / "odl", "opds", odl);
  EXPECT_EQ(one.failed, 0U);
  EXPECT_EQ(two.records, 8U);
  EXPECT_EQ(odl.failed, 2U);  // a licence and a problem document
}

}  // namespace
}  // namespace evidence
