// KBART title lists (NISO RP-9, phase I and II): tab-separated, a header line, one title a row;
// rows of one title that follow each other (coverage gaps) are one entry. Stateless, thread-safe.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class KbartFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "kbart"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  // An entry is the header line, then the rows of one title.
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
