// ISO 2709, the exchange format of MARC records: a stream cut into records, a
// record into its fields. Lengths and addresses are believed only where the
// separators agree with them. Used by the "marc" format. Plain values; the
// reader is used by one thread. Standard: ISO 2709:2008.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/connector.h"

namespace evidence {

inline constexpr char kMarcRecordEnd = '\x1d';
inline constexpr char kMarcFieldEnd = '\x1e';
inline constexpr char kMarcSubfield = '\x1f';

// Does a record's leader begin here: 24 characters, five digits of length, a
// base address?
bool is_marc_leader(std::string_view text);

// Cuts at the record terminators. What stands between two records is given as
// damage, and so is a record without an end within `max_record_bytes`. A file
// that ends inside a record is kBadContent.
std::unique_ptr<EntryReader> split_iso2709(ByteSource& source,
                                           std::size_t max_record_bytes = 4U << 20U);

struct Iso2709Field {
  std::string tag;
  std::string_view bytes;  // without its terminator; indicators first in a data field
};
struct Iso2709Record {
  std::string_view leader;
  std::vector<Iso2709Field> fields;
  // Why the directory could not be followed, "" where it could: the fields then
  // were taken in the order in which they stand.
  std::string repaired;
};

// The parts of a record; they point into `bytes`. Not even a leader: no field
// and a reason.
Iso2709Record read_iso2709(std::string_view bytes);

}  // namespace evidence
