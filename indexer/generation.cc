#include "indexer/generation.h"

#include <xapian.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "base/xapian_error.h"
#include "indexer/generation_build.h"
#include "model/field.h"
#include "model/index_format.h"

namespace evidence {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxStubBytes = 64U << 10U;
constexpr unsigned kMaxShards = 256;
constexpr Xapian::doccount kSampledDocuments = 100;  // of each shard, by check_generation

Error damaged(const fs::path& where, const std::string& why) {
  return {ErrorCode::kCorrupt, "index_damaged", where.string() + ": " + why,
          "Rebuild the index from the store with `evidence index --rebuild`."};
}

bool is_uuid(std::string_view text) {
  return text.size() == 36 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
         });
}

// "gen-<uuid>" → uuid; "" where the name is not of that form.
std::string uuid_of(const fs::path& directory, std::string_view prefix) {
  const std::string name = directory.filename().string();
  if (!name.starts_with(prefix) || !is_uuid(std::string_view(name).substr(prefix.size())))
    return "";
  return name.substr(prefix.size());
}

std::string shard_name(std::size_t number) { return "shard-" + std::to_string(number); }

Result<void> rename_durably(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  fs::rename(from, to, failure);
  if (failure) return file_error(failure.value(), to, "renaming " + from.string());
  return sync_directory(to.parent_path());
}

// Shard directories in order of their number; none may be missing.
Result<std::vector<fs::path>> shards_in(const fs::path& directory) {
  std::vector<fs::path> shards;
  std::error_code ignored;
  while (shards.size() < kMaxShards &&
         fs::is_directory(directory / shard_name(shards.size()), ignored)) {
    shards.push_back(directory / shard_name(shards.size()));
  }
  if (shards.empty()) return damaged(directory, "it has no shards");
  return shards;
}

std::vector<fs::path> directories_named(const fs::path& folder, std::string_view prefix) {
  std::vector<fs::path> found;
  std::error_code failure;
  for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    std::error_code ignored;
    if (entry->is_directory(ignored) && !entry->is_symlink(ignored) &&
        !uuid_of(entry->path(), prefix).empty()) {
      found.push_back(entry->path());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::int64_t number_of(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string metadata(const Xapian::Database& database, std::string_view key) {
  return database.get_metadata(std::string(key));
}

void set_metadata(Xapian::WritableDatabase& database, std::string_view key,
                  const std::string& value) {
  database.set_metadata(std::string(key), value);
}

// Writes the empty shards under a temporary name; only a complete one gets its own.
Result<Generation> create_named(const fs::path& data_directory, unsigned shards,
                                const GenerationBasis& basis, std::int64_t sequence,
                                std::string_view prefix, bool full_pass) {
  if (shards == 0 || shards > kMaxShards) {
    return Error{ErrorCode::kInvalidArgument, "bad_shard_count",
                 "an index has 1 to 256 shards, not " + std::to_string(shards), ""};
  }
  const fs::path folder = index_folder(data_directory);
  EVIDENCE_TRY(make_directories(folder));
  Generation generation;
  generation.uuid = random_uuid();
  const fs::path temporary = folder / (std::string(kTemporaryPrefix) + generation.uuid);
  EVIDENCE_TRY(make_directories(temporary));
  for (unsigned number = 0; number < shards; ++number) {
    const fs::path shard = temporary / shard_name(number);
    EVIDENCE_TRY(guard_xapian("creating " + shard.string(), [&]() -> Result<void> {
      Xapian::WritableDatabase database(shard.string(),
                                        Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
      set_metadata(database, kMetaGeneration, generation.uuid);
      set_metadata(database, kMetaSchema, std::to_string(kSchemaVersion));
      set_metadata(database, kMetaTokenizer, std::to_string(kTokenizerVersion));
      set_metadata(database, kMetaSequence, std::to_string(sequence));
      set_metadata(database, kMetaStore, basis.store_id);
      set_metadata(database, kMetaMerging, basis.merging);
      set_metadata(database, kMetaVocabulary, "");
      if (full_pass) set_metadata(database, kMetaPass, "full");
      database.commit();
      database.close();
      return {};
    }));
    EVIDENCE_TRY(sync_directory(shard));
  }
  EVIDENCE_TRY(sync_directory(temporary));
  generation.directory = folder / (std::string(prefix) + generation.uuid);
  EVIDENCE_TRY(rename_durably(temporary, generation.directory));
  EVIDENCE_ASSIGN(generation.shards, shards_in(generation.directory));
  return generation;
}

// A document that search could not show may not be served.
Result<void> check_document(const Xapian::Document& document, const fs::path& shard) {
  const std::string data = document.get_data();
  EVIDENCE_ASSIGN(const IndexedDocument parts, unpack_document(data));
  EVIDENCE_ASSIGN(const Work work, work_from_json(parts.work));
  EVIDENCE_TRY(parse_json(parts.hit));
  const std::string unique = work_term(work.id);
  Xapian::TermIterator term = document.termlist_begin();
  term.skip_to(unique);
  if (term == document.termlist_end() || *term != unique) {
    return damaged(shard, "the document of work " + work.id + " lacks its own term");
  }
  return {};
}

Result<std::string> previous_uuid(const fs::path& folder) {
  auto text = read_file(folder / kPreviousName, 1'000);
  if (!text.ok()) {
    if (text.error().code == ErrorCode::kNotFound) return std::string();
    return text.error();
  }
  return std::string(trim(*text));
}

}  // namespace

fs::path index_folder(const fs::path& data_directory) { return data_directory / kIndexFolder; }

Result<std::optional<Generation>> current_generation(const fs::path& data_directory) {
  const fs::path folder = index_folder(data_directory);
  const fs::path stub = folder / kStubName;
  auto text = read_file(stub, kMaxStubBytes);
  if (!text.ok()) {
    if (text.error().code == ErrorCode::kNotFound) return std::optional<Generation>();
    return text.error();
  }
  Generation generation;
  for (const std::string_view raw : split(*text, '\n')) {
    const std::string_view line = trim(raw);
    if (line.empty() || line.front() == '#') continue;
    if (!line.starts_with("auto ")) {
      return Error{ErrorCode::kInvalidArgument, "index_not_ours",
                   stub.string() + " names something other than shards of this folder: " +
                       quoted_for_message(line),
                   "Index where the shards are, or move the file away to build a new index."};
    }
    const fs::path shard = fs::path(trim(line.substr(5)));
    const fs::path directory = folder / shard.parent_path();
    const std::string uuid = uuid_of(directory, kFinishedPrefix);
    const bool fits = !uuid.empty() && directory.parent_path() == folder &&
                      shard.filename() == shard_name(generation.shards.size()) &&
                      (generation.uuid.empty() || generation.uuid == uuid);
    if (!fits) return damaged(stub, "unexpected line " + quoted_for_message(line));
    generation.uuid = uuid;
    generation.directory = directory;
    generation.shards.push_back(folder / shard);
  }
  if (generation.shards.empty()) return damaged(stub, "it names no shard");
  return std::optional<Generation>(std::move(generation));
}

Result<GenerationStamp> read_stamp(const Generation& generation) {
  return guard_xapian("opening " + generation.directory.string(), [&]() -> Result<GenerationStamp> {
    GenerationStamp stamp;
    bool first = true;
    for (const fs::path& shard : generation.shards) {
      const Xapian::Database database(shard.string());
      GenerationStamp own;
      own.uuid = metadata(database, kMetaGeneration);
      own.store_id = metadata(database, kMetaStore);
      own.vocabulary = metadata(database, kMetaVocabulary);
      own.merging = metadata(database, kMetaMerging);
      own.schema = static_cast<int>(number_of(metadata(database, kMetaSchema)));
      own.tokenizer = static_cast<int>(number_of(metadata(database, kMetaTokenizer)));
      own.sequence = number_of(metadata(database, kMetaSequence));
      own.documents = database.get_doccount();
      if (own.uuid != generation.uuid) return damaged(shard, "it belongs to another generation");
      if (first) {
        stamp = own;
        first = false;
        continue;
      }
      if (own.store_id != stamp.store_id || own.schema != stamp.schema ||
          own.tokenizer != stamp.tokenizer || own.vocabulary != stamp.vocabulary) {
        return damaged(shard, "it was built differently from the first shard");
      }
      stamp.sequence = std::min(stamp.sequence, own.sequence);
      stamp.documents += own.documents;
    }
    return stamp;
  });
}

Result<Generation> create_generation(const fs::path& data_directory, unsigned shards,
                                     const GenerationBasis& basis) {
  return create_named(data_directory, shards, basis, 0, kFinishedPrefix, false);
}

Result<Generation> create_building_generation(const fs::path& data_directory, unsigned shards,
                                              const GenerationBasis& basis,
                                              std::int64_t start_sequence) {
  return create_named(data_directory, shards, basis, start_sequence, kBuildingPrefix, true);
}

Result<void> check_generation(const Generation& generation, std::int64_t expected_documents) {
  EVIDENCE_ASSIGN(const GenerationStamp stamp, read_stamp(generation));
  if (stamp.documents != expected_documents) {
    return damaged(generation.directory, "it holds " + std::to_string(stamp.documents) +
                                             " works where the store has " +
                                             std::to_string(expected_documents));
  }
  return guard_xapian("checking " + generation.directory.string(), [&]() -> Result<void> {
    for (const fs::path& shard : generation.shards) {
      const Xapian::Database database(shard.string());
      const Xapian::doccount step = database.get_doccount() / kSampledDocuments + 1;
      Xapian::PostingIterator posting = database.postlist_begin("");
      while (posting != database.postlist_end("")) {
        EVIDENCE_TRY(check_document(database.get_document(*posting), shard));
        for (Xapian::doccount i = 0; i < step && posting != database.postlist_end(""); ++i) {
          ++posting;
        }
      }
    }
    return {};
  });
}

Result<void> flip_to(const fs::path& data_directory, const Generation& generation) {
  const fs::path folder = index_folder(data_directory);
  const fs::path finished = folder / (std::string(kFinishedPrefix) + generation.uuid);
  if (!uuid_of(generation.directory, kBuildingPrefix).empty()) {
    EVIDENCE_TRY(rename_durably(generation.directory, finished));
  }
  // A stub that cannot be read leads to nothing that would be worth keeping.
  const auto old = current_generation(data_directory);
  if (old.ok() && old->has_value() && (*old)->uuid != generation.uuid) {
    EVIDENCE_TRY(write_file_durably(folder / kPreviousName, (*old)->uuid + "\n"));
  }
  std::string stub;
  for (std::size_t number = 0; number < generation.shards.size(); ++number) {
    stub += "auto " + (finished.filename() / shard_name(number)).string() + "\n";
  }
  return write_file_durably(folder / kStubName, stub);
}

Result<std::optional<std::string>> full_pass_position(const Generation& generation) {
  using Position = std::optional<std::string>;
  return guard_xapian("opening " + generation.directory.string(), [&]() -> Result<Position> {
    Position lowest;
    for (const fs::path& shard : generation.shards) {
      const Xapian::Database database(shard.string());
      if (metadata(database, kMetaPass).empty()) continue;
      const std::string after = metadata(database, kMetaAfter);
      if (!lowest || after < *lowest) lowest = after;
    }
    return lowest;
  });
}

Result<std::vector<std::string>> refused_works(const Generation& generation) {
  using Ids = std::vector<std::string>;
  return guard_xapian("opening " + generation.directory.string(), [&]() -> Result<Ids> {
    // Each shard has the whole list of its own last commit; the longest is the newest.
    std::string longest;
    for (const fs::path& shard : generation.shards) {
      std::string list = metadata(Xapian::Database(shard.string()), kMetaRefused);
      if (list.size() > longest.size()) longest = std::move(list);
    }
    Ids ids;
    for (const std::string_view id : split(longest, '\n')) {
      if (!id.empty()) ids.emplace_back(id);
    }
    return ids;
  });
}

Result<std::optional<Generation>> resumable_generation(const fs::path& data_directory,
                                                       const GenerationBasis& basis,
                                                       unsigned shards) {
  std::optional<Generation> best;
  std::int64_t most_documents = -1;
  for (const fs::path& directory :
       directories_named(index_folder(data_directory), kBuildingPrefix)) {
    Generation candidate;
    candidate.uuid = uuid_of(directory, kBuildingPrefix);
    candidate.directory = directory;
    auto found = shards_in(directory);
    if (!found.ok()) continue;
    candidate.shards = std::move(*found);
    // One that cannot be read is not an error: it is left over, and removed.
    const auto stamp = read_stamp(candidate);
    if (!stamp.ok() || stamp->schema != kSchemaVersion || stamp->tokenizer != kTokenizerVersion ||
        stamp->store_id != basis.store_id || stamp->merging != basis.merging ||
        candidate.shards.size() != shards) {
      continue;
    }
    if (stamp->documents > most_documents) {
      most_documents = stamp->documents;
      best = std::move(candidate);
    }
  }
  return best;
}

Result<void> remove_leftovers(const fs::path& data_directory, const fs::path& keep) {
  const fs::path folder = index_folder(data_directory);
  EVIDENCE_ASSIGN(const std::string previous, previous_uuid(folder));
  std::string current;
  bool stub_is_readable = false;
  if (const auto generation = current_generation(data_directory); generation.ok()) {
    stub_is_readable = true;
    if (generation->has_value()) current = (*generation)->uuid;
  }
  std::vector<fs::path> doomed = directories_named(folder, kTemporaryPrefix);
  for (const fs::path& directory : directories_named(folder, kBuildingPrefix)) {
    if (directory != keep) doomed.push_back(directory);
  }
  // Where the stub is damaged a person may still want to point it at one of these.
  if (stub_is_readable) {
    for (const fs::path& directory : directories_named(folder, kFinishedPrefix)) {
      const std::string uuid = uuid_of(directory, kFinishedPrefix);
      if (uuid != current && uuid != previous && directory != keep) doomed.push_back(directory);
    }
  }
  for (const fs::path& directory : doomed) {
    std::error_code failure;
    fs::remove_all(directory, failure);
    if (failure) return file_error(failure.value(), directory, "removing");
  }
  return {};
}

Result<void> remove_old_generations(const fs::path& data_directory) {
  return remove_leftovers(data_directory, {});
}

}  // namespace evidence
