#include "connectors/format/holdings_reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "base/encoding.h"
#include "base/text.h"
#include "connectors/format/csv_reader.h"
#include "connectors/format/kbart_reader.h"
#include "connectors/format/kbart_row.h"
#include "connectors/format/list_date.h"

namespace evidence {
namespace {

constexpr std::size_t kMostTitle = 1'000;
constexpr std::size_t kMostText = 300;
constexpr std::size_t kMostNotes = 2'000;
constexpr std::size_t kMostNamedEncoding = std::size_t{512} << 20U;

// Passes bytes through and sees whether they begin with UTF-8's mark.
class MarkWatch final : public ByteSource {
 public:
  explicit MarkWatch(ByteSource& source) : source_(source) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    EVIDENCE_ASSIGN(const std::size_t count, source_.read(buffer));
    for (std::size_t i = 0; i < count && seen_ < 3; ++i) first_[seen_++] = buffer[i];
    return count;
  }
  [[nodiscard]] std::uint64_t position() const override { return source_.position(); }
  [[nodiscard]] std::uint64_t size() const override { return source_.size(); }
  [[nodiscard]] std::uint64_t mark() const {
    return seen_ == 3 && std::memcmp(first_.data(), "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  }

 private:
  ByteSource& source_;
  std::array<char, 3> first_{};
  std::size_t seen_ = 0;
};

// Passes bytes through and remembers where the first is that is not UTF-8.
class Utf8Watch final : public ByteSource {
 public:
  explicit Utf8Watch(ByteSource& source) : source_(source) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    EVIDENCE_ASSIGN(const std::size_t count, source_.read(buffer));
    if (bad_) return count;
    rest_.append(buffer.data(), count);
    const std::size_t good = valid_utf8_prefix(rest_);
    // Up to three bytes may be the beginning of a character that goes on in the next piece.
    if (good < rest_.size() && (rest_.size() - good > 3 || count == 0)) bad_ = before_ + good;
    before_ += good;
    rest_.erase(0, good);
    return count;
  }
  [[nodiscard]] std::uint64_t position() const override { return source_.position(); }
  [[nodiscard]] std::uint64_t size() const override { return source_.size(); }
  // From 0.
  [[nodiscard]] std::optional<std::uint64_t> first_bad() const { return bad_; }

 private:
  ByteSource& source_;
  std::string rest_;
  std::uint64_t before_ = 0;
  std::optional<std::uint64_t> bad_;
};

// Columns that a holding has a field for; all others go into its notes.
bool has_a_field(std::string_view column) {
  static constexpr std::array<std::string_view, 17> kFields{"publication_title",
                                                            "print_identifier",
                                                            "online_identifier",
                                                            "date_first_issue_online",
                                                            "num_first_vol_online",
                                                            "num_first_issue_online",
                                                            "date_last_issue_online",
                                                            "num_last_vol_online",
                                                            "num_last_issue_online",
                                                            "title_url",
                                                            "title_id",
                                                            "embargo_info",
                                                            "coverage_depth",
                                                            "publisher_name",
                                                            "publication_type",
                                                            "access_type",
                                                            "platform_title_url"};
  return column == "platform_role" ||
         std::find(kFields.begin(), kFields.end(), column) != kFields.end();
}

std::string cut(const std::string& text, std::size_t most) {
  return std::string(truncate_utf8(text, most));
}

class HoldingsReading {
 public:
  HoldingsReading(ByteSource& source, const HoldingsOptions& options)
      : options_(options),
        mark_(source),
        utf8_(utf8_source(mark_)),
        watch_(*utf8_),
        rows_(watch_) {}

  Result<HoldingsFile> run() {
    EVIDENCE_ASSIGN(KbartHeader header, read_kbart_header(rows_, options_.columns));
    own_form_ = header.preamble.empty() && rows_.delimiter() == '\t';
    take_preamble(header.preamble);
    const TableColumns columns = std::move(header.columns);
    KbartRow row(columns, [this](std::string code, std::string reason) {
      tell(std::move(code), std::move(reason));
    });
    while (true) {
      EVIDENCE_TRY(check_encoding());
      if (options_.stop != nullptr && options_.stop->stop_requested()) {
        return Error{ErrorCode::kCancelled, "interrupted", "Interrupted; nothing was changed.", ""};
      }
      EVIDENCE_ASSIGN(std::optional<CsvRow> next, rows_.next());
      if (!next) break;
      if (file_.rows >= options_.max_rows) {
        return Error{ErrorCode::kTooLarge, "too_many_rows",
                     "the list has more than " + with_thousands(options_.max_rows) + " rows",
                     "load it as several packages"};
      }
      ++file_.rows;
      take_row(std::move(*next), row);
      if (options_.progress && file_.rows % 1'000 == 0) options_.progress(file_.rows);
    }
    EVIDENCE_TRY(check_encoding());
    return std::move(file_);
  }

 private:
  void tell(std::string code, std::string reason, bool refused = false) {
    ++file_.problems_found;
    if (file_.problems.size() >= HoldingsFile::kMaxProblems) return;
    file_.problems.push_back({line_, std::move(code), std::move(reason), refused});
  }

  void refuse() {
    ++file_.refused;
    // What told the reason came last.
    if (!file_.problems.empty() && file_.problems.back().line == line_) {
      file_.problems.back().refused = true;
    }
  }

  void take_preamble(const std::vector<std::vector<std::string>>& preamble) {
    for (const std::vector<std::string>& cells : preamble) {
      if (cells.size() < 2) continue;
      bool repaired = false;
      const std::string value = cut(clean_text(utf8_text(cells[1], repaired)), kMostText);
      const std::string name = plain_heading(cells[0]);
      if (name == "packagename") file_.package = value;
      if (name == "provider") file_.provider = value;
    }
  }

  // The file's, as soon as it is known.
  Result<void> check_encoding() {
    const std::optional<std::uint64_t> bad = watch_.first_bad();
    if (!bad || told_encoding_) return {};
    told_encoding_ = true;
    const std::string where = "byte " + std::to_string(*bad + mark_.mark()) + " (from 0)";
    if (own_form_) {
      return Error{ErrorCode::kBadContent, "not_utf8",
                   "the list is not UTF-8: " + where + " begins no character",
                   "ask its provider for UTF-8, as RP-9 asks, or say what it is: --encoding "
                   "windows-1252"};
    }
    line_ = 0;
    tell("not_utf8", "bytes that are not UTF-8, first " + where +
                         ", were read as Windows-1252: look whether names with accents are right");
    return {};
  }

  void take_row(CsvRow next, KbartRow& row) {
    line_ = next.line;
    if (!next.damage.empty()) {
      tell("damaged_row", next.damage, true);
      ++file_.refused;
      return;
    }
    if (!seen_.insert(std::hash<std::string>{}(next.raw)).second) {
      ++file_.duplicates;
      return;
    }
    for (std::string& cell : next.cells) {
      bool repaired = false;
      if (!is_valid_utf8(cell)) cell = utf8_text(cell, repaired);
    }
    if (!row.take(next.cells)) return refuse();
    const KbartRow::Date first = row.date("date_first_issue_online", false);
    const KbartRow::Date last = row.date("date_last_issue_online", true);
    if (ends_before(last.date, first.date)) {
      tell("date_range",
           "the coverage ends (" + last.text() + ") before it begins (" + first.text() + ")");
      return refuse();
    }
    Holding holding;
    holding.first = first.date;
    holding.first_unread = cut(first.unread, kMostText);
    holding.last = last.date;
    holding.last_unread = cut(last.unread, kMostText);
    fill(row, holding);
    file_.holdings.push_back(std::move(holding));
  }

  void fill(KbartRow& row, Holding& holding) {
    holding.title = cut(row.cell("publication_title"), kMostTitle);
    holding.title_id = cut(row.cell("title_id"), kMostText);
    const bool book = row.is_book();
    holding.kind = book ? HoldingKind::kMonograph : HoldingKind::kSerial;
    std::vector<std::string> notes;
    take_identifiers(row, book, holding, notes);
    holding.first_volume = cut(row.cell("num_first_vol_online"), kMostText);
    holding.first_issue = cut(row.cell("num_first_issue_online"), kMostText);
    holding.last_volume = cut(row.cell("num_last_vol_online"), kMostText);
    holding.last_issue = cut(row.cell("num_last_issue_online"), kMostText);
    holding.embargo = parse_embargo(row.cell("embargo_info"));
    if (!holding.embargo.unparsed.empty()) {
      tell("embargo_unparsed",
           "embargo_info " + quoted_for_message(holding.embargo.unparsed, 60) +
               " is not in RP-9's form; readers are told that the full text may not open");
    }
    take_depth(row, holding, notes);
    holding.free = row.free();
    const std::vector<std::string> links = row.links();
    if (!links.empty()) holding.url = links.front();
    for (std::size_t i = 1; i < links.size(); ++i) notes.push_back("also " + links[i]);
    holding.publisher = cut(row.cell("publisher_name"), kMostText);
    if (std::string rest = row.notes(has_a_field); !rest.empty()) {
      notes.insert(notes.begin(), std::move(rest));
    }
    holding.notes = cut(join(notes, "; "), kMostNotes);
  }

  // A second number in one column fills the other where that is empty; more are noted.
  static void take_identifiers(KbartRow& row, bool book, Holding& holding,
                               std::vector<std::string>& notes) {
    std::vector<Identifier> more = row.identifiers("print_identifier", book);
    std::vector<Identifier> online = row.identifiers("online_identifier", book);
    if (!more.empty()) {
      holding.print_id = more.front();
      more.erase(more.begin());
    }
    if (!online.empty()) {
      holding.online_id = online.front();
      more.insert(more.end(), online.begin() + 1, online.end());
    }
    for (const Identifier& one : more) {
      if (one == holding.print_id || one == holding.online_id) continue;
      if (!holding.online_id) {
        holding.online_id = one;
      } else if (!holding.print_id) {
        holding.print_id = one;
      } else {
        notes.push_back("also " + one.value());
      }
    }
  }

  void take_depth(const KbartRow& row, Holding& holding, std::vector<std::string>& notes) {
    const std::string depth = row.depth();
    if (options_.print) {
      holding.depth = CoverageDepth::kPrint;
    } else if (const auto known = depth_by_name(to_lower_ascii(depth))) {
      holding.depth = *known;
    } else if (!depth.empty()) {
      // Not said to be the full text: no promise is made of it.
      holding.depth = CoverageDepth::kSelectedArticles;
      notes.push_back("coverage_depth: " + depth);
      tell("unknown_depth", "coverage_depth " + quoted_for_message(depth, 40) +
                                " is not one of fulltext, selected articles, abstracts, print; "
                                "readers are told that the full text may not be there");
    }
  }

  const HoldingsOptions& options_;
  MarkWatch mark_;
  std::unique_ptr<ByteSource> utf8_;
  Utf8Watch watch_;
  CsvReader rows_;
  HoldingsFile file_;
  std::unordered_set<std::size_t> seen_;  // hashes of rows
  std::uint64_t line_ = 0;
  bool own_form_ = false;
  bool told_encoding_ = false;
};

}  // namespace

Result<HoldingsFile> read_holdings(ByteSource& source, const HoldingsOptions& options) {
  if (options.encoding.empty()) return HoldingsReading(source, options).run();
  EVIDENCE_ASSIGN(const std::string bytes, read_all(source, kMostNamedEncoding));
  EVIDENCE_ASSIGN(std::string text, decode_text(bytes, options.encoding));
  const auto decoded = memory_source(std::move(text));
  return HoldingsReading(*decoded, options).run();
}

}  // namespace evidence
