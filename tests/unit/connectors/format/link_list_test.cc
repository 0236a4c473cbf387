// Link lists: every column, what is rejected, the settings of a source, damage.
#include "connectors/format/link_list.h"

#include <gtest/gtest.h>

#include <random>

#include "connectors/format/link_list_row.h"
#include "model/record_json.h"
#include "model/study_type.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "link-list";
using Codes = std::vector<std::string>;

const std::string kList =
    "title,synonyms,headings,url,reviewed,id,type,parent title,parent ISBN,summary,language,"
    "evidence grade,licence,authors,access\r\n"
    "Wheeze in moles,\"mole wheeze; burrow cough\",MeSH:Asthma/drug therapy|D001249; Burrows,"
    "https://example.org/t/1,2026-05-01,t1,Point-of-Care Topic,,,\"Short,\nover lines\",en,A,"
    "CC BY 4.0,,free\r\n"
    "Shaving a hedgehog,,,https://example.org/p/2,01/04/2025,p2,Procedure,Handbook of Hedgehogs,"
    "978-0-306-40615-7,,English,,,\"Spine, Ann; Quill, B\",\r\n";

std::vector<std::string> codes(const ReadAll& all) {
  std::vector<std::string> codes;
  for (const EntryProblem& problem : all.problems) codes.push_back(problem.code);
  return codes;
}

ReadAll read_with(const SourceConfig& source, const std::string& text) {
  ReadAll out;
  auto format = make_format(source);
  if (!format.ok()) {
    out.error = format.error();
    return out;
  }
  const auto bytes = memory_source(text);
  const auto reader = (*format)->open(*bytes);
  for (;;) {
    auto entry = reader->next();
    if (!entry.ok() || !entry->has_value()) break;
    ParsedEntry parsed = (*format)->parse((**entry).raw);
    for (Record& record : parsed.records) out.records.push_back(std::move(record));
    for (EntryProblem& problem : parsed.problems) out.problems.push_back(std::move(problem));
  }
  return out;
}

SourceConfig source_of(std::map<std::string, std::vector<std::string>> options,
                       std::map<std::string, std::string> columns = {}) {
  SourceConfig source;
  source.id = "topics";
  source.protocol = "file";
  source.format = kFormat;
  source.options = std::move(options);
  source.columns = std::move(columns);
  return source;
}

TEST(LinkList, ReadsEveryColumn) {
  const ReadAll all = read_text(kFormat, kList);
  ASSERT_FALSE(all.error) << all.error->message;
  EXPECT_TRUE(all.problems.empty()) << all.problems[0].reason;
  ASSERT_EQ(all.records.size(), 2U);
  const Record& topic = all.records[0];
  EXPECT_EQ(topic.source_record_id, "t1");
  EXPECT_EQ(topic.title, "Wheeze in moles");
  ASSERT_EQ(topic.subjects.size(), 5U);
  EXPECT_EQ(topic.subjects[0], (Subject{"synonym", "", "mole wheeze", "", "", false}));
  EXPECT_EQ(topic.subjects[2], (Subject{"mesh", "D001249", "Asthma", "", "drug therapy", false}));
  EXPECT_EQ(topic.subjects[3].scheme, "keyword");
  EXPECT_EQ(topic.subjects[4], (Subject{"source-grade", "", "A", "", "", false}));
  EXPECT_EQ(topic.links.at(0).url, "https://example.org/t/1");
  EXPECT_TRUE(topic.links[0].open);
  EXPECT_EQ(topic.open_access, OpenAccess::kOpen);
  EXPECT_EQ(topic.abstract.at(0).text, "Short, over lines");
  EXPECT_EQ(topic.languages, Codes{"eng"});
  EXPECT_EQ(topic.rights, "CC BY 4.0");
  EXPECT_EQ(topic.datestamp, "2026-05-01");
  EXPECT_EQ(format_date(topic.publication.date), "2026-05-01");
  EXPECT_EQ(classify(topic), StudyType::kPointOfCare);
  EXPECT_EQ(topic.publication_types.front(), "Point-of-Care Topic");
  const Record& procedure = all.records[1];
  EXPECT_EQ(procedure.publication.title, "Handbook of Hedgehogs");
  EXPECT_EQ(procedure.relations.at(0).type, RelationType::kPartOf);
  EXPECT_EQ(procedure.relations[0].target, "isbn:9780306406157");
  EXPECT_EQ(procedure.relations[0].citation, "Handbook of Hedgehogs");
  EXPECT_EQ(procedure.contributors.at(0).family, "Spine");
  EXPECT_EQ(procedure.datestamp, "2025-04-01");
}

TEST(LinkList, ReadsWhatAListSaysOfItsGuidelinesAndNoMore) {
  const auto all =
      read_with(source_of({}),
                "title,url,last reviewed,version,review due,superseded by,withdrawn,currency\n"
                "One,https://example.org/1,2025-05-01,2.1,2027-05,,,\n"
                "Two,https://example.org/2,,,,doi:10.5555/new,,superseded\n"
                "Three,https://example.org/3,,,,,2026-01-31,\n"
                "Four,https://example.org/4,,,soon,,no,perhaps\n");
  ASSERT_EQ(all.records.size(), 4U);
  EXPECT_EQ(all.records[0].currency.version, "2.1");
  EXPECT_EQ(all.records[0].currency.review_due, (PartialDate{2027, 5, 0}));
  EXPECT_EQ(all.records[0].currency.last_reviewed, (PartialDate{2025, 5, 1}));
  EXPECT_EQ(all.records[1].currency.stated, CurrencyStatement::kSuperseded);
  ASSERT_EQ(all.records[1].relations.size(), 1U);
  EXPECT_EQ(all.records[1].relations[0].target, "doi:10.5555/new");
  EXPECT_EQ(all.records[2].currency.stated, CurrencyStatement::kWithdrawn);
  EXPECT_EQ(all.records[2].currency.withdrawn_on, (PartialDate{2026, 1, 31}));
  EXPECT_EQ(all.records[3].currency, Currency{});
  EXPECT_EQ(codes(all), (Codes{"bad_date", "bad_currency"}));
  const auto dated =
      read_with(source_of({}), "title,url,updated\nOne,https://example.org/1,2025\n");
  EXPECT_EQ(dated.records.at(0).currency, Currency{});  // an update is no review
}

TEST(LinkList, TypesThatCuratorsWriteGiveStudyTypes) {
  const auto type_of = [](const std::string& type) {
    return classify(
        read_text(kFormat, "title,url,type\nA,https://example.org/a," + type + "\n").records.at(0));
  };
  EXPECT_EQ(type_of("Point-of-care topic"), StudyType::kPointOfCare);
  EXPECT_EQ(type_of("Procedure"), StudyType::kPointOfCare);
  EXPECT_EQ(type_of("Chapter"), StudyType::kEbook);
  EXPECT_EQ(type_of("Handbook"), StudyType::kEbook);
  EXPECT_EQ(type_of("Guideline"), StudyType::kGuideline);
  EXPECT_EQ(type_of("Clinical guideline"), StudyType::kGuideline);
  EXPECT_EQ(type_of("Patient leaflet"), StudyType::kPatientInformation);
  EXPECT_EQ(type_of("Calculator"), StudyType::kNotStated);
}

TEST(LinkList, RejectsRowsThatCannotBeLinksAndSaysWhere) {
  const ReadAll all =
      read_text(kFormat,
                "title\turl\tid\treviewed\tmesh\tcolour\n"
                "No address\t\t1\t\t\t\n"
                "Bad address\tjavascript:x\t2\t\t\t\n"
                "\thttps://example.org/3\t3\t\t\t\n"
                "Short\thttps://example.org/4\n"
                "Good\thttps://example.org/5\t5\tsoon\tMeSH:Asthma|X1; MeSH:|D001249\tred\n"
                "Again\thttps://example.org/6\t5\t\t\t\n"
                "Last\thttps://example.org/7\t\t\t\t\n");
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(all.records[0].subjects.at(0).label, "Asthma");
  EXPECT_EQ(all.records[1].source_record_id, "https://example.org/7");
  EXPECT_EQ(codes(all), (Codes{"unknown_column", "no_url", "bad_link", "no_title", "column_count",
                               "bad_heading", "bad_heading", "bad_date", "damaged_entry"}));
  EXPECT_EQ(all.problems[1].position, "line 2");
  EXPECT_EQ(all.problems[8].position, "line 7");
}

TEST(LinkList, AFileWithoutItsHeaderIsAnError) {
  for (const char* text : {"", "a,b\n1,2\n", "title\nx\n", "<html><title>x</title>"}) {
    const ReadAll all = read_text(kFormat, text);
    ASSERT_TRUE(all.error) << text;
    EXPECT_EQ(all.error->code, ErrorCode::kBadContent);
  }
}

TEST(LinkList, ASourceNamesItsColumnsAndMakesAddressesFromIds) {
  const ReadAll all = read_with(source_of({{"url_template", {"https://example.org/topics/{id}"}},
                                           {"publication_type", {"Point-of-Care Topic"}}},
                                          {{"title", "Thema"}, {"id", "Nummer"}}),
                                "Thema;Nummer;title\nHusten;a b/1;x\nFieber;;y\n");
  ASSERT_FALSE(all.error) << all.error->message;
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].title, "Husten");
  EXPECT_EQ(all.records[0].links.at(0).url, "https://example.org/topics/a%20b%2F1");
  EXPECT_EQ(classify(all.records[0]), StudyType::kPointOfCare);
  EXPECT_EQ(codes(all), (Codes{"unknown_column", "no_url"}));
}

TEST(LinkList, WhereOnlyATitleIsKnownTheLinkSearchesInsideTheProduct) {
  const ReadAll all =
      read_with(source_of({{"search_url", {"https://example.org/search?q={query}&from=x"}},
                           {"product", {"Example Practice"}}}),
                "title,type\nExample Practice,Book\n");
  ASSERT_FALSE(all.error) << all.error->message;
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_TRUE(all.problems.empty());
  const Link& link = all.records[0].links.at(0);
  EXPECT_EQ(link.kind, "search-inside");
  EXPECT_EQ(link.url, "https://example.org/search?q=%7Bquery%7D&from=x");
  EXPECT_EQ(all.records[0].subjects.at(0),
            (Subject{"product", "", "Example Practice", "", "", false}));
}

TEST(LinkList, ARowWithAnAddressOfItsOwnIsNotSearchedFor) {
  const ReadAll all = read_with(source_of({{"search_url", {"https://example.org/search?q={query}"}},
                                           {"product", {"Example Practice"}},
                                           {"url_template", {"https://example.org/t/{id}"}}}),
                                "title,url,id\nWheeze in moles,https://example.org/moles,1\n"
                                "Burrow cough,,2\nExample Practice,,\n");
  ASSERT_FALSE(all.error) << all.error->message;
  ASSERT_EQ(all.records.size(), 3U);
  EXPECT_EQ(all.records[0].links, (std::vector<Link>{{"https://example.org/moles", "publisher"}}));
  EXPECT_EQ(all.records[1].links, (std::vector<Link>{{"https://example.org/t/2", "publisher"}}));
  ASSERT_EQ(all.records[2].links.size(), 1U);
  EXPECT_EQ(all.records[2].links[0].kind, "search-inside");
}

TEST(LinkList, SettingsThatCannotWorkAreRefused) {
  const std::map<std::string, std::vector<std::string>> wrong[] = {
      {{"search_url", {"https://example.org/search"}}, {"product", {"P"}}},
      {{"search_url", {"https://{query}.example.org/"}}, {"product", {"P"}}},
      {{"search_url", {"https://example.org/?q={query}"}}},
      {{"search_url", {"javascript:{query}"}}, {"product", {"P"}}},
      {{"search_url", {"https://example.org/{query}/{query}"}}, {"product", {"P"}}},
      {{"product", {"P"}}},
      {{"url_template", {"https://example.org/"}}},
      {{"url_template", {"https://{id}/"}}},
      {{"url_template", {"{id}"}}},
  };
  for (const auto& options : wrong) {
    const auto format = make_format(source_of(options));
    ASSERT_FALSE(format.ok()) << options.begin()->second.front();
    EXPECT_EQ(format.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_FALSE(make_format(source_of({}, {{"colour", "Farbe"}})).ok());
  SourceConfig other = source_of({}, {{"title", "Titel"}});
  other.format = "jsonl";
  EXPECT_FALSE(make_format(other).ok()) << "columns mean nothing to it";
  other.format = "kbart";
  EXPECT_FALSE(make_format(other).ok()) << "not RP-9's name";
  other.columns = {{"publication_title", "Titel"}};
  EXPECT_TRUE(make_format(other).ok());
}

TEST(LinkList, KnowsItsListsAndNoTitleLists) {
  const Format* format = format_by_name(kFormat);
  EXPECT_TRUE(format->recognises(kList, ""));
  EXPECT_TRUE(format->recognises("Title;URL;Synonyms\n", ""));
  EXPECT_FALSE(format->recognises("title,url\n", "")) << "too little to be sure";
  EXPECT_FALSE(format->recognises("{\"title\": 1, \"url\": 2}", ""));
}

TEST(LinkList, CutsAndFlipsNeverCrash) {
  for (std::size_t cut = 0; cut < kList.size(); cut += 7) {
    (void)read_text(kFormat, kList.substr(0, cut));
  }
  std::mt19937 random(11);
  for (int round = 0; round < 500; ++round) {
    std::string damaged = kList;
    for (int i = 0; i < 3; ++i) {
      damaged[random() % damaged.size()] = static_cast<char>(random() & 0xffU);
    }
    for (const Record& record : read_text(kFormat, damaged).records) {
      const auto again = record_from_json(record_to_json(record));
      ASSERT_TRUE(again.ok());
      EXPECT_EQ(*again, record);
    }
  }
}

}  // namespace
}  // namespace evidence::test
