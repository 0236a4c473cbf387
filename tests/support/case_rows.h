// Cases from a file of tests/cases/: one a line, columns separated by tabs, '#' before a remark.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "tests/support/source_dir.h"

namespace evidence::test {

// `file` below tests/cases/. A row with another number of columns fails the test and is left out;
// so does a file of no more than `least` rows.
inline std::vector<std::vector<std::string>> case_rows(const std::string& file, std::size_t columns,
                                                       std::size_t least) {
  std::ifstream lines(test::source_dir().string() + "/tests/cases/" + file);
  EXPECT_TRUE(lines) << file;
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    std::vector<std::string> row;
    for (const std::string_view cell : split(line, '\t')) row.emplace_back(cell);
    EXPECT_EQ(row.size(), columns) << line;
    if (row.size() == columns) rows.push_back(std::move(row));
  }
  EXPECT_GT(rows.size(), least);
  return rows;
}

}  // namespace evidence::test
