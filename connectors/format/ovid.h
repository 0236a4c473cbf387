// The tagged text of Ovid's databases (MEDLINE, Embase, PsycINFO, journals): "<12>", then names of
// fields on lines of their own with the values indented below, or the short tags "TI  - …" of its
// citation manager export. The source line ("J Orthop.  8(6):1048-1064, September 2015.") is taken
// apart. The key is the accession number. Stateless, thread-safe; see Format and
// reference_builder.h.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class OvidFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "ovid"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
