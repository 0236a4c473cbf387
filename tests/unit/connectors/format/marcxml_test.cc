#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "connectors/format/marc_text.h"
#include "model/record_json.h"
#include "model/study_type.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "marcxml";

std::string collection(std::string_view records) {
  return "<?xml version=\"1.0\"?><collection xmlns=\"http://www.loc.gov/MARC21/slim\">" +
         std::string(records) + "</collection>";
}

const std::string kEbook = R"(<record><leader>00000nam a2200000 a 4500</leader>
  <controlfield tag="001">b1</controlfield><controlfield tag="003">XX</controlfield>
  <controlfield tag="005">20200102030405.0</controlfield>
  <controlfield tag="008">190101s2019    enk           000 0 eng d</controlfield>
  <datafield tag="020" ind1=" " ind2=" "><subfield code="a">0306406152 (pbk.)</subfield></datafield>
  <datafield tag="020" ind1=" " ind2=" "><subfield code="a">not an isbn</subfield></datafield>
  <datafield tag="024" ind1="7" ind2=" "><subfield code="a">10.1000/b</subfield><subfield code="2">doi</subfield></datafield>
  <datafield tag="100" ind1="1" ind2=" "><subfield code="a">Smith, John A.,</subfield><subfield code="e">author.</subfield></datafield>
  <datafield tag="245" ind1="1" ind2="0"><subfield code="a">Asthma :</subfield><subfield code="b">a handbook /</subfield><subfield code="c">John A. Smith.</subfield></datafield>
  <datafield tag="250" ind1=" " ind2=" "><subfield code="a">3rd ed.</subfield></datafield>
  <datafield tag="264" ind1=" " ind2="4"><subfield code="c">c2018</subfield></datafield>
  <datafield tag="264" ind1=" " ind2="1"><subfield code="a">Leeds :</subfield><subfield code="b">A Press,</subfield><subfield code="c">[2019]</subfield></datafield>
  <datafield tag="505" ind1="0" ind2=" "><subfield code="a">1. Causes -- 2. Care.</subfield></datafield>
  <datafield tag="520" ind1=" " ind2=" "><subfield code="a">About asthma.</subfield></datafield>
  <datafield tag="650" ind1="1" ind2="2"><subfield code="a">Asthma</subfield><subfield code="x">therapy.</subfield><subfield code="0">(DNLM)D001249Q000628</subfield></datafield>
  <datafield tag="650" ind1=" " ind2="0"><subfield code="a">Lungs</subfield><subfield code="x">Diseases.</subfield></datafield>
  <datafield tag="700" ind1="1" ind2=" "><subfield code="a">Doe, Jane,</subfield><subfield code="e">editor.</subfield></datafield>
  <datafield tag="776" ind1="0" ind2="8"><subfield code="z">9780804429573</subfield></datafield>
  <datafield tag="856" ind1="4" ind2="0"><subfield code="u">https://example.org/b1</subfield></datafield>
  <datafield tag="856" ind1="4" ind2="2"><subfield code="u">https://example.org/cover</subfield></datafield>
  <datafield tag="856" ind1="4" ind2="0"><subfield code="u">javascript:alert(1)</subfield></datafield>
  </record>)";

TEST(Marcxml, ReadsTheFieldsOfAnEbook) {
  const ReadAll all = read_text(kFormat, collection(kEbook));
  ASSERT_FALSE(all.error) << all.error->message;
  ASSERT_EQ(all.records.size(), 1U);
  const Record& r = all.records[0];
  EXPECT_EQ(r.source_record_id, "XX:b1");
  EXPECT_EQ(r.title, "Asthma: a handbook");
  EXPECT_EQ(r.publication.edition, "3rd ed.");
  EXPECT_EQ(r.publication.publisher, "A Press");
  EXPECT_EQ(r.publication.date.year, 2019);
  EXPECT_EQ(r.table_of_contents, "1. Causes\n2. Care");
  EXPECT_EQ(r.languages, std::vector<std::string>{"eng"});
  EXPECT_EQ(r.datestamp, "2020-01-02T03:04:05Z");
  EXPECT_EQ(classify(r), StudyType::kEbook);
  ASSERT_EQ(r.contributors.size(), 2U);
  EXPECT_EQ(r.contributors[0].family, "Smith");
  EXPECT_EQ(r.contributors[0].role, "author");
  EXPECT_EQ(r.contributors[1].role, "editor");
  std::string identifiers;
  for (const Identifier& identifier : r.identifiers) identifiers += identifier.value() + " ";
  EXPECT_EQ(identifiers, "10.1000/b 9780306406157 9780804429573 ");
  ASSERT_EQ(r.subjects.size(), 2U);
  EXPECT_EQ(r.subjects[0].id, "D001249");
  EXPECT_EQ(r.subjects[0].qualifier_id, "Q000628");
  EXPECT_EQ(r.subjects[0].qualifier, "therapy");
  EXPECT_TRUE(r.subjects[0].major);
  EXPECT_EQ(r.subjects[1].label, "Lungs -- Diseases");
  ASSERT_EQ(r.links.size(), 2U);
  EXPECT_EQ(r.links[0].url, "https://example.org/b1");
  EXPECT_EQ(r.links[1].kind, "related");
  EXPECT_EQ(all.problems.size(), 2U);  // the ISBN that is none, the link that is none
}

TEST(Marcxml, TakesAPrefixADeletionAndASingleRecord) {
  const ReadAll all = read_text(
      kFormat,
      "<marc:record xmlns:marc=\"http://www.loc.gov/MARC21/slim\"><marc:leader>00000dam a22"
      "</marc:leader><marc:controlfield tag=\"001\">b2</marc:controlfield></marc:record>");
  ASSERT_FALSE(all.error);
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_TRUE(all.records[0].deleted);
  EXPECT_EQ(all.records[0].source_record_id, "b2");
}

TEST(Marcxml, DamageCutsAndFlipsLoseOnlyWhatTheyTouch) {
  const std::string text = collection(kEbook + "<record><leader></record>" + kEbook);
  EXPECT_EQ(read_text(kFormat, text).records.size(), 2U);
  const std::size_t first_end = text.find("</record>") + 9;
  cut_everywhere(text, 7, text.size() - 13, [first_end](const std::string& part) {
    const ReadAll all = read_text(kFormat, part);
    EXPECT_TRUE(all.error) << part.size();
    EXPECT_EQ(all.records.size() >= 1, part.size() >= first_end) << part.size();
  });
  spoil_bytes(text, 1'000, 1,
              [](const std::string& damaged) { expect_round_trip(read_text(kFormat, damaged)); });
}

TEST(MarcText, KnowsThePunctuationOfCataloguers) {
  EXPECT_EQ(without_isbd("Asthma /"), "Asthma");
  EXPECT_EQ(without_isbd("London :"), "London");
  EXPECT_EQ(without_isbd("[London]"), "London");
  EXPECT_EQ(without_isbd("3rd ed.", true), "3rd ed.");
  EXPECT_EQ(without_isbd("Care."), "Care");
  EXPECT_EQ(without_isbd("Smith, J."), "Smith, J.");
  EXPECT_EQ(without_isbd(" ; : "), "");
  EXPECT_EQ(isbn_part("9780306406157 (hardback : alk. paper)"), "9780306406157");
  EXPECT_EQ(year_in("[2019?]"), "2019");
  EXPECT_EQ(year_in("c1998, 2001"), "1998");
  EXPECT_EQ(year_in("19uu"), "");
  EXPECT_EQ(year_in("123456"), "");
}

TEST(MarcxmlShared, EveryRecordedFileIsReadToItsEnd) {
  EVIDENCE_NEED_SHARED_DATA(data);
  std::size_t files = 0;
  std::size_t records = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data / "fixtures/marc")) {
    if (entry.path().extension() != ".xml") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    const std::string text = bytes.str();
    if (text.find("MARC21/slim") == std::string::npos) continue;
    std::size_t expected = 0;
    std::size_t leaders = 0;
    for (std::size_t at = text.find("</"); at != std::string::npos; at = text.find("</", at + 2)) {
      std::string_view name = std::string_view(text).substr(at + 2, 40);
      name = name.substr(0, name.find('>'));
      if (const std::size_t colon = name.find(':'); colon != name.npos)
        name.remove_prefix(colon + 1);
      if (name == "record") ++expected;
      if (name == "leader") ++leaders;
    }
    ++files;
    const ReadAll all = read_text(kFormat, text);
    EXPECT_FALSE(all.error) << entry.path() << all.error->message;
    // Envelopes of OAI-PMH and SRU have records around the records.
    if (leaders == expected) {
      EXPECT_EQ(all.entries, expected) << entry.path();
    }
    EXPECT_GE(all.entries, leaders) << entry.path();
    EXPECT_LE(all.entries, expected) << entry.path();
    records += all.records.size();
    for (const Record& record : all.records) {
      const Result<Record> again = record_from_json(record_to_json(record));
      ASSERT_TRUE(again.ok()) << entry.path() << again.error().message;
      EXPECT_EQ(*again, record);
    }
  }
  EXPECT_GE(files, 40U);
  EXPECT_GE(records, 100U);
}

}  // namespace
}  // namespace evidence::test
