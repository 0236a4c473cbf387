// MARC records in ISO 2709 (.mrc, .marc, .dat): MARC 21 in UTF-8 or MARC-8,
// whatever their label says, with wrong lengths too; UNIMARC is read as far as
// it says the same. Stateless, thread-safe; see Format.
#pragma once

#include "connectors/connector.h"
#include "connectors/format/chapters.h"

namespace evidence {

class MarcFormat final : public Format {
 public:
  explicit MarcFormat(Chapters chapters = Chapters::kContents) : chapters_(chapters) {}
  [[nodiscard]] std::string_view name() const override { return "marc"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
  // Its lengths count bytes, and its character set is said inside.
  [[nodiscard]] bool is_text() const override { return false; }

 private:
  Chapters chapters_;
};

}  // namespace evidence
