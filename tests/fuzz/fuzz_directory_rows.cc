// Any bytes as a file of libraries, organisations, coordinates and areas: nothing crashes, what is
// taken keeps the rules of its fields, and what was kept is kept the same again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "connectors/format/csv_reader.h"
#include "curation/areas.h"
#include "curation/coordinates.h"
#include "curation/library_rows.h"
#include "curation/organisation_rows.h"

namespace {

using namespace evidence;            // NOLINT
using namespace evidence::curation;  // NOLINT

void require(bool good) {
  if (!good) std::abort();
}

void check_libraries(const std::vector<std::string>& header, const std::vector<TableRow>& rows) {
  const auto table = read_library_rows(header, rows, {2026, 11, 30});
  if (!table.ok()) return;
  for (const LibraryRow& row : table->rows) {
    std::vector<FieldFault> faults;
    const Library again = make_library(row.library.code, row.library.fields, faults);
    for (const FieldFault& fault : faults) require(fault.field == "name");
    require(again.fields == row.library.fields);
  }
  require(difference({}, *table, true).size() == table->rows.size());
}

void check_organisations(const std::vector<TableRow>& rows) {
  const auto table = read_organisation_rows(rows);
  if (!table.ok()) return;
  for (const OdsOrganisation& each : table->organisations) {
    require(is_ods_code(each.code) && !each.name.empty());
    for (const std::string& code : each.successors) require(is_ods_code(code) && code != each.code);
    require(!readable_name(each.name).empty());
  }
  require(merged({}, table->organisations).size() == table->organisations.size());
}

void check_coordinates(const std::vector<std::string>& header, const std::vector<TableRow>& rows) {
  const auto columns = coordinate_columns(header);
  if (!columns.ok()) return;
  for (const TableRow& row : rows) {
    std::string reason;
    const auto place = read_coordinate_row(*columns, row, reason);
    if (!place) continue;
    require(parse_postcode(place->postcode).has_value());
    require(distance_km(place->place, {0, 0}) < 20'100);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto source = memory_source(std::string(data, data + size));
  CsvReader reader(*source);
  std::vector<TableRow> rows;
  for (;;) {
    const auto row = reader.next();
    require(row.ok());
    if (!row->has_value()) break;
    if ((*row)->damage.empty()) rows.push_back({(*row)->line, (*row)->cells});
  }
  check_organisations(rows);
  if (rows.empty()) return 0;
  const std::vector<std::string> header = rows.front().cells;
  rows.erase(rows.begin());
  check_libraries(header, rows);
  check_coordinates(header, rows);
  const auto areas = AreaTable::read(header, rows);
  if (!areas.ok()) return 0;
  for (std::size_t i = 0; i < areas->areas().size(); ++i) require(!areas->folded_names(i).empty());
  return 0;
}
