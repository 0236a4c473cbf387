// Organisations as files of the NHS Organisation Data Service list them: code, name, postcode,
// dates, successors. Two layouts are read: 27 columns without a header as `etr.csv` has them, of
// which no published layout could be confirmed (docs/directory.md says what each is taken for), and
// any table with a header that names code and name. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curation/coordinates.h"
#include "curation/table_row.h"

namespace evidence::curation {

inline constexpr std::size_t kMostOrganisations = 200'000;

struct OdsOrganisation {
  std::string code;
  std::string name;
  std::string kind;      // "trust", "icb", "ccg", "csu" … lower case; "" = not said
  std::string region;    // an NHS England region's code as the file has it ("Y59"); "" = not said
  std::string area;      // the code of its health geography ("QRL"); "" = not said
  std::string address;   // parts joined by ", "
  std::string postcode;  // "AB1 2CD"; "" = none or unreadable
  std::string opened, closed;           // "2017-10-01"; "" = not said; closed "" = open
  std::vector<std::string> successors;  // codes
  std::optional<Coordinate> place;
  bool operator==(const OdsOrganisation&) const = default;

  [[nodiscard]] bool is_closed_on(std::string_view day) const {
    return !closed.empty() && closed < day;
  }
};

// Clinical commissioning groups ended in July 2022; integrated care boards came in their place. A
// file that is older lists them as open: they are kept for their codes and offered to nobody.
bool is_replaced_kind(const OdsOrganisation& organisation);

// "MANCHESTER UNIVERSITY NHS FOUNDATION TRUST" as people write it; a name that is not all capitals
// stays.
std::string readable_name(std::string_view name);

struct OrganisationTable {
  std::vector<OdsOrganisation> organisations;  // one of each code; successors of its rows together
  std::vector<RowProblem> problems;
};

// The first row is the header where it names columns. kInvalidArgument "unknown_layout" for any
// other table, kTooLarge. A bad postcode or date is a problem and the row is taken without it; a
// bad code or no name refuses the row.
Result<OrganisationTable> read_organisation_rows(const std::vector<TableRow>& rows);

// What is known already and what a file says, together: the file's values count where it has any,
// and successors are those of the file where it states some. By code.
std::vector<OdsOrganisation> merged(std::vector<OdsOrganisation> known,
                                    const std::vector<OdsOrganisation>& read);

}  // namespace evidence::curation
