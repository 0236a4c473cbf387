// A MARC 21 record as leader, control fields and data fields, whatever it was
// written in: MARCXML, ISO 2709, MARC-in-JSON. Their readers build it,
// marc_entry() makes records of it. Plain values; thread-safe. Standard: MARC
// 21 Format for Bibliographic Data; UNIMARC is read by its likeness.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/connector.h"
#include "connectors/format/chapters.h"
#include "model/record.h"

namespace evidence {

struct MarcField {
  std::string tag;  // three characters
  char indicator1 = ' ';
  char indicator2 = ' ';
  std::vector<std::pair<char, std::string>> subfields;  // clean text, in order

  // First subfield of that code, "" if none.
  [[nodiscard]] std::string_view first(char code) const;
  // Subfields of these codes in record order, joined by one space.
  [[nodiscard]] std::string joined(std::string_view codes) const;
};

struct MarcRecord {
  std::string leader;
  std::vector<std::pair<std::string, std::string>> control;  // tag, bytes
  std::vector<MarcField> fields;

  [[nodiscard]] std::string_view control_field(std::string_view tag) const;
  [[nodiscard]] const MarcField* field(std::string_view tag) const;  // the first; or nullptr
};

// Notes for what was left out go to `problems`. A record with leader status 'd'
// is a tombstone. The number is "003:001", without 003 the 001; where there is
// none "isbn:…", "doi:…", the number of another system (035), or a hash of
// title, first name, year and publisher.
Record marc_to_record(const MarcRecord& marc, const std::string& position,
                      std::vector<EntryProblem>& problems);

struct MarcOptions {
  Chapters chapters = Chapters::kContents;
};

// What becomes of an entry: the record, its chapters where asked for, or the
// reason why not. Holdings are passed over; authority records and the like are
// a problem.
ParsedEntry marc_entry(const MarcRecord& marc, const std::string& position,
                       const MarcOptions& options);

}  // namespace evidence
