// Records of several sources that describe the same publications, made up: copies as PubMed,
// Crossref, DOAJ and a reference manager would have them, with typos, abbreviations and gaps, and
// beside them what is near but another work. For the tests of merging. The same seed gives the same
// records.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace evidence::test {

struct MadeRecord {
  std::string source, key;
  std::string line;   // JSON, without its line's end
  std::string older;  // what the source said before; "" = always the same
  bool goes = false;  // deleted in the end
  std::string truth;  // of real data: the PMID; "duplicate" where marked as one; "" = not known
  [[nodiscard]] std::string name() const { return source + ":" + key; }
};

// About six records for each of `works` publications. Some of the older versions and all records
// that go bring publications together that are none in the end.
std::vector<MadeRecord> made_records(unsigned seed, int works);

// Two real exports (sources "copper", "tafenoquine").
std::vector<MadeRecord> flagged_records(const std::filesystem::path& shared);
// The first printed citations (source "references", key = number of the line from 1).
std::vector<MadeRecord> printed_references(const std::filesystem::path& shared, std::size_t limit,
                                           bool hide_identifiers);

}  // namespace evidence::test
