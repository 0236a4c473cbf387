// MARC 21 bibliographic records in MARCXML (the "slim" schema), with or without
// a namespace prefix or a collection around them; chiefly ebooks. Stateless,
// thread-safe; see Format.
#pragma once

#include "connectors/connector.h"
#include "connectors/format/chapters.h"

namespace evidence {

class MarcxmlFormat final : public Format {
 public:
  explicit MarcxmlFormat(Chapters chapters = Chapters::kContents) : chapters_(chapters) {}
  [[nodiscard]] std::string_view name() const override { return "marcxml"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;

 private:
  Chapters chapters_;
};

}  // namespace evidence
