// JATS and its forerunner, the NLM journal article DTD (2.x, 3.0, 1.0–1.3), front matter only:
// single files, <articles>, <pmc-articleset>, articles inside an OAI-PMH reply; and BITS books and
// chapters. Full texts are passed over as they stream by. Stateless, thread-safe; see Format.
// source_record_id: PMCID, else DOI, PMID, the publisher's id (a book: ISBN before these).
#pragma once

#include "connectors/connector.h"

namespace evidence {

class JatsFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "jats"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
