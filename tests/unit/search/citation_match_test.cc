// References matched against small libraries, on every kind of place that an index may lie.
#include "search/citation_match.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/unit/search/search_index.h"

namespace evidence::test {
namespace {

struct Printed {
  std::string title, author, journal, abbreviation;
  int year = 0;
  std::string volume, issue, pages;
};

Work printed(int number, const Printed& as) {
  Work work = make_work(number, as.title);
  Contributor author;
  author.family = as.author;
  author.initials = "J";
  author.role = "author";
  work.record.contributors.push_back(author);
  Publication& publication = work.record.publication;
  publication.title = as.journal;
  publication.abbreviation = as.abbreviation;
  publication.volume = as.volume;
  publication.issue = as.issue;
  publication.pages = as.pages;
  publication.date = PartialDate{as.year, 0, 0};
  return work;
}

std::vector<Work> library() {
  std::vector<Work> works{
      printed(1, {"Inhaled steroids for children with asthma: a randomised trial", "Smith",
                  "Journal of Sample Medicine", "J Sample Med", 2010, "12", "3", "101-109"}),
      printed(2, {"Paediatric haemorrhage after tonsillectomy: a cohort study", "Jones",
                  "Journal of Sample Surgery", "J Sample Surg", 2011, "7", "1", "11-19"}),
      printed(3, {"Standards of sample care", "Lee", "Sample Care", "Sample Care", 2010, "33", "1",
                  "S11-S61"}),
      printed(4, {"Standards of sample care", "Lee", "Sample Care", "Sample Care", 2011, "34", "1",
                  "S11-S61"}),
      printed(5, {"Tablets against stroke in men", "Brown", "Sample Stroke", "Stroke S", 2005, "5",
                  "2", "50-55"}),
      printed(6, {"Retraction: Inhaled steroids for children with asthma: a randomised trial",
                  "Smith", "Journal of Sample Medicine", "J Sample Med", 2012, "14", "1", "2"}),
      printed(7, {"Care after stroke at home", "Green", "Sample Stroke", "Stroke S", 2008, "8", "1",
                  "80-85"}),
      printed(8, {"Editorial", "White", "Sample Stroke", "Stroke S", 2009, "9", "1", "1"}),
  };
  works[0].record.identifiers = {*Identifier::parse(IdentifierScheme::kDoi, "10.1000/steroids"),
                                 *Identifier::parse(IdentifierScheme::kPmid, "20000001")};
  works[0].status = Status::kRetracted;
  works[4].record.identifiers = {*Identifier::parse(IdentifierScheme::kPmid, "20000005")};
  return works;
}

class MatchCitation : public testing::TestWithParam<Backend> {
 protected:
  MatchCitation() : index_(library(), GetParam()), searcher_(options_for(index_.stub())) {}

  CitationMatch match(const query::Citation& citation) {
    auto found = searcher_.match_citation(citation, kCitedWorks);
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().message);
    return found.ok() ? std::move(found).value() : CitationMatch{};
  }
  // "found 1", "possible 3 4", "not_found".
  std::string ask(std::string_view text) { return told(match(query::parse_citation(text))); }
  static std::string told(const CitationMatch& match) {
    std::string text(citation_verdict_name(match.verdict));
    for (const CitedWork& work : match.works) text += " " + work.work.id.substr(12);
    return text;
  }
  static std::string agreement(const CitationMatch& match, CitationPart part) {
    if (match.works.empty()) return "no work";
    for (const PartMatch& one : match.works.front().parts) {
      if (one.part == part) return std::string(part_agreement_name(one.agreement));
    }
    return "unknown";
  }

  SearchIndex index_;
  Searcher searcher_;
};

TEST_P(MatchCitation, FindsWhatIsPrintedInAnyStyle) {
  for (const std::string_view text : {
           "1. Smith J, Doe A. Inhaled steroids for children with asthma: a randomised trial. J "
           "Sample Med. 2010;12(3):101-9.",
           "Smith, J. (2010). Inhaled steroids for children with asthma: A randomised trial. "
           "Journal of Sample Medicine, 12(3), 101–109.",
           "Smith, J. Inhaled steroids for children with asthma: a randomised trial. J. Sample "
           "Med. 12, 101–109 (2010).",
           "Smith J. J Sample Med 2010;12:101",
           "J Sample Med 2010;12:101-9",
           "Inhaled steroids for children with asthma: a randomised trial",
       }) {
    EXPECT_EQ(ask(text), "found 1") << text;
  }
}

TEST_P(MatchCitation, FollowsIdentifiersAndDoubtsThemWhereTheTitleIsAnother) {
  EXPECT_EQ(ask("https://doi.org/10.1000/STEROIDS"), "found 1");
  EXPECT_EQ(ask("Smith J. [A title in another language]. PMID: 20000001"), "possible 1");
  EXPECT_EQ(ask("PMID 29999999"), "not_found");
  // The number leads to one work, the title to another: both are shown.
  EXPECT_EQ(ask("Green J. Care after stroke at home. Sample Stroke 2008;8:80-5. PMID: 20000005"),
            "found 7");
  EXPECT_EQ(
      ask("Smith J, Brown K. Inhaled steroids for children with asthma: a randomised trial. J "
          "Sample Med 2010;12:101-9. PMID: 20000005"),
      "found 1");
}

TEST_P(MatchCitation, TellsThatAWorkIsRetractedAndIsNotItsNotice) {
  const CitationMatch found = match(query::parse_citation("doi:10.1000/steroids"));
  ASSERT_EQ(told(found), "found 1");
  EXPECT_EQ(found.works.front().work.status, Status::kRetracted);
  EXPECT_EQ(ask("Smith J. Retraction: Inhaled steroids for children with asthma: a randomised "
                "trial. J Sample Med 2012;14:2."),
            "found 6");
}

TEST_P(MatchCitation, IsNotSureWhereYearOrVolumeIsAnother) {
  const CitationMatch year =
      match(query::parse_citation("Brown J. Tablets against stroke in men. Stroke S 1998;5:50-5."));
  EXPECT_EQ(told(year), "possible 5");
  EXPECT_EQ(agreement(year, CitationPart::kYear), "different");
  EXPECT_NE(year.reason.find("year"), std::string::npos);
  const CitationMatch volume = match(
      query::parse_citation("Brown K. Tablets against stroke in men. Other Journal 2005;6:70-5."));
  EXPECT_EQ(told(volume), "possible 5");
  EXPECT_EQ(agreement(volume, CitationPart::kVolume), "different");
  EXPECT_EQ(agreement(volume, CitationPart::kPage), "different");
}

TEST_P(MatchCitation, OneMisprintInThePlaceIsForgivenAndTold) {
  const CitationMatch found = match(
      query::parse_citation("Brown J. Tablets against stroke in men. Sample Stroke 2005;6:50-5."));
  EXPECT_EQ(told(found), "found 5");
  EXPECT_EQ(agreement(found, CitationPart::kVolume), "different");
  EXPECT_NE(found.reason.find("volume"), std::string::npos);
}

TEST_P(MatchCitation, TellsTheSameTitleOfTwoYearsApart) {
  EXPECT_EQ(ask("Lee J. Standards of sample care. Sample Care 2010;33:S11-61."), "found 3");
  EXPECT_EQ(ask("Lee J. Standards of sample care. Sample Care 2011;34:S11-61."), "found 4");
  // Without a year nobody knows which; of a third year it is neither.
  EXPECT_EQ(ask("Lee J. Standards of sample care. Sample Care."), "possible 3 4");
  EXPECT_EQ(ask("Lee J. Standards of sample care. Sample Care 2012;35:S11-61.").substr(0, 8),
            "possible");
}

TEST_P(MatchCitation, BearsSlipsAndOtherSpellings) {
  EXPECT_EQ(ask("Jones J. Pediatric hemorrhage after tonsillectomy: a cohort study. J Sample Surg "
                "2011;7:11-9."),
            "found 2");
  EXPECT_EQ(ask("Jones J. Paediatric haemorrhage after tonsilectomy: a cohort study. J Sample Surg "
                "2011;7:11-9."),
            "found 2");
}

TEST_P(MatchCitation, APartOfATitleIsPossibleAtBest) {
  EXPECT_EQ(ask("Inhaled steroids for children with asthma").substr(0, 10), "possible 1");
  EXPECT_EQ(ask("Jones J. Paediatric haemorrhage after tonsillectomy. 2011"), "possible 2");
  // "in women" is no slip of "in men".
  EXPECT_NE(ask("Black J. Tablets against stroke in women. Stroke S 2006;6:60-5.").substr(0, 5),
            "found");
  EXPECT_NE(ask("Editorial").substr(0, 5), "found");
}

TEST_P(MatchCitation, SaysNotFoundOfWhatIsNotThere) {
  EXPECT_EQ(ask("Black J. Ointments for sample rashes in adults. Skin S 2001;1:1-9."), "not_found");
  EXPECT_EQ(ask("Zzz"), "not_found");
}

TEST_P(MatchCitation, AnswersTheFormOfParts) {
  query::CitationFields fields;
  fields.journal = "J Sample Med";
  fields.year = "2010";
  fields.volume = "12";
  fields.page = "101";
  EXPECT_EQ(told(match(*query::citation_of(fields))), "found 1");
  fields = {};
  fields.title = "stroke home";
  fields.author = "Green";
  EXPECT_EQ(told(match(*query::citation_of(fields))).substr(0, 10), "possible 7");
}

TEST_P(MatchCitation, LeavesTheRestUncheckedAtTheDeadline) {
  const std::vector<query::Citation> citations(3, query::parse_citation("doi:10.1000/steroids"));
  const auto past = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  const auto none = match_citations(searcher_, citations, 1, past);
  ASSERT_FALSE(none.ok());  // not one was looked at: that is no answer
  const auto all =
      match_citations(searcher_, citations, 1, std::chrono::steady_clock::time_point::max());
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->size(), 3U);
  EXPECT_EQ(all->back().verdict, CitationVerdict::kFound);
}

INSTANTIATE_TEST_SUITE_P(Backends, MatchCitation,
                         testing::Values(Backend::kLocal, Backend::kTwoShards,
                                         Backend::kTwoServers),
                         [](const auto& given) { return backend_name(given.param); });

}  // namespace
}  // namespace evidence::test
