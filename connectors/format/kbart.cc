#include "connectors/format/kbart.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "base/url.h"
#include "connectors/format/line_reader.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxLine = 1U << 20U;
constexpr std::size_t kMaxColumns = 200;
constexpr std::size_t kMaxRowsOfTitle = 500;
constexpr std::size_t kMaxTitles = 1'000'000;

// Cells of a row. A cell in double quotes loses them, doubled ones inside become one.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  for (const std::string_view raw : split(line, '\t')) {
    if (cells.size() == kMaxColumns) break;
    std::string_view cell = trim(raw);
    std::string text;
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') {
      cell = cell.substr(1, cell.size() - 2);
      for (std::size_t i = 0; i < cell.size(); ++i) {
        text.push_back(cell[i]);
        if (cell[i] == '"' && i + 1 < cell.size() && cell[i + 1] == '"') ++i;
      }
    } else {
      text = cell;
    }
    cells.push_back(clean_text(text));
  }
  return cells;
}

class Row {
 public:
  Row(const std::vector<std::string>& header, std::string_view line)
      : header_(header), cells_(cells_of(line)) {}

  // "" where the column or the cell is missing.
  [[nodiscard]] const std::string& at(std::string_view column) const {
    static const std::string kEmpty;
    for (std::size_t i = 0; i < header_.size() && i < cells_.size(); ++i) {
      if (header_[i] == column) return cells_[i];
    }
    return kEmpty;
  }
  [[nodiscard]] std::size_t size() const { return cells_.size(); }

  // What makes a title this title: unique in the list and the same in its next edition.
  [[nodiscard]] std::string key() const {
    for (const std::string_view column : {"title_id", "online_identifier", "print_identifier"}) {
      if (!at(column).empty()) return at(column);
    }
    const std::string basis = at("publication_title") + "\t" + at("title_url");
    return basis.size() < 2 ? std::string() : "title:" + sha256_hex(basis).substr(0, 24);
  }

 private:
  const std::vector<std::string>& header_;
  std::vector<std::string> cells_;
};

std::vector<std::string> header_of(std::string_view line) {
  std::vector<std::string> header = cells_of(line);
  for (std::string& name : header) {
    name = to_lower_ascii(name);
    if (name == "coverage_notes") name = "notes";  // phase I's name
  }
  return header;
}

bool is_header(const std::vector<std::string>& header) {
  return std::find(header.begin(), header.end(), "publication_title") != header.end();
}

class KbartReader final : public EntryReader {
 public:
  explicit KbartReader(ByteSource& source) : lines_(source, kMaxLine) {}

  Result<std::optional<Entry>> next() override {
    if (header_.empty()) EVIDENCE_TRY(read_header());
    std::optional<Entry> entry;
    std::string key;
    for (std::size_t rows = 0;; ++rows) {
      if (!pending_) {
        if (failed_) return *failed_;
        Result<std::optional<LineReader::Line>> line = lines_.next();
        if (!line.ok()) {
          if (!entry) return line.error();
          failed_ = line.error();  // the title before it is whole
          return entry;
        }
        pending_ = std::move(line).value();
      }
      if (!pending_) return entry;
      if (entry && (pending_->too_long || rows >= kMaxRowsOfTitle)) return entry;
      const std::string row_key = pending_->too_long ? "" : Row(header_, pending_->text).key();
      if (entry && (row_key.empty() || row_key != key)) return entry;
      if (!entry) {
        key = row_key;
        entry.emplace();
        entry->raw.position = "line " + std::to_string(pending_->number);
        if (pending_->too_long) {
          entry->damage = "it is longer than " + with_thousands(kMaxLine) + " bytes";
        } else if (!is_new(key)) {
          // Kept as an entry of its own it would replace the title's earlier coverage.
          entry->damage = "the title " + quoted_for_message(key) +
                          " stood in the list before, with other titles between; sort the list "
                          "by title_id so that its coverage can be read together";
        }
        entry->raw.bytes = header_line_;
      }
      entry->raw.bytes += "\n" + pending_->text;
      pending_.reset();
      if (!entry->damage.empty()) return entry;
    }
  }

 private:
  Result<void> read_header() {
    EVIDENCE_ASSIGN(std::optional<LineReader::Line> line, lines_.next());
    if (line) header_ = header_of(line->text);
    if (!line || !is_header(header_)) {
      header_.clear();
      return Error{ErrorCode::kBadContent, "bad_kbart_header",
                   "the first line is not a KBART header: it has no tab-separated column "
                   "\"publication_title\"",
                   "KBART lists are tab-separated with the column names of RP-9 in the first line; "
                   "save a spreadsheet as tab-separated text first."};
    }
    header_line_ = std::move(line->text);
    return {};
  }

  // False where the key was seen before. 64-bit hashes keep a million titles in some 30 MB; beyond
  // that repeated titles are no longer noticed.
  bool is_new(const std::string& key) {
    if (key.empty() || seen_.size() >= kMaxTitles) return true;
    return seen_.insert(std::hash<std::string>{}(key)).second;
  }

  LineReader lines_;
  std::unordered_set<std::size_t> seen_;
  std::string header_line_;
  std::vector<std::string> header_;
  std::optional<LineReader::Line> pending_;  // read, but of the next title
  std::optional<Error> failed_;
};

Coverage coverage_of(const Row& row) {
  return {row.at("date_first_issue_online"),
          row.at("num_first_vol_online"),
          row.at("num_first_issue_online"),
          row.at("date_last_issue_online"),
          row.at("num_last_vol_online"),
          row.at("num_last_issue_online"),
          row.at("embargo_info"),
          row.at("coverage_depth"),
          row.at("notes"),
          row.at("access_type"),
          row.at("title_id")};
}

bool is_book(const Row& row) {
  const std::string& type = row.at("publication_type");
  if (equals_ignoring_case(type, "monograph")) return true;
  if (equals_ignoring_case(type, "serial")) return false;
  // Phase I has no type: an ISBN in place of an ISSN tells.
  const std::string& identifier = row.at("online_identifier").empty() ? row.at("print_identifier")
                                                                      : row.at("online_identifier");
  return Identifier::parse(IdentifierScheme::kIsbn, identifier).ok();
}

void add_person(Record& record, const std::string& name, const char* role) {
  if (name.empty()) return;
  Contributor person;
  person.family = name;  // KBART gives the family name alone
  person.role = role;
  record.contributors.push_back(std::move(person));
}

Record record_of(const Row& row, const std::string& position, ParsedEntry& parsed) {
  const auto problem = [&](std::string code, std::string reason) {
    parsed.problems.push_back({position, std::move(code), std::move(reason)});
  };
  Record record;
  const bool book = is_book(row);
  record.source_record_id = row.key();
  record.title = row.at("publication_title");
  record.publication_types.emplace_back(book ? "Book" : "Journal");
  for (const std::string_view column : {"print_identifier", "online_identifier"}) {
    const std::string& raw = row.at(column);
    if (raw.empty()) continue;
    Result<Identifier> identifier =
        Identifier::parse(book ? IdentifierScheme::kIsbn : IdentifierScheme::kIssn, raw);
    if (identifier.ok())
      record.identifiers.push_back(std::move(identifier).value());
    else
      problem("bad_identifier", std::string(column) + ": " + identifier.error().message);
  }
  const Result<Identifier> doi = Identifier::parse(IdentifierScheme::kDoi, row.at("title_id"));
  if (doi.ok()) record.identifiers.push_back(*doi);
  if (const std::string& raw = row.at("title_url"); !raw.empty()) {
    const Result<WebUrl> url = parse_web_url(raw);
    if (url.ok())
      record.links.push_back({url->text, "title", row.at("access_type") == "F"});
    else
      problem("bad_link", "title_url: " + url.error().message);
  }
  record.publication.publisher = row.at("publisher_name");
  record.publication.edition = row.at("monograph_edition");
  record.publication.volume = row.at("monograph_volume");
  for (const char* column : {"date_monograph_published_online", "date_monograph_published_print"}) {
    if (const auto date = parse_date(row.at(column)); date && !record.publication.date.known()) {
      record.publication.date = *date;
    }
  }
  add_person(record, row.at("first_author"), "author");
  add_person(record, row.at("first_editor"), "editor");
  if (row.at("access_type") == "F") record.open_access = OpenAccess::kOpen;
  return record;
}

}  // namespace

bool KbartFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const std::string_view line = head.substr(0, head.find('\n'));
  return line.find('\t') != std::string_view::npos && is_header(header_of(line));
}

std::unique_ptr<EntryReader> KbartFormat::open(ByteSource& source) const {
  return std::make_unique<KbartReader>(source);
}

ParsedEntry KbartFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  const std::vector<std::string_view> lines = split(entry.bytes, '\n');
  const std::vector<std::string> header = header_of(lines.front());
  std::optional<Record> record;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const Row row(header, lines[i]);
    if (row.at("publication_title").empty()) {
      parsed.problems.push_back({entry.position, "no_title", "the row has no publication_title"});
      continue;
    }
    if (!record) record = record_of(row, entry.position, parsed);
    Coverage coverage = coverage_of(row);
    auto& all = record->coverage;
    if (std::find(all.begin(), all.end(), coverage) == all.end())
      all.push_back(std::move(coverage));
  }
  if (!record) {
    if (parsed.problems.empty()) {
      parsed.problems.push_back({entry.position, "no_title", "the entry has no row"});
    }
    return parsed;
  }
  apply_limits(*record);
  parsed.records.push_back(*std::move(record));
  return parsed;
}

}  // namespace evidence
