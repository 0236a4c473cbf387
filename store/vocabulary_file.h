// The tables of vocabulary.db and how the file is opened and its rows are read. Private to store/.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "model/vocabulary.h"
#include "store/sqlite.h"
#include "store/vocabulary_store.h"

namespace evidence {

// "EVOC".
inline constexpr std::int64_t kVocabularyApplicationId = 0x45564f43;
inline constexpr std::int64_t kVocabularyVersion = 1;

extern const std::string_view kVocabularyTables;
// The indices of the big tables are made after they are filled.
extern const std::string_view kVocabularyIndices;
extern const std::string_view kDropVocabularyIndices;

// How a key leads to a heading, the best first.
enum class LabelRank : std::int64_t {
  kLabel = 0,
  kEntryTerm = 1,
  kOtherForm = 2,  // natural order or American spelling of a label or entry term
  kPrevious = 3,   // by the vocabulary's own notes
  kReplaced = 4,   // by a file of replacements
};
FoundBy found_by(LabelRank rank);

// kNotFound with a message of its own, kNewerVersion, kCorrupt.
Result<std::unique_ptr<Database>> open_vocabulary_file(const std::filesystem::path& path,
                                                       OpenMode mode);
Result<VocabularyStatus> read_vocabulary_status(Database& database);

// All of an entry but its id, kind and label, as JSON.
std::string heading_details(const VocabularyHeading& heading);
Result<void> read_heading_details(std::string_view details, VocabularyHeading& heading);

}  // namespace evidence
