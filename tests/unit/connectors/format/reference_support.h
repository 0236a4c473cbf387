// What the tests of reference formats share: records in one line, and texts cut and changed.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/unit/connectors/format_support.h"

namespace evidence::test {

// "doi:10.1/x pmid:1", in the record's order.
inline std::string identifiers_of(const Record& record) {
  std::string out;
  for (const Identifier& identifier : record.identifiers) {
    if (!out.empty()) out += ' ';
    out += std::string(scheme_name(identifier.scheme())) + ":" + identifier.value();
  }
  return out;
}

// "mesh:*Asthma/drug therapy keyword:one"
inline std::string subjects_of(const Record& record) {
  std::string out;
  for (const Subject& subject : record.subjects) {
    if (!out.empty()) out += ' ';
    out += subject.scheme + ":" + (subject.major ? "*" : "") + subject.label;
    if (!subject.qualifier.empty()) out += "/" + subject.qualifier;
  }
  return out;
}

// "bad_link:2 no_title:1 "
inline std::string codes_of(const ReadAll& all) {
  std::map<std::string, int> counts;
  for (const EntryProblem& problem : all.problems) ++counts[problem.code];
  std::string out;
  for (const auto& [code, count] : counts) out += code + ":" + std::to_string(count) + " ";
  return out;
}

// The text cut at every byte (every 97th of a long one) and with random bytes changed: no crash, no
// endless loop, and what is read can be stored.
inline void break_everywhere(const char* format, const std::string& text) {
  const std::size_t step = text.size() > 3'000 ? 97 : 1;
  const auto check = [format](const std::string& damaged) {
    const ReadAll all = read_text(format, damaged);
    EXPECT_LE(all.entries, damaged.size());
    expect_round_trip(all);
  };
  const std::string part = text.substr(0, 60'000);
  cut_everywhere(part, step, part.size(), check);
  const int rounds = text.size() > 20'000 ? 8 : text.size() > 5'000 ? 40 : 200;
  for (int changes = 1; changes <= 5; ++changes) spoil_bytes(part, rounds, changes, check);
}

}  // namespace evidence::test
