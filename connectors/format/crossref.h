// Crossref's works as its REST API gives them: a list of works, one work, bare works (also as lines
// and as citeproc JSON). Replies of other kinds and recorded failures are refused by name.
// Stateless, thread-safe; see Format. Standard: Crossref REST API, message types work and
// work-list.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class CrossrefFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "crossref"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  // The key is the DOI in lower case. The datestamp is the day of deposit, else of indexing: the
  // index date moves with every citation. Problems besides RecordReading's: "no_title",
  // "title_from_container", "component" (a figure or table, no record), "unknown_update".
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
