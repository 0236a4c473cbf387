// MEDLINE/PubMed tagged text (NBIB): what PubMed sends to reference managers and efetch gives as
// "medline". "PMID- " begins a reference, a blank line ends it, six spaces continue a value.
// Headings with qualifiers, labelled abstracts and relations (retraction, erratum, comment) come
// out as from pubmed-xml, but without vocabulary numbers, which the text does not carry. The key is
// the PMID, so that a source may change between the two. Stateless, thread-safe; see Format and
// reference_builder.h.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class NbibFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "nbib"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
