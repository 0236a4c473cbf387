// The loaded vocabulary on disk: `<data>/vocabulary.db`, apart from the records. A load writes a
// new file beside it and renames it, so that a failed or killed load leaves the old one; a program
// that has the old one open goes on with it. Used by app/; docs/vocabulary.md. Failures: kNotFound
// (none loaded), kCorrupt, kNewerVersion, kBusy, kStorageFull, kIo.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/vocabulary.h"

namespace evidence {

inline constexpr std::string_view kVocabularyFile = "vocabulary.db";

// A file of headings that was loaded.
struct VocabularyFile {
  std::string name;    // without its folder
  std::string part;    // "descriptors", "qualifiers", "supplementary", "replacements"
  std::string sha256;  // of its bytes as they stand on disk
  std::uint64_t entries = 0;
  std::uint64_t problems = 0;
  std::string loaded;  // RFC 3339
};

struct VocabularyStatus {
  std::string name = "mesh";
  int year = 0;
  std::string loaded;  // of the latest load
  std::vector<VocabularyFile> files;
  std::map<HeadingKind, std::uint64_t> headings;  // by kind
  std::uint64_t labels = 0;                       // preferred, entry terms and previous ones
  std::uint64_t tree_numbers = 0;
  // Parts that the load before this one had, of another year, and that are gone now.
  std::vector<std::string> dropped;
};

// One load: parts of one year, written in one transaction. What is not committed never was.
class VocabularyLoad {
 public:
  virtual ~VocabularyLoad() = default;
  // Everything that an earlier load of the same year read as this part is forgotten.
  virtual Result<void> begin_part(std::string_view part) = 0;
  // The later one of two with the same id holds. `part`: as in VocabularyFile.
  virtual Result<void> add(const VocabularyHeading& heading, std::string_view part) = 0;
  // A subheading that a descriptor's record names; kept only where no record of its own is.
  virtual Result<void> add_named_qualifier(const VocabularyHeading& qualifier) = 0;
  // A label that was replaced by another heading (its label or number). False where the new one is
  // unknown or the old one is a heading's label still.
  virtual Result<bool> add_replacement(std::string_view old_label, std::string_view new_label) = 0;
  virtual Result<void> add_file(const VocabularyFile& file) = 0;
  // Makes what was added the vocabulary, durably. kInvalidArgument where there is no descriptor.
  virtual Result<VocabularyStatus> commit() = 0;
};

// Goes on from the file that is there where it is of the same year. One load at a time (kBusy).
Result<std::unique_ptr<VocabularyLoad>> begin_vocabulary_load(const std::filesystem::path& data_dir,
                                                              int year, Clock& clock);

// kNotFound where none is loaded.
Result<VocabularyStatus> vocabulary_status(const std::filesystem::path& data_dir);
// Thread-safe; at most four readers at a time, others wait.
Result<std::unique_ptr<Vocabulary>> open_vocabulary(const std::filesystem::path& data_dir);
// What is wrong with the file: damage, and headings that point nowhere. Empty: good.
Result<std::vector<std::string>> check_vocabulary(const std::filesystem::path& data_dir);

}  // namespace evidence
