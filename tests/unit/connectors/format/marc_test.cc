#include "connectors/format/marc.h"

#include <gtest/gtest.h>

#include "connectors/format/iso2709.h"
#include "connectors/format/marc8.h"
#include "model/study_type.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/connectors/format/marc_support.h"
#include "tests/unit/connectors/format_support.h"

namespace evidence::test {
namespace {

constexpr const char* kFormat = "marc";

std::vector<std::string> codes(const ReadAll& all) {
  std::vector<std::string> out;
  for (const EntryProblem& problem : all.problems) out.push_back(problem.code);
  return out;
}

std::string title_of(const std::string& bytes) {
  const ReadAll all = read_text(kFormat, bytes);
  return all.records.size() == 1 ? all.records[0].title : "(" + std::to_string(all.records.size());
}

MarcFields with_title(const std::string& title) { return {{"001", "t1"}, {"245", "00$a" + title}}; }

TEST(Marc, ReadsABookAndKnowsItsFile) {
  const std::string bytes = marc_record(kSmallBook);
  EXPECT_TRUE(format_by_name(kFormat)->recognises(bytes, "x.mrc"));
  EXPECT_FALSE(format_by_name(kFormat)->recognises("<record>", "x.mrc"));
  EXPECT_FALSE(format_by_name(kFormat)->is_text());
  const ReadAll all = read_text(kFormat, bytes);
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_TRUE(all.problems.empty());
  EXPECT_EQ(all.records[0].source_record_id, "b7");
  EXPECT_EQ(all.records[0].title, "Small book of asthma");
  EXPECT_EQ(all.records[0].publication.publisher, "A Press");
  EXPECT_EQ(all.records[0].publication.date.year, 2011);
  EXPECT_EQ(classify(all.records[0]), StudyType::kEbook);
}

TEST(Marc, ReadsUtf8WhateverTheLabelSays) {
  EXPECT_EQ(title_of(marc_record(with_title("Pr\xc3\xa9"
                                            "cis"),
                                 "nam a")),
            "Pr\xc3\xa9"
            "cis");
  EXPECT_EQ(title_of(marc_record(with_title("Pr\xc3\xa9"
                                            "cis"),
                                 "nam  ")),
            "Pr\xc3\xa9"
            "cis");
}

TEST(Marc, ReadsMarc8WithItsDiacriticsBeforeTheLetter) {
  EXPECT_EQ(title_of(marc_record(with_title("Pr\xe2"
                                            "ecis"),
                                 "nam  ")),
            "Pr\xc3\xa9"
            "cis");
  EXPECT_EQ(title_of(marc_record(with_title("Pr\xe2"
                                            "ecis"),
                                 "nam a")),
            "Pr\xc3\xa9"
            "cis");
  // Two marks on one letter, and a letter of ANSEL's own.
  EXPECT_EQ(title_of(marc_record(with_title("\xb1 a\xe8\xe5u"), "nam  ")), "\xc5\x82 a\xc7\x96");
  // Cyrillic by an escape, plain again behind it; the next subfield begins in the basic sets.
  EXPECT_EQ(title_of(marc_record({{"001", "1"}, {"245", "00$a\x1b(NAB :$bplain"}}, "nam  ")),
            "\xd0\xb0\xd0\xb1: plain");
  EXPECT_EQ(title_of(marc_record(with_title("R &#x3b2; x"), "nam  ")), "R \xce\xb2 x");
}

TEST(Marc, ReadsWhatIsNeitherAsWindows1252WithANote) {
  const ReadAll all = read_text(kFormat, marc_record(with_title("caf\xe9 et th\xe9"), "nam  "));
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].title, "caf\xc3\xa9 et th\xc3\xa9");
  EXPECT_EQ(codes(all), std::vector<std::string>{"encoding_guessed"});
}

TEST(Marc8, KeepsItsBasicSetsBetweenTextsAndNotesWhatIsCutOff) {
  Marc8Decoder decoder;
  bool lost = false;
  EXPECT_EQ(decoder.decode("\x1b(NAB", lost), "\xd0\xb0\xd0\xb1");
  EXPECT_EQ(decoder.decode("AB", lost), "AB");
  EXPECT_EQ(decoder.decode("Pr\xe2"
                           "e \x1b%G\xe2\x80\x94\x1b%@ a\xe2"
                           "e",
                           lost),
            "Pr\xc3\xa9 \xe2\x80\x94 a\xc3\xa9");
  EXPECT_FALSE(lost);
  EXPECT_EQ(decoder.decode("end\xe2", lost), "end");
  EXPECT_TRUE(lost);
  std::string many;
  for (int i = 0; i < 3'000; ++i)
    many +=
        "\xe2"
        "e";
  std::string expected;
  for (int i = 0; i < 3'000; ++i) expected += "\xc3\xa9";
  EXPECT_EQ(decoder.decode(many, lost), expected);
}

TEST(Marc, SurvivesWrongLengthsAndAddresses) {
  const std::string good = marc_record(kSmallBook);
  std::string wrong_length = good;
  wrong_length.replace(0, 5, "99999");
  EXPECT_EQ(title_of(wrong_length), "Small book of asthma");
  std::string wrong_base = good;
  wrong_base.replace(12, 5, "00011");
  EXPECT_EQ(title_of(wrong_base), "Small book of asthma");
  std::string wrong_directory = good;
  wrong_directory.replace(24 + 12 + 3, 4, "0002");
  const ReadAll all = read_text(kFormat, wrong_directory + good);
  ASSERT_EQ(all.records.size(), 2U);
  EXPECT_EQ(all.records[0], all.records[1]);
  EXPECT_EQ(codes(all), std::vector<std::string>{"bad_directory"});
  // Lengths counted in characters, not bytes: every field is moved.
  std::string characters = marc_record({{"001", "1"},
                                        {"245",
                                         "00$aPr\xc3\xa9"
                                         "cis :$bb"},
                                        {"260", "  $bPress"}});
  characters.replace(24 + 12 + 3, 9, "001500002");
  characters.replace(24 + 24 + 7, 5, "00017");
  EXPECT_EQ(title_of(characters),
            "Pr\xc3\xa9"
            "cis: b");
}

TEST(Marc, ReadsRecordsWithoutADirectoryWhereTagsStandBeforeTheFields) {
  const ReadAll all = read_text(kFormat,
                                "00060cam a2200025 a 4500\x1e"
                                "001x9\x1e"
                                "24510\x1f"
                                "aNo directory /\x1f"
                                "cA. W.\x1e\x1d");
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_EQ(all.records[0].source_record_id, "x9");
  EXPECT_EQ(all.records[0].title, "No directory");
  EXPECT_EQ(codes(all), std::vector<std::string>{"bad_directory"});
}

TEST(Marc, FindsRecordsWhoseTerminatorIsMissingOrStray) {
  const std::string good = marc_record(kSmallBook);
  std::string joined = good.substr(0, good.size() - 1) + ' ' + good;
  EXPECT_EQ(read_text(kFormat, joined).records.size(), 2U);
  std::string last = good + good.substr(0, good.size() - 1);
  EXPECT_EQ(read_text(kFormat, last).records.size(), 2U);
  const std::string stray = marc_record({{"001", "1"}, {"245", "00$aTwo\x1dparts"}});
  EXPECT_EQ(title_of(stray), "Twoparts");
  EXPECT_EQ(read_text(kFormat, good + "\r\n\x1a" + good + "\n").problems.size(), 0U);
}

TEST(Marc, ReportsJunkBetweenRecordsAndGoesOn) {
  const std::string good = marc_record(kSmallBook);
  const ReadAll all =
      read_text(kFormat, good + "see http://example.org/\x1d" + good + "some words\n" + good);
  EXPECT_EQ(all.records.size(), 3U);
  EXPECT_EQ(codes(all), (std::vector<std::string>{"damaged_entry", "damaged_entry"}));
  const ReadAll none = read_text(kFormat, "no MARC at all");
  ASSERT_TRUE(none.error);
  EXPECT_EQ(none.error->slug, "bad_marc_file");
}

TEST(Marc, PassesOverARecordWithoutEndInConstantMemory) {
  const std::string good = marc_record(kSmallBook);
  const auto source =
      memory_source(good + "00100nam a2200049 a 4500" + std::string(300'000, 'x') + "\x1d" + good);
  const auto reader = split_iso2709(*source, 100'000);
  std::size_t damaged = 0, fine = 0;
  for (;;) {
    const auto entry = reader->next();
    ASSERT_TRUE(entry.ok());
    if (!entry->has_value()) break;
    ((**entry).damage.empty() ? fine : damaged) += 1;
    EXPECT_LE((**entry).raw.bytes.size(), 1'000U);
  }
  EXPECT_EQ(fine, 2U);
  EXPECT_EQ(damaged, 1U);
}

TEST(Marc, MakesTombstonesPassesOverHoldingsAndNamesAuthorities) {
  const ReadAll all =
      read_text(kFormat, marc_record({{"001", "gone"}}, "dam a") +
                             marc_record({{"001", "h"}, {"852", "  $bShelf"}}, "nx  a") +
                             marc_record({{"001", "a"}, {"100", "1 $aDoe"}}, "nz  a"));
  ASSERT_EQ(all.records.size(), 1U);
  EXPECT_TRUE(all.records[0].deleted);
  EXPECT_EQ(all.records[0].source_record_id, "gone");
  EXPECT_EQ(codes(all), std::vector<std::string>{"not_bibliographic"});
}

TEST(Marc, ReadsUnimarcByItsLikeness) {
  const ReadAll all = read_text(kFormat, marc_record({{"001", "u1"},
                                                      {"010", "  $a978-0-306-40615-7"},
                                                      {"101", "0 $afre"},
                                                      {"200",
                                                       "1 $aAsthme$eun pr\xc3\xa9"
                                                       "cis$fpar J. Doe"},
                                                      {"210", "  $aParis$cPresse$d2015"},
                                                      {"606", "  $aAsthme$xTraitement$2rameau"},
                                                      {"700", " 1$aDoe$bJane$4070"},
                                                      {"702", " 1$aRoe$bRichard$4340"}},
                                                     "nam0 "));
  ASSERT_EQ(all.records.size(), 1U);
  const Record& r = all.records[0];
  EXPECT_EQ(r.title,
            "Asthme: un pr\xc3\xa9"
            "cis");
  EXPECT_EQ(r.publication.publisher, "Presse");
  EXPECT_EQ(r.publication.date.year, 2015);
  ASSERT_EQ(r.contributors.size(), 2U);
  EXPECT_EQ(r.contributors[0].family, "Doe");
  EXPECT_EQ(r.contributors[0].given, "Jane");
  EXPECT_EQ(r.contributors[1].role, "editor");
  ASSERT_EQ(r.subjects.size(), 1U);
  EXPECT_EQ(r.subjects[0].label, "Asthme -- Traitement");
  EXPECT_EQ(r.subjects[0].scheme, "rameau");
}

TEST(Marc, CutsAndFlipsLoseOnlyWhatTheyTouch) {
  const std::string good = marc_record(kSmallBook);
  const std::string text = good + good + good;
  for (std::size_t cut = 0; cut < text.size(); cut += 7) {
    const ReadAll part = read_text(kFormat, text.substr(0, cut));
    EXPECT_GE(part.records.size(), cut / good.size()) << cut;
    // Without its last terminator the last record is whole all the same.
    if (cut % good.size() > 0 && cut % good.size() < good.size() - 1) {
      EXPECT_TRUE(part.error) << cut;
    }
  }
  spoil_bytes(text, 2'000, 3,
              [](const std::string& damaged) { expect_round_trip(read_text(kFormat, damaged)); });
  for (const std::size_t step : {1U, 7U, 100U}) {
    DripSource drip(text, step);
    EXPECT_EQ(read_source(kFormat, drip).records.size(), 3U);
  }
}

}  // namespace
}  // namespace evidence::test
