#include "app/filter_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/hash.h"
#include "base/text.h"
#include "server/clinical_category.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::app {
namespace {

namespace fs = std::filesystem;
using query::FilterLibrary;
using query::SearchFilter;

constexpr std::string_view kGood = R"(id = "sample"
version = "1"
title = "Sample"
author = "A Librarian"
dialect = "pubmed"
source = "written for this test"
citation = "A Librarian. Sample"
note = "a sample"
lines = ['asthma[ti]', '#1 OR copd[ti]']
)";

Findings read(const std::string& text, std::optional<SearchFilter>* out = nullptr) {
  const test::TempDir directory;
  std::ofstream(directory / "filter.toml") << text;
  Findings findings;
  auto filter = read_filter_file(directory / "filter.toml", findings);
  EXPECT_EQ(filter.has_value(), findings.empty());
  if (out != nullptr) *out = std::move(filter);
  return findings;
}

bool says(const Findings& findings, std::string_view part) {
  return std::any_of(findings.begin(), findings.end(), [&](const std::string& finding) {
    return finding.find(part) != std::string::npos;
  });
}

TEST(FilterFile, ReadsAFilter) {
  std::optional<SearchFilter> filter;
  EXPECT_TRUE(read(std::string(kGood) + "sensitivity = 0.9\n", &filter).empty());
  ASSERT_TRUE(filter);
  EXPECT_EQ(filter->id, "sample");
  EXPECT_EQ(filter->lines.size(), 2U);
  EXPECT_EQ(filter->sensitivity, 0.9);
  EXPECT_EQ(filter->specificity, std::nullopt);
  EXPECT_FALSE(filter->verified);
}

TEST(FilterFile, EveryMistakeIsAFinding) {
  EXPECT_TRUE(says(read(std::string(kGood) + "colour = 3\n"), "colour"));
  EXPECT_TRUE(says(read("lines = [\n"), "filter.toml"));
  EXPECT_TRUE(says(read(std::string(kGood) + "sensitivity = 9.5\n"), "sensitivity"));
  std::string text(kGood);
  text.replace(text.find("pubmed"), 6, "dialog");
  EXPECT_TRUE(says(read(text), "dialect must be"));
  text = kGood;
  text.replace(text.find("#1 OR"), 5, "#2 OR");
  EXPECT_TRUE(says(read(text), "line 2: refers to line 2"));
  Findings findings;
  EXPECT_FALSE(read_filter_file("/nowhere/filter.toml", findings));
  EXPECT_FALSE(findings.empty());
}

TEST(FilterFile, AFolderIsReadAndAFaultyFileLeftOut) {
  const test::TempDir directory;
  std::ofstream(directory / "a.toml") << kGood;
  std::ofstream(directory / "b.toml") << "id = 3\n";
  std::ofstream(directory / "c.toml") << kGood;  // the same id and version
  std::ofstream(directory / "notes.txt") << "no filter";
  Findings findings;
  FilterLibrary library;
  read_filter_folder(directory.path(), true, findings, library);
  ASSERT_EQ(library.all().size(), 1U);
  EXPECT_TRUE(library.all().front().own);
  EXPECT_TRUE(says(findings, "b.toml"));
  EXPECT_TRUE(says(findings, "c.toml"));
  Findings none;
  read_filter_folder(directory / "absent", false, none, library);
  EXPECT_TRUE(none.empty());
}

FilterLibrary shipped() {
  Findings findings;
  FilterLibrary library;
  read_filter_folder(test::source_dir() / "config/filters", false, findings, library);
  for (const std::string& finding : findings) ADD_FAILURE() << finding;
  return library;
}

TEST(ShippedFilters, EveryOneParsesAndSaysWhereItIsFrom) {
  const FilterLibrary library = shipped();
  EXPECT_EQ(library.all().size(), 22U);
  std::size_t rated = 0;
  for (const SearchFilter& filter : library.all()) {
    SCOPED_TRACE(filter.id);
    EXPECT_FALSE(filter.purpose.empty());
    if (filter.sensitivity && filter.specificity) ++rated;
    // What is second-hand says that it was not compared with the Handbook.
    if (!filter.verified) {
      EXPECT_NE(filter.note.find("not verified against the Handbook"), std::string::npos);
    }
    if (filter.author.starts_with("Cochrane")) {
      EXPECT_FALSE(filter.verified);
    }
    for (const std::string& line : filter.lines) {
      for (const query::Message& message : query::parse_line(filter.dialect, line, {}).messages) {
        EXPECT_NE(message.severity, query::Severity::kError) << line << ": " << message.text;
      }
    }
  }
  EXPECT_EQ(rated, 10U);
}

TEST(ClinicalCategory, EveryOneOfTheShippedFiltersCanBeChosen) {
  const FilterLibrary library = shipped();
  for (const server::ClinicalCategory& category : server::clinical_categories()) {
    for (const std::string_view scope : {server::kNarrow, server::kBroad}) {
      SCOPED_TRACE(std::string(category.key) + " " + std::string(scope));
      const auto filter = server::category_filter(category.key, scope, &library);
      ASSERT_TRUE(filter.ok() && *filter);
      EXPECT_EQ((*filter)->syntax, query::Syntax::kPubmed);
      EXPECT_NE((*filter)->source.find("Haynes"), std::string::npos);
      const auto back = server::category_of(**filter);
      ASSERT_TRUE(back);
      EXPECT_EQ(back->category->key, category.key);
      EXPECT_EQ(back->scope, scope);
    }
  }
}

TEST(ClinicalCategory, SaysWhatIsWrongWithAChoice) {
  const FilterLibrary library = shipped();
  const auto slug = [](const Result<std::optional<LineFilter>>& filter) {
    return filter.ok() ? std::string() : filter.error().slug;
  };
  EXPECT_EQ(slug(server::category_filter("cure", "", &library)), "unknown_category");
  EXPECT_EQ(slug(server::category_filter("therapy", "wide", &library)), "bad_scope");
  EXPECT_EQ(slug(server::category_filter("", "narrow", &library)), "bad_scope");
  EXPECT_EQ(slug(server::category_filter("therapy", "", nullptr)), "category_unavailable");
  const auto none = server::category_filter("", "", &library);
  EXPECT_TRUE(none.ok() && !*none);
  const auto broad = server::category_filter("etiology", "", &library);
  ASSERT_TRUE(broad.ok() && *broad);
  EXPECT_EQ((*broad)->label, "Aetiology, broad");
}

// A published filter is quoted, not mended: whoever changes one has to change this too.
TEST(ShippedFilters, TheirTextsAreVerbatim) {
  const std::map<std::string, std::string> hashes{
      {"cochrane-rct-polyglot-ovid", "a205cd1f78e45912"},
      {"cochrane-rct-precision-ovid", "310a7f49cdc21afb"},
      {"cochrane-rct-precision-pubmed", "bbb4d268b2f68429"},
      {"cochrane-rct-sensitivity-ovid", "dc90814597ce4009"},
      {"cochrane-rct-sensitivity-pubmed", "9ce22522dfedd1c6"},
      {"pubmed-age-adult-19-44", "8d3aed452ab41bd7"},
      {"pubmed-age-aged-65", "5eeefd685e6ace1f"},
      {"pubmed-age-child-birth-18", "a36acb8382c78403"},
      {"pubmed-diagnosis-broad", "f66542213c22acce"},
      {"pubmed-diagnosis-narrow", "d835ab8e3a6bac87"},
      {"pubmed-etiology-broad", "73aa822493b9d9f1"},
      {"pubmed-etiology-narrow", "eb966187fdeeaf70"},
      {"pubmed-prediction-broad", "fbb43e9a55adb5dc"},
      {"pubmed-prediction-narrow", "0da1fff849ce1f39"},
      {"pubmed-prognosis-broad", "5dbc15b7ae276163"},
      {"pubmed-prognosis-narrow", "7a16a7c52f3df064"},
      {"pubmed-species-humans", "6fc72b2846ba95d1"},
      {"pubmed-species-other-animals", "9dc9224893392917"},
      {"pubmed-systematic-review-type", "596c6d67637da5e2"},
      {"pubmed-systematic-subset", "eb12e399f1807518"},
      {"pubmed-therapy-broad", "d8bd52ad78e43ce0"},
      {"pubmed-therapy-narrow", "16a51e25e616adff"},
  };
  const FilterLibrary library = shipped();
  for (const SearchFilter& filter : library.all()) {
    const auto known = hashes.find(filter.id);
    ASSERT_NE(known, hashes.end()) << filter.id;
    EXPECT_EQ(sha256_hex(join(filter.lines, "\n")).substr(0, 16), known->second) << filter.id;
  }
}

TEST(ShippedFilters, BroadIsNotNarrow) {
  const FilterLibrary library = shipped();
  const SearchFilter* broad = library.find("pubmed-therapy-broad");
  const SearchFilter* narrow = library.find("pubmed-therapy-narrow");
  ASSERT_TRUE(broad != nullptr && narrow != nullptr);
  EXPECT_EQ(broad->sensitivity, 0.99);
  EXPECT_EQ(broad->specificity, 0.70);
  EXPECT_EQ(narrow->sensitivity, 0.93);
  EXPECT_EQ(narrow->specificity, 0.97);
}

// "sensitivity and specificity[MeSH Terms]" within a filter is one heading, and NOT takes away from
// the whole chain.
TEST(ShippedFilters, AwkwardLinesAreReadAsTheyAreMeant) {
  const FilterLibrary library = shipped();
  const std::string diagnosis = query::to_text(
      query::parse_pubmed(library.find("pubmed-diagnosis-broad")->lines.front(), {}).tree);
  EXPECT_NE(diagnosis.find("(heading mesh \"sensitivity and specificity\" explode)"),
            std::string::npos);
  EXPECT_NE(diagnosis.find("(heading mesh \"diagnosis, differential\")"), std::string::npos);
  EXPECT_NE(diagnosis.find("(subheading \"diagnosis\")"), std::string::npos);
  const std::string etiology = query::to_text(
      query::parse_pubmed(library.find("pubmed-etiology-broad")->lines.front(), {}).tree);
  EXPECT_NE(etiology.find("(heading mesh \"risk*\" pattern)"), std::string::npos);
  EXPECT_NE(etiology.find("(term any \"grouped\")"), std::string::npos);
  const std::string cochrane = query::to_text(
      query::parse_pubmed(library.find("cochrane-rct-precision-pubmed")->lines.front(), {}).tree);
  EXPECT_TRUE(cochrane.starts_with("(not (or ")) << cochrane;
}

}  // namespace
}  // namespace evidence::app
