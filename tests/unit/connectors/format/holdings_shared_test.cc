// Every title list of the shared fixtures loads: rows read, refused and why, file by file. The
// figures stand in docs/holdings.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "connectors/format/holdings_reader.h"
#include "tests/support/temp_dir.h"

namespace evidence::test {
namespace {

TEST(HoldingsShared, EveryTitleListOfTheFixturesLoads) {
  EVIDENCE_NEED_SHARED_DATA(shared);
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(shared / "fixtures" / "kbart")) {
    const std::string extension = entry.path().extension().string();
    if (entry.is_regular_file() && (extension == ".csv" || extension == ".tsv")) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  ASSERT_EQ(files.size(), 103U);
  std::uint64_t rows = 0;
  std::uint64_t kept = 0;
  std::uint64_t refused = 0;
  std::uint64_t duplicates = 0;
  std::map<std::string, std::uint64_t> all_reasons;
  std::printf("%6s %6s %7s %9s  %s\n", "rows", "kept", "refused", "duplicate", "file: reasons");
  for (const std::filesystem::path& path : files) {
    const auto source = open_file(path);
    ASSERT_TRUE(source.ok()) << path;
    const auto file = read_holdings(**source, {});
    ASSERT_TRUE(file.ok()) << path << ": " << file.error().message;
    std::map<std::string, std::uint64_t> reasons;
    for (const HoldingsProblem& problem : file->problems) {
      const std::string code = problem.code + (problem.refused ? " (refused)" : "");
      ++reasons[code];
      ++all_reasons[code];
    }
    std::string why;
    for (const auto& [code, count] : reasons) {
      why += (why.empty() ? ": " : ", ") + code + " " + std::to_string(count);
    }
    std::printf("%6llu %6zu %7llu %9llu  %s%s\n", static_cast<unsigned long long>(file->rows),
                file->holdings.size(), static_cast<unsigned long long>(file->refused),
                static_cast<unsigned long long>(file->duplicates), path.filename().string().c_str(),
                why.c_str());
    EXPECT_GT(file->holdings.size(), 0U) << path;
    EXPECT_EQ(file->rows, file->holdings.size() + file->refused + file->duplicates) << path;
    EXPECT_EQ(file->problems.size(), file->problems_found) << path;
    rows += file->rows;
    kept += file->holdings.size();
    refused += file->refused;
    duplicates += file->duplicates;
  }
  std::printf("%6llu %6llu %7llu %9llu  in all\n", static_cast<unsigned long long>(rows),
              static_cast<unsigned long long>(kept), static_cast<unsigned long long>(refused),
              static_cast<unsigned long long>(duplicates));
  for (const auto& [code, count] : all_reasons) {
    std::printf("  %s %llu\n", code.c_str(), static_cast<unsigned long long>(count));
  }
}

}  // namespace
}  // namespace evidence::test
