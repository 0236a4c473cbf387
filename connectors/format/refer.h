// Refer/BibIX, EndNote's tagged import format: "%0 Journal Article", "%A", "%T" …; a reference
// begins with %0, or after a blank line where there is none. Stateless, thread-safe; see Format and
// reference_builder.h.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class ReferFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "refer"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
