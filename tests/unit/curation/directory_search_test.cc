// Finding libraries and organisations: nothing is guessed, nothing is a prefix match.
#include "curation/directory_search.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "curation/eligibility.h"
#include "curation/organisation_finder.h"

namespace evidence::curation {
namespace {

constexpr PartialDate kSearchDay{2026, 11, 30};

Library a_library(const std::string& code, FieldValues fields) {
  Library library;
  library.code = code;
  library.fields = std::move(fields);
  library.checked = "2026-11-01";
  return library;
}

OdsOrganisation an_organisation(const std::string& code, const std::string& name,
                                const std::string& closed = "",
                                std::vector<std::string> successors = {}) {
  OdsOrganisation organisation;
  organisation.code = code;
  organisation.name = name;
  organisation.kind = "trust";
  organisation.closed = closed;
  organisation.successors = std::move(successors);
  return organisation;
}

std::shared_ptr<const AreaTable> areas_of_test() {
  std::vector<TableRow> rows{
      {2, {"Buckinghamshire", "ceremonial_county", "Bucks", "", ""}},
      {3, {"Oxfordshire", "ceremonial_county", "Oxon", "", ""}},
      {4, {"Berkshire", "ceremonial_county", "Berks", "", ""}},
      {5, {"Thames Valley", "common_name", "", "Buckinghamshire;Oxfordshire;Berkshire", ""}},
      {6, {"North West", "region", "", "", "Y62"}},
      {7, {"South East", "region", "", "", "Y59"}}};
  auto table = AreaTable::read({"area", "kind", "also_called", "consists_of", "code"}, rows);
  EXPECT_TRUE(table.ok());
  return std::make_shared<const AreaTable>(std::move(*table));
}

Directory directory_of_test() {
  std::vector<Library> libraries{
      a_library("AYL", {{"name", "Stoke Mandeville Sample Library"},
                        {"county", "Buckinghamshire"},
                        {"region", "South East"},
                        {"towns", "Aylesbury"},
                        {"postcode", "ZZ1 1AA"},
                        {"organisation_name", "Sample Healthcare"},
                        {"organisation_id", "sample-healthcare"},
                        {"ods_codes", "RXQ"}}),
      a_library("OXF", {{"name", "Sample Infirmary Library"},
                        {"county", "Oxon"},
                        {"region", "South East"},
                        {"trust_name", "Royal Sample NHS Trust"},
                        {"ods_codes", "RTH"}}),
      a_library("MAN", {{"name", "Sample Royal Library"},
                        {"alternative_names", "SRL; The Reading Room"},
                        {"county", "Greater Manchester"},
                        {"region", "North West"},
                        {"trust_name", "Royal Northern Sample NHS Trust"},
                        {"ods_codes", "R0A"}})};
  std::map<std::string, Located> places{{"AYL", {Coordinate::of(51.80, -0.80), false}},
                                        {"MAN", {Coordinate::of(53.46, -2.23), false}}};
  std::vector<OdsOrganisation> organisations{
      an_organisation("R0A", "ROYAL NORTHERN SAMPLE NHS TRUST"),
      an_organisation("RM3", "OTHER SAMPLE NHS TRUST"),
      an_organisation("RW6", "PENNINE SAMPLE NHS TRUST", "2021-09-30", {"RM3", "R0A"}),
      an_organisation("ROL", "OLD SAMPLE NHS TRUST", "2019-01-01", {"RMI"}),
      an_organisation("RMI", "MIDDLE SAMPLE NHS TRUST", "2020-01-01", {"R0A"}),
      an_organisation("RLO", "LOOP ONE", "2020-01-01", {"RLP"}),
      an_organisation("RLP", "LOOP TWO", "2020-01-01", {"RLO"}),
      an_organisation("RGO", "GONE SAMPLE NHS TRUST", "2020-01-01"),
      an_organisation("RFU", "CLOSING SAMPLE NHS TRUST", "2027-03-31", {"R0A"}),
      an_organisation("RRO", "ROYAL ORPHAN NHS TRUST")};
  organisations.back().region = "Y62";
  OdsOrganisation ccg = an_organisation("03A", "NHS SAMPLE CCG", "2021-03-31", {"X2C4Y"});
  ccg.kind = "ccg";
  organisations.push_back(ccg);
  return {std::move(libraries), places, std::move(organisations), areas_of_test(), kSearchDay};
}

const Directory& test_directory() {
  static const Directory directory = directory_of_test();
  return directory;
}

LibraryAnswer find_by(const TypedLibraryQuery& typed, std::optional<Located> from = {}) {
  std::string at_fault;
  auto query = read_library_query(typed, test_directory(), at_fault);
  EXPECT_TRUE(query.ok()) << (query.ok() ? "" : query.error().message);
  if (!query.ok()) return {};
  query->from = from;
  return search_libraries(test_directory(), *query);
}

std::string codes_of_hits(const LibraryAnswer& answer) {
  std::vector<std::string> codes;
  for (const LibraryHit& hit : answer.hits) codes.push_back(hit.entry->library.code);
  return join(codes, " ");
}

std::string notes_of(const LibraryAnswer& answer) {
  std::vector<std::string> codes;
  for (const LibraryNote& note : answer.notes) codes.push_back(note.code);
  return join(codes, " ");
}

TypedLibraryQuery by_words(const std::string& q) { return {q, "", "", "", "", ""}; }
TypedLibraryQuery by_area(const std::string& area) { return {"", area, "", "", "", ""}; }
TypedLibraryQuery by_trust(const std::string& trust) { return {"", "", trust, "", "", ""}; }
TypedLibraryQuery by_postcode(const std::string& text) { return {"", "", "", "", text, ""}; }
TypedLibraryQuery by_code(const std::string& code) { return {"", "", "", "", "", code}; }

TEST(DirectorySearch, WithoutAQuestionListsAllByName) {
  EXPECT_EQ(codes_of_hits(find_by({})), "OXF MAN AYL");
}

TEST(DirectorySearch, FindsByEveryNameOfAnArea) {
  for (const char* name : {"Bucks", "buckinghamshire", "BUCKS"}) {
    EXPECT_EQ(codes_of_hits(find_by(by_area(name))), "AYL") << name;
  }
  EXPECT_EQ(codes_of_hits(find_by(by_area("Oxfordshire"))), "OXF") << "its record says Oxon";
  EXPECT_EQ(codes_of_hits(find_by(by_area("Thames Valley"))), "OXF AYL");
  EXPECT_EQ(codes_of_hits(find_by(by_words("thames valley"))), "OXF AYL");
  EXPECT_EQ(codes_of_hits(find_by(by_area("South East"))), "OXF AYL");
  EXPECT_EQ(codes_of_hits(find_by(by_area("Aylesbury"))), "AYL");
  EXPECT_EQ(codes_of_hits(find_by({"", "", "", "Bucks", "", ""})), "AYL");
  EXPECT_EQ(codes_of_hits(find_by({"", "South East", "royal", "", "", ""})), "OXF");
}

TEST(DirectorySearch, AnUnknownAreaGivesNoLibraryAndWhatMayBeMeant) {
  const LibraryAnswer answer = find_by(by_area("Buckinghamshir"));
  EXPECT_TRUE(answer.hits.empty());
  ASSERT_FALSE(answer.did_you_mean.empty());
  EXPECT_EQ(answer.did_you_mean.front(), "Buckinghamshire");
  EXPECT_EQ(notes_of(answer), "unknown_area");
  EXPECT_EQ(notes_of(find_by(by_area("Berks"))), "no_library_in_area")
      << "an area that is known and has none is told apart";
  EXPECT_EQ(notes_of(find_by({"", "", "", "South East", "", ""})), "unknown_county");
  EXPECT_EQ(notes_of(find_by(by_area("Atlantis"))), "unknown_area");
}

TEST(DirectorySearch, AnAmbiguousNameGivesAllThatItMayBe) {
  const LibraryAnswer answer = find_by(by_words("Royal"));
  EXPECT_TRUE(answer.ambiguous);
  EXPECT_EQ(codes_of_hits(answer), "MAN OXF");
  ASSERT_EQ(answer.choices.size(), 3U);
  EXPECT_EQ(answer.choices[0].label, "Royal Northern Sample NHS Trust");
  EXPECT_EQ(answer.choices[0].libraries, 1U);
  EXPECT_EQ(answer.choices[1].label, "Royal Sample NHS Trust");
  EXPECT_EQ(answer.choices[2].label, "Royal Orphan NHS Trust");
  EXPECT_EQ(answer.choices[2].libraries, 0U);
  const LibraryAnswer trust = find_by(by_trust("royal"));
  EXPECT_TRUE(trust.ambiguous);
  EXPECT_EQ(trust.hits.size(), 2U);
  EXPECT_FALSE(find_by(by_trust("Royal Sample NHS Trust")).ambiguous);
  EXPECT_EQ(codes_of_hits(find_by(by_trust("Royal Sample NHS Trust"))), "OXF");
}

TEST(DirectorySearch, ExactNamesStandFirst) {
  EXPECT_EQ(codes_of_hits(find_by(by_words("Sample Infirmary Library"))).substr(0, 3), "OXF");
  EXPECT_EQ(codes_of_hits(find_by(by_words("reading room"))), "MAN");
  EXPECT_EQ(codes_of_hits(find_by(by_words("srl"))), "MAN");
  EXPECT_EQ(codes_of_hits(find_by(by_words("AYL"))), "AYL");
  EXPECT_EQ(notes_of(find_by(by_words("zebra"))), "nothing_called_so");
}

TEST(DirectorySearch, DistancesComeFromCoordinatesAndNeverFromHowPostcodesBegin) {
  const Located near_aylesbury{Coordinate::of(51.9, -0.8), false};
  const LibraryAnswer answer = find_by(by_postcode("M13 9WL"), near_aylesbury);
  EXPECT_EQ(codes_of_hits(answer), "AYL MAN");
  EXPECT_NEAR(*answer.hits[0].km, 11.1, 0.1);
  EXPECT_EQ(notes_of(answer), "libraries_without_place");
  const Located middle{Coordinate::of(51.9, -0.8), true};
  EXPECT_EQ(notes_of(find_by(by_words("zz1 1aa"), middle)), "approximate libraries_without_place");
  const LibraryAnswer nowhere = find_by(by_postcode("ZZ1 1AA"));
  EXPECT_TRUE(nowhere.hits.empty()) << "even where a library has this postcode";
  EXPECT_EQ(notes_of(nowhere), "no_coordinate");
  EXPECT_EQ(notes_of(find_by(by_area("M13"))), "half_a_postcode");
}

TEST(DirectorySearch, WhatIsMalformedIsRefusedByName) {
  const auto fault_of = [](const TypedLibraryQuery& typed) {
    std::string at_fault;
    const auto query = read_library_query(typed, test_directory(), at_fault);
    return query.ok() ? std::string("none") : at_fault + " " + query.error().slug;
  };
  EXPECT_EQ(fault_of(by_postcode("M13")), "postcode bad_postcode");
  EXPECT_EQ(fault_of(by_postcode("nonsense")), "postcode bad_postcode");
  EXPECT_EQ(fault_of(by_code("R0")), "ods bad_ods_code");
  EXPECT_EQ(fault_of(by_code("R0A/..")), "ods bad_ods_code");
  EXPECT_EQ(fault_of(by_code("r0a")), "none");
  EXPECT_EQ(fault_of(by_words(std::string(201, 'a'))), "q text_too_long");
}

TEST(DirectorySearch, AClosedOrganisationLeadsToThoseThatDoItsWork) {
  const auto ends_of = [](std::string_view code) {
    std::vector<std::string> codes;
    for (const auto& end : test_directory().succession(code).ends) codes.push_back(end.code);
    return join(codes, " ");
  };
  EXPECT_EQ(ends_of("R0A"), "R0A");
  EXPECT_EQ(ends_of("ROL"), "R0A") << "over one that closed too";
  EXPECT_EQ(ends_of("RW6"), "RM3 R0A");
  EXPECT_EQ(ends_of("RLO"), "") << "a circle ends";
  EXPECT_EQ(ends_of("RGO"), "");
  EXPECT_EQ(ends_of("RFU"), "RFU") << "it closes only next year";
  EXPECT_EQ(ends_of("03A"), "X2C4Y") << "though the list does not have it";
  EXPECT_EQ(test_directory().succession("XXX").asked, nullptr);

  LibraryAnswer answer = find_by(by_code("ROL"));
  EXPECT_EQ(codes_of_hits(answer), "MAN");
  EXPECT_EQ(notes_of(answer), "closed_organisation");
  EXPECT_EQ(codes_of_hits(find_by(by_words("rw6"))), "MAN") << "a code among the words";
  EXPECT_EQ(codes_of_hits(find_by(by_trust("Pennine"))), "MAN") << "by its former name";
  answer = find_by(by_code("RRO"));
  EXPECT_EQ(notes_of(answer), "no_library_of_organisation");
  ASSERT_EQ(answer.choices.size(), 1U) << "no dead end";
  EXPECT_EQ(answer.choices[0].value, "North West");
  EXPECT_EQ(notes_of(find_by(by_code("ZZZ99"))), "unknown_organisation");
  answer = find_by(by_trust("Orphan"));
  ASSERT_EQ(answer.choices.size(), 1U) << "known, though no library names it";
  EXPECT_EQ(answer.choices[0].value, "RRO");
  answer = find_by(by_trust("Gone Sample"));
  ASSERT_EQ(answer.choices.size(), 1U);
  EXPECT_EQ(answer.choices[0].label, "Gone Sample NHS Trust (closed)");
}

TEST(DirectorySearch, CommissioningGroupsAreKnownByTheirCodesAndOfferedToNobody) {
  EXPECT_EQ(notes_of(find_by(by_code("03A"))), "replaced_kind no_library_of_organisation");
  EXPECT_TRUE(find_by(by_words("NHS Sample CCG")).choices.empty());
}

std::string found_organisations(std::string_view text) {
  std::vector<std::string> rows;
  for (const OrganisationCandidate& each : find_organisations(test_directory(), text)) {
    rows.push_back(each.library_code + ":" + each.why);
  }
  return join(rows, " ");
}

TEST(OrganisationFinder, RanksByHowSureItIs) {
  EXPECT_EQ(found_organisations("r0a"), "MAN:code");
  EXPECT_EQ(found_organisations("RW6"), "MAN:code") << "the code that it had";
  EXPECT_EQ(found_organisations("zz11aa"), "AYL:postcode");
  EXPECT_EQ(found_organisations("Sample Healthcare"), "AYL:name MAN:words OXF:words");
  EXPECT_EQ(found_organisations("srl"), "MAN:other_name");
  EXPECT_EQ(found_organisations("Pennine Sample NHS Trust"), "MAN:former_name");
  EXPECT_EQ(found_organisations("royal"), "MAN:words OXF:words") << "all, none first by right";
  EXPECT_EQ(found_organisations("Aylesbury"), "AYL:place");
  EXPECT_EQ(found_organisations("Sampel Healthcare"), "AYL:spelling");
  EXPECT_EQ(found_organisations(""), "");
  EXPECT_EQ(found_organisations("zebra"), "");
  const auto found = find_organisations(test_directory(), "Sample Healthcare");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].organisation_id, "sample-healthcare");
  EXPECT_EQ(found[0].ods_codes, std::vector<std::string>{"RXQ"});
  EXPECT_EQ(find_organisations(test_directory(), "sample", 2).size(), 2U);
}

EligibilityTable eligibility_of_test() {
  EligibilityTable table;
  table.roles = {{"nurse", "Nurse"}, {"public", "Public"}};
  table.employers = {{"hospital", "Hospital"}, {"none", "None"}};
  table.nations = {{"england", "England"}};
  EligibilityRule first;
  first.roles = {"nurse"};
  first.employers = {"hospital"};
  first.answer = Eligible::kProbably;
  first.gives = "Much";
  EligibilityRule last;
  last.gives = "Something";
  last.contact = Contact::kAreaLibrary;
  table.rules = {first, last};
  return table;
}

TEST(Eligibility, TheFirstRuleThatFitsCountsAndThereIsAlwaysOne) {
  const EligibilityTable table = eligibility_of_test();
  EXPECT_TRUE(faults_of(table).empty());
  EXPECT_EQ(rule_for(table, "nurse", "hospital", "england"), &table.rules[0]);
  EXPECT_EQ(rule_for(table, "nurse", "", ""), &table.rules[1]) << "left open is not a yes";
  EXPECT_EQ(rule_for(table, "", "", ""), &table.rules[1]);
  EXPECT_EQ(rule_for(table, "astronaut", "", ""), nullptr);
}

TEST(Eligibility, ATableThatCouldLeaveSomebodyWithoutAnAnswerIsRefused) {
  EligibilityTable table = eligibility_of_test();
  table.rules.pop_back();
  EXPECT_EQ(faults_of(table).size(), 1U);
  table = eligibility_of_test();
  std::swap(table.rules[0], table.rules[1]);
  EXPECT_EQ(faults_of(table).size(), 1U) << "a rule that nobody reaches";
  table.rules[1].roles = {"astronaut"};
  table.rules[1].gives.clear();
  table.roles.push_back({"nurse", "Again"});
  EXPECT_EQ(faults_of(table).size(), 4U);
}

}  // namespace
}  // namespace evidence::curation
