#include "connectors/format/link_list.h"

#include <array>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/csv_reader.h"
#include "connectors/format/link_list_row.h"
#include "connectors/format/table_header.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxPreambleRows = 10;
constexpr std::size_t kMaxKeys = 2'000'000;  // beyond it repeated keys are no longer noticed

bool is_header(const TableColumns& columns) { return columns.has("title") && columns.known() >= 2; }

class LinkListReader final : public EntryReader {
 public:
  LinkListReader(ByteSource& source, const LinkListOptions& options)
      : rows_(source), configured_(options.columns) {}

  Result<std::optional<Entry>> next() override {
    if (!columns_) {
      EVIDENCE_TRY(read_header());
      bool unknown = false;
      for (std::size_t i = 0; i < columns_->size(); ++i) unknown |= columns_->ours(i).empty();
      if (unknown) {
        Entry header;
        header.raw = {header_line_, "line " + std::to_string(header_at_)};
        return std::optional<Entry>(std::move(header));
      }
    }
    EVIDENCE_ASSIGN(const std::optional<CsvRow> row, rows_.next());
    if (!row) return std::optional<Entry>{};
    Entry entry;
    entry.raw = {header_line_ + "\n" + row->raw, "line " + std::to_string(row->line)};
    entry.damage = row->damage;
    if (const std::string key = link_list_key(*columns_, row->cells);
        entry.damage.empty() && !key.empty() && seen_.size() < kMaxKeys &&
        !seen_.insert(std::hash<std::string>{}(key)).second) {
      entry.damage = "its id or address " + quoted_for_message(key) +
                     " stands in the list twice; each row needs one of its own";
    }
    return std::optional<Entry>(std::move(entry));
  }

 private:
  Result<void> read_header() {
    for (std::size_t seen = 0; seen < kMaxPreambleRows; ++seen) {
      EVIDENCE_ASSIGN(std::optional<CsvRow> row, rows_.next());
      if (!row) break;
      if (!row->damage.empty()) continue;
      TableColumns columns = link_list_columns(configured_, row->cells);
      if (!is_header(columns)) continue;
      columns_ = std::move(columns);
      for (std::string& heading : row->cells) heading = clean_text(heading);  // on one line
      header_line_ = csv_line(row->cells, rows_.delimiter());
      header_at_ = row->line;
      return {};
    }
    return Error{ErrorCode::kBadContent, "bad_link_list_header",
                 "none of the first " + std::to_string(kMaxPreambleRows) +
                     " rows is a header with the columns \"title\" and \"url\" or others of a "
                     "link list",
                 "name the columns title, url, id, synonyms, headings …, or give the file's own "
                 "headings under [columns]"};
  }

  CsvReader rows_;
  std::map<std::string, std::string> configured_;
  std::optional<TableColumns> columns_;
  std::string header_line_;
  std::uint64_t header_at_ = 0;
  std::unordered_set<std::size_t> seen_;
};

}  // namespace

Result<LinkListOptions> LinkListOptions::from(const SourceConfig& source) {
  LinkListOptions options;
  const auto bad = [](std::string what, std::string hint) {
    return Error{ErrorCode::kInvalidArgument, "bad_link_list_options", std::move(what),
                 std::move(hint)};
  };
  for (const auto& [ours, theirs] : source.columns) {
    if (!is_link_list_column(ours)) {
      return bad(
          "columns." + ours + " is not a column of a link list",
          "use title, url, id, synonyms, headings, reviewed, version, review_due, superseded_by, "
          "withdrawn, currency, type, parent_title, "
          "parent_isbn, summary, language, grade, license, publisher, authors, doi, isbn "
          "or access");
    }
  }
  options.columns = source.columns;
  options.url_template = source.option("url_template");
  if (!options.url_template.empty()) {
    std::string example = options.url_template;
    const std::size_t at = example.find("{id}");
    if (at != std::string::npos) example.replace(at, 4, "1");
    if (at == std::string::npos || !parse_web_url(example).ok() ||
        example.find_first_of("/?#", example.find("://") + 3) > at) {
      return bad("options.url_template " + quoted_for_message(options.url_template) +
                     " is no web address with {id} in its path or query",
                 "write it like https://platform.example/topics/{id}");
    }
  }
  options.publication_type = clean_text(source.option("publication_type"));
  EVIDENCE_ASSIGN(options.search_inside, SearchInside::from(source));
  return options;
}

bool LinkListFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const char delimiter = guess_delimiter(head);
  std::size_t at = 0;
  for (std::size_t rows = 0; rows < kMaxPreambleRows; ++rows) {
    const std::optional<CsvRow> row = csv_row_at(head, at, delimiter);
    if (!row) return false;
    const TableColumns columns = link_list_columns(options_.columns, row->cells);
    if (!is_header(columns)) continue;
    return columns.has("url") && columns.known() >= 3;
  }
  return false;
}

std::unique_ptr<EntryReader> LinkListFormat::open(ByteSource& source) const {
  return std::make_unique<LinkListReader>(source, options_);
}

ParsedEntry LinkListFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  const TableHeader* header = table_header(entry.bytes, options_.columns, link_list_columns);
  if (header == nullptr) {
    parsed.problems.push_back({entry.position, "no_title", "the entry has no header"});
    return parsed;
  }
  const TableColumns& columns = header->columns;
  std::size_t at = header->end;
  const std::optional<CsvRow> row = csv_row_at(entry.bytes, at, header->delimiter);
  if (row && row->damage.empty()) {
    return parse_link_row(columns, row->cells, entry.position, options_);
  }
  if (row) {
    parsed.problems.push_back({entry.position, "damaged_row", row->damage});
    return parsed;
  }
  parsed.skipped = true;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!columns.ours(i).empty()) continue;
    parsed.problems.push_back({entry.position, "unknown_column",
                               "the column " + quoted_for_message(columns.heading(i), 60) +
                                   " is not known and not read; give it a name under [columns] if "
                                   "it should be"});
  }
  return parsed;
}

Result<std::shared_ptr<const Format>> make_link_list_format(const SourceConfig& source) {
  EVIDENCE_ASSIGN(LinkListOptions options, LinkListOptions::from(source));
  return std::shared_ptr<const Format>(new LinkListFormat(std::move(options)));
}

std::span<const OptionInfo> link_list_options() {
  static constexpr std::array kOptions{
      OptionInfo{"url_template",
                 "the address of a row that has only an id: https://platform.example/topics/{id}"},
      OptionInfo{"publication_type", "the type of rows that give none: \"Point-of-Care Topic\""},
      kSearchUrlOption, kProductOption};
  return kOptions;
}

}  // namespace evidence
