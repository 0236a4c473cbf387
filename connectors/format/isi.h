// The field-tagged export of Web of Science and its hosts (ISI: "FN", "VR", then "PT" to "ER",
// "EF"): two-letter tags, three spaces continue a value. The key is UT, the accession number.
// Stateless, thread-safe; see Format and reference_builder.h.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class IsiFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "isi"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
