// Records of tests from one line of the shared JSON Lines form, and the cases of
// tests/cases/matching/.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "model/match.h"
#include "model/record_json.h"
#include "tests/support/source_dir.h"

namespace evidence::test {

inline Record record_of_line(const std::string& line) {
  const auto value = parse_json(line);
  EXPECT_TRUE(value.ok() && value->is_object()) << line;
  if (!value.ok() || !value->is_object()) return {};
  std::vector<std::string> unknown;
  std::vector<DroppedValue> dropped;
  auto record = record_from_loose_json(value->get_object(), unknown, &dropped);
  EXPECT_TRUE(record.ok()) << line;
  EXPECT_TRUE(unknown.empty()) << line << ": " << unknown.front();
  EXPECT_TRUE(dropped.empty()) << line << ": " << dropped.front().reason;
  return record.ok() ? *record : Record{};
}

// "case:" names it, "a:" and "b:" are records, "verdict:" is what they are; "rule:" and, of linked
// ones, "relation:" as seen from a say more where they are given.
struct MatchCase {
  std::string where, name, verdict, rule, relation;
  Record a, b;
};

inline std::vector<MatchCase> read_match_cases() {
  std::vector<MatchCase> cases;
  const std::filesystem::path folder = test::source_dir() / "tests/cases/matching";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    int number = 0;
    for (std::string line; std::getline(file, line);) {
      ++number;
      if (line.empty() || line.starts_with('#')) continue;
      const std::size_t colon = line.find(": ");
      const std::string key = line.substr(0, colon);
      const std::string value = colon == std::string::npos ? "" : line.substr(colon + 2);
      if (key == "case") {
        MatchCase& one = cases.emplace_back();
        one.where = entry.path().filename().string() + ":" + std::to_string(number);
        one.name = value;
      } else if (!cases.empty() && key == "a") {
        cases.back().a = record_of_line(value);
      } else if (!cases.empty() && key == "b") {
        cases.back().b = record_of_line(value);
      } else if (!cases.empty() && key == "verdict") {
        cases.back().verdict = value;
      } else if (!cases.empty() && key == "rule") {
        cases.back().rule = value;
      } else if (!cases.empty() && key == "relation") {
        cases.back().relation = value;
      } else {
        ADD_FAILURE() << entry.path() << ":" << number << ": " << line;
      }
    }
  }
  return cases;
}

}  // namespace evidence::test
