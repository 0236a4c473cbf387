// The sample vocabulary (tests/data/vocabulary) and the shipped lists (config/vocabulary), read
// once as the program reads them; and case files of "key: value" lines.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/term_lists.h"
#include "model/vocabulary.h"

namespace evidence::test {

const Vocabulary& sample_vocabulary();
const TermIndex& shipped_lists();

// A block of a case file: the lines from one `first_key` to the next. Lines that begin with '#' are
// passed over; what stands before the first block belongs to none.
struct CaseBlock {
  std::string where;  // "file.txt:12"
  std::map<std::string, std::vector<std::string>> values;
  [[nodiscard]] std::string value(const std::string& key) const;
  [[nodiscard]] bool has(const std::string& key) const { return values.contains(key); }
};
std::vector<CaseBlock> read_case_files(const std::filesystem::path& folder,
                                       const std::string& first_key);

}  // namespace evidence::test
