// Europe PMC's search results, lite and core, as JSON (also a bare array or lines of results) and
// as XML. Stateless, thread-safe; see Format. Standard: Europe PMC RESTful web service,
// version 6.9.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class EuropePmcFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "europepmc"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  // The key is source and id: "MED:123", "PPR:PPR45". The datestamp is the day of revision (core),
  // else the day it was first indexed. Problems besides RecordReading's: "no_title",
  // "unknown_relation".
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
