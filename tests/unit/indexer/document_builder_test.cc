#include "indexer/document_builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "model/field.h"
#include "model/index_format.h"

namespace evidence {
namespace {

Identifier id(IdentifierScheme scheme, std::string_view value) {
  return Identifier::parse(scheme, value).value();
}

Work asthma_trial() {
  Work work;
  work.id = "w0123456789ab";
  Record& record = work.record;
  record.source = "pubmed";
  record.source_record_id = "99000001";
  record.identifiers = {id(IdentifierScheme::kDoi, "10.5555/abc"),
                        id(IdentifierScheme::kPmid, "99000001")};
  record.title = "The β-blocker trial of asthmatic children";
  record.abstract = {{"BACKGROUND", "Oedema ends here"}, {"RESULTS", "Wheeze begins there"}};
  record.contributors = {{"Smith", "John A", "JA", "author", "", "Ward 9, Example Trust"}};
  record.publication.title = "Sample Journal of Medicine";
  record.publication.date = {2021, 4, 0};
  record.publication_types = {"Randomized Controlled Trial"};
  record.subjects = {{"mesh", "D001249", "Asthma", "Q000188", "drug therapy", true},
                     {"mesh", "D001249", "Asthma", "Q000175", "diagnosis", false},
                     {"keyword", "", "inhalers", "", "", false}};
  record.languages = {"eng"};
  record.open_access = OpenAccess::kOpen;
  record.sample = true;
  work.members = {{"pubmed", "99000001"}};
  work.study_type = StudyType::kRandomisedTrial;
  work.status = Status::kConcern;
  return work;
}

std::set<std::string> terms_of(const Xapian::Document& document) {
  std::set<std::string> terms;
  for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
    terms.insert(*term);
  }
  return terms;
}

std::vector<Xapian::termpos> positions_of(const Xapian::Document& document,
                                          const std::string& name) {
  auto term = document.termlist_begin();
  term.skip_to(name);
  if (term == document.termlist_end() || *term != name) return {};
  return {term.positionlist_begin(), term.positionlist_end()};
}

Xapian::termpos only_position(const Xapian::Document& document, Field field,
                              std::string_view word) {
  const auto positions = positions_of(document, term_of(field, word));
  EXPECT_EQ(positions.size(), 1U) << word;
  return positions.empty() ? 0 : positions.front();
}

TEST(DocumentBuilder, MakesTheTermsOfEachField) {
  const Xapian::Document document = build_document(asthma_trial()).value();
  const std::set<std::string> terms = terms_of(document);
  const std::vector<std::string> expected = {
      work_term("w0123456789ab"),
      term_of(Field::kTitle, "beta"),
      term_of(Field::kTitle, "betablocker"),
      term_of(Field::kAny, "betablocker"),
      term_of(Field::kTitle, "asthmatic"),
      stem_term_of(Field::kTitle, "asthmat"),
      stem_term_of(Field::kAny, "asthmat"),
      term_of(Field::kAbstract, "oedema"),
      term_of(Field::kHeading, "asthma"),
      term_of(Field::kHeading, "therapy"),
      term_of(Field::kAny, "therapy"),
      term_of(Field::kKeyword, "inhalers"),
      term_of(Field::kAny, "inhalers"),
      term_of(Field::kAuthor, "smith"),
      term_of(Field::kAuthor, "j"),
      term_of(Field::kAuthor, "ja"),
      term_of(Field::kAuthor, "john"),
      term_of(Field::kAffiliation, "ward"),
      term_of(Field::kJournal, "medicine"),
      term_of(Field::kAny, "randomized"),
      term_of(Field::kIdentifier, "doi:10.5555/abc"),
      term_of(Field::kIdentifier, "pmid:99000001"),
      term_of(Field::kMeshId, "d001249"),
      term_of(Field::kMeshMajor, "d001249"),
      term_of(Field::kMeshQualified, "d001249/q000188"),
      term_of(Field::kStudyType, "randomised_trial"),
      term_of(Field::kPublicationType, "randomized controlled trial"),
      term_of(Field::kSource, "pubmed"),
      term_of(Field::kRecordId, "pubmed:99000001"),
      term_of(Field::kLanguage, "eng"),
      term_of(Field::kYear, "2021"),
      term_of(Field::kStatus, "concern"),
      term_of(Field::kOpenAccess, "open"),
      term_of(Field::kSample, "yes"),
  };
  for (const std::string& term : expected) EXPECT_TRUE(terms.contains(term)) << term;
}

TEST(DocumentBuilder, IndexesWhatTheWorkSaysBeyondItsRecords) {
  Work work = asthma_trial();
  work.status = Status::kRetracted;
  work.status_statements = {{Status::kRetracted, "pubmed", "relation", "pmid:7"},
                            {Status::kRetracted, "crossref", "notice", "doi:10.5555/n"},
                            {Status::kCorrected, "openalex", "relation", ""}};
  work.relations = {{RelationType::kRetractedBy, "pmid:7", "", "stated", {"pubmed"}},
                    {RelationType::kHasNewerVersion, "pmid:8", "", "matched", {}}};
  work.has_newer_version = true;
  work.former_ids = {"wformerformer"};
  work.registrations = {"NCT01234567"};
  work.corrections = {{"title", "Teh title", "a slip", "A Librarian", "2026-01-02T03:04:05Z"}};
  const Xapian::Document document = build_document(work).value();
  const std::set<std::string> terms = terms_of(document);
  for (const std::string& term :
       {term_of(Field::kStatus, "retracted"), term_of(Field::kStatus, "corrected"),
        term_of(Field::kRelation, "retracted_by"), term_of(Field::kRelation, "has_newer_version"),
        term_of(Field::kVersion, "older"), term_of(Field::kFormerId, "wformerformer"),
        term_of(Field::kRegistration, "nct01234567")}) {
    EXPECT_TRUE(terms.contains(term)) << term;
  }
  EXPECT_EQ(document.get_value(static_cast<Xapian::valueno>(Slot::kStatus)), "retracted corrected");
  const std::string data = document.get_data();
  const std::string_view hit = unpack_document(data)->hit;
  for (const char* member :
       {"\"status\":\"retracted\"", "\"status_sources\":[\"crossref\",\"pubmed\"]",
        "\"has_newer_version\":true", "\"corrected_locally\":true", "\"member_count\":1"}) {
    EXPECT_NE(hit.find(member), std::string_view::npos) << member << "\n" << hit;
  }
}

TEST(DocumentBuilder, SaysNothingOfVersionsWhereThereIsNone) {
  const Xapian::Document document = build_document(asthma_trial()).value();
  EXPECT_FALSE(terms_of(document).contains(term_of(Field::kVersion, "older")));
  const std::string data = document.get_data();
  EXPECT_NE(unpack_document(data)->hit.find("\"has_newer_version\":false"), std::string_view::npos);
}

TEST(DocumentBuilder, KeepsAuthorsAndJournalsOutOfAny) {
  const std::set<std::string> terms = terms_of(build_document(asthma_trial()).value());
  EXPECT_FALSE(terms.contains(term_of(Field::kAny, "smith")));
  EXPECT_FALSE(terms.contains(term_of(Field::kAny, "medicine")));
  EXPECT_FALSE(terms.contains(stem_term_of(Field::kAuthor, "smith")));
}

TEST(DocumentBuilder, LeavesAGapBetweenFieldsSectionsAndValues) {
  const Xapian::Document document = build_document(asthma_trial()).value();
  const auto children = only_position(document, Field::kTitle, "children");
  const auto oedema = only_position(document, Field::kAbstract, "oedema");
  const auto here = only_position(document, Field::kAbstract, "here");
  const auto wheeze = only_position(document, Field::kAbstract, "wheeze");
  const auto drug = only_position(document, Field::kHeading, "drug");
  const auto therapy = only_position(document, Field::kHeading, "therapy");
  const auto diagnosis = only_position(document, Field::kHeading, "diagnosis");
  EXPECT_EQ(oedema, children + kPositionGap);
  EXPECT_EQ(wheeze, here + kPositionGap);
  EXPECT_EQ(therapy, drug + 1);
  EXPECT_GE(diagnosis, therapy + kPositionGap);
  EXPECT_EQ(only_position(document, Field::kAny, "wheeze"), wheeze);
}

TEST(DocumentBuilder, PutsInitialsAndGivenNamesRightAfterTheFamilyName) {
  Work work = asthma_trial();
  work.record.contributors.push_back({"García Márquez", "", "G", "author", "", ""});
  const Xapian::Document document = build_document(work).value();
  const auto smith = only_position(document, Field::kAuthor, "smith");
  for (const char* word : {"j", "ja", "john"}) {
    EXPECT_EQ(only_position(document, Field::kAuthor, word), smith + 1) << word;
  }
  const auto garcia = only_position(document, Field::kAuthor, "garcia");
  EXPECT_EQ(only_position(document, Field::kAuthor, "marquez"), garcia + 1);
  EXPECT_EQ(only_position(document, Field::kAuthor, "g"), garcia + 2);
  EXPECT_GE(garcia, smith + kPositionGap);
}

TEST(DocumentBuilder, KeepsTheAcronymApartFromTheWord) {
  Work acronym = asthma_trial();
  acronym.record.title = "Care of people with AIDS";
  Work word = asthma_trial();
  word.record.title = "Hearing aids for adults";
  const auto in_acronym = terms_of(build_document(acronym).value());
  const auto in_word = terms_of(build_document(word).value());
  EXPECT_TRUE(in_acronym.contains(acronym_term_of(Field::kTitle, "AIDS")));
  EXPECT_TRUE(in_acronym.contains(term_of(Field::kTitle, "aids")));
  EXPECT_TRUE(in_acronym.contains(stem_term_of(Field::kTitle, "aids")));
  EXPECT_FALSE(in_acronym.contains(stem_term_of(Field::kTitle, "aid")));
  EXPECT_FALSE(in_word.contains(acronym_term_of(Field::kTitle, "AIDS")));
  EXPECT_TRUE(in_word.contains(stem_term_of(Field::kTitle, "aid")));
}

TEST(DocumentBuilder, CountsWordsOfTheTitleOnceAndExactValuesNever) {
  const Xapian::Document document = build_document(asthma_trial()).value();
  auto term = document.termlist_begin();
  term.skip_to(term_of(Field::kAny, "children"));
  EXPECT_EQ(term.get_wdf(), 1U);
  term = document.termlist_begin();
  term.skip_to(term_of(Field::kYear, "2021"));
  EXPECT_EQ(term.get_wdf(), 0U);
}

TEST(DocumentBuilder, FillsTheValueSlots) {
  const Xapian::Document document = build_document(asthma_trial()).value();
  const auto value = [&](Slot slot) {
    return document.get_value(static_cast<Xapian::valueno>(slot));
  };
  EXPECT_EQ(value(Slot::kDate), "20210400");
  EXPECT_EQ(value(Slot::kTitleKey),
            std::string("beta blocker trial of asthmatic children\x01") + "w0123456789ab");
  EXPECT_EQ(value(Slot::kNewestOrder), "79789599w0123456789ab");
  EXPECT_EQ(value(Slot::kOldestOrder), "20210400w0123456789ab");
  EXPECT_EQ(value(Slot::kYear), "2021");
  EXPECT_EQ(value(Slot::kStudyType), "randomised_trial");
  EXPECT_EQ(value(Slot::kSources), "pubmed");
  EXPECT_EQ(value(Slot::kLanguages), "eng");
  EXPECT_EQ(value(Slot::kStatus), "concern");
  EXPECT_EQ(value(Slot::kOpenAccess), "open");
  EXPECT_EQ(value(Slot::kWorkId), "w0123456789ab");
  EXPECT_EQ(value(Slot::kEvidenceLevel), "2");
}

TEST(DocumentBuilder, PacksTheHitTheAbstractAndTheWork) {
  const Work work = asthma_trial();
  const std::string data = build_document(work).value().get_data();
  const IndexedDocument parts = unpack_document(data).value();
  EXPECT_EQ(parts.abstract, "BACKGROUND: Oedema ends here\nRESULTS: Wheeze begins there");
  EXPECT_EQ(work_from_json(parts.work).value(), work);
  EXPECT_NE(parts.hit.find("\"authors\":[\"Smith JA\"]"), std::string_view::npos) << parts.hit;
  EXPECT_NE(parts.hit.find("\"sample\":true"), std::string_view::npos) << parts.hit;
}

TEST(DocumentBuilder, StaysWithinTheEnginesLimitsWhateverTheRecordHolds) {
  Work work = asthma_trial();
  const std::string monster(5'000, 'x');
  work.record.title = monster + " " + monster;
  work.record.publication_types.push_back(monster);
  work.members.push_back({"pubmed", monster});
  for (int i = 0; i < 400'000; ++i) work.record.table_of_contents += "word ";
  work.record.languages.assign(200, monster);
  const Xapian::Document document = build_document(work).value();
  for (const std::string& term : terms_of(document)) EXPECT_LE(term.size(), 245U);
  EXPECT_LE(document.get_value(static_cast<Xapian::valueno>(Slot::kLanguages)).size(), 1'000U);
}

TEST(DocumentBuilder, RefusesAWorkThatNoDocumentCanHold) {
  Work work = asthma_trial();
  work.record.rights.assign(11U << 20U, 'r');
  EXPECT_EQ(build_document(work).error().code, ErrorCode::kTooLarge);
  work = asthma_trial();
  work.id.clear();
  EXPECT_EQ(build_document(work).error().code, ErrorCode::kInvalidArgument);
}

TEST(IndexFormat, RefusesEveryDamagedDocument) {
  const std::string good = pack_document("{}", "text", "{\"a\":1}");
  ASSERT_TRUE(unpack_document(good).ok());
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_EQ(unpack_document(std::string_view(good).substr(0, length)).error().code,
              ErrorCode::kCorrupt);
  }
  for (const char* bad :
       {"-1\n", "99999999999999999999\n", "x\n", "2\n{}4\ntext7\n{\"a\":1}more"}) {
    EXPECT_FALSE(unpack_document(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace evidence
