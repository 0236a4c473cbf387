// EndNote's XML export, as EndNote, Zotero, Mendeley and others write it: <xml><records><record>,
// texts inside <style> runs, several values in one element separated by carriage returns. Keys and
// what is not kept: reference_builder.h. The element <database> names a library file on somebody's
// disk, not the bibliographic database; that is remote-database-name. Stateless, thread-safe; see
// Format.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class EndnoteXmlFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "endnote-xml"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
