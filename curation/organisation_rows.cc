#include "curation/organisation_rows.h"

#include <algorithm>
#include <map>

#include "base/ascii.h"
#include "base/date.h"
#include "base/text.h"
#include "curation/library.h"
#include "curation/library_forms.h"
#include "curation/postcode.h"

namespace evidence::curation {
namespace {

constexpr std::size_t kWidthWithoutHeader = 27;
constexpr std::size_t kNameBytes = 300;

struct OrganisationColumns {
  std::size_t code = kNoColumn, name = kNoColumn, kind = kNoColumn, region = kNoColumn,
              area = kNoColumn, postcode = kNoColumn, opened = kNoColumn, closed = kNoColumn,
              successor = kNoColumn, lat = kNoColumn, lon = kNoColumn;
  std::vector<std::size_t> address;
  std::string_view kind_of_all;
};

// As read from the file itself: numbers of its columns, from 0.
OrganisationColumns columns_without_header() {
  OrganisationColumns columns;
  columns.code = 0;
  columns.name = 1;
  columns.region = 2;
  columns.area = 3;
  columns.address = {4, 5, 6, 7, 8};
  columns.postcode = 9;
  columns.opened = 10;
  columns.closed = 11;
  columns.kind_of_all = "trust";
  return columns;
}

OrganisationColumns columns_by_header(const std::vector<std::string>& header) {
  OrganisationColumns columns;
  columns.code = find_column(header, {"code", "ods code", "organisation code", "org code"});
  columns.name = find_column(header, {"name", "organisation name", "org name"});
  columns.kind = find_column(header, {"sector", "kind", "type", "role"});
  columns.region =
      find_column(header, {"NHSER20CDH", "region code", "region", "national grouping"});
  columns.area = find_column(header, {"STPCDH", "icb code", "icb", "high level health geography"});
  columns.postcode = find_column(header, {"postcode", "post code"});
  columns.opened = find_column(header, {"start", "open date", "opened", "start date"});
  columns.closed = find_column(header, {"close", "close date", "closed", "end date"});
  columns.successor = find_column(header, {"successor code", "successors", "successor"});
  columns.lat = find_column(header, {"latitude", "lat"});
  columns.lon = find_column(header, {"longitude", "lon", "long"});
  for (const char* name : {"address", "address line 1", "address line 2", "address line 3",
                           "address line 4", "address line 5", "town", "county"}) {
    const std::size_t column = find_column(header, {name});
    if (column != kNoColumn) columns.address.push_back(column);
  }
  return columns;
}

// "20171001", "2017-10-01" or "01/10/2017" as a day; nullopt for anything else.
std::optional<std::string> ods_day_of(std::string_view text) {
  std::string iso(text);
  if (text.size() == 8 && all_digits(text)) {
    iso = std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" +
          std::string(text.substr(6));
  } else if (text.size() == 10 && text[2] == '/' && text[5] == '/') {
    iso = std::string(text.substr(6)) + "-" + std::string(text.substr(3, 2)) + "-" +
          std::string(text.substr(0, 2));
  }
  const auto day = parse_date(iso);
  if (!day || day->day == 0) return std::nullopt;
  return format_date(*day);
}

std::string upper_ascii(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) {
    if (is_lower(c)) c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

void read_codes(const TableRow& row, std::size_t column, std::string_view field,
                OrganisationTable& table, std::vector<std::string>& codes) {
  for (const std::string& value : list_values(row.cell(column))) {
    std::string code = upper_ascii(value);
    if (!is_ods_code(code)) {
      table.problems.push_back(
          {row.line, std::string(field), quoted_for_message(value) + " is not an ODS code"});
    } else {
      codes.push_back(std::move(code));
    }
  }
}

void read_day(const TableRow& row, std::size_t column, std::string_view field,
              OrganisationTable& table, std::string& out) {
  const std::string_view text = trim(row.cell(column));
  if (text.empty() || text == "NA") return;
  if (auto day = ods_day_of(text)) {
    out = std::move(*day);
  } else {
    table.problems.push_back(
        {row.line, std::string(field), quoted_for_message(text) + " is not a day"});
  }
}

// "NHS Trust" and "Trust" are one kind.
std::string kind_of(std::string_view text) {
  const std::string kind = clean_text(truncate_utf8(to_lower_ascii(text), 60));
  if (kind.ends_with("trust")) return "trust";
  if (kind.starts_with("ccg")) return "ccg";
  return kind;
}

void read_place(const TableRow& row, const OrganisationColumns& columns,
                OdsOrganisation& organisation) {
  if (columns.lat == kNoColumn || columns.lon == kNoColumn) return;
  const auto lat = decimal_within(row.cell(columns.lat), -90, 90);
  const auto lon = decimal_within(row.cell(columns.lon), -180, 180);
  if (lat && lon) organisation.place = Coordinate::of(*lat, *lon);
}

// nullopt where the row cannot be taken; the problem says why.
std::optional<OdsOrganisation> read_organisation(const TableRow& row,
                                                 const OrganisationColumns& columns,
                                                 OrganisationTable& table) {
  OdsOrganisation organisation;
  organisation.code = upper_ascii(trim(row.cell(columns.code)));
  organisation.name = clean_text(truncate_utf8(row.cell(columns.name), kNameBytes));
  if (!is_ods_code(organisation.code)) {
    table.problems.push_back(
        {row.line, "code",
         quoted_for_message(organisation.code) + " is not an ODS code: 3 to 8 letters and digits"});
    return std::nullopt;
  }
  if (organisation.name.empty()) {
    table.problems.push_back({row.line, "name", organisation.code + " has no name"});
    return std::nullopt;
  }
  organisation.kind = columns.kind == kNoColumn ? std::string(columns.kind_of_all)
                                                : kind_of(row.cell(columns.kind));
  for (const auto& [column, out] : {std::pair{columns.region, &organisation.region},
                                    std::pair{columns.area, &organisation.area}}) {
    const std::string code = upper_ascii(trim(row.cell(column)));
    if (is_ods_code(code)) *out = code;
  }
  std::vector<std::string> address;
  for (const std::size_t column : columns.address) {
    std::string part = clean_text(truncate_utf8(row.cell(column), 100));
    if (!part.empty()) address.push_back(std::move(part));
  }
  organisation.address = join(address, ", ");
  if (const std::string_view text = trim(row.cell(columns.postcode)); !text.empty()) {
    if (const auto postcode = parse_postcode(text)) {
      organisation.postcode = postcode->text();
    } else {
      table.problems.push_back(
          {row.line, "postcode", quoted_for_message(text) + " is not a postcode"});
    }
  }
  read_day(row, columns.opened, "opened", table, organisation.opened);
  read_day(row, columns.closed, "closed", table, organisation.closed);
  read_codes(row, columns.successor, "successors", table, organisation.successors);
  std::erase(organisation.successors, organisation.code);
  read_place(row, columns, organisation);
  return organisation;
}

void add_successors(const std::vector<std::string>& codes, OdsOrganisation& to) {
  for (const std::string& code : codes) {
    if (std::find(to.successors.begin(), to.successors.end(), code) == to.successors.end()) {
      to.successors.push_back(code);
    }
  }
}

template <typename T>
void take_where_given(const T& from, T& to) {
  if (from != T{}) to = from;
}

}  // namespace

bool is_replaced_kind(const OdsOrganisation& organisation) { return organisation.kind == "ccg"; }

std::string readable_name(std::string_view name) {
  if (std::any_of(name.begin(), name.end(), is_lower)) return std::string(name);
  static constexpr std::string_view kKept[] = {"NHS", "CCG", "ICB", "CSU", "UK", "LLP", "GP"};
  static constexpr std::string_view kSmall[] = {"AND", "OF",   "THE", "FOR", "IN",
                                                "ON",  "WITH", "AT",  "UPON"};
  std::vector<std::string> words;
  for (const std::string_view word : split(name, ' ')) {
    std::string text(word);
    const bool kept = std::find(std::begin(kKept), std::end(kKept), word) != std::end(kKept);
    const bool small =
        !words.empty() && std::find(std::begin(kSmall), std::end(kSmall), word) != std::end(kSmall);
    bool begins = true;
    for (std::size_t i = 0; i < text.size() && !kept; ++i) {
      const bool first = begins;
      begins = text[i] == '-' || text[i] == '(' || text[i] == '/' || text[i] == '&';
      if (is_upper(text[i]) && (!first || small)) {
        text[i] = static_cast<char>(text[i] - 'A' + 'a');
      }
    }
    words.push_back(std::move(text));
  }
  return join(words, " ");
}

Result<OrganisationTable> read_organisation_rows(const std::vector<TableRow>& rows) {
  OrganisationTable table;
  if (rows.empty()) {
    return Error{ErrorCode::kInvalidArgument, "no_rows", "The file has no rows.", ""};
  }
  if (rows.size() > kMostOrganisations) {
    return Error{ErrorCode::kTooLarge, "too_many_rows",
                 "The file has more than " + with_thousands(kMostOrganisations) + " rows.",
                 "Divide it."};
  }
  OrganisationColumns columns = columns_by_header(rows.front().cells);
  const bool header = columns.code != kNoColumn && columns.name != kNoColumn;
  if (!header) {
    const bool known =
        rows.front().cells.size() == kWidthWithoutHeader && is_ods_code(trim(rows.front().cell(0)));
    if (!known) {
      return Error{ErrorCode::kInvalidArgument, "unknown_layout",
                   "The file is neither a list of 27 columns that begins with a code nor a table "
                   "whose first line names columns \"code\" and \"name\".",
                   "docs/directory.md says which columns are read."};
    }
    columns = columns_without_header();
  }
  std::map<std::string, std::size_t> places;  // of each code
  for (std::size_t i = header ? 1 : 0; i < rows.size(); ++i) {
    auto organisation = read_organisation(rows[i], columns, table);
    if (!organisation) continue;
    const auto [place, is_new] = places.emplace(organisation->code, table.organisations.size());
    if (is_new) {
      table.organisations.push_back(std::move(*organisation));
    } else {
      add_successors(organisation->successors, table.organisations[place->second]);
    }
  }
  return table;
}

std::vector<OdsOrganisation> merged(std::vector<OdsOrganisation> known,
                                    const std::vector<OdsOrganisation>& read) {
  std::map<std::string, OdsOrganisation> all;
  for (OdsOrganisation& each : known) {
    std::string code = each.code;
    all.emplace(std::move(code), std::move(each));
  }
  for (const OdsOrganisation& each : read) {
    const auto [place, is_new] = all.emplace(each.code, each);
    if (is_new) continue;
    OdsOrganisation& to = place->second;
    take_where_given(each.name, to.name);
    take_where_given(each.kind, to.kind);
    take_where_given(each.region, to.region);
    take_where_given(each.area, to.area);
    take_where_given(each.address, to.address);
    take_where_given(each.postcode, to.postcode);
    take_where_given(each.opened, to.opened);
    take_where_given(each.closed, to.closed);
    take_where_given(each.successors, to.successors);
    take_where_given(each.place, to.place);
  }
  std::vector<OdsOrganisation> list;
  list.reserve(all.size());
  for (auto& [code, each] : all) list.push_back(std::move(each));
  return list;
}

}  // namespace evidence::curation
