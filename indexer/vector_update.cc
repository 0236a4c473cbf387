#include "indexer/vector_update.h"

#include <xapian.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/file.h"
#include "base/log.h"
#include "base/replacing_file.h"
#include "base/xapian_error.h"
#include "indexer/document_stems.h"
#include "model/index_format.h"
#include "model/vector_space.h"

namespace evidence {
namespace {

namespace fs = std::filesystem;

// A space that was learned from an index more different than this from today's is learned anew.
constexpr double kMostChanged = 0.3;
constexpr std::size_t kBufferBytes = 1U << 20U;
constexpr std::uint64_t kAskEach = 1'024;  // rows

Error stopped() {
  return {ErrorCode::kCancelled, "interrupted", "Stopped while making vectors.",
          "Run `evidence index` again to go on."};
}

std::int64_t sequence_of(const Xapian::Database& shard) {
  const std::string text = shard.get_metadata(std::string(kMetaSequence));
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Documents as vectors of one space.
class Folder {
 public:
  explicit Folder(const VectorSpace& space) : space_(space), sum_(space.dimensions()) {
    for (std::uint32_t term = 0; term < space.terms(); ++term) {
      number_of_.emplace(space.stem(term), term);
    }
  }

  // The document's row; zeros where there is none or no stem of it is known.
  void fold(const Xapian::Database& shard, Xapian::docid document, std::span<std::int8_t> row) {
    read_stems(shard, document, stems_);
    std::fill(sum_.begin(), sum_.end(), 0.0F);
    for (const CountedStem& counted : stems_) {
      const auto found = number_of_.find(counted.stem);
      if (found == number_of_.end()) continue;
      space_.add_term(found->second, 1 + std::log(static_cast<double>(counted.count)), sum_);
    }
    normalise(sum_);
    quantise(sum_, row);
  }

 private:
  const VectorSpace& space_;
  std::unordered_map<std::string_view, std::uint32_t> number_of_;  // views into the space
  std::vector<float> sum_;
  std::vector<CountedStem> stems_;
};

// The rows of one shard on their way to its file.
class RowWriter {
 public:
  static Result<RowWriter> create(const fs::path& path, const VectorSpace& space) {
    EVIDENCE_ASSIGN(ReplacingFile file, ReplacingFile::create(path));
    RowWriter writer(std::move(file), space);
    EVIDENCE_TRY(writer.file_.write(encode_vectors_header(writer.state_)));  // its place
    return writer;
  }

  Result<void> add(std::span<const std::int8_t> row) {
    checksum_.add(row);
    ++state_.rows;
    if (std::any_of(row.begin(), row.end(), [](std::int8_t value) { return value != 0; })) {
      ++state_.vectors;
    }
    buffer_.append(reinterpret_cast<const char*>(row.data()), row.size());
    return buffer_.size() >= kBufferBytes ? flush() : Result<void>();
  }

  Result<void> finish(std::int64_t sequence, std::uint64_t replaced) {
    EVIDENCE_TRY(flush());
    state_.sequence = sequence;
    state_.replaced = replaced;
    state_.checksum = checksum_.value();
    EVIDENCE_TRY(file_.overwrite_front(encode_vectors_header(state_)));
    return file_.finish();
  }
  Result<void> put_in_place() { return file_.put_in_place(); }
  [[nodiscard]] std::uint64_t vectors() const { return state_.vectors; }

 private:
  RowWriter(ReplacingFile file, const VectorSpace& space) : file_(std::move(file)) {
    state_.dimensions = static_cast<std::uint32_t>(space.dimensions());
    state_.space = space.id();
  }
  Result<void> flush() {
    EVIDENCE_TRY(file_.write(buffer_));
    buffer_.clear();
    return {};
  }

  ReplacingFile file_;
  VectorsState state_;
  RowChecksum checksum_;
  std::string buffer_;
};

using Space = std::shared_ptr<const VectorSpace>;
using Rows = std::shared_ptr<const DocumentVectors>;

class Update {
 public:
  Update(const Generation& generation, const VectorUpdate& update)
      : generation_(generation), update_(update) {}

  Result<VectorOutcome> run();

 private:
  [[nodiscard]] bool open_present();
  [[nodiscard]] std::string reason_to_train() const;
  [[nodiscard]] std::string reason_for_all_rows() const;
  [[nodiscard]] std::uint64_t replaced() const;
  Result<bool> train();
  Result<void> write_all();
  Result<void> write_shard(std::size_t shard, Folder& folder, RowWriter& writer);
  Result<void> put_in_place(std::vector<RowWriter>& writers);
  [[nodiscard]] fs::path path_of(std::size_t shard) const {
    return vectors_path(generation_.directory, shard);
  }
  [[nodiscard]] bool go_on(std::string_view doing, double share) const {
    return !update_.go_on || update_.go_on(doing, share);
  }
  [[nodiscard]] std::vector<std::uint32_t> changed_in(std::size_t shard) const;

  const Generation& generation_;
  const VectorUpdate& update_;
  VectorOutcome outcome_;
  std::vector<Xapian::Database> shards_;
  std::uint64_t works_ = 0;
  std::uint64_t last_rows_ = 0;  // of all shards together
  std::uint64_t rows_done_ = 0;
  Space space_;
  std::vector<Rows> rows_;  // of the shards; nullptr where they cannot be read or used
  std::optional<ReplacingFile> new_space_;
  bool all_rows_ = false;
};

// What there is already. False where there is no space that could be used; what is wrong with one
// that cannot be read is in the outcome.
bool Update::open_present() {
  auto space = VectorSpace::open(space_path(generation_.directory));
  if (!space.ok()) {
    if (space.error().code != ErrorCode::kNotFound) outcome_.reason = space.error().message;
    return false;
  }
  space_ = *space;
  for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
    auto rows = DocumentVectors::open(path_of(shard), *space_);
    if (!rows.ok() && rows.error().code != ErrorCode::kNotFound) {
      log_warning("vectors are made again: " + rows.error().message);
    }
    rows_.push_back(rows.ok() ? *rows : nullptr);
  }
  return true;
}

std::uint64_t Update::replaced() const {
  std::uint64_t sum = 0;
  for (const Rows& rows : rows_) sum += rows ? rows->replaced() : 0;
  for (const auto& changed : update_.changed) sum += changed.size();
  return sum;
}

std::string Update::reason_to_train() const {
  if (!space_) return outcome_.reason.empty() ? "there are none yet" : outcome_.reason;
  const auto then = static_cast<double>(space_->trained_works());
  const auto now = static_cast<double>(works_);
  if (std::abs(now - then) > kMostChanged * then) {
    return "the index had " + std::to_string(space_->trained_works()) +
           " works when they were learned and has " + std::to_string(works_);
  }
  // Where rows cannot be read their count is lost too; they are made again from the same space.
  if (static_cast<double>(replaced()) > kMostChanged * then) {
    return std::to_string(replaced()) + " works have changed since they were learned";
  }
  return "";
}

std::string Update::reason_for_all_rows() const {
  for (const Rows& rows : rows_) {
    if (!rows) return "a shard has none that can be used";
    if (rows->sequence() != update_.sequence_before) {
      return "an earlier run stopped before it had brought them up to date";
    }
  }
  return "";
}

// Learns a space and writes it beside the present one. False where there is too little to learn.
Result<bool> Update::train() {
  const auto asked = [this](double share) { return go_on("learning vectors", share); };
  EVIDENCE_ASSIGN(const auto content, train_space(shards_, update_.limits, asked));
  if (!content) return false;
  const fs::path path = space_path(generation_.directory);
  EVIDENCE_ASSIGN(ReplacingFile file, ReplacingFile::create(path));
  EVIDENCE_TRY(file.write(encode_space(*content)));
  EVIDENCE_TRY(file.finish());
  // Read back as any reader would, so that rows are made with what was written.
  EVIDENCE_ASSIGN(space_, VectorSpace::open(path.string() + ".new"));
  new_space_.emplace(std::move(file));
  rows_.assign(shards_.size(), nullptr);
  return true;
}

std::vector<std::uint32_t> Update::changed_in(std::size_t shard) const {
  std::vector<std::uint32_t> changed;
  if (shard < update_.changed.size()) changed = update_.changed[shard];
  std::sort(changed.begin(), changed.end());
  changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
  return changed;
}

Result<void> Update::write_shard(std::size_t shard, Folder& folder, RowWriter& writer) {
  const Xapian::Database& database = shards_[shard];
  const std::vector<std::uint32_t> changed = changed_in(shard);
  auto next = changed.begin();
  std::vector<std::int8_t> row(space_->dimensions());
  const Xapian::docid last = database.get_lastdocid();
  // In a full pass the posting list says which documents exist, so that gaps cost nothing.
  Xapian::PostingIterator document = database.postlist_begin("");
  const Xapian::PostingIterator end = database.postlist_end("");
  for (Xapian::docid number = 1; number <= last; ++number, ++rows_done_) {
    if (rows_done_ % kAskEach == 0 &&
        !go_on("vectors", static_cast<double>(rows_done_) / static_cast<double>(last_rows_))) {
      return stopped();
    }
    while (next != changed.end() && *next < number) ++next;
    const bool is_changed = next != changed.end() && *next == number;
    if (!all_rows_ && !is_changed) {
      const auto old = rows_[shard]->of(number);
      std::fill(row.begin(), row.end(), std::int8_t{0});
      std::copy(old.begin(), old.end(), row.begin());
      EVIDENCE_TRY(writer.add(row));
      continue;
    }
    if (document != end && *document < number) document.skip_to(number);
    if (document != end && *document == number) {
      folder.fold(database, number, row);
      ++outcome_.rows;
    } else {
      std::fill(row.begin(), row.end(), std::int8_t{0});
    }
    EVIDENCE_TRY(writer.add(row));
  }
  const std::uint64_t earlier = rows_[shard] ? rows_[shard]->replaced() : 0;
  const std::uint64_t now = new_space_ ? 0 : earlier + changed.size();
  return writer.finish(sequence_of(database), now);
}

Result<void> Update::write_all() {
  std::vector<RowWriter> writers;
  Folder folder(*space_);
  for (const Xapian::Database& shard : shards_) last_rows_ += shard.get_lastdocid();
  for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
    EVIDENCE_ASSIGN(RowWriter writer, RowWriter::create(path_of(shard), *space_));
    EVIDENCE_TRY(write_shard(shard, folder, writer));
    outcome_.works += writer.vectors();
    writers.push_back(std::move(writer));
  }
  return put_in_place(writers);
}

// Everything is on disk under other names; between these renames a reader may meet a space and
// rows that do not belong together, says so, and goes on without vectors.
Result<void> Update::put_in_place(std::vector<RowWriter>& writers) {
  if (new_space_) EVIDENCE_TRY(new_space_->put_in_place());
  for (RowWriter& writer : writers) EVIDENCE_TRY(writer.put_in_place());
  return sync_directory(generation_.directory);
}

Result<VectorOutcome> Update::run() {
  std::int64_t sequence = 0;
  for (const fs::path& path : generation_.shards) {
    shards_.emplace_back(path.string());
    works_ += shards_.back().get_doccount();
    sequence = std::max(sequence, sequence_of(shards_.back()));
  }
  const bool present = open_present();
  std::string reason = reason_to_train();
  if (!reason.empty()) {
    EVIDENCE_ASSIGN(outcome_.trained, train());
    if (!outcome_.trained) {
      EVIDENCE_TRY(remove_vectors(generation_));
      return VectorOutcome();
    }
    if (present || !outcome_.reason.empty()) log_info("vectors are learned anew: " + reason);
  } else {
    reason = reason_for_all_rows();
  }
  outcome_.reason = reason;
  all_rows_ = !reason.empty();
  outcome_.dimensions = space_->dimensions();
  outcome_.terms = space_->terms();
  const bool nothing_to_do =
      !all_rows_ && sequence == update_.sequence_before &&
      std::all_of(update_.changed.begin(), update_.changed.end(),
                  [](const std::vector<std::uint32_t>& changed) { return changed.empty(); });
  if (!nothing_to_do) {
    EVIDENCE_TRY(write_all());
  } else {
    for (const Rows& rows : rows_) outcome_.works += rows->vectors();
  }
  return outcome_;
}

}  // namespace

Result<VectorOutcome> update_vectors(const Generation& generation, const VectorUpdate& update) {
  return guard_xapian("making vectors", [&] { return Update(generation, update).run(); });
}

Result<void> remove_vectors(const Generation& generation) {
  // Rows first: without their space they would say that something is wrong.
  std::vector<fs::path> files;
  for (std::size_t shard = 0; shard < generation.shards.size(); ++shard) {
    files.push_back(vectors_path(generation.directory, shard));
  }
  files.push_back(space_path(generation.directory));
  bool any = false;
  for (const fs::path& file : files) {
    std::error_code failure;
    any = fs::remove(file, failure) || any;
    if (failure) return file_error(failure.value(), file, "remove");
    fs::remove(file.string() + ".new", failure);
  }
  return any ? sync_directory(generation.directory) : Result<void>();
}

namespace {

// Opens all files; `look` sees the space and each shard's rows.
template <typename Look>
Result<VectorStatus> look_at(const Generation& generation, Look look) {
  return guard_xapian("opening " + generation.directory.string(), [&]() -> Result<VectorStatus> {
    VectorStatus status;
    const auto space = VectorSpace::open(space_path(generation.directory));
    if (!space.ok()) {
      if (space.error().code == ErrorCode::kNotFound) return status;
      return space.error();
    }
    status.dimensions = (*space)->dimensions();
    status.terms = (*space)->terms();
    status.trained_works = (*space)->trained_works();
    for (std::size_t shard = 0; shard < generation.shards.size(); ++shard) {
      const Xapian::Database database(generation.shards[shard].string());
      EVIDENCE_ASSIGN(const Rows rows,
                      DocumentVectors::open(vectors_path(generation.directory, shard), **space));
      status.works += rows->vectors();
      if (rows->sequence() != sequence_of(database)) status.up_to_date = false;
      EVIDENCE_TRY(look(**space, *rows));
    }
    return status;
  });
}

}  // namespace

Result<VectorStatus> vector_status(const Generation& generation) {
  return look_at(generation,
                 [](const VectorSpace&, const DocumentVectors&) -> Result<void> { return {}; });
}

Result<void> check_vectors(const Generation& generation) {
  bool space_is_checked = false;
  EVIDENCE_ASSIGN(
      const VectorStatus status,
      look_at(generation,
              [&](const VectorSpace& space, const DocumentVectors& rows) -> Result<void> {
                if (!space_is_checked) EVIDENCE_TRY(space.verify());
                space_is_checked = true;
                return rows.verify();
              }));
  if (!status.up_to_date) {
    return Error{ErrorCode::kUnavailable, "vectors_behind",
                 "the vectors are older than the documents", "Run `evidence index`."};
  }
  return {};
}

}  // namespace evidence
