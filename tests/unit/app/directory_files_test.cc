// config/directory/ as shipped and as it may be spoilt; tables from files.
#include "app/directory_files.h"

#include <gtest/gtest.h>

#include <fstream>

#include "app/table_file.h"
#include "base/text.h"
#include "curation/directory.h"
#include "curation/library_rows.h"
#include "curation/organisation_rows.h"
#include "tests/support/source_dir.h"
#include "tests/support/temp_dir.h"

namespace evidence::app {
namespace {

namespace fs = std::filesystem;

fs::path shipped_directory() { return test::source_dir() / "config" / "directory"; }

TEST(DirectoryFiles, TheShippedAreasAreTheCeremonialCountiesAndNhsRegions) {
  Findings findings;
  const auto areas = read_area_files(shipped_directory(), findings);
  EXPECT_TRUE(findings.empty()) << join(findings, "\n");
  std::size_t counties = 0, regions = 0;
  for (const curation::Area& area : areas->areas()) {
    counties += area.kind == "ceremonial_county" ? 1 : 0;
    regions += area.kind == "region" ? 1 : 0;
    EXPECT_FALSE(area.source.empty()) << area.name << " does not say where it is from";
  }
  EXPECT_EQ(counties, 48U);
  EXPECT_EQ(regions, 7U);
  EXPECT_EQ(areas->named("bucks"), areas->named("Buckinghamshire"));
  const auto valley = areas->named("Thames Valley");
  ASSERT_EQ(valley.size(), 1U);
  const auto names = areas->folded_names(valley.front());
  EXPECT_NE(std::find(names.begin(), names.end(), "bucks"), names.end());
}

TEST(DirectoryFiles, TheShippedRulesAnswerEverybodyAndClaimNoPolicy) {
  Findings findings;
  const auto table = read_eligibility_file(shipped_directory() / "eligibility.toml", findings);
  EXPECT_TRUE(findings.empty()) << join(findings, "\n");
  EXPECT_NE(table.about.find("Your library decides"), std::string::npos);
  for (const auto& role : table.roles) {
    for (const auto& employer : table.employers) {
      for (const auto& nation : table.nations) {
        const auto* rule = curation::rule_for(table, role.id, employer.id, nation.id);
        ASSERT_NE(rule, nullptr);
        EXPECT_NE(rule->answer, curation::Eligible::kYes) << "only a library can say so";
      }
    }
  }
}

TEST(DirectoryFiles, FaultsOfTheRulesAreFindings) {
  const test::TempDir directory;
  const auto faults = [&](const std::string& text) {
    std::ofstream(directory / "eligibility.toml") << text;
    Findings findings;
    read_eligibility_file(directory / "eligibility.toml", findings);
    return join(findings, "\n");
  };
  constexpr const char* kLists =
      "[[role]]\nid = 'a'\nlabel = 'A'\n[[employer]]\nid = 'b'\nlabel = 'B'\n"
      "[[nation]]\nid = 'c'\nlabel = 'C'\n";
  EXPECT_EQ(faults(std::string(kLists) + "[[rule]]\ngives = 'x'\n"), "");
  EXPECT_NE(faults(kLists).find("must fit everybody"), std::string::npos);
  EXPECT_NE(faults(std::string(kLists) + "[[rule]]\ngives = 'x'\nanswer = 'maybe'\n")
                .find("eligible, probably or ask"),
            std::string::npos);
  EXPECT_NE(faults(std::string(kLists) + "[[rule]]\ngives = 'x'\ncolour = 'red'\n").find("colour"),
            std::string::npos);
  EXPECT_NE(faults("[[role]").size(), 0U);
  Findings none;
  EXPECT_TRUE(read_eligibility_file(directory / "missing.toml", none).rules.empty());
  EXPECT_TRUE(none.empty());
}

TEST(DirectoryFiles, FilesOfAreasAreReadTogether) {
  const test::TempDir directory;
  std::ofstream(directory / "areas.csv") << "# ours\narea,kind\n";
  std::ofstream(directory / "areas-icb.csv") << "area,kind\nExample ICB,icb\n# a remark,\n";
  Findings findings;
  // The first line is a remark only behind the header.
  read_area_files(directory.path(), findings);
  EXPECT_EQ(findings.size(), 1U);
  std::ofstream(directory / "areas.csv") << "area,kind\nHere,region\n";
  findings.clear();
  EXPECT_EQ(read_area_files(directory.path(), findings)->areas().size(), 2U);
  EXPECT_TRUE(findings.empty()) << join(findings, "\n");
}

TEST(TableFile, ReadsWhatSpreadsheetsWriteWithLineNumbers) {
  const auto table = parse_table(
      "\xEF\xBB\xBF"
      "a;b\r\n1;\"x\ny\"\r\n\r\n3;4\r\n");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->header, (std::vector<std::string>{"a", "b"}));
  ASSERT_EQ(table->rows.size(), 2U);
  EXPECT_EQ(table->rows[0].cells[1], "x\ny");
  EXPECT_EQ(table->rows[1].line, 5U);
  EXPECT_EQ(parse_table("").error().slug, "no_rows");
}

TEST(TableFile, TheSampleLibrariesAreReadWithoutAProblemAndSayThatTheyAreMadeUp) {
  const auto table =
      read_table_file((test::source_dir() / "data/directory/libraries-sample.csv").string());
  ASSERT_TRUE(table.ok());
  const auto libraries = curation::read_library_rows(table->header, table->rows, {2026, 11, 30});
  ASSERT_TRUE(libraries.ok());
  EXPECT_TRUE(libraries->problems.empty()) << problem_lines("sample", libraries->problems);
  EXPECT_TRUE(libraries->unknown.empty());
  EXPECT_EQ(libraries->rows.size(), 6U);
  for (const curation::LibraryRow& row : libraries->rows) {
    EXPECT_TRUE(row.library.sample()) << row.library.code;
    EXPECT_NE(row.library.name().find("[Sample]"), std::string::npos) << row.library.code;
  }
}

class SharedOrganisations : public ::testing::Test {
 protected:
  static curation::OrganisationTable read(const std::string& name) {
    const fs::path path =
        fs::path(std::getenv("EVIDENCE_SHARED_DATA")) / "fixtures/organisations" / name;
    const auto file = read_table_file(path.string(), true);
    EXPECT_TRUE(file.ok()) << path;
    if (!file.ok()) return {};
    EXPECT_TRUE(file->problems.empty());
    auto table = curation::read_organisation_rows(file->rows);
    EXPECT_TRUE(table.ok());
    return table.ok() ? std::move(*table) : curation::OrganisationTable{};
  }
};

TEST_F(SharedOrganisations, TheTrustListAndTheTableOfSuccessorsAreReadWhole) {
  if (std::getenv("EVIDENCE_SHARED_DATA") == nullptr) {
    if (std::getenv("EVIDENCE_REQUIRE_SHARED_DATA") != nullptr) FAIL() << "no shared data";
    GTEST_SKIP() << "no shared data";
  }
  const auto trusts = read("etr.csv");
  EXPECT_EQ(trusts.organisations.size(), 218U);
  EXPECT_TRUE(trusts.problems.empty()) << problem_lines("etr.csv", trusts.problems);
  const auto others = read("data_DSPTmetric_20220208.csv");
  EXPECT_EQ(others.organisations.size(), 356U);
  EXPECT_TRUE(others.problems.empty()) << problem_lines("dspt", others.problems);
  Findings findings;
  const curation::Directory directory(
      {}, {}, curation::merged(trusts.organisations, others.organisations),
      read_area_files(shipped_directory(), findings), {2026, 11, 30});
  const auto ends = [&](std::string_view code) {
    std::vector<std::string> codes;
    for (const auto& end : directory.succession(code).ends) codes.push_back(end.code);
    return join(codes, " ");
  };
  EXPECT_EQ(ends("RXH"), "RYR");
  EXPECT_EQ(ends("RTV"), "RW4");
  EXPECT_EQ(ends("RW6"), "RM3 R0A") << "one that was divided";
  EXPECT_EQ(ends("RD3"), "") << "closed, and nothing states what came after";
  EXPECT_EQ(directory.area_of_code(directory.organisation("R1F")->region), "South East");
  std::size_t groups = 0;
  for (const auto& each : directory.organisations()) groups += is_replaced_kind(each) ? 1 : 0;
  EXPECT_EQ(groups, 135U);
}

}  // namespace
}  // namespace evidence::app
