#include "server/ris.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/text.h"
#include "model/merge.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::server {
namespace {

using Scheme = IdentifierScheme;
using Lines = std::vector<std::pair<std::string, std::string>>;

Identifier id(Scheme scheme, std::string_view text) { return *Identifier::parse(scheme, text); }

Record article() {
  Record record;
  record.source = "pubmed";
  record.source_record_id = "31452104";
  record.title = "A trial of nothing";
  record.identifiers = {id(Scheme::kDoi, "10.5555/inv.1"), id(Scheme::kPmid, "31452104"),
                        id(Scheme::kPmcid, "PMC123"), id(Scheme::kIssn, "0959-8138")};
  record.abstract = {{"BACKGROUND", "Nobody knew."}, {"RESULTS", "Nothing."}};
  record.contributors = {{"Smith", "Jane A", "JA", "author", "", ""},
                         {"van der Berg", "", "C", "author", "", ""},
                         {"Invented Study Group", "", "", "collective", "", ""},
                         {"Jones", "Ed", "E", "editor", "", ""}};
  record.publication = {"Journal of Invented Medicine",
                        "J Inv Med",
                        "12",
                        "3",
                        "101-9",
                        "Invented Press",
                        "",
                        {2019, 5, 3}};
  record.publication_types = {"Journal Article", "Randomized Controlled Trial"};
  record.subjects = {{"mesh", "D001249", "Asthma", "Q000188", "drug therapy", true},
                     {"keyword", "", "schools; homes", "", "", false},
                     {"oai-set", "", "set1", "", "", false}};
  record.languages = {"eng"};
  record.links = {{"https://example.org/a", "publisher", false},
                  {"https://example.org/search?q=%7Bquery%7D", "search-inside", false}};
  return record;
}

Work work_of(Record record, const WorkContext& context = {}) {
  return merge("w000000000001", {std::move(record)}, {}, context);
}

Lines lines_of(const std::string& ris) {
  Lines lines;
  EXPECT_TRUE(ris.ends_with("\r\nER  - \r\n\r\n")) << ris;
  std::size_t at = 0;
  while (at < ris.size()) {
    const std::size_t end = ris.find("\r\n", at);
    EXPECT_NE(end, std::string::npos);
    if (end == std::string::npos) break;
    const std::string line = ris.substr(at, end - at);
    at = end + 2;
    if (line.empty()) continue;
    EXPECT_EQ(line.substr(2, 4), "  - ") << line;
    lines.emplace_back(line.substr(0, 2), line.substr(6));
  }
  return lines;
}

std::vector<std::string> all(const std::string& ris, std::string_view tag) {
  std::vector<std::string> values;
  for (const auto& [name, value] : lines_of(ris)) {
    if (name == tag) values.push_back(value);
  }
  return values;
}

std::string one(const std::string& ris, std::string_view tag) {
  const std::vector<std::string> values = all(ris, tag);
  EXPECT_LE(values.size(), 1U) << tag;
  return values.empty() ? "" : values.front();
}

bool notes(const std::string& ris, const std::string& text) {
  const std::vector<std::string> found = all(ris, "N1");
  return std::any_of(found.begin(), found.end(),
                     [&](const std::string& note) { return note.find(text) != std::string::npos; });
}

std::string type_of(Record record) { return one(work_to_ris(work_of(std::move(record))), "TY"); }

TEST(RisWriter, WritesEveryPartOfAnArticle) {
  const std::string ris = work_to_ris(work_of(article()));
  EXPECT_EQ(lines_of(ris),
            (Lines{{"TY", "JOUR"},
                   {"ID", "w000000000001"},
                   {"TI", "A trial of nothing"},
                   {"N1", "Publication types: Journal Article, Randomized Controlled Trial"},
                   {"AU", "Smith, Jane A"},
                   {"AU", "van der Berg, C"},
                   {"AU", "Invented Study Group,"},
                   {"ED", "Jones, Ed"},
                   {"T2", "Journal of Invented Medicine"},
                   {"JA", "J Inv Med"},
                   {"PY", "2019"},
                   {"DA", "2019/05/03/"},
                   {"VL", "12"},
                   {"IS", "3"},
                   {"SP", "101"},
                   {"EP", "109"},
                   {"PB", "Invented Press"},
                   {"SN", "0959-8138"},
                   {"DO", "10.5555/inv.1"},
                   {"DB", "PubMed"},
                   {"AN", "31452104"},
                   {"C2", "PMC123"},
                   {"UR", "https://example.org/a"},
                   {"AB", "BACKGROUND: Nobody knew. RESULTS: Nothing."},
                   {"KW", "Asthma/drug therapy"},
                   {"KW", "schools, homes"},
                   {"LA", "eng"},
                   {"ER", ""}}));
}

TEST(RisWriter, OurOwnReaderGivesBackWhatWasWritten) {
  const Record record = article();
  const test::ReadAll read = test::read_text("ris", work_to_ris(work_of(record)));
  ASSERT_FALSE(read.error);
  EXPECT_TRUE(read.problems.empty()) << read.problems.front().reason;
  ASSERT_EQ(read.records.size(), 1U);
  const Record& back = read.records.front();
  EXPECT_EQ(back.source_record_id, record.source_record_id);
  EXPECT_EQ(back.title, record.title);
  std::vector<Identifier> identifiers = record.identifiers;
  std::sort(identifiers.begin(), identifiers.end());
  EXPECT_EQ(back.identifiers, identifiers);
  EXPECT_EQ(back.abstract, record.abstract);
  ASSERT_EQ(back.contributors.size(), record.contributors.size());
  for (std::size_t i = 0; i < record.contributors.size(); ++i) {
    EXPECT_EQ(back.contributors[i].family, record.contributors[i].family);
    EXPECT_EQ(back.contributors[i].initials, record.contributors[i].initials);
    EXPECT_EQ(back.contributors[i].role, record.contributors[i].role);
  }
  EXPECT_EQ(back.publication.title, record.publication.title);
  EXPECT_EQ(back.publication.abbreviation, record.publication.abbreviation);
  EXPECT_EQ(back.publication.pages, "101-109");
  EXPECT_EQ(back.publication.date, record.publication.date);
  EXPECT_EQ(back.publication.publisher, record.publication.publisher);
  EXPECT_EQ(back.languages, record.languages);
}

TEST(RisWriter, TheTypeFollowsTheKindOfTheWork) {
  EXPECT_EQ(type_of(article()), "JOUR");
  Record record = article();
  record.publication_types = {"Book"};
  EXPECT_EQ(type_of(record), "BOOK");
  record.publication_types = {"Book Chapter"};
  EXPECT_EQ(type_of(record), "CHAP");
  record.publication_types = {"Journal"};
  EXPECT_EQ(type_of(record), "JFULL");
  record.publication_types = {"Preprint"};
  EXPECT_EQ(type_of(record), "UNPB");
  record.publication_types = {"Thesis"};
  EXPECT_EQ(type_of(record), "THES");
  record.publication_types = {"Report"};
  EXPECT_EQ(type_of(record), "RPRT");
  record.publication_types = {"Meeting Abstract"};
  EXPECT_EQ(type_of(record), "JOUR");
  record.publication = {};
  record.identifiers = {};
  EXPECT_EQ(type_of(record), "CPAPER");
  record.publication_types = {};
  EXPECT_EQ(type_of(record), "ELEC");
  record.links = {};
  EXPECT_EQ(type_of(record), "GEN");
  record.identifiers = {id(Scheme::kIsbn, "9780306406157")};
  EXPECT_EQ(type_of(record), "BOOK");
}

TEST(RisWriter, ABookHasItsIsbnEditionAndEditors) {
  Record record = article();
  record.publication_types = {"Book"};
  record.identifiers = {id(Scheme::kIsbn, "9780306406157")};
  record.publication.title = "A series";
  record.publication.edition = "2nd edition";
  record.publication.pages = "300";
  record.publication.date = {2019, 5, 0};
  const std::string ris = work_to_ris(work_of(record));
  EXPECT_EQ(one(ris, "SN"), "9780306406157");
  EXPECT_EQ(one(ris, "ET"), "2nd edition");
  EXPECT_EQ(one(ris, "T2"), "A series");
  EXPECT_EQ(one(ris, "SP"), "300");
  EXPECT_EQ(one(ris, "ED"), "Jones, Ed");
  EXPECT_EQ(one(ris, "DA"), "2019/05//");
}

TEST(RisWriter, AChapterHasItsBooksEditorsAndNumber) {
  Record record = article();
  record.publication_types = {"Book Chapter"};
  record.identifiers = {id(Scheme::kPmcid, "PMC123")};
  record.relations = {{RelationType::kPartOf, "isbn:9780306406157", ""}};
  const std::string ris = work_to_ris(work_of(record));
  EXPECT_EQ(one(ris, "A2"), "Jones, Ed");
  EXPECT_EQ(one(ris, "SN"), "9780306406157");
  EXPECT_EQ(one(ris, "C2"), "");  // Zotero would take it for a person
  EXPECT_TRUE(notes(ris, "PMCID: PMC123"));
}

TEST(RisWriter, PagesAreDividedWhereTheyArePlainlyARange) {
  const auto pages = [](const std::string& printed) {
    Record record = article();
    record.publication.pages = printed;
    const std::string ris = work_to_ris(work_of(record));
    const std::string end = one(ris, "EP");
    return one(ris, "SP") + (end.empty() ? "" : "|" + end);
  };
  EXPECT_EQ(pages("101-9"), "101|109");
  EXPECT_EQ(pages("101\xE2\x80\x93"
                  "109"),
            "101|109");
  EXPECT_EQ(pages("S12-5"), "S12|S15");
  EXPECT_EQ(pages("e1234"), "e1234");
  EXPECT_EQ(pages("12-15, 20"), "12-15, 20");
  EXPECT_EQ(pages("1-2-3"), "1-2-3");
  EXPECT_EQ(pages("109-1"), "109-1");
  EXPECT_EQ(pages("-5"), "-5");
  EXPECT_EQ(pages("5-"), "5-");
  EXPECT_EQ(pages(""), "");
}

TEST(RisWriter, WithoutLinksTheRegistryOfItsNumberIsTheAddress) {
  Record record = article();
  record.links = {};
  EXPECT_EQ(one(work_to_ris(work_of(record)), "UR"), "https://doi.org/10.5555/inv.1");
  record.links = {{"javascript:alert(1)", "publisher", false}};
  EXPECT_EQ(one(work_to_ris(work_of(record)), "UR"), "https://doi.org/10.5555/inv.1");
}

TEST(RisWriter, ARetractedWorkSaysSoInItsTitleAndNamesTheNotice) {
  Record record = article();
  record.relations = {{RelationType::kRetractedBy, "pmid:9", "Notice. J Inv Med 2020"}};
  WorkContext context;
  context.reverse = {{RelationType::kRetractedBy, "pmid:9", "", "crossref"}};
  const std::string ris = work_to_ris(work_of(record, context));
  EXPECT_EQ(one(ris, "TI"), "RETRACTED: A trial of nothing");
  EXPECT_EQ(all(ris, "N1").front(), "RETRACTED (according to crossref, pubmed): notice pmid:9");
  EXPECT_TRUE(notes(ris, "Retracted by: pmid:9, Notice. J Inv Med 2020 (according to"));
}

TEST(RisWriter, ATitleThatSaysItAlreadyStaysAsItIs) {
  Record record = article();
  record.title = "RETRACTED: A trial of nothing";
  const std::string ris = work_to_ris(work_of(record));
  EXPECT_EQ(one(ris, "TI"), record.title);
  EXPECT_EQ(all(ris, "N1").front(), "RETRACTED (according to pubmed): the notice is not named");
}

TEST(RisWriter, AStatusWithoutStatementsOrARecordAloneIsEnough) {
  Work work = work_of(article());
  work.status = Status::kRetracted;
  EXPECT_EQ(one(work_to_ris(work), "TI"), "RETRACTED: A trial of nothing");
  EXPECT_TRUE(notes(work_to_ris(work), "RETRACTED: the notice is not named"));
  work = work_of(article());
  work.record.relations = {{RelationType::kRetractedBy, "pmid:9", ""}};
  EXPECT_EQ(one(work_to_ris(work), "TI"), "RETRACTED: A trial of nothing");
  EXPECT_TRUE(notes(work_to_ris(work), "RETRACTED: notice pmid:9"));
  work.record.title = "";
  EXPECT_EQ(one(work_to_ris(work), "TI"), "RETRACTED: (no title)");
}

TEST(RisWriter, ARetractionNoticeIsNeverMarkedAsRetracted) {
  Record record = article();
  record.title = "Retraction: A trial of nothing";
  record.publication_types = {"Retraction of Publication"};
  record.relations = {{RelationType::kRetracts, "pmid:8", "The article"},
                      {RelationType::kRetractedBy, "pmid:9", ""}};
  Work work = work_of(record);
  work.status = Status::kRetracted;
  const std::string ris = work_to_ris(work);
  EXPECT_EQ(one(ris, "TI"), record.title);
  EXPECT_FALSE(notes(ris, "RETRACTED")) << ris;
  EXPECT_TRUE(notes(ris, "This is a retraction notice"));
  EXPECT_TRUE(notes(ris, "Retracts: pmid:8, The article (according to pubmed)"));
}

TEST(RisWriter, LesserWarningsAreNotesWithTheirNotice) {
  Record record = article();
  record.relations = {{RelationType::kPartiallyRetractedBy, "pmid:1", ""},
                      {RelationType::kHasConcern, "pmid:2", ""},
                      {RelationType::kHasErratum, "", "J Inv Med 2020"},
                      {RelationType::kHasNewerVersion, "doi:10.5555/inv.2", ""},
                      {RelationType::kErratumFor, "pmid:4", ""},
                      {RelationType::kConcernAbout, "pmid:5", ""},
                      {RelationType::kHasComment, "pmid:6", ""}};
  record.publication_types = {"Journal Article"};
  const std::string ris = work_to_ris(work_of(record));
  EXPECT_EQ(one(ris, "TI"), "A trial of nothing");
  EXPECT_TRUE(notes(ris, "RETRACTED IN PART (according to pubmed): notice pmid:1")) << ris;
  EXPECT_TRUE(notes(ris, "EXPRESSION OF CONCERN (according to pubmed): notice pmid:2"));
  EXPECT_TRUE(notes(ris, "CORRECTED (according to pubmed)"));
  EXPECT_TRUE(notes(ris, "Corrected by: J Inv Med 2020"));
  EXPECT_TRUE(notes(ris, "NEWER VERSION EXISTS: doi:10.5555/inv.2"));
  EXPECT_TRUE(notes(ris, "Corrects: pmid:4"));
  EXPECT_TRUE(notes(ris, "Expresses concern about: pmid:5"));
  EXPECT_FALSE(notes(ris, "pmid:6"));
}

TEST(RisWriter, SampleDataAndLocalCorrectionsAreSaid) {
  Record record = article();
  record.sample = true;
  Work work = work_of(record);
  work.corrections = {{"title", "A tril of nothing", "A misprint", "Ann", "2026-11-21T00:00:00Z"}};
  const std::string ris = work_to_ris(work);
  EXPECT_TRUE(all(ris, "N1").front().starts_with("SAMPLE DATA"));
  EXPECT_TRUE(notes(ris,
                    "Corrected here: title, by Ann, 2026-11-21T00:00:00Z. Reason: A misprint. "
                    "The sources say: \"A tril of nothing\""));
}

TEST(RisWriter, MembersAreNotesWhereTheyAreAskedFor) {
  Work work = work_of(article());
  work.members.push_back({"crossref", "10.5555/inv.1"});
  EXPECT_FALSE(notes(work_to_ris(work), "Record: "));
  EXPECT_TRUE(notes(work_to_ris(work, {true}), "Record: pubmed:31452104"));
  EXPECT_TRUE(notes(work_to_ris(work, {true}), "Record: crossref:10.5555/inv.1"));
}

// What a notice's citation holds must not become a number of the work that it is about.
TEST(RisWriter, NotesGiveOurReaderNoNumbers) {
  Record record = article();
  record.identifiers = {};
  record.relations = {
      {RelationType::kRetractedBy, "doi:10.5555/notice",
       "J Inv. 2020 Apr;17(4):450; doi:10.5555/notice; pmid: 7;10.5555/x; 0959-8138"},
      {RelationType::kRetractedBy, "doi:10.1002/(sici)3.0.co;2-2", ""}};
  const std::string ris = work_to_ris(work_of(record));
  EXPECT_TRUE(notes(ris, "doi:10.1002/(sici)3.0.co;2-2")) << ris;
  EXPECT_TRUE(notes(ris, "2020 Apr;17(4):450, doi")) << ris;
  const test::ReadAll read = test::read_text("ris", ris);
  ASSERT_EQ(read.records.size(), 1U);
  EXPECT_TRUE(read.records.front().identifiers.empty());
}

TEST(RisWriter, NoValueBeginsALineOfItsOwn) {
  const std::string evil =
      "x\r\nER  - \r\nTY  - JOUR\nTI  - forged\xE2\x80\xA8"
      "AU  - Forged\x0b\x0c\x85\x01\x1b[31m\xff\xc0";
  Record record = article();
  record.source = record.source_record_id = record.title = record.original_title = evil;
  record.abstract = {{evil, evil}};
  for (Contributor& person : record.contributors) {
    person.family = person.given = person.initials = evil;
  }
  Publication& publication = record.publication;
  publication.title = publication.abbreviation = publication.volume = publication.issue = evil;
  publication.pages = publication.publisher = publication.edition = evil;
  record.publication_types = {evil};
  for (Subject& subject : record.subjects) subject.label = subject.qualifier = evil;
  record.languages = {evil};
  record.links = {{evil, "publisher", false}};
  record.relations = {{RelationType::kRetractedBy, evil, evil},
                      {RelationType::kHasNewerVersion, evil, evil}};
  Work work = work_of(record);
  work.id = evil;
  work.corrections = {{evil, evil, evil, evil, evil}};
  work.registrations = {evil};
  const std::string ris = work_to_ris(work, {true});
  EXPECT_EQ(all(ris, "TY").size(), 1U);
  EXPECT_EQ(all(ris, "ER").size(), 1U);
  EXPECT_EQ(all(ris, "TI").size(), 1U);
  EXPECT_TRUE(one(ris, "TI").starts_with("RETRACTED: x"));
  EXPECT_EQ(all(ris, "AU").size(), 3U);
  EXPECT_EQ(ris.find_first_of("\x0b\x0c\x01\x1b\t"), std::string::npos);
  EXPECT_TRUE(is_valid_utf8(ris));
  EXPECT_EQ(test::read_text("ris", ris).records.size(), 1U);
}

TEST(RisWriter, AnyBytesGiveOneWellFormedReference) {
  std::mt19937 random(20'240'316);
  const auto bytes = [&random] {
    std::string text(random() % 60, ' ');
    for (char& c : text) {
      constexpr std::string_view kLikely = "\r\n -;,/-TYER";
      c = random() % 2 == 0 ? kLikely[random() % kLikely.size()]
                            : static_cast<char>(random() & 0xffU);
    }
    return text;
  };
  for (int round = 0; round < 2'000; ++round) {
    Record record;
    record.source = record.source_record_id = "x";
    record.title = bytes();
    record.abstract = {{bytes(), bytes()}};
    record.contributors = {
        {bytes(), bytes(), bytes(), round % 2 == 0 ? "author" : "collective", "", ""}};
    record.publication = {bytes(), bytes(), bytes(), bytes(), bytes(), bytes(), bytes(), {}};
    record.publication_types = {bytes()};
    record.subjects = {{"mesh", "", bytes(), "", bytes(), false}};
    record.relations = {{RelationType::kHasErratum, bytes(), bytes()}};
    const std::string ris = work_to_ris(work_of(record), {true});
    EXPECT_TRUE(is_valid_utf8(ris));
    EXPECT_EQ(all(ris, "TY").size(), 1U);
    EXPECT_EQ(all(ris, "ER").size(), 1U);
    for (const auto& [tag, value] : lines_of(ris)) {
      EXPECT_EQ(value.find_first_of("\r\n"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace evidence::server
