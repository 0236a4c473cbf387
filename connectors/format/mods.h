// MODS 3.x: bibliographic records of repositories and catalogues, alone, in a modsCollection, or as
// the <mods> element of an OAI-PMH or SRU record. Stateless, thread-safe; see Format. Standard: the
// Library of Congress's MODS User Guidelines, version 3.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class ModsFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "mods"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
