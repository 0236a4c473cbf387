#include "model/match_profile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/damage.h"
#include "tests/unit/model/match_records.h"

namespace evidence {
namespace {

using test::record_of_line;

Record full_record() {
  Record record = record_of_line(
      R"({"title":"Behaviour of children with asthma. Part II","original_title":"Verhalten",)"
      R"("authors":["van der Heijde D","Smith JA","Öhman A"],"journal":"The Lancet [London]",)"
      R"("abbreviation":"Lancet","year":2006,"volume":"0355","issue":"3","pages":"2947-53",)"
      R"("doi":"10.12688/f1000research.12345.2","pmid":"15000001","pmcid":"PMC200001",)"
      R"("edition":"2nd ed.","pubtypes":["Journal Article"]})");
  std::string words;
  for (int i = 0; i < 60; ++i) words += "word" + std::to_string(i * 7) + " ";
  record.abstract = {{"", words}};
  return record;
}

TEST(MatchProfileTest, FoldsWhatSourcesWriteDifferently) {
  const MatchProfile profile = profile_of(full_record());
  EXPECT_EQ(profile.title, "behavior of children with asthma part 2");
  EXPECT_EQ(profile.original_title, "verhalten");
  ASSERT_EQ(profile.authors.size(), 3U);
  EXPECT_EQ(profile.authors[0], (MatchName{"vanderheijde", "d"}));
  EXPECT_EQ(profile.authors[2], (MatchName{"ohman", "a"}));
  EXPECT_EQ(profile.volume, "355");
  EXPECT_EQ(profile.first_page, "2947");
  EXPECT_EQ(profile.last_page, "2953");
  EXPECT_EQ(profile.journal, "lancet");
  EXPECT_EQ(profile.year, 2006);
  EXPECT_EQ(profile.edition, "2");
  EXPECT_EQ(profile.version_family, "10.12688/f1000research.12345");
  EXPECT_EQ(profile.version, 2);
  EXPECT_EQ(profile.abstract_sketch.size(), 16U);
  EXPECT_TRUE(std::is_sorted(profile.identifiers.begin(), profile.identifiers.end()));
  EXPECT_EQ(profile.identifiers.size(), 3U);
}

TEST(MatchProfileTest, ComesBackFromItsBytes) {
  const MatchProfile full = profile_of(full_record());
  EXPECT_EQ(profile_from_bytes(profile_to_bytes(full)), full);
  EXPECT_EQ(profile_from_bytes(profile_to_bytes(MatchProfile{})), MatchProfile{});
  for (const test::MatchCase& one : test::read_match_cases()) {
    for (const Record* record : {&one.a, &one.b}) {
      const MatchProfile profile = profile_of(*record);
      EXPECT_EQ(profile_from_bytes(profile_to_bytes(profile)), profile) << one.where;
    }
  }
}

TEST(MatchProfileTest, CutBytesAreNoProfile) {
  const std::string bytes = profile_to_bytes(profile_of(full_record()));
  test::cut_everywhere(bytes, 1, bytes.size(), [](const std::string& cut) {
    EXPECT_EQ(profile_from_bytes(cut), std::nullopt) << cut.size();
  });
  EXPECT_EQ(profile_from_bytes(bytes + "x"), std::nullopt);
}

TEST(MatchProfileTest, SpoiltBytesAreNoneOrAProfileThatCanBeUsed) {
  const MatchProfile own = profile_of(full_record());
  const std::string bytes = profile_to_bytes(own);
  int read = 0;
  test::spoil_bytes(bytes, 20'000, 3, [&](const std::string& spoilt) {
    const auto profile = profile_from_bytes(spoilt);
    if (!profile) return;
    ++read;
    EXPECT_LE(match_keys(*profile).size(), 1'000U);
    decide(own, *profile, MatchRules{});
    decide(*profile, *profile, MatchRules{});
    EXPECT_EQ(profile_from_bytes(profile_to_bytes(*profile)), profile);
  });
  EXPECT_GT(read, 100);
}

TEST(MatchProfileTest, KeysAreSortedBoundedAndEachOnce) {
  Record record = full_record();
  for (int i = 0; i < 40; ++i) {
    record.identifiers.push_back(
        Identifier::parse(IdentifierScheme::kDoi, "10.1000/x." + std::to_string(i)).value());
  }
  const MatchProfile profile = profile_of(record);
  EXPECT_LE(profile.identifiers.size(), 12U);
  const std::vector<std::int64_t> keys = match_keys(profile);
  EXPECT_LE(keys.size(), 24U);
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
  EXPECT_EQ(std::set<std::int64_t>(keys.begin(), keys.end()).size(), keys.size());
  EXPECT_TRUE(match_keys(MatchProfile{}).empty());
}

TEST(MatchProfileTest, AnIdentifiersKeyLeadsFromARelationToItsRecord) {
  const auto keys_of = [](const std::string& line) {
    return match_keys(profile_of(record_of_line(line)));
  };
  const auto has = [](const std::vector<std::int64_t>& keys, std::string_view identifier) {
    return std::binary_search(keys.begin(), keys.end(), identifier_key(identifier));
  };
  const auto article = keys_of(
      R"({"title":"X","pmid":"12","doi":"10.1000/x","issn":"2049-3630","nct":"NCT01234567"})");
  EXPECT_TRUE(has(article, "pmid:12"));
  EXPECT_TRUE(has(article, "doi:10.1000/x"));
  EXPECT_FALSE(has(article, "pmid:13"));
  // These stand in very many records that are not one publication.
  EXPECT_FALSE(has(article, "issn:2049-3630"));
  EXPECT_TRUE(has(article, "nct:NCT01234567"));  // meets the trial's registration
  EXPECT_TRUE(
      has(keys_of(R"({"title":"X","issn":"2049-3630","pubtypes":["journal"]})"), "issn:2049-3630"));
  EXPECT_TRUE(has(keys_of(R"({"title":"X","nct":"NCT01234567","pubtypes":["Trial Registration"]})"),
                  "nct:NCT01234567"));
}

TEST(MatchProfileTest, TextsWithoutEndAreBounded) {
  Record record;
  record.source = "s";
  record.title = std::string(4'000, 'a');
  for (int i = 0; i < 800; ++i) record.title += " wort" + std::to_string(i);
  for (int i = 0; i < 1'000; ++i) {
    record.contributors.push_back(
        {std::string(5'000, 'b'), "", std::string(500, 'c'), "author", "", ""});
  }
  record.publication.title = std::string(5'000, '(');
  record.publication.volume = std::string(5'000, '7');
  record.publication.pages = std::string(5'000, '8') + "-" + std::string(5'000, '9');
  record.publication.edition = std::string(5'000, '1');
  record.abstract = {{"", std::string(60'000, 'd')}};
  EXPECT_LT(profile_to_bytes(profile_of(record)).size(), 2'000U);
}

TEST(MatchProfileTest, PagesAreReadAsTheyAreWritten) {
  const auto pages = [](const std::string& text) {
    Record record;
    record.publication.pages = text;
    const MatchProfile profile = profile_of(record);
    return profile.first_page + "|" + profile.last_page;
  };
  EXPECT_EQ(pages("101-9"), "101|109");
  EXPECT_EQ(pages("pp. 101-109"), "101|109");
  EXPECT_EQ(pages("p 7"), "7|");
  EXPECT_EQ(pages("S12-S15"), "s12|s15");
  EXPECT_EQ(pages("CD001234"), "cd001234|");
  EXPECT_EQ(pages("1123-1131; discussion 1131"), "1123|1131");
  EXPECT_EQ(pages("007-011"), "7|11");
  EXPECT_EQ(pages("no pagination"), "|");
  EXPECT_EQ(pages("-"), "|");
  EXPECT_EQ(pages(""), "|");
}

}  // namespace
}  // namespace evidence
