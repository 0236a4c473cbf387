// The single look-ups behind sqlite_vocabulary.cc. Private to store/; failures as in sqlite.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/vocabulary.h"
#include "store/sqlite.h"
#include "store/sqlite_vocabulary.h"

namespace evidence {

Result<std::vector<FoundHeading>> find_by_key(Database& database, std::string_view key);
Result<std::optional<FoundHeading>> find_by_id(Database& database, std::string_view id);
Result<std::optional<FoundHeading>> find_qualifier_by_key(Database& database, std::string_view key);
Result<std::optional<VocabularyHeading>> read_heading(Database& database, std::string_view id);
// Itself first; by tree number, at most kMaxNarrower.
Result<std::vector<FoundHeading>> read_with_narrower(Database& database, std::string_view id);
Result<std::vector<FoundHeading>> read_narrower(Database& database, std::string_view id);
Result<std::vector<FoundHeading>> read_broader(Database& database, std::string_view id);
Result<std::vector<FoundHeading>> read_with_action(Database& database, std::string_view id);
Result<std::vector<FoundHeading>> read_beginning_with(Database& database, std::string_view key,
                                                      std::size_t limit);
Result<std::vector<std::string>> read_words(Database& database);
// What the label may have meant; see Vocabulary::suggest. Bounded work.
Result<std::vector<FoundHeading>> suggest_headings(Database& database, const WordList& words,
                                                   std::string_view label, std::size_t limit);

}  // namespace evidence
