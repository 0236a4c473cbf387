// RIS as reference managers and databases export it (Web of Science, Scopus, EBSCO, ProQuest,
// Embase, Ovid, Cochrane, EndNote, Zotero, Mendeley, publishers): "TY  - JOUR" to "ER  -". Tags
// that differ between them are told apart by their values; keys and what is not kept:
// reference_builder.h.
//
// A reference without its ER before the next TY, or without its TY, is kept with a note; one that
// the end of the file cuts off is not, where others were closed. "TY - ", tabs and small letters
// are taken for the tags that are known. Stateless, thread-safe; see Format.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class RisFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "ris"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
