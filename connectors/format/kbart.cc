#include "connectors/format/kbart.h"

#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/csv_reader.h"
#include "connectors/format/kbart_reader.h"
#include "connectors/format/kbart_title.h"
#include "connectors/format/table_header.h"

namespace evidence {
namespace {

// "lines 4, 9, 12" → the place of one row; parse() has the entry's position only.
std::string position_of_row(const std::string& position, std::size_t row) {
  constexpr std::string_view kLines = "lines ";
  if (!position.starts_with(kLines)) return position;
  const std::vector<std::string_view> lines =
      split(std::string_view(position).substr(kLines.size()), ',');
  return row < lines.size() ? "line " + std::string(trim(lines[row])) : position;
}

}  // namespace

bool KbartFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const char delimiter = guess_delimiter(head);
  std::size_t at = 0;
  for (std::size_t rows = 0; rows < kMaxKbartPreamble; ++rows) {
    const std::optional<CsvRow> row = csv_row_at(head, at, delimiter);
    if (!row) return false;
    const TableColumns columns = kbart_columns(columns_, row->cells);
    if (!is_kbart_header(columns)) continue;
    // A list of links has a title and an address too; only a title list says it in RP-9's words.
    for (const std::string& cell : row->cells) {
      if (plain_heading(cell) == "publicationtitle") return true;
    }
    return columns.known() >= 6 &&
           (columns.has("date_first_issue_online") || columns.has("coverage_depth"));
  }
  return false;
}

std::unique_ptr<EntryReader> KbartFormat::open(ByteSource& source) const {
  return std::make_unique<KbartReader>(source, columns_);
}

ParsedEntry KbartFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  const TableHeader* header = table_header(entry.bytes, columns_, kbart_columns);
  if (header == nullptr) {
    parsed.problems.push_back({entry.position, "no_title", "the entry has no header"});
    return parsed;
  }
  std::size_t at = header->end;
  KbartTitle title(header->columns, parsed);
  for (std::size_t rows = 0;; ++rows) {
    const std::optional<CsvRow> row = csv_row_at(entry.bytes, at, header->delimiter);
    if (!row) break;
    const std::string position = position_of_row(entry.position, rows);
    if (!row->damage.empty()) {
      parsed.problems.push_back({position, "damaged_row", row->damage});
      continue;
    }
    title.add_row(row->cells, position);
  }
  if (title.empty()) {
    if (parsed.problems.empty()) {
      parsed.problems.push_back({entry.position, "no_title", "the entry has no row"});
    }
    return parsed;
  }
  Record record = title.take();
  if (search_inside_) {
    search_inside_->add_to(record);
    apply_limits(record);
  }
  parsed.records.push_back(std::move(record));
  return parsed;
}

Result<std::shared_ptr<const Format>> make_kbart_format(const SourceConfig& source) {
  for (const auto& [ours, theirs] : source.columns) {
    if (kbart_columns({{ours, "x"}}, {"x"}).has(ours)) continue;
    return Error{ErrorCode::kInvalidArgument, "bad_kbart_column",
                 "columns." + ours + " is not a column of a title list",
                 "use RP-9's names, such as publication_title, title_id or title_url"};
  }
  EVIDENCE_ASSIGN(std::optional<SearchInside> inside, SearchInside::from(source));
  return std::shared_ptr<const Format>(new KbartFormat(source.columns, std::move(inside)));
}

std::span<const OptionInfo> kbart_options() {
  static constexpr std::array kOptions{kSearchUrlOption, kProductOption};
  return kOptions;
}

}  // namespace evidence
