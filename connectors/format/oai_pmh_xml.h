// Replies of OAI-PMH 2.0, one or several one after the other, and bare saved <record>s. The header
// gives key, datestamp and sets (subjects of scheme "oai-set"); status="deleted" is a tombstone.
// What stands in <metadata> goes to the format that knows it: Dublin Core in all its dresses and
// DOAJ's articles are read here; MARCXML, MODS, JATS and PubMed XML by the formats of those names.
// source_record_id: the OAI identifier; further records of one entry (chapters) have theirs behind
// a '#'. Stateless, thread-safe; see Format.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class OaiPmhFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "oai-pmh"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
