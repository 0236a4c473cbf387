// MEDLINE/PubMed XML as NLM distributes it and as efetch gives it: PubmedArticleSet with articles,
// books and deletions, also the older MedlineCitationSet. Stateless, thread-safe; see Format.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class PubmedXmlFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "pubmed-xml"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
