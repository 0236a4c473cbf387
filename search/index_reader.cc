#include "search/index_reader.h"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <sstream>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "base/xapian_error.h"
#include "model/index_format.h"
#include "search/reader_state.h"

namespace evidence {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxStubBytes = 64U << 10U;
constexpr std::size_t kMaxShards = 256;
constexpr unsigned kRemoteTimeoutMs = 10'000;
constexpr unsigned kConnectTimeoutMs = 2'000;

Error no_index(const fs::path& stub) {
  return {ErrorCode::kUnavailable, "no_index", "There is no index at " + stub.string() + ".",
          "Run `evidence index`."};
}

Result<StubStamp> stamp_of(const fs::path& stub) {
  struct stat status {};
  if (::stat(stub.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return no_index(stub);
    return file_error(errno, stub, "reading the index");
  }
  // A directory's own times change with every commit; what it is stays the same.
  if (S_ISDIR(status.st_mode)) return StubStamp{status.st_dev, status.st_ino, {}, 0};
  return StubStamp{status.st_dev, status.st_ino, status.st_mtim, status.st_size};
}

struct ShardPlace {
  bool remote = false;
  std::string path;  // or host
  unsigned port = 0;
};

// A line of a Xapian stub file: "auto PATH", "glass PATH", "remote HOST:PORT", "#" comments.
Result<std::vector<ShardPlace>> read_stub(const fs::path& stub) {
  std::string text;
  EVIDENCE_ASSIGN(text, read_file(stub, kMaxStubBytes));
  std::vector<ShardPlace> places;
  for (const std::string_view raw : split(text, '\n')) {
    const std::string_view line = trim(raw);
    if (line.empty() || line.front() == '#') continue;
    const std::size_t space = line.find(' ');
    const std::string_view kind = line.substr(0, space);
    const std::string_view place =
        space == std::string_view::npos ? std::string_view{} : trim(line.substr(space));
    const auto bad = [&] {
      return Error{
          ErrorCode::kCorrupt, "index_damaged",
          "The index's stub file has a line that is not understood: " + quoted_for_message(line),
          "Run `evidence index --rebuild`."};
    };
    if (place.empty() || places.size() >= kMaxShards) return bad();
    if (kind == "remote") {
      const std::size_t colon = place.rfind(':');
      ShardPlace shard{true, std::string(place.substr(0, colon)), 0};
      if (colon == std::string_view::npos) return bad();
      const std::string_view digits = place.substr(colon + 1);
      const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), shard.port);
      if (parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size() ||
          shard.port == 0 || shard.port > 65'535) {
        return bad();
      }
      places.push_back(std::move(shard));
    } else if (kind == "auto" || kind == "glass") {
      const fs::path path(place);
      places.push_back(
          {false, (path.is_absolute() ? path : stub.parent_path() / path).string(), 0});
    } else {
      return bad();
    }
  }
  if (places.empty()) return no_index(stub);
  return places;
}

Error mixed_shards() {
  return {ErrorCode::kUnavailable, "index_mixed",
          "The shards of the index belong to different generations.",
          "Wait until all of them have switched; else rebuild with `evidence index --rebuild`."};
}

Result<void> check_version(const Xapian::Database& shard, std::string_view key, int expected,
                           std::string_view what) {
  const std::string found = shard.get_metadata(std::string(key));
  if (found == std::to_string(expected)) return {};
  return Error{ErrorCode::kUnavailable, "index_version",
               "The index was built with " + std::string(what) + " version " +
                   (found.empty() ? "unknown" : quoted_for_message(found, 20)) +
                   "; this program needs version " + std::to_string(expected) + ".",
               "Run `evidence index`; it builds a new index beside the old one."};
}

std::int64_t number_in(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Vectors are a help to ranking and never a condition of it: what is missing or damaged is done
// without, `evidence check index` says why.
void open_vectors(IndexReader::State& state) {
  state.space = nullptr;
  state.vectors.clear();
  if (state.remote || state.places.empty()) return;
  Result<std::shared_ptr<const VectorSpace>> space =
      VectorSpace::open(space_path(state.places.front().parent_path()));
  if (!space.ok()) return;
  state.space = std::move(space).value();
  for (std::size_t shard = 0; shard < state.places.size(); ++shard) {
    Result<std::shared_ptr<const DocumentVectors>> vectors =
        DocumentVectors::open(vectors_path(state.places[shard].parent_path(), shard), *state.space);
    state.vectors.push_back(vectors.ok() ? std::move(vectors).value() : nullptr);
  }
}

// Reads generation, versions and sequence of all shards.
Result<void> read_metadata(IndexReader::State& state) {
  Snapshot snapshot;
  std::string version;
  bool first = true;
  for (const Xapian::Database& shard : state.shards) {
    const std::string generation = shard.get_metadata(std::string(kMetaGeneration));
    if (!first && generation != snapshot.generation) return mixed_shards();
    EVIDENCE_TRY(check_version(shard, kMetaSchema, kSchemaVersion, "schema"));
    EVIDENCE_TRY(check_version(shard, kMetaTokenizer, kTokenizerVersion, "text analysis"));
    const std::int64_t sequence = number_in(shard.get_metadata(std::string(kMetaSequence)));
    // A remote shard does not tell its revision.
    version += ':' + std::to_string(sequence) +
               (state.remote ? "" : "/" + std::to_string(shard.get_revision()));
    snapshot.sequence = first ? sequence : std::min(snapshot.sequence, sequence);
    snapshot.generation = generation;
    first = false;
  }
  state.version = snapshot.generation + version;
  state.snapshot = std::move(snapshot);
  state.documents = state.database.get_doccount();
  state.has_older_versions = state.database.term_exists(term_of(Field::kVersion, kOlderVersion));
  open_vectors(state);
  return {};
}

Result<void> open_shards(IndexReader::State& state) {
  EVIDENCE_ASSIGN(state.stamp, stamp_of(state.stub));
  std::vector<ShardPlace> places;
  if (fs::is_directory(state.stub)) {
    places.push_back({false, state.stub.string(), 0});
  } else {
    EVIDENCE_ASSIGN(places, read_stub(state.stub));
  }
  state.shards.clear();
  state.database = Xapian::Database();
  state.remote = false;
  state.places.clear();
  for (const ShardPlace& place : places) {
    if (place.remote) {
      state.remote = true;
      state.shards.push_back(
          Xapian::Remote::open(place.path, place.port, kRemoteTimeoutMs, kConnectTimeoutMs));
    } else {
      state.shards.emplace_back(place.path);
      state.places.emplace_back(place.path);
    }
    state.database.add_database(state.shards.back());
  }
  return read_metadata(state);
}

}  // namespace

std::string to_text(const Snapshot& snapshot) {
  return snapshot.generation + ":" + std::to_string(snapshot.sequence);
}

IndexReader::IndexReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
IndexReader::~IndexReader() = default;

Result<std::unique_ptr<IndexReader>> IndexReader::open(const fs::path& stub) {
  auto state = std::make_unique<State>();
  state->stub = stub;
  EVIDENCE_TRY(guard_xapian("opening the index", [&] { return open_shards(*state); }));
  return std::unique_ptr<IndexReader>(new IndexReader(std::move(state)));
}

Result<void> IndexReader::refresh() {
  State& state = *state_;
  StubStamp now;
  EVIDENCE_ASSIGN(now, stamp_of(state.stub));
  Result<void> fresh = guard_xapian("opening the index", [&]() -> Result<void> {
    if (!(now == state.stamp) || state.shards.empty()) return open_shards(state);
    try {
      if (!state.database.reopen()) return {};
      return read_metadata(state);
    } catch (const Xapian::DatabaseError&) {
      // The generation was removed behind us: what stands there now?
    } catch (const Xapian::NetworkError&) {
      // A server went away; another may have taken its place.
    }
    return open_shards(state);
  });
  // What was refused once must not pass the next time because nothing has changed since.
  if (!fresh.ok()) state.shards.clear();
  return fresh;
}

const Snapshot& IndexReader::snapshot() const { return state_->snapshot; }
std::uint64_t IndexReader::document_count() const { return state_->documents; }

}  // namespace evidence
