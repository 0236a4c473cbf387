// A MARC 21 record as leader, control fields and data fields, whatever it was written in. Built by
// the MARCXML reader, turned into a Record by marc_to_record. Plain values; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/connector.h"
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
};

// Notes for what was left out go to `problems`. A record with leader status 'd' is a tombstone.
Record marc_to_record(const MarcRecord& marc, const std::string& position,
                      std::vector<EntryProblem>& problems);

}  // namespace evidence
