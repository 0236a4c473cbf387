#include "connectors/format/csv_reader.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kReadBytes = 128U << 10U;
constexpr std::size_t kHead = 8U << 10U;
constexpr std::size_t kLinesOfHead = 60;
constexpr std::size_t kMaxLinesOfRow = 60;  // more than that within quotes is a lost quote
constexpr std::size_t kShown = 300;         // bytes of a too long row that are kept

bool ends_line(char c) { return c == '\n' || c == '\r'; }

// What one look at the text from a row's beginning found.
struct Scan {
  enum class Outcome { kRow, kNeedsMore, kLostQuote, kTooManyCells };
  Outcome outcome = Outcome::kNeedsMore;
  std::vector<std::string> cells;
  std::size_t row_end = 0;   // of the row's own text
  std::size_t next_row = 0;  // behind its end of line
  std::uint64_t line_ends = 0;
};

// Past the end of line at `at`; CRLF is one.
std::size_t past_line_end(std::string_view text, std::size_t at) {
  return at + (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1);
}

class Scanner {
 public:
  Scanner(std::string_view text, bool whole, char delimiter, bool quotes, std::size_t max_cells)
      : text_(text), whole_(whole), delimiter_(delimiter), quotes_(quotes), max_cells_(max_cells) {}

  Scan run() {
    for (;;) {
      if (scan_.cells.size() >= max_cells_) return done(Scan::Outcome::kTooManyCells);
      std::size_t at = at_;
      while (at < text_.size() && text_[at] == ' ') ++at;
      if (at == text_.size() && !whole_) return done(Scan::Outcome::kNeedsMore);
      if (quotes_ && at < text_.size() && text_[at] == '"') {
        const auto outcome = quoted_cell(at);
        if (outcome) return done(*outcome);
      } else {
        plain_cell(at_);
      }
      if (at_ == text_.size() && !whole_) return done(Scan::Outcome::kNeedsMore);
      if (at_ == text_.size()) {
        scan_.row_end = scan_.next_row = at_;
        return done(Scan::Outcome::kRow);
      }
      if (ends_line(text_[at_])) {
        // A CR at the very end of what is there may be the half of a CRLF.
        if (text_[at_] == '\r' && at_ + 1 == text_.size() && !whole_) {
          return done(Scan::Outcome::kNeedsMore);
        }
        scan_.row_end = at_;
        scan_.next_row = past_line_end(text_, at_);
        ++scan_.line_ends;
        return done(Scan::Outcome::kRow);
      }
      ++at_;  // the delimiter
    }
  }

 private:
  Scan done(Scan::Outcome outcome) {
    scan_.outcome = outcome;
    return std::move(scan_);
  }

  [[nodiscard]] bool ends_cell(char c) const { return c == delimiter_ || ends_line(c); }

  void plain_cell(std::size_t from) {
    at_ = from;
    while (at_ < text_.size() && !ends_cell(text_[at_])) ++at_;
    scan_.cells.emplace_back(trim(text_.substr(from, at_ - from)));
  }

  // nullopt: the cell was read and at_ stands behind it.
  std::optional<Scan::Outcome> quoted_cell(std::size_t from) {
    std::string cell;
    std::size_t at = from + 1;
    std::uint64_t lines = 0;
    for (;;) {
      if (at >= text_.size()) {
        return whole_ ? Scan::Outcome::kLostQuote : Scan::Outcome::kNeedsMore;
      }
      const char c = text_[at];
      if (c == '"') {
        if (at + 1 == text_.size() && !whole_) return Scan::Outcome::kNeedsMore;
        if (at + 1 < text_.size() && text_[at + 1] == '"') {
          cell += '"';
          at += 2;
          continue;
        }
        break;
      }
      if (ends_line(c)) {
        if (c == '\r' && at + 1 == text_.size() && !whole_) return Scan::Outcome::kNeedsMore;
        if (++lines > kMaxLinesOfRow) return Scan::Outcome::kLostQuote;
        cell += '\n';
        at = past_line_end(text_, at);
        continue;
      }
      cell += c;
      ++at;
    }
    std::size_t behind = at + 1;
    while (behind < text_.size() && text_[behind] == ' ') ++behind;
    if (behind == text_.size() && !whole_) return Scan::Outcome::kNeedsMore;
    if (behind < text_.size() && !ends_cell(text_[behind])) {
      // Not the end of a quoted cell: over several lines it is a lost quote, within one it is text
      // that happens to begin with a quoted word.
      if (lines > 0) return Scan::Outcome::kLostQuote;
      plain_cell(from);
      return std::nullopt;
    }
    at_ = behind;
    scan_.line_ends += lines;
    scan_.cells.emplace_back(trim(cell));
    return std::nullopt;
  }

  std::string_view text_;
  bool whole_;
  char delimiter_;
  bool quotes_;
  std::size_t max_cells_;
  std::size_t at_ = 0;
  Scan scan_;
};

// One row as it is to be given: scanned with quotes, and again without where a quote is lost.
std::optional<Scan> scan_row(std::string_view text, bool whole, char delimiter,
                             const CsvOptions& options, bool& literal) {
  literal = false;
  Scan scan = Scanner(text, whole, delimiter, true, options.max_cells).run();
  if (scan.outcome == Scan::Outcome::kNeedsMore && text.size() > options.max_row_bytes) {
    scan.outcome = Scan::Outcome::kLostQuote;
  }
  if (scan.outcome == Scan::Outcome::kLostQuote) {
    literal = true;
    scan = Scanner(text, whole, delimiter, false, options.max_cells).run();
  }
  if (scan.outcome == Scan::Outcome::kNeedsMore) return std::nullopt;
  return scan;
}

void take_scan(Scan& scan, std::string_view text, bool literal, char delimiter,
               const CsvOptions& options, CsvRow& row) {
  if (scan.outcome == Scan::Outcome::kTooManyCells) {
    row.damage = "it has more than " + std::to_string(options.max_cells) + " columns";
  } else if (scan.row_end > options.max_row_bytes) {
    row.damage = "it is longer than " + with_thousands(options.max_row_bytes) + " bytes";
  }
  if (!row.damage.empty()) {
    row.raw = std::string(truncate_utf8(text.substr(0, scan.row_end), kShown));
    return;
  }
  row.cells = std::move(scan.cells);
  row.raw = literal ? csv_line(row.cells, delimiter) : std::string(text.substr(0, scan.row_end));
}

}  // namespace

bool CsvRow::blank() const {
  return damage.empty() && std::all_of(cells.begin(), cells.end(),
                                       [](const std::string& cell) { return cell.empty(); });
}

char guess_delimiter(std::string_view head) {
  char best = '\t';
  std::pair<std::size_t, std::size_t> most{0, 0};  // lines of one width, that width
  for (const char candidate : {'\t', ',', ';', '|'}) {
    std::map<std::size_t, std::size_t> widths;
    std::size_t at = 0;
    for (std::size_t lines = 0; at < head.size() && lines < kLinesOfHead; ++lines) {
      const auto row = csv_row_at(head, at, candidate);
      if (!row) break;
      if (row->cells.size() > 1) ++widths[row->cells.size()];
    }
    // Commas inside of texts make many cells too, but never the same number line after line.
    for (const auto& [width, lines] : widths) {
      if (std::pair(lines, width) > most) {
        most = {lines, width};
        best = candidate;
      }
    }
  }
  return best;
}

std::string csv_line(const std::vector<std::string>& cells, char delimiter) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += delimiter;
    const std::string& cell = cells[i];
    const bool quote = std::any_of(cell.begin(), cell.end(), [delimiter](char c) {
      return c == '"' || c == delimiter || ends_line(c);
    });
    if (!quote) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) {
      if (c == '"') line += '"';
      line += c;
    }
    line += '"';
  }
  return line;
}

std::optional<CsvRow> csv_row_at(std::string_view text, std::size_t& at, char delimiter,
                                 const CsvOptions& options) {
  if (at >= text.size()) return std::nullopt;
  const std::string_view rest = text.substr(at);
  bool literal = false;
  std::optional<Scan> scan = scan_row(rest, true, delimiter, options, literal);
  if (!scan) return std::nullopt;
  if (scan->outcome == Scan::Outcome::kTooManyCells) {
    const std::size_t end = rest.find_first_of("\r\n");
    scan->row_end = end == std::string_view::npos ? rest.size() : end;
    scan->next_row = end == std::string_view::npos ? rest.size() : past_line_end(rest, end);
  }
  CsvRow row;
  take_scan(*scan, rest, literal, delimiter, options, row);
  at += scan->next_row;
  return row;
}

Result<void> CsvReader::fill() {
  if (ended_) return {};
  window_.erase(0, at_);
  at_ = 0;
  const std::size_t old = window_.size();
  window_.resize(old + kReadBytes);
  const Result<std::size_t> count = source_.read({window_.data() + old, kReadBytes});
  window_.resize(old + (count.ok() ? *count : 0));
  if (!count.ok()) failed_ = count.error();
  ended_ = !count.ok() || *count == 0;
  return {};
}

Result<std::string_view> CsvReader::head() {
  if (!started_) {
    while (!ended_ && window_.size() < kHead) EVIDENCE_TRY(fill());
    started_ = true;
    if (window_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    head_ = window_.substr(at_, kHead);
    if (options_.delimiter == '\0') options_.delimiter = guess_delimiter(head_);
  }
  return std::string_view(head_);
}

Result<std::optional<CsvRow>> CsvReader::next() {
  EVIDENCE_TRY(head());
  for (;;) {
    const std::string_view rest = std::string_view(window_).substr(at_);
    if (rest.empty() && ended_) {
      if (failed_) return *failed_;
      return std::optional<CsvRow>{};
    }
    bool literal = false;
    std::optional<Scan> scan;
    if (!rest.empty()) scan = scan_row(rest, ended_, options_.delimiter, options_, literal);
    if (!scan && rest.size() <= options_.max_row_bytes) {
      EVIDENCE_TRY(fill());
      continue;
    }
    CsvRow row;
    row.line = line_;
    if (!scan || scan->outcome == Scan::Outcome::kTooManyCells) {
      row.damage = scan ? "it has more than " + std::to_string(options_.max_cells) + " columns"
                        : "it is longer than " + with_thousands(options_.max_row_bytes) + " bytes";
      row.raw = std::string(truncate_utf8(rest.substr(0, rest.find_first_of("\r\n")), kShown));
      EVIDENCE_TRY(skip_line());
      return std::optional<CsvRow>(std::move(row));
    }
    // With an error to come, the last row may be half a row.
    const bool cut = failed_ && scan->next_row == rest.size() && scan->row_end == scan->next_row;
    if (cut) {
      at_ = window_.size();
      continue;
    }
    take_scan(*scan, rest, literal, options_.delimiter, options_, row);
    line_ += scan->line_ends;
    at_ += scan->next_row;
    if (!row.blank()) return std::optional<CsvRow>(std::move(row));
  }
}

// The rest of a line that is too long, in constant memory.
Result<void> CsvReader::skip_line() {
  for (;;) {
    const std::size_t end = window_.find_first_of("\r\n", at_);
    if (end != std::string::npos && (window_[end] == '\n' || end + 1 < window_.size() || ended_)) {
      at_ = past_line_end(window_, end);
      ++line_;
      return {};
    }
    at_ = end == std::string::npos ? window_.size() : end;
    if (ended_) {
      at_ = window_.size();
      return {};
    }
    EVIDENCE_TRY(fill());
  }
}

}  // namespace evidence
