// DataCite's metadata as its REST API gives it: lists, single DOIs, lines of its data files, bare
// DataCite JSON. Stateless, thread-safe; see Format. Standard: DataCite metadata schema 4.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class DataCiteFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "datacite"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  // The key is the DOI in lower case. A DOI that is no longer findable is a tombstone. Works that
  // are cited and other relations that are none of publications stay out. Problems besides
  // RecordReading's: "no_title".
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
