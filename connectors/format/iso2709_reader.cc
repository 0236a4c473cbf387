// Cutting a stream of ISO 2709 records: terminators first, lengths second.
#include <algorithm>
#include <cstring>
#include <utility>

#include "base/text.h"
#include "connectors/format/iso2709.h"
#include "connectors/format/steady_reader.h"

namespace evidence {
namespace {

constexpr std::size_t kLeader = 24;
constexpr std::size_t kDamageKept = 512;
constexpr std::size_t kNone = std::string_view::npos;

// Line ends, end-of-file marks and the like that programs put between records.
bool is_filling(char c) {
  return c == '\n' || c == '\r' || c == ' ' || c == '\t' || c == '\0' || c == '\x1a' ||
         c == '\x1c' || c == kMarcRecordEnd;
}

// What the leader says of the record's length; 0 where that is no length.
std::size_t declared_length(std::string_view record) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < 5; ++i)
    length = length * 10 + static_cast<std::size_t>(record[i] - '0');
  return length > kLeader ? length : 0;
}

class Iso2709Reader final : public SteadyReader {
 public:
  Iso2709Reader(ByteSource& source, std::size_t max_bytes)
      : source_(source), max_bytes_(max_bytes) {}

 private:
  Result<std::optional<Entry>> find_entry() override {
    EVIDENCE_TRY(skip_filling());
    EVIDENCE_TRY(ensure(kLeader));
    if (window_.size() == at_) return std::optional<Entry>{};
    EVIDENCE_ASSIGN(const std::size_t end, find_end());
    const std::string_view rest = std::string_view(window_).substr(at_);
    if (end == kNone && !at_end_) return skip_endless();
    const std::string_view chunk = rest.substr(0, end == kNone ? rest.size() : end + 1);
    if (!is_marc_leader(chunk)) return skip_junk(chunk, end == kNone);
    if (end == kNone) return last_record(chunk);
    return take(record_length(rest, chunk.size()), "");
  }

  // The next record terminator behind at_, as far as a record may be long;
  // kNone: there is none.
  Result<std::size_t> find_end() {
    for (std::size_t searched = 0;;) {
      const std::string_view rest = std::string_view(window_).substr(at_);
      const std::size_t end = rest.find(kMarcRecordEnd, searched);
      if (end != kNone) return end;
      searched = rest.size();
      if (rest.size() > max_bytes_) return kNone;
      EVIDENCE_ASSIGN(const bool more, fill());
      if (!more) return kNone;
    }
  }

  // A lost terminator joins two records, a stray one cuts a record in two. The
  // declared length decides only where a record plainly ends there.
  std::size_t record_length(std::string_view rest, std::size_t to_terminator) {
    const std::size_t declared = declared_length(rest);
    if (declared == 0 || declared == to_terminator) return to_terminator;
    if (declared < to_terminator) {
      // The next leader stands where the terminator should, or behind another character there.
      if (rest[declared - 2] != kMarcFieldEnd) return to_terminator;
      for (const std::size_t length : {declared - 1, declared}) {
        if (is_marc_leader(rest.substr(length, to_terminator - length))) return length;
      }
      return to_terminator;
    }
    if (declared > rest.size() || rest[declared - 1] != kMarcRecordEnd) return to_terminator;
    // Between the two terminators: the rest of this record, or records of their
    // own?
    std::string_view between = rest.substr(to_terminator, declared - to_terminator);
    while (!between.empty() && is_filling(between.front())) between.remove_prefix(1);
    return is_marc_leader(between) ? to_terminator : declared;
  }

  // The file ends without a terminator. A record as long as it says to be is
  // whole all the same.
  Result<std::optional<Entry>> last_record(std::string_view chunk) {
    const std::size_t declared = declared_length(chunk);
    if (declared != 0 && chunk.size() >= declared - 1) {
      return take(std::min(chunk.size(), declared), "");
    }
    return cut_short();
  }

  [[nodiscard]] Error cut_short() const {
    return {ErrorCode::kBadContent, "bad_marc_file",
            "the file ends inside " + position(entries_ + 1),
            "Fetch the file again; records read before this are kept."};
  }

  Result<std::optional<Entry>> skip_junk(std::string_view chunk, bool is_last) {
    // The beginning of a leader at the end of the file is a record cut short.
    const std::string_view begin_digits = chunk.substr(0, 5);
    const bool begins =
        chunk.size() < kLeader && std::all_of(begin_digits.begin(), begin_digits.end(),
                                              [](char c) { return c >= '0' && c <= '9'; });
    if (is_last && begins) return cut_short();
    // Perhaps a record begins behind it.
    std::size_t begin = kNone;
    for (std::size_t i = 1; i + kLeader <= chunk.size() && begin == kNone; ++i) {
      const bool digit = chunk[i] >= '0' && chunk[i] <= '9';
      if (digit && is_marc_leader(chunk.substr(i))) begin = i;
    }
    if (begin == kNone && is_last && entries_ == 0) {
      return Error{ErrorCode::kBadContent, "bad_marc_file",
                   "there is no MARC record (ISO 2709) in it",
                   "Say the file's format with --format; MARCXML is \"marcxml\"."};
    }
    const std::size_t length = begin == kNone ? chunk.size() : begin;
    return take(length, with_thousands(length) +
                            " bytes that do not begin with a MARC leader are no record");
  }

  // Passes over everything up to the next terminator, keeping none of it.
  Result<std::optional<Entry>> skip_endless() {
    Entry entry = *take(
        0, "it is larger than " + with_thousands(max_bytes_) + " bytes without an end of record");
    entry.raw.bytes = window_.substr(at_, kDamageKept);
    for (;;) {
      const std::size_t end = window_.find(kMarcRecordEnd, at_);
      at_ = end == kNone ? window_.size() : end + 1;
      if (end != kNone) break;
      EVIDENCE_ASSIGN(const bool more, fill());
      if (!more) break;
    }
    return std::optional<Entry>(std::move(entry));
  }

  std::optional<Entry> take(std::size_t length, std::string damage) {
    ++entries_;
    Entry entry;
    entry.raw.position = position(entries_);
    entry.raw.bytes.assign(window_, at_, damage.empty() ? length : std::min(length, kDamageKept));
    entry.damage = std::move(damage);
    at_ += length;
    return entry;
  }

  [[nodiscard]] std::string position(std::uint64_t number) const {
    return "record " + std::to_string(number) + " at byte " + std::to_string(offset_ + at_);
  }

  Result<void> skip_filling() {
    if (offset_ + at_ == 0) {
      EVIDENCE_TRY(ensure(3));
      if (window_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    }
    for (;;) {
      while (at_ < window_.size() && is_filling(window_[at_])) ++at_;
      if (at_ < window_.size()) return {};
      EVIDENCE_ASSIGN(const bool more, fill());
      if (!more) return {};
    }
  }

  Result<void> ensure(std::size_t count) {
    while (window_.size() - at_ < count) {
      EVIDENCE_ASSIGN(const bool more, fill());
      if (!more) break;
    }
    return {};
  }

  Result<bool> fill() {
    if (at_end_) return false;
    if (at_ > 0) {
      offset_ += at_;
      window_.erase(0, at_);
      at_ = 0;
    }
    EVIDENCE_ASSIGN(const bool more, extend_window(source_, window_));
    at_end_ = !more;
    return more;
  }

  ByteSource& source_;
  std::size_t max_bytes_;
  std::string window_;
  std::size_t at_ = 0;        // in the window
  std::uint64_t offset_ = 0;  // of the window in the stream
  std::uint64_t entries_ = 0;
  bool at_end_ = false;
};

}  // namespace

std::unique_ptr<EntryReader> split_iso2709(ByteSource& source, std::size_t max_record_bytes) {
  return std::make_unique<Iso2709Reader>(source, max_record_bytes);
}

}  // namespace evidence
