// Bare Dublin Core descriptions – oai_dc:dc, srw_dc:dc, qualified DC, DSpace's dim – in a file, an
// SRU reply or any other envelope. Stateless, thread-safe; see Format and dc_record.h.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class OaiDcFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "oai_dc"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
