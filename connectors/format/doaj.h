// DOAJ's articles and journals: search pages, single records, lines and arrays of its data dump. A
// journal becomes a title record. Stateless, thread-safe; see Format. Standard: DOAJ API v2 to v4.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class DoajFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "doaj"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  // The key is DOAJ's id, else "doi:…". A record that DOAJ says is no longer in it is a tombstone.
  // Problems besides RecordReading's: "no_title".
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
