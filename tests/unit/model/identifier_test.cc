#include "model/identifier.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace evidence {
namespace {

std::string normal(IdentifierScheme scheme, std::string_view raw) {
  const Result<Identifier> identifier = Identifier::parse(scheme, raw);
  return identifier.ok() ? identifier->value() : "(refused)";
}

TEST(Identifier, TakesADoiInEveryUsualForm) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"10.1000/xyz", "10.1000/xyz"},
      {" 10.1000/XYZ ", "10.1000/xyz"},
      {"doi:10.1000/xyz", "10.1000/xyz"},
      {"DOI 10.1000/xyz", "10.1000/xyz"},
      {"doi: 10.1000/xyz", "10.1000/xyz"},
      {"info:doi/10.1000/xyz", "10.1000/xyz"},
      {"https://doi.org/10.1000/xyz", "10.1000/xyz"},
      {"http://dx.doi.org/10.1000/xyz", "10.1000/xyz"},
      {"https://doi.org/10.1000%2Fxyz", "10.1000/xyz"},
      {"10.1000%2Fxyz", "10.1000/xyz"},
      {"doi: https://doi.org/10.1000/xyz", "10.1000/xyz"},
      {"https://doi.org/10.1000/xyz?utm_source=a", "10.1000/xyz"},
      {"10.1000.10/123456", "10.1000.10/123456"},
      {"10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
       "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"},
      {"10.1002/(SICI)1&lt;2::A&gt;3", "10.1002/(sici)1<2::a>3"},
      {"10.1000/", "(refused)"},
      {"10.100/xyz", "(refused)"},
      {"10.1234567890/xyz", "(refused)"},
      {"10.1000./xyz", "(refused)"},
      {"11.1000/xyz", "(refused)"},
      {"10.1000/x y", "(refused)"},
      {"10.1000/x\ny", "(refused)"},
      {"10.1000/\xff", "(refused)"},
      {"", "(refused)"},
      {std::string(5'000, '1'), "(refused)"},
  };
  for (const auto& [raw, expected] : cases) {
    EXPECT_EQ(normal(IdentifierScheme::kDoi, raw), expected) << raw;
  }
}

TEST(Identifier, ParsingANormalValueAgainChangesNothing) {
  for (const std::string raw : {"10.1000/a%2fb", "https://doi.org/10.1000/%2541", "10.1/x",
                                "https://doi.org/10.1000/&amp;amp;lt;"}) {
    const auto once = Identifier::parse(IdentifierScheme::kDoi, raw);
    if (!once.ok()) continue;
    EXPECT_EQ(normal(IdentifierScheme::kDoi, once->value()), once->value()) << raw;
  }
}

TEST(Identifier, ChecksDigitsOfIssnAndIsbn) {
  EXPECT_EQ(normal(IdentifierScheme::kIssn, "0959-8138"), "0959-8138");
  EXPECT_EQ(normal(IdentifierScheme::kIssn, "09598138"), "0959-8138");
  EXPECT_EQ(normal(IdentifierScheme::kIssn, "ISSN: 2434-561x"), "2434-561X");
  EXPECT_EQ(normal(IdentifierScheme::kIssn,
                   "0959\xE2\x80\x93"
                   "8138"),
            "0959-8138");
  EXPECT_EQ(normal(IdentifierScheme::kIssn, "0959-8139"), "(refused)");
  EXPECT_EQ(normal(IdentifierScheme::kIssn, "0000-0000"), "(refused)");
  EXPECT_EQ(normal(IdentifierScheme::kIssn, "0959-813"), "(refused)");
  EXPECT_EQ(normal(IdentifierScheme::kIsbn, "0-306-40615-2"), "9780306406157");
  EXPECT_EQ(normal(IdentifierScheme::kIsbn, "978-0-306-40615-7"), "9780306406157");
  EXPECT_EQ(normal(IdentifierScheme::kIsbn, "080442957X"), "9780804429573");
  EXPECT_EQ(normal(IdentifierScheme::kIsbn, "9780306406158"), "(refused)");
  EXPECT_EQ(normal(IdentifierScheme::kIsbn, "0306406153"), "(refused)");
  EXPECT_EQ(normal(IdentifierScheme::kIsbn, "1234567890123"), "(refused)");
}

TEST(Identifier, TakesPubMedPmcAndTrialNumbers) {
  EXPECT_EQ(normal(IdentifierScheme::kPmid, "PMID: 12345678"), "12345678");
  EXPECT_EQ(normal(IdentifierScheme::kPmid, "https://pubmed.ncbi.nlm.nih.gov/12345678/"),
            "12345678");
  EXPECT_EQ(normal(IdentifierScheme::kPmid, "1"), "1");
  for (const char* raw : {"0123", "1234567890", "12a", "", "-1"}) {
    EXPECT_EQ(normal(IdentifierScheme::kPmid, raw), "(refused)") << raw;
  }
  EXPECT_EQ(normal(IdentifierScheme::kPmcid, "pmc123"), "PMC123");
  EXPECT_EQ(normal(IdentifierScheme::kPmcid, "PMC13901.1"), "PMC13901");
  EXPECT_EQ(normal(IdentifierScheme::kPmcid, "https://pmc.ncbi.nlm.nih.gov/articles/PMC123/"),
            "PMC123");
  EXPECT_EQ(normal(IdentifierScheme::kPmcid, "PMC"), "(refused)");
  EXPECT_EQ(normal(IdentifierScheme::kNct, "nct01234567"), "NCT01234567");
  EXPECT_EQ(normal(IdentifierScheme::kNct, "NCT1234567"), "(refused)");
  EXPECT_EQ(normal(IdentifierScheme::kLocal, "  NBK1  "), "NBK1");
  EXPECT_EQ(normal(IdentifierScheme::kLocal, "a\tb"), "(refused)");
  EXPECT_EQ(normal(IdentifierScheme::kLocal, std::string(201, 'a')), "(refused)");
}

TEST(Identifier, AnErrorNamesTheValueBounded) {
  const auto bad = Identifier::parse(IdentifierScheme::kPmid, std::string(10'000, 'x'));
  ASSERT_FALSE(bad.ok());
  EXPECT_LT(bad.error().message.size(), 300U);
}

std::string recognised(std::string_view typed) {
  std::string out;
  for (const Identifier& identifier : recognise_identifiers(typed)) {
    if (!out.empty()) out += ' ';
    out += std::string(scheme_name(identifier.scheme())) + ":" + identifier.value();
  }
  return out;
}

TEST(RecogniseIdentifiers, KnowsWhatAPersonPastes) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"10.1000/xyz", "doi:10.1000/xyz"},
      {"https://doi.org/10.1000/xyz", "doi:10.1000/xyz"},
      {"doi:10.1000/xyz.", "doi:10.1000/xyz"},
      {"\"10.1000/xyz\"", "doi:10.1000/xyz"},
      {"PMID: 123", "pmid:123"},
      {"pmid 31452104", "pmid:31452104"},
      {"31452104", "pmid:31452104"},
      {"12345678 23456789", "pmid:12345678 pmid:23456789"},
      {"12345678, 23456789;34567890", "pmid:12345678 pmid:23456789 pmid:34567890"},
      {"PMID: 123, 456", "pmid:123 pmid:456"},
      {"12345678 12345678", "pmid:12345678"},
      {"12345 67890", "pmid:12345 pmid:67890"},
      {"PMC123", "pmcid:PMC123"},
      {"NCT01234567", "nct:NCT01234567"},
      {"9780306406157", "isbn:9780306406157"},
      {"0-306-40615-2", "isbn:9780306406157"},
      {"978 0 306 40615 7", "isbn:9780306406157"},
      {"ISBN 0306406152", "isbn:9780306406157"},
      {"0959-8138", "issn:0959-8138"},
      {"https://pubmed.ncbi.nlm.nih.gov/31452104/", "pmid:31452104"},
  };
  for (const auto& [typed, expected] : cases) EXPECT_EQ(recognised(typed), expected) << typed;
}

TEST(RecogniseIdentifiers, LeavesSearchesAlone) {
  for (const char* typed : {"2019",        "asthma",        "",
                            "   ",         "2019 2020",     "asthma 12345678",
                            "10 mg",       "0.9%",          "type 2",
                            "vitamin b12", "1234",          "2015-2019",
                            "0959-8139",   "9780306406158", "10.5",
                            "pmid",        "PMID: asthma",  "http://example.org/12345678",
                            "(diabetes)",  "1234567890"}) {
    EXPECT_EQ(recognised(typed), "") << typed;
  }
  EXPECT_EQ(recognised(std::string(100'000, '1')), "");
}

TEST(RegistryUrl, EncodesADoi) {
  const auto doi = Identifier::parse(IdentifierScheme::kDoi, "10.1002/(SICI)1<2::A>3.0;2-2");
  ASSERT_TRUE(doi.ok());
  EXPECT_EQ(registry_url(*doi), "https://doi.org/10.1002/%28sici%291%3C2%3A%3Aa%3E3.0%3B2-2");
  EXPECT_EQ(normal(IdentifierScheme::kDoi, registry_url(*doi)), doi->value());
  EXPECT_EQ(registry_url(*Identifier::parse(IdentifierScheme::kPmid, "1")),
            "https://pubmed.ncbi.nlm.nih.gov/1/");
  EXPECT_EQ(registry_url(*Identifier::parse(IdentifierScheme::kIssn, "0959-8138")), "");
}

TEST(SchemeNames, GoBothWays) {
  for (const IdentifierScheme scheme :
       {IdentifierScheme::kDoi, IdentifierScheme::kPmid, IdentifierScheme::kPmcid,
        IdentifierScheme::kIssn, IdentifierScheme::kIsbn, IdentifierScheme::kNct,
        IdentifierScheme::kLocal}) {
    EXPECT_EQ(scheme_by_name(scheme_name(scheme)), scheme);
  }
  EXPECT_EQ(scheme_by_name("DOI"), std::nullopt);
}

}  // namespace
}  // namespace evidence
