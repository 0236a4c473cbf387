#include "connectors/format/kbart_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "model/identifier.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxRowsOfTitle = 1'000;
constexpr std::size_t kMaxBytesOfTitle = 1U << 20U;

constexpr std::array kColumns{
    ColumnNames{"publication_title",
                "publicationtitle title titlename journaltitle booktitle "
                "journalname publicationname resourcetitle"},
    ColumnNames{"print_identifier",
                "printidentifier printissn pissn issn issnprint idissn "
                "printisbn isbn pisbn isbnprint idisbn"},
    ColumnNames{"online_identifier",
                "onlineidentifier onlineissn eissn issnonline electronicissn "
                "ideissn onlineisbn eisbn isbnonline ebookisbn ideisbn"},
    ColumnNames{"date_first_issue_online",
                "datefirstissueonline datefirstissue firstissuedate coveragestart coveragefrom "
                "startdate"},
    ColumnNames{"num_first_vol_online",
                "numfirstvolonline numfirstvolumeonline firstvolume "
                "startvolume"},
    ColumnNames{"num_first_issue_online", "numfirstissueonline firstissue startissue"},
    ColumnNames{"date_last_issue_online",
                "datelastissueonline datelastissue lastissuedate coverageend coverageto enddate"},
    ColumnNames{"num_last_vol_online", "numlastvolonline numlastvolumeonline lastvolume endvolume"},
    ColumnNames{"num_last_issue_online", "numlastissueonline lastissue endissue"},
    ColumnNames{"title_url", "titleurl url link journalurl bookurl platformhosturl"},
    ColumnNames{"first_author", "firstauthor author authors"},
    ColumnNames{"title_id", "titleid idkbarttitleid proprietaryid proprietarytitleid"},
    ColumnNames{"embargo_info", "embargoinfo embargo"},
    ColumnNames{"coverage_depth", "coveragedepth coverage"},
    ColumnNames{"notes", "notes coveragenotes coveragenote note"},
    ColumnNames{"publisher_name", "publishername publisher"},
    ColumnNames{"publication_type", "publicationtype type resourcetype titletype"},
    ColumnNames{"date_monograph_published_print", "datemonographpublishedprint"},
    ColumnNames{"date_monograph_published_online",
                "datemonographpublishedonline publicationdate publicationyear"},
    ColumnNames{"monograph_volume", "monographvolume"},
    ColumnNames{"monograph_edition", "monographedition edition"},
    ColumnNames{"first_editor", "firsteditor editor editors"},
    ColumnNames{"parent_publication_title_id", "parentpublicationtitleid parentpublicationid"},
    ColumnNames{"preceding_publication_title_id",
                "precedingpublicationtitleid precedingpublicationid"},
    ColumnNames{"access_type", "accesstype access"},
    ColumnNames{"doi", "doi iddoi journaldoi bookdoi"},
    ColumnNames{"platform_name", "platformname platformhostname"},
    ColumnNames{"platform_role", "platformrole"},
    ColumnNames{"platform_title_url", "platformtitleurl"},
    ColumnNames{"subject", "subject subjects subjectarea subjectareas discipline disciplines"},
    ColumnNames{"language", "language languages"},
};

std::string number_of(const std::string& raw) {
  for (const IdentifierScheme scheme : {IdentifierScheme::kIssn, IdentifierScheme::kIsbn}) {
    if (const auto identifier = Identifier::parse(scheme, raw); identifier.ok()) {
      return identifier->value();
    }
  }
  return {};
}

}  // namespace

TableColumns kbart_columns(const std::map<std::string, std::string>& configured,
                           const std::vector<std::string>& headings) {
  static const HeadingIndex kIndex(kColumns);
  return {kIndex, configured, headings};
}

bool is_kbart_header(const TableColumns& columns) {
  return columns.has("publication_title") && columns.known() >= 3 &&
         (columns.has("print_identifier") || columns.has("online_identifier") ||
          columns.has("title_id") || columns.has("title_url"));
}

std::string kbart_key(const TableColumns& columns, const std::vector<std::string>& cells) {
  const auto text = [&](std::string_view column) {
    return clean_text(columns.cell(cells, column));
  };
  if (const std::string id = text("title_id"); !id.empty()) {
    return std::string(truncate_utf8(id, 200));
  }
  // Both numbers: a wrong one alone must not make one title of two.
  std::string key;
  for (const std::string_view column : {"online_identifier", "print_identifier"}) {
    const std::string raw = text(column);
    if (raw.empty()) continue;
    const std::string number = number_of(raw);
    const std::string& one = number.empty() ? raw : number;
    if (one != key) key += (key.empty() ? "" : "/") + one;
  }
  if (!key.empty()) return std::string(truncate_utf8(key, 200));
  const std::string basis = text("publication_title") + "\t" + text("title_url");
  return basis.size() < 2 ? std::string() : "title:" + sha256_hex(basis).substr(0, 24);
}

Result<KbartHeader> read_kbart_header(CsvReader& rows,
                                      const std::map<std::string, std::string>& configured) {
  std::vector<std::vector<std::string>> preamble;
  for (std::size_t seen = 0; seen < kMaxKbartPreamble; ++seen) {
    EVIDENCE_ASSIGN(std::optional<CsvRow> row, rows.next());
    if (!row) break;
    if (!row->damage.empty()) continue;
    TableColumns columns = kbart_columns(configured, row->cells);
    if (is_kbart_header(columns)) {
      return KbartHeader{std::move(columns), std::move(row->cells), std::move(preamble)};
    }
    preamble.push_back(std::move(row->cells));
  }
  return Error{ErrorCode::kBadContent, "bad_kbart_header",
               "none of the first " + std::to_string(kMaxKbartPreamble) +
                   " rows is a KBART header: a column \"publication_title\" with others such as "
                   "\"print_identifier\", \"title_id\" or \"title_url\"",
               "save a spreadsheet as tab- or comma-separated text with RP-9's column names, or "
               "give the file's own headings under [columns]"};
}

Result<void> KbartReader::read_header() {
  EVIDENCE_ASSIGN(KbartHeader header, read_kbart_header(rows_, configured_));
  columns_ = std::move(header.columns);
  for (std::string& heading : header.headings) heading = clean_text(heading);  // on one line
  header_line_ = csv_line(header.headings, rows_.delimiter());
  return {};
}

void KbartReader::add_damage(const CsvRow& row) {
  Title title;
  title.entry.raw = {header_line_ + "\n" + row.raw, "line " + std::to_string(row.line)};
  title.entry.damage = row.damage;
  bytes_ += title.entry.raw.bytes.size();
  window_.push_back(std::move(title));
}

void KbartReader::add_row(CsvRow row) {
  std::string key = kbart_key(*columns_, row.cells);
  if (key.empty() || row.cells.size() < columns_->size())
    key.clear();  // parse() says what is wrong
  if (!key.empty()) {
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
      Title& title = window_[found->second];
      std::string& bytes = title.entry.raw.bytes;
      if (title.rows >= kMaxRowsOfTitle || bytes.size() + row.raw.size() > kMaxBytesOfTitle) {
        row.damage = "the title " + quoted_for_message(key) + " has more than " +
                     std::to_string(kMaxRowsOfTitle) + " rows";
        add_damage(row);
        return;
      }
      bytes += "\n" + row.raw;
      bytes_ += row.raw.size() + 1;
      ++title.rows;
      title.lines.push_back(std::to_string(row.line));
      return;
    }
    const std::size_t hash = std::hash<std::string>{}(key);
    if (seen_.contains(hash)) {
      row.damage = "the title " + quoted_for_message(key) +
                   " stood in the list long before; sort the list by title_id so that its coverage "
                   "can be read together";
      add_damage(row);
      return;
    }
    by_key_[key] = window_.size();
  }
  Title title;
  title.entry.raw.bytes = header_line_ + "\n" + row.raw;
  title.lines.push_back(std::to_string(row.line));
  title.rows = 1;
  bytes_ += title.entry.raw.bytes.size() + sizeof(Title);
  window_.push_back(std::move(title));
}

Result<void> KbartReader::fill_window() {
  for (const auto& [key, place] : by_key_) {
    if (seen_.size() < kMaxTitles) seen_.insert(std::hash<std::string>{}(key));
  }
  by_key_.clear();
  bytes_ = 0;
  while (!ended_ && bytes_ < window_bytes_) {
    Result<std::optional<CsvRow>> row = rows_.next();
    if (!row.ok()) {
      failed_ = row.error();  // the titles before it are whole
      ended_ = true;
    } else if (!row->has_value()) {
      ended_ = true;
    } else if (!(**row).damage.empty()) {
      add_damage(**row);
    } else {
      add_row(std::move(**row));
    }
  }
  return {};
}

Result<std::optional<EntryReader::Entry>> KbartReader::next() {
  if (!columns_) EVIDENCE_TRY(read_header());
  if (window_.empty() && !ended_) EVIDENCE_TRY(fill_window());
  if (window_.empty()) {
    if (failed_) return *failed_;
    return std::optional<Entry>{};
  }
  Title title = std::move(window_.front());
  window_.pop_front();
  if (!title.lines.empty()) {
    title.entry.raw.position =
        (title.lines.size() == 1 ? "line " : "lines ") + join(title.lines, ", ");
  }
  return std::optional<Entry>(std::move(title.entry));
}

}  // namespace evidence
