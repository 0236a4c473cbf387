// Editions of a provider's list, changed rules over kept pages, and what the source files say.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "base/json.h"
#include "tests/integration/provider_support.h"
#include "tests/support/source_dir.h"

namespace evidence::test {
namespace {

// Without the lines that hold one of these.
std::string without_lines(const std::string& text, const std::vector<std::string>& holding) {
  std::istringstream lines(text);
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    const bool gone = std::any_of(holding.begin(), holding.end(), [&line](const std::string& one) {
      return line.find(one) != std::string::npos;
    });
    if (!gone) kept += line + "\n";
  }
  return kept;
}

struct Shortened {
  const char* id;
  bool in_place;  // the new edition replaces the file, or lies beside it
  const char* one;
  std::vector<std::string> most;
  const char* query;
  const char* title;  // one of `most`
};

TEST(ProviderLists, OneTitleGoesByItselfButMostOfThemWaitForAPerson) {
  const Shortened all[] = {
      {"bmj-best-practice",
       false,
       "sample-0019",
       {"sample-000", "sample-001"},
       "sepsis",
       "Sepsis in adults (sample)"},
      {"nhs-core-content",
       true,
       "core-sample-22",
       {"core-sample-1", "core-sample-2"},
       "sample diabetes practice",
       "Sample Diabetes Practice"},
  };
  for (const Shortened& one : all) {
    SCOPED_TRACE(one.id);
    Library library;
    library.add(one.id);
    EXPECT_GT(number(library.harvest(one.id), "added"), 20);
    const fs::path file = fs::directory_iterator(library.folder(one.id))->path();
    const std::string whole = text_of_file(file);
    const auto next_edition = [&](const std::string& name, const std::string& text, int minutes) {
      const fs::path path = one.in_place ? file : library.folder(one.id) / name;
      write(path, text);
      Library::settle(path, minutes);
    };

    next_edition("edition-2.csv", without_lines(whole, {one.one}), 60);
    const json::object second = library.harvest(one.id);
    EXPECT_EQ(number(second, "withdrawn"), 1);
    EXPECT_EQ(number(second, "waiting"), 0);

    std::vector<std::string> most = one.most;
    most.emplace_back(one.one);
    next_edition("edition-3.csv", without_lines(whole, most), 30);
    const json::object third = library.harvest(one.id, 1);
    EXPECT_EQ(number(third, "withdrawn"), 0);
    EXPECT_GT(number(third, "waiting"), 10);
    ASSERT_EQ(library.run({"index"}).exit_code, 0);
    EXPECT_GT(library.place(one.query, one.title), 0U);

    const json::object confirmed = library.harvest(one.id, 0, "--confirm-withdrawals");
    EXPECT_EQ(number(confirmed, "withdrawn"), number(third, "waiting"));
    ASSERT_EQ(library.run({"index"}).exit_code, 0);
    EXPECT_EQ(library.place(one.query, one.title), 0U);
  }
}

TEST(ProviderLists, AChangedRuleReachesTheRecordsWithoutTheFile) {
  Library library;
  library.add("royal-marsden");
  EXPECT_EQ(number(library.harvest("royal-marsden"), "added"), 6);
  ASSERT_EQ(library.run({"index"}).exit_code, 0);
  EXPECT_EQ(library.hits("our nursing skills").size(), 0U);
  fs::remove_all(library.folder("royal-marsden"));
  const fs::path file = library.source_file("royal-marsden");
  write(file, text_of_file(file) +
                  "\n[[map]]\nwhen = \"publication_type\"\nequals = \"Clinical "
                  "procedure\"\n"
                  "then = \"add\"\nfield = \"subject\"\nvalue = \"keyword:Our "
                  "nursing skills\"\n"
                  "[[map]]\nwhen = \"publication_type\"\nequals = \"Chapter\"\n"
                  "then = \"set\"\nfield = \"publication_type\"\nvalue = "
                  "\"Guideline\"\n");
  const Outcome reparsed = library.run({"reparse", "royal-marsden", "--json"});
  ASSERT_EQ(reparsed.exit_code, 0) << reparsed.err;
  EXPECT_EQ(number(json_of(reparsed.out), "changed"), 6);
  EXPECT_EQ(number(json_of(reparsed.out), "deleted"), 0);
  ASSERT_EQ(library.run({"index"}).exit_code, 0);
  EXPECT_EQ(library.hits("our nursing skills").size(), 5U);
  const json::array chapter = library.hits("medicines optimisation chapter");
  ASSERT_FALSE(chapter.empty());
  EXPECT_EQ(string_member(chapter[0].as_object(), "study_type_label"), "Guideline");
}

TEST(ProviderFiles, EachNamedProviderSaysWhatItGivesAndByWhatAgreement) {
  const Library library;
  const Outcome listed = library.run({"sources", "--json"});
  ASSERT_EQ(listed.exit_code, 0) << listed.err;
  const auto sources = parse_json(listed.out);
  ASSERT_TRUE(sources.ok());
  const auto source = [&](const std::string& id) {
    for (const json::value& one : sources->as_array()) {
      if (string_member(one.as_object(), "id") == id) return one.as_object();
    }
    return json::object();
  };
  std::vector<std::string> named;
  for (const ProviderFile& provider : kProviders) named.emplace_back(provider.id);
  named.insert(named.end(), {"nice", "cochrane", "pubmed", "europepmc", "crossref-issn", "doaj",
                             "clinicaltrials", "guideline-feeds"});
  for (const std::string& id : named) {
    const json::object one = source(id);
    ASSERT_FALSE(one.empty()) << id;
    for (const char* said : {"name", "description", "licence", "granularity"}) {
      EXPECT_FALSE(string_member(one, said).empty()) << id << ": " << said;
    }
    EXPECT_FALSE(one.at("enabled").as_bool()) << id;
  }
  const Outcome checked = library.run({"check", "config"});
  EXPECT_EQ(checked.exit_code, 0) << checked.err;
  for (const ProviderFile& provider : kProviders) {
    const std::string id = provider.id;
    const std::string agreement = string_member(source(id), "agreement");
    EXPECT_EQ(agreement.empty(), id == "link-list-example") << id;
    if (agreement.empty()) continue;
    EXPECT_NE(checked.out.find("source " + id + " (not enabled): " + agreement), std::string::npos)
        << checked.out;
  }
  EXPECT_NE(checked.out.find("source nice (not enabled) needs an API key in "
                             "EVIDENCE_SOURCE_NICE_API_KEY or api_key_file (a "
                             "syndication licence"),
            std::string::npos)
      << checked.out;
}

TEST(ProviderFiles, TheDocumentNamesEverySourceFile) {
  const std::string document = text_of_file(test::source_dir() / "docs/sources.md");
  for (const auto& entry : fs::directory_iterator(test::source_dir() / "config/sources")) {
    const std::string id = entry.path().stem().string();
    if (id == "sample") continue;
    EXPECT_NE(document.find("`" + id + "`"), std::string::npos) << id;
  }
}

TEST(ProviderFiles, WhatIsEnabledWithoutItsKeyIsFound) {
  const Library library;
  std::string text = text_of_file(library.source_file("nice"));
  replace_once(text, "\nenabled = false\n", "\nenabled = true\n");
  write(library.source_file("nice"), text);
  const Outcome checked = library.run({"check", "config"});
  EXPECT_EQ(checked.exit_code, 1);
  EXPECT_NE(checked.err.find("source nice is enabled without an API key in "
                             "EVIDENCE_SOURCE_NICE_API_KEY or api_key_file (a syndication licence "
                             "and API key: https://www.nice.org.uk/"),
            std::string::npos)
      << checked.err;
}

}  // namespace
}  // namespace evidence::test
